"""Messages in YAML 1.1, from the events of a parser: no object is made, no alias followed."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import yaml
from msgspec import Struct

from smsplan.catalogs.keys import KeyPath
from smsplan.catalogs.messages import CatalogMessage, ignored
from smsplan.catalogs.source import ANY_LINE_END, Source
from smsplan.catalogs.yaml_styles import LOADER, Scalar, is_string, spelling_of
from smsplan.errors import CatalogError

_PROPERTIES: Final = re.compile(r"(?:[&!]\S*[ \t]+)*")
_COMMENT: Final = re.compile(r"(?<!\S)#[^\r\n]*")


class _ParserError(Exception):
    """The parser gives up, in words of its own, at an index into the file."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason, at)
        self.reason, self.at = reason, at


class _Container(Struct):
    """What is open, if anything is; ``key_start`` is where its last key stands."""

    opened_by: object = None
    in_key: bool = False
    key_is_due: bool = True
    key_start: int = 0

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.opened_by, yaml.MappingStartEvent)


def strings(source: Source) -> Iterator[CatalogMessage]:
    """Take every scalar that is a string and a value, in the order of the file."""
    try:
        scalars = list(_scalars(source))
    except _ParserError as error:
        with suppress(_ParserError):
            # It has read ahead: what is wrong before the place where it stopped goes first.
            deque(_scalars(Source(source.text[: error.at])), maxlen=0)
        raise source.error(error.reason, error.at) from None
    silenced = _silenced(source, scalars) if "smsplan:" in source.text else {}
    for scalar in scalars:
        if scalar.key is None:
            continue
        spelling = spelling_of(source.text, scalar)
        rules = frozenset[str]()
        if silenced:
            places = (scalar.start, scalar.key_start)
            lines = {source.place(place).line for place in places}
            rules = rules.union(*(silenced.get(line, ()) for line in lines))
        yield CatalogMessage(
            scalar.value,
            spelling,
            scalar.key,
            rules,
            editable=spelling.notation is not None,
            fixable=False,
        )


def _scalars(source: Source) -> Iterator[Scalar]:
    """Return every scalar, keys too, with a key path where it is a value and a string."""
    path = KeyPath(source)
    containers = [_Container()]
    for event, start, end in _events(source):
        parent = containers[-1]
        if isinstance(event, yaml.CollectionEndEvent):
            containers.pop()
            path.leave()
        elif isinstance(event, yaml.NodeEvent):
            is_key = _go_to(path, parent, event, start)
            in_key = parent.in_key or is_key
            if isinstance(event, yaml.CollectionStartEvent):
                path.enter(start)
                containers.append(_Container(event, in_key))
            elif isinstance(event, yaml.ScalarEvent):
                properties = _PROPERTIES.match(source.text, start)
                yield Scalar(
                    event.value,
                    properties.end() if properties and (event.anchor or event.tag) else start,
                    end,
                    event.style or "",
                    bool(getattr(parent.opened_by, "flow_style", False)),
                    path.value if is_string(event) and not in_key else None,
                    parent.key_start if parent.is_mapping else start,
                )


def _go_to(path: KeyPath, parent: _Container, event: yaml.NodeEvent, start: int) -> bool:
    """Go to a node of a container; return whether it is a key."""
    is_key = parent.is_mapping and parent.key_is_due
    if is_key:
        parent.key_start = start
        path.key(event.value if isinstance(event, yaml.ScalarEvent) else "?")
    elif isinstance(parent.opened_by, yaml.SequenceStartEvent):
        path.item()
    parent.key_is_due = not parent.key_is_due
    return is_key


def _events(source: Source) -> Iterator[tuple[Any, int, int]]:
    anchors: set[str] = set()
    try:
        for event in yaml.parse(source.text, LOADER):
            start, end = event.start_mark.index, event.end_mark.index  # type: ignore[union-attr] # parsed events have marks
            if isinstance(event, yaml.DocumentStartEvent):
                anchors.clear()
            elif isinstance(event, yaml.AliasEvent) and event.anchor not in anchors:
                source.refuse(f"there is no anchor {event.anchor} before this alias", start)
            elif isinstance(event, yaml.NodeEvent) and event.anchor:
                anchors.add(event.anchor)
            yield event, start, end
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ": ".join([part for part in (error.context, error.problem) if part])
        at = min(mark.index, len(source.text)) if mark else 0
        raise _ParserError(reason, at) from None
    except yaml.reader.ReaderError:
        character = yaml.reader.Reader.NON_PRINTABLE.search(source.text)
        at = character.start() if character else 0
        named = f"U+{ord(character[0]):04X}" if character else "one of the characters"
        raise source.error(f"{named} may not stand in YAML", at) from None
    except CatalogError:
        raise
    except (ValueError, OverflowError) as error:
        # An escape or a version beyond what there is, which one of the parsers does not check.
        raise source.error(str(error), 0) from None


def _silenced(source: Source, scalars: list[Scalar]) -> dict[int, frozenset[str]]:
    """Read which rules comments silence, by the line of what they are about."""
    text = source.text
    contents = []
    for scalar in scalars:
        header = ANY_LINE_END.search(text, scalar.start) if scalar.style in ("|", ">") else None
        contents.append((header.start() if header else scalar.start, scalar.end))
    rules: dict[int, frozenset[str]] = {}
    above: dict[int, frozenset[str]] = {}
    at = 0
    while comment := _COMMENT.search(text, at):
        before = bisect_right(contents, (comment.start(), len(text))) - 1
        if before >= 0 and comment.start() < contents[before][1]:
            at = contents[before][1]
            continue
        at = comment.end()
        place = source.place(comment.start())
        named = ignored(comment[0])
        if place.source[: place.column - 1].strip():
            rules[place.line] = rules.get(place.line, frozenset()) | named
        else:
            above[place.line] = above.pop(place.line - 1, frozenset()) | named
    for line, named in above.items():
        rules[line + 1] = rules.get(line + 1, frozenset()) | named
    return rules
