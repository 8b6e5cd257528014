"""Arguments of a wrong type, told as what they are once they have made a call fail."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from functools import cache, wraps
from inspect import Signature, signature
from types import NoneType, UnionType
from typing import Annotated, Any, Final, ParamSpec, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as hints_of

from msgspec import Struct
from msgspec.structs import asdict

from smsplan.errors import SmsplanError

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=Struct)

_SHOWN: Final = (str, int, float, Enum, NoneType)
"""What is shown as it is, if it is short; of all else the type says more."""
_MAX_SHOWN: Final = 40
_KEPT: Final = (list, tuple, AbstractSet, Mapping)
"""What can be looked at without being used up."""


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Let a call that fails for the type of an argument end in a ``TypeError`` that says so.

    The arguments are compared with the annotations only once the call has failed:
    a call that succeeds pays nothing for it but the call.  What smsplan raises on
    purpose stays as it is.

    >>> @checked
    ... def shout(words: list[str], times: int = 1) -> str:
    ...     return " ".join(word.upper() for word in words) * times
    >>> shout(["a", 1])
    Traceback (most recent call last):
    TypeError: words[1] is a str, not 1
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except SmsplanError:
            raise
        except Exception:
            check(function, *args, **kwargs)
            raise

    return call


def checked_fields(post_init: Callable[[S], None]) -> Callable[[S], None]:
    """Do for the ``__post_init__`` of a value, and its fields, what :func:`checked` does."""

    @wraps(post_init)
    def call(self: S) -> None:
        try:
            post_init(self)
        except SmsplanError:
            raise
        except Exception:
            check(type(self), **asdict(self))
            raise

    return call


def check(function: Callable[..., object], /, *args: object, **kwargs: object) -> None:
    """Raise ``TypeError`` for the first argument of a call that is of another type than annotated.

    A function that is too quick to be :func:`checked` calls this where it has failed.
    """
    try:
        parameters, hints = _annotated(function)
        given = parameters.bind(*args, **kwargs).arguments
    except (TypeError, NameError):
        # It cannot be called so, as Python has said, or a name is for type checkers alone.
        return
    for name, value in given.items():
        if wrong := _wrong(name, value, hints.get(name, Any)):
            raise TypeError(wrong) from None


@cache
def _annotated(function: Callable[..., object]) -> tuple[Signature, dict[str, Any]]:
    return signature(function), hints_of(function, include_extras=True)


def _wrong(place: str, value: object, hint: Any) -> str | None:  # noqa: ANN401 - of typing's own kinds
    """Return what is of another type than wanted: the value, or the first such thing in it."""
    kinds = _alternatives(hint)
    fitting = [kind for kind in kinds if _is_a(value, kind)]
    if not fitting:
        return f"{place} is {' or '.join(map(_named, kinds))}, not {_shown(value)}"
    if not isinstance(value, _KEPT):
        return None
    hints = [each for kind in fitting for each in get_args(kind) if each is not ...]
    found: list[str | None] = []
    if isinstance(value, Mapping) and len(hints) == 2:  # noqa: PLR2004 - of keys and values
        for key, item in value.items():
            found += [_wrong(f"a key of {place}", key, hints[0])]
            found += [_wrong(f"{place}[{key!r}]", item, hints[1])]
    elif len(hints) == 1:
        found = [_wrong(f"{place}[{at}]", item, hints[0]) for at, item in enumerate(value)]
    return next(filter(None, found), None)


def _alternatives(hint: Any) -> list[Any]:  # noqa: ANN401
    if get_origin(hint) is Annotated:
        return _alternatives(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return [kind for each in get_args(hint) for kind in _alternatives(each)]
    return [hint]


def _is_a(value: object, hint: Any) -> bool:  # noqa: ANN401
    kind = get_origin(hint) or hint
    if not isinstance(kind, type):  # Any, a TypeVar, Self
        return True
    if kind in {int, float} and isinstance(value, bool):
        return False
    if kind is date and isinstance(value, datetime):  # the two cannot be compared
        return False
    if isinstance(value, str | bytes) and get_args(hint):  # several of something, but only of texts
        return isinstance(value, str) and get_args(hint) == (str,)
    try:
        return isinstance(value, (int, float) if kind is float else kind)
    except TypeError:  # a protocol that only a type checker knows
        return True


def _named(hint: Any) -> str:  # noqa: ANN401
    if hint is NoneType:
        return "None"
    name = get_origin(hint).__name__.lower() if get_origin(hint) else hint.__name__
    items = [each.__name__ for each in get_args(hint) if isinstance(each, type)]
    article = "an" if name[0] in "aeiouAEIOU" else "a"
    return f"{article} {name}{' of ' if items else ''}{' to '.join(items)}"


def _shown(value: object) -> str:
    if isinstance(value, _SHOWN) and len(repr(value)) <= _MAX_SHOWN:
        return repr(value)
    return type(value).__name__


def is_utf8(text: str) -> bool:
    """Return whether UTF-8 can write a text: whether it holds no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
