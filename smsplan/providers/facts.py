"""Facts about providers: one readable file each under ``facts``, and what reads them.

A rule that nobody documents is absent from a file, and so unknown.
"""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

from msgspec import Struct

from smsplan.display import did_you_mean
from smsplan.errors import ProviderError
from smsplan.fact import Fact

RULES: Final = (
    *("encoding.choice", "encoding.alphabet", "encoding.national-tables"),
    *("encoding.replacement", "encoding.placeholder"),
    *("counting.capacity", "counting.method", "counting.split", "counting.reference-bits"),
    *("limits.most", "limits.above"),
    *("text.line-ends", "text.white-space", "text.added"),
    *("sender.alphanumeric", "sender.numeric", "recipient.form"),
)
"""What every provider answers, or leaves unknown."""

Options = Mapping[str, Any]
Groups = Mapping[str, Mapping[str, Mapping[str, Any]]]


class Option(Struct, frozen=True):
    """A setting on which a provider's answer depends, and what a request without any has.

    ``values`` are what it may be; there are none where it is any text.
    """

    name: str
    default: Any
    about: str
    values: tuple[Any, ...] = ()


class Sheet(Struct, frozen=True):
    """The file of a provider."""

    name: str
    title: str
    page: str
    options: Mapping[str, Option]
    replacements: tuple[tuple[str, str], ...]
    groups: Groups

    def facts(self, options: Options) -> tuple[Fact, ...]:
        """List what is so with these options, each of which has a value."""
        return tuple(
            Fact(
                group,
                rule,
                _value(written, options),
                written["source"],
                written["read"],
                written["confidence"],
                written.get("note", ""),
            )
            for group, rules in self.groups.items()
            for rule, written in rules.items()
        )

    def chosen(self, options: Options) -> dict[str, Any]:
        """Return every option with its value; one that is written as text is read.

        Raises :class:`~smsplan.errors.ProviderError` for an option or value that is not there.
        """
        values = {name: option.default for name, option in self.options.items()}
        for name, value in options.items():
            if name not in values:
                there = ", ".join(values) or "none"
                near = did_you_mean(get_close_matches(name.lower(), values))
                message = f"{self.name} has no option {name!r}{near} (options: {there})"
                raise ProviderError(message)
            values[name] = self._read(self.options[name], value)
        return values

    def _read(self, option: Option, value: object) -> object:
        for each in option.values:
            if value == each and type(value) is type(each):
                return each
            if isinstance(value, str) and value.lower() == str(each).lower():
                return each
        if isinstance(value, str) and not option.values:
            return value
        listed = ", ".join(
            str(each).lower() if isinstance(each, bool) else each for each in option.values
        )
        allowed = f"one of {listed}" if listed else "a text"
        message = f"the option {option.name} of {self.name} is {allowed}, not {value!r}"
        raise ProviderError(message)


def _values(name: str, default: object, groups: Groups) -> tuple[Any, ...]:
    """List what an option may be: its default, and what facts speak of; none for any text."""
    is_text = any(
        isinstance(written["value"], dict) and written["value"].get("option") == name
        for written in groups.get("text", {}).values()
    )
    if is_text:
        return ()
    found = [default, *([not default] if isinstance(default, bool) else [])]
    found += [
        each[name]
        for rules in groups.values()
        for written in rules.values()
        for each in written.get("with", ())
        if name in each
    ]
    return tuple({(type(each), each): each for each in found}.values())


def _value(written: Mapping[str, Any], options: Options) -> Any:  # noqa: ANN401 - as TOML has it
    for other in written.get("with", ()):
        if all(options[name] == value for name, value in other.items() if name != "value"):
            return other["value"]
    return written["value"]


@cache
def names() -> tuple[str, ...]:
    """Name all providers, in alphabetical order.

    >>> "twilio" in names()
    True
    """
    found = [entry.name for entry in files("smsplan.providers").joinpath("facts").iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def sheet(name: str) -> Sheet:
    """Read the file of a provider.

    Raises :class:`~smsplan.errors.ProviderError` for one that has none, with those of
    like names, or all.
    """
    if name not in names():
        near = did_you_mean(get_close_matches(str.lower(name), names()))
        others = near or f"; there are {', '.join(names())}"
        raise ProviderError(f"there is no provider {name!r}{others}")
    text = files("smsplan.providers").joinpath("facts", f"{name}.toml").read_text("utf-8")
    written = tomllib.loads(text)
    table = written.pop("replacements", {})
    settings = written.pop("options", {})
    title, page = written.pop("title"), written.pop("page")
    return Sheet(
        name,
        title,
        page,
        {
            key: Option(key, **each, values=_values(key, each["default"], written))
            for key, each in settings.items()
        },
        tuple((chr(int(point.removeprefix("U+"), 16)), other) for point, other in table.items()),
        written,
    )
