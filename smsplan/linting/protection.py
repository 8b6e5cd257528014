"""The parts of a text that mean something to a machine: placeholders and URLs."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import regex

_PLACEHOLDER: Final = regex.compile(
    r"\{\{\{?[^{}]*+\}?\}\}"  # mustache, handlebars, Liquid, Jinja
    r"|\{%[^%{}]*+%\}"
    r"|%\([^()]*+\)[#0\- +]*+\d*+(?:\.\d++)?+[a-zA-Z]"  # printf with names
    r"|\(\([^\W\d][\w .-]*+(?:\?\?[^()]*+)?+\)\)"  # GOV.UK Notify
    r"|\$\{[^{}]*+\}"  # string.Template, JavaScript
    r"|(?<![\w$])\$(?![A-Z]{1,5}\b)[A-Za-z_]\w*+"  # string.Template, but for $USD, $AAPL, A$AP
    r"|\{[^\W\d][\w.-]*+(?:![rsa])?+(?::[^{}]*+)?+\}"  # str.format
)
"""What a template engine was to replace."""

_PROTECTED_PLACEHOLDER: Final = regex.compile(
    _PLACEHOLDER.pattern + r"|%[#0\- +]*+\d*+(?:\.\d++)?+[diouxXeEfFgGcrsa]"
    r"|\(\([^()]++\)\)|\$[^\W\d]\w*+"
    r"|\{\d*+(?:[![:][^{}]*+)?+\}"  # str.format by position
    r"|\{\w++\s*+,[^{}]*+"  # ICU, up to the texts that it chooses from
)
"""Beside them those that are too like ordinary text to be reported."""
PROTECTED_OR_MAIL: Final = regex.compile(
    _PROTECTED_PLACEHOLDER.pattern + r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
)
"""An address of electronic mail too, which is tried at every word."""

_URL: Final = regex.compile(
    r"(?:(?<!\w)(?:https?|ftp|sms|tel|mailto):(?=\S)"
    r"|(?<!\w)(?=www\.)"
    r"|(?<![\w.@-])(?=[\w-]++(?:\.[\w-]++)++[/?#]))"
    r"[^\s<>\"“”„«»]++",
    regex.IGNORECASE,
)
_OF_URL: Final = ("tp:", "tps:", "sms:", "tel:", "lto:", "www.")
"""The ends of all schemes, without an i, which is folded in three ways; and what needs none."""
_PATH: Final = re.compile(r"\.[^.\s]*[/?#]")
"""The end of a host, and the beginning of a path."""
_NOT_ITS_END: Final = ".,:;!?'’)]…\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def placeholders(text: str) -> Iterable[tuple[int, int]]:
    """Find what a template engine was to replace, but for what ordinary text may be."""
    if "{" in text or "$" in text or "%(" in text or "((" in text:
        return (found.span() for found in _PLACEHOLDER.finditer(text))
    return ()


def urls(text: str) -> Iterator[tuple[int, int]]:
    """Find URLs, and what phones make one of: ``www.`` or a host with a path."""
    if _may_have_urls(text):
        for found in _URL.finditer(text):
            yield found.start(), found.start() + len(found[0].rstrip(_NOT_ITS_END))


def _may_have_urls(text: str) -> bool:
    """Return whether a text may have a URL, which is seen much sooner than one."""
    if "/" in text or ":" in text:
        folded = text.casefold()
        return any(each in folded for each in _OF_URL) or _PATH.search(text) is not None
    return "." in text and "www." in text.lower()


class Protected:
    """A text, and what a machine reads of it, which is looked for once and when it is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Placeholders, printf's short ones among them, and URLs."""
        text = self.text
        if not ("{" in text or "$" in text or "%" in text or "@" in text or "((" in text):
            return [*urls(text)]
        pattern = PROTECTED_OR_MAIL if "@" in text else _PROTECTED_PLACEHOLDER
        return sorted([*(found.span() for found in pattern.finditer(text)), *urls(text)])

    @property
    def texts(self) -> list[str]:
        """What stands there."""
        return [self.text[start:end] for start, end in self.spans]


class Protection:
    """Says of one span after another, from left to right, whether a machine reads part of it."""

    def __init__(self, protected: Protected) -> None:
        self._spans = iter(protected.spans)
        self._next: tuple[int, int] | None = (0, 0)

    def meets(self, start: int, end: int) -> bool:
        """Whether a placeholder or a URL meets the span."""
        while self._next and self._next[1] <= start:
            self._next = next(self._spans, None)
        return self._next is not None and self._next[0] < end
