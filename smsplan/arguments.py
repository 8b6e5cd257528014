"""Arguments of a wrong type, told as what they are once they have made a call fail."""

import types
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from functools import wraps
from inspect import signature
from itertools import chain
from typing import Annotated, Any, Final, ParamSpec, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as hints_of

from msgspec import Struct

from smsplan.errors import SmsplanError

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound=Struct)

_SHOWN: Final = (str, int, float, Enum, types.NoneType)
"""What is shown as it is, if it is short; of all else the type says more."""
_MOST_SHOWN: Final = 40
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
            try:
                bound = signature(function).bind(*args, **kwargs).arguments
            except TypeError:  # it was not called as it can be, and Python has said so
                bound = {}
            wrong = _first_wrong(bound, function)
            if wrong is None:
                raise
        raise TypeError(wrong)

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
            fields = {name: getattr(self, name) for name in self.__struct_fields__}
            wrong = _first_wrong(fields, type(self))
            if wrong is None:
                raise
        else:
            return
        raise TypeError(wrong)

    return call


def check(function: Callable[..., object], **given: object) -> None:
    """Raise ``TypeError`` for the first of these arguments that is of another type than annotated.

    This is for a function that is too quick to be :func:`checked`, where it has failed.
    """
    wrong = _first_wrong(given, function)
    if wrong:
        raise TypeError(wrong)


def _first_wrong(given: Mapping[str, object], annotated: object) -> str | None:
    """Say which argument is of another type than its annotation."""
    try:
        hints = hints_of(annotated, include_extras=True)
    except NameError:  # of a name that only a type checker knows
        return None
    for name, value in given.items():
        hint = hints.get(name, Any)
        for place, found, kind in ((name, value, hint), *_items(name, value, hint)):
            if not _is_a(found, kind):
                return f"{place} is {_wanted(kind)}, not {_shown(found)}"
    return None


def _items(name: str, value: object, hint: Any) -> Iterator[tuple[str, object, Any]]:  # noqa: ANN401 - of typing's own kinds
    """List what is in an argument of several things, each with its place and hint."""
    for each in _alternatives(hint):
        arguments = [argument for argument in get_args(each) if argument is not ...]
        if not isinstance(value, _KEPT) or not isinstance(get_origin(each), type):
            continue
        if not isinstance(value, get_origin(each)) or get_origin(each) is type:
            continue
        if isinstance(value, Mapping) and len(arguments) == 2:  # noqa: PLR2004 - of keys and values
            for key, item in value.items():
                yield f"a key of {name}", key, arguments[0]
                yield f"{name}[{key!r}]", item, arguments[1]
        elif len(arguments) == 1:
            for at, item in enumerate(value):
                yield f"{name}[{at}]", item, arguments[0]


def _alternatives(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401
    if get_origin(hint) is Annotated:
        return _alternatives(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(chain.from_iterable(map(_alternatives, get_args(hint))))
    return (hint,)


def _is_a(value: object, hint: Any) -> bool:  # noqa: ANN401
    return any(_is_of(value, each) for each in _alternatives(hint))


def _is_of(value: object, hint: Any) -> bool:  # noqa: ANN401
    kind = get_origin(hint) or hint
    if kind is None:
        return value is None
    if not isinstance(kind, type):  # Any, a TypeVar, Self
        return True
    if kind in {int, float} and isinstance(value, bool):
        return False
    if isinstance(value, str | bytes) and get_args(hint):  # several of something, but only of texts
        return isinstance(value, str) and get_args(hint) == (str,)
    try:
        return isinstance(value, (int, float) if kind is float else kind)
    except TypeError:  # a protocol that only a type checker knows
        return True


def _wanted(hint: Any) -> str:  # noqa: ANN401
    kinds = [_named(each) for each in _alternatives(hint)]
    return " or ".join(sorted(kinds, key=lambda kind: kind == "None"))


def _named(hint: Any) -> str:  # noqa: ANN401
    if hint is None or hint is types.NoneType:
        return "None"
    name = (get_origin(hint) or hint).__name__
    name = name if get_origin(hint) is None or not name[0].isupper() else name.lower()
    items = [each.__name__ for each in get_args(hint) if isinstance(each, type)]
    article = "an" if name[0] in "aeiouAEIOU" else "a"
    return f"{article} {name}{' of ' if items else ''}{' to '.join(items)}"


def _shown(value: object) -> str:
    if isinstance(value, _SHOWN) and len(repr(value)) <= _MOST_SHOWN:
        return repr(value)
    return type(value).__name__
