"""Facts about providers: one readable file each under ``facts``, and what reads them.

A rule that nobody documents is absent from a file, and so unknown.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

from msgspec import Struct

from smsplan.display import did_you_mean
from smsplan.errors import ProviderError

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


class Fact(Struct, frozen=True):
    """One thing that a provider does.

    ``group`` and ``rule`` say what it is about, ``value`` what is so.  ``source`` is the
    address where it was ``read`` on that day; ``confidence`` is ``high``, ``medium`` or
    ``low``; ``note`` says where sources disagree.
    """

    group: str
    rule: str
    value: Any
    source: str
    read: date
    confidence: str
    note: str = ""

    @property
    def name(self) -> str:
        """The rule with its group, such as ``limits.most``."""
        return f"{self.group}.{self.rule}"


class Option(Struct, frozen=True):
    """A setting on which a provider's answer depends, and what a request without any has."""

    name: str
    default: Any
    about: str


class Sheet(Struct, frozen=True):
    """The file of a provider."""

    name: str
    title: str
    page: str
    options: Mapping[str, Option]
    replacements: tuple[tuple[str, str], ...]
    groups: Mapping[str, Mapping[str, Mapping[str, Any]]]

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
                near = did_you_mean(get_close_matches(name, values))
                message = f"{self.name} has no option {name!r}{near} (options: {there})"
                raise ProviderError(message)
            values[name] = self._read(name, value)
        return values

    def _read(self, name: str, value: object) -> object:
        known = self._known(name)
        for each in known:
            if value == each and type(value) is type(each):
                return each
            if isinstance(value, str) and value.lower() == str(each).lower():
                return each
        is_text = isinstance(value, str) and all(isinstance(each, str) for each in known)
        if is_text and not self._is_closed(name):
            return value
        listed = ", ".join(str(each).lower() if isinstance(each, bool) else each for each in known)
        message = f"the option {name} of {self.name} is one of {listed}, not {value!r}"
        raise ProviderError(message)

    def _known(self, name: str) -> list[Any]:
        """List the values of an option: its default, and those that a fact speaks of."""
        default = self.options[name].default
        found = [default, *([not default] if isinstance(default, bool) else [])]
        found += [
            each[name]
            for rules in self.groups.values()
            for written in rules.values()
            for each in written.get("with", ())
            if name in each
        ]
        return list({(type(each), each): each for each in found}.values())

    def _is_closed(self, name: str) -> bool:
        """Whether no fact has the option as a text of its own, such as a prefix."""
        return not any(
            isinstance(written["value"], dict) and written["value"].get("option") == name
            for written in self.groups.get("text", {}).values()
        )


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
        near = did_you_mean(get_close_matches(name, names()))
        others = near or f"; there are {', '.join(names())}"
        raise ProviderError(f"there is no provider {name!r}{others}")
    text = files("smsplan.providers").joinpath("facts", f"{name}.toml").read_text("utf-8")
    written = tomllib.loads(text)
    table = written.pop("replacements", {})
    options = {key: Option(key, **value) for key, value in written.pop("options", {}).items()}
    return Sheet(
        name,
        written.pop("title"),
        written.pop("page"),
        options,
        tuple((chr(int(point.removeprefix("U+"), 16)), other) for point, other in table.items()),
        written,
    )
