"""Files made of parts that are known: what each character of each message is spelled with."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st
from msgspec import Struct

from smsplan.catalogs import Kind
from smsplan.findings import Edit, apply

LETTERS = "abxyz’“é–😀 "
ANY = LETTERS + "\"'\\\n\t\x01\u2028\u00a0{}[]:,#%"


class Unit(Struct, frozen=True):
    """A character of a message, as the file spells it."""

    character: str
    spelled: str


class Message(Struct, frozen=True):
    """A message: its characters, and what stands between them without meaning anything."""

    parts: tuple[Unit | str, ...]

    @property
    def units(self) -> list[Unit]:
        return [part for part in self.parts if isinstance(part, Unit)]

    @property
    def text(self) -> str:
        return "".join(unit.character for unit in self.units)

    def spelled(self, edits: Iterable[Edit] = ()) -> str:
        """Make edits whose replacements stand for themselves."""
        units = self.units
        before = [""] * (len(units) + 1)
        gone: set[int] = set()
        for edit in edits:
            before[edit.start] += edit.replacement
            gone.update(range(edit.start, edit.end))
        pieces = [] if units else [before[0]]
        at = 0
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(part)
                continue
            pieces += before[at], "" if at in gone else part.spelled
            at += 1
            if at == len(units):
                pieces.append(before[at])
        return "".join(pieces)


class Document(Struct, frozen=True):
    """A file: messages, and the rest."""

    kind: Kind
    parts: tuple[Message | str, ...]
    bom: bool = False

    @property
    def messages(self) -> list[Message]:
        return [part for part in self.parts if isinstance(part, Message)]

    def content(self, edits: dict[int, list[Edit]] | None = None) -> bytes:
        pieces = ["\ufeff" if self.bom else ""]
        index = 0
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(part)
            else:
                pieces.append(part.spelled((edits or {}).get(index, ())))
                index += 1
        return "".join(pieces).encode()


def _flat(parts: Sequence[object]) -> tuple[Message | str, ...]:
    flat: list[Message | str] = []
    for part in parts:
        if isinstance(part, (str, Message)):
            flat.append(part)
        elif isinstance(part, Sequence):
            flat += _flat(part)
    return tuple(flat)


def _raw(text: str) -> Message:
    return Message(tuple(Unit(character, character) for character in text))


LINE_ENDS = st.sampled_from(["\n", "\r\n"])


@st.composite
def lines(draw: st.DrawFn) -> Document:
    line = st.text(LETTERS + "\t\x0c\x85\u2028", min_size=1).map(_raw)
    parts = draw(st.lists(st.tuples(st.one_of(line, st.just("")), LINE_ENDS)))
    last = draw(st.one_of(st.just(""), line))
    return Document(Kind.LINES, _flat([*parts, last]), draw(st.booleans()))


@st.composite
def whole(draw: st.DrawFn) -> Document:
    text = draw(st.text(LETTERS + "\n\t\u2028", min_size=1))
    end = draw(LINE_ENDS) if text.endswith("\n") else draw(st.sampled_from(["", "\n", "\r\n"]))
    return Document(Kind.WHOLE, (_raw(text), end), draw(st.booleans()))


@st.composite
def json_units(draw: st.DrawFn, alphabet: str = ANY) -> Message:
    units = []
    for character in draw(st.text(alphabet, max_size=12)):
        octets = character.encode("utf-16-be")
        escaped = "".join(rf"\u{octets[at : at + 2].hex()}" for at in range(0, len(octets), 2))
        short = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\t": r"\t"}.get(character)
        spellings = [escaped, r"\u" + escaped[2:].upper().replace(r"\U", r"\u")]
        spellings += [short] if short else [character] if character >= " " else []
        units.append(Unit(character, draw(st.sampled_from(spellings))))
    return Message(tuple(units))


JSON_SPACE = st.sampled_from(["", " ", "\n  ", "\r\n\t", "\r"])
JSON_KEY = st.sampled_from(['"a"', '"a"', '"b.c"', '"sms text"', '""', r'"\u00e9\n"', '"x[0]"'])
JSON_OTHER = st.sampled_from(["true", "null", "-0", "1e5", "1.50E+3", "{}", "[ ]"])


def _container(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    item = st.tuples(JSON_SPACE, values, JSON_SPACE)
    member = st.tuples(JSON_SPACE, JSON_KEY, JSON_SPACE, st.just(":"), item)

    def joined(brackets: str, members: list[object]) -> list[object]:
        commas = [part for one in members for part in (",", one)][1:]
        return [brackets[0], *commas, brackets[1]]

    return st.one_of(
        st.lists(item, min_size=1, max_size=4).map(lambda items: joined("[]", list(items))),
        st.lists(member, min_size=1, max_size=4).map(lambda items: joined("{}", list(items))),
    )


def json_files() -> st.SearchStrategy[Document]:
    string = json_units().map(lambda message: ['"', message, '"'])
    value = st.recursive(st.one_of(string, JSON_OTHER), _container, max_leaves=8)
    return st.builds(
        lambda parts, bom: Document(Kind.JSON, _flat(parts), bom),
        st.tuples(JSON_SPACE, value, JSON_SPACE),
        st.booleans(),
    )


@st.composite
def po_string(draw: st.DrawFn, line_end: str) -> Message:
    parts: list[Unit | str] = []
    for character in draw(st.text(ANY, min_size=1, max_size=12)):
        octal = "".join(rf"\{octet:03o}" for octet in character.encode())
        short = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\t": r"\t"}.get(character)
        spelled = draw(st.sampled_from([octal, short or character, short or character]))
        gap = draw(st.sampled_from(["", "", "", f'"{line_end}"', '"\t"']))
        parts += [gap, Unit(character, spelled)]
    return Message((*parts, draw(st.sampled_from(["", '"' + line_end + '"']))))


@st.composite
def po_files(draw: st.DrawFn) -> Document:
    end = draw(st.sampled_from(["\n", "\r\n"]))
    parts: list[object] = [
        draw(st.sampled_from(["", f'msgid ""{end}msgstr ""{end}"Language: da\\n"{end}{end}']))
    ]
    comments = ["", f"# a note{end}", f"#: a.py:3{end}", f'#| msgid "é"{end}', f"#, c-format{end}"]
    for number in range(draw(st.integers(0, 3))):
        parts += draw(st.sampled_from(comments)), f'msgid "m{number}"{end}'
        if draw(st.booleans()):
            parts += f'msgid_plural "m{number}s"{end}', 'msgstr[0] "', draw(po_string(end))
            parts += f'"{end}msgstr[1]   "', draw(po_string(end)), f'"{end}'
        else:
            parts += 'msgstr "', draw(po_string(end)), f'"{end}'
        parts.append(
            draw(st.sampled_from(["", end, f'{end}#~ msgid "gone"{end}#~ msgstr "’"{end}']))
        )
    return Document(Kind.PO, _flat(parts))


@st.composite
def yaml_scalar(draw: st.DrawFn, end: str) -> list[object]:
    style = draw(st.sampled_from(["plain", "'", '"', "|"]))
    if style == "plain":
        words = draw(st.lists(st.text("ab’é😀", min_size=2), min_size=1, max_size=3))
        return [_raw(" ".join(words)), draw(st.sampled_from(["", "  # a ’note'"])), end]
    if style == "|":
        text_lines = draw(st.lists(st.text("ab’é😀 #'", max_size=4).map("x".__add__), min_size=1))
        units = [Unit(character, character) for character in text_lines[0]]
        for line in text_lines[1:]:
            units.append(Unit("\n", f"{end}      "))
            units += [Unit(character, character) for character in line]
        return [f"|-{end}      ", Message(tuple(units)), end]
    escapes = {"'": {"'": "''"}, '"': {'"': r"\"", "\\": r"\\", "é": r"\xe9", "\n": r"\n"}}[style]
    text = draw(st.text('ab’é😀"#: ' + ("'" if style == "'" else "\\\n"), max_size=8))
    units = [Unit(character, escapes.get(character, character)) for character in text]
    return [style, Message(tuple(units)), f"{style}{end}"]


@st.composite
def yaml_files(draw: st.DrawFn) -> Document:
    end = draw(st.sampled_from(["\n", "\r\n"]))
    parts: list[object] = [draw(st.sampled_from(["", f"---{end}", f"# a 'comment{end}"]))]
    for number in range(draw(st.integers(1, 4))):
        parts += f"k{number}:{end}  - {number}{end}  - t: ", draw(yaml_scalar(end))
        parts.append(draw(st.sampled_from(["", end, f"    n: 1.50{end}", f"# é ’{end}"])))
    return Document(Kind.YAML, _flat(parts))


FILES = st.one_of(lines(), whole(), json_files(), po_files())
"""Documents whose edits are written to the file."""


@st.composite
def edits_of(draw: st.DrawFn, text: str, replacements: st.SearchStrategy[str]) -> list[Edit]:
    """Draw edits that leave something of the text."""
    most = len(text)
    bounds = sorted(draw(st.lists(st.integers(0, most), max_size=6)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    edits = [Edit(start, end, draw(replacements)) for start, end in pairs]
    if edits and not apply(text, edits):
        edits[-1] = Edit(edits[-1].start, edits[-1].end, "x")
    return edits
