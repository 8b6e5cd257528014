"""Messages in gettext catalogues, as the gettext manual describes their format."""

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from smsplan.catalogs.keys import Key
from smsplan.catalogs.messages import CatalogMessage, ignored
from smsplan.catalogs.source import Source, decode
from smsplan.catalogs.spelling import Notation, Spelling
from smsplan.errors import CatalogError

_HEADER: Final = re.compile(
    rb'^[ \t]*msgid[ \t]*""\s*msgstr((?:\s*"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+")+)',
    re.MULTILINE,
)
_WORDS: Final = re.compile(r"[\s,]+")
_ASCII: Final = "".join(map(chr, range(0x20, 0x7F)))
_CHARSET: Final = re.compile(rb"charset=([\w.:+-]+)")

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>\#[^\r\n]*+)
      | (?P<string>"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+")
      | (?P<keyword>domain|msgctxt|msgid_plural|msgid|msgstr(?:[ \t]*\[[ \t]*[0-9]{1,3}[ \t]*])?)
        (?![\w\[])
    """,
    re.VERBOSE | re.ASCII,
)
_BEGINNING: Final = frozenset({"domain", "msgctxt", "msgid"})
_MAY_FOLLOW: Final = {
    "": _BEGINNING,
    "domain": _BEGINNING,
    "msgctxt": frozenset({"msgid"}),
    "msgid": frozenset({"msgid_plural", "msgstr"}),
    "msgid_plural": frozenset({"msgstr[]"}),
    "msgstr": _BEGINNING,
    "msgstr[]": _BEGINNING | {"msgstr[]"},
}
"""Which keywords may follow which, where ``msgstr[]`` is that of any plural form."""

# Octal and hexadecimal escapes are octets: only a row of them makes characters.
_ESCAPE: Final = re.compile(r"(?:\\[0-7]{1,3}|\\x[0-9a-fA-F]+)+|\\.")
_OCTET: Final = re.compile(r"\\(?:x([0-9a-fA-F]+)|([0-7]{1,3}))")
_SHORT: Final = dict(
    zip(
        '\a\b\f\n\r\t\v"\\',
        (r"\a", r"\b", r"\f", r"\n", r"\r", r"\t", r"\v", r"\"", r"\\"),
        strict=True,
    )
)
_TO_ESCAPE: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
_STANDS_FOR: Final = {short: character for character, short in _SHORT.items()}


class _Entry:
    """What has been read of one entry: its comments, and the pieces of its strings."""

    def __init__(self) -> None:
        self.comments: list[str] = []
        self.strings: dict[str, list[tuple[int, int]]] = {}
        self.keyword = ""

    def comment(self, comment: str) -> None:
        if comment.startswith("#~"):
            # The comments so far are those of an obsolete entry.
            self.comments.clear()
        else:
            self.comments.append(comment)

    def begin(self, written: str, source: Source, at: int) -> None:
        name, _, form = "".join(written.split()).rstrip("]").partition("[")
        rule = "msgstr[]" if form else name
        if rule not in _MAY_FOLLOW["msgstr[]" if "[" in self.keyword else self.keyword]:
            after = f"after {self.keyword}" if self.keyword else "at the beginning of an entry"
            source.refuse(f"{rule} may not stand {after}", at)
        self.keyword = f"{name}[{int(form)}]" if form else name
        if self.keyword in self.strings:
            source.refuse(f"{self.keyword} stands twice in an entry", at)
        self.strings[self.keyword] = []


def read(content: bytes) -> Source:
    """Read octets in the charset that the header entry declares, or in UTF-8."""
    header = _HEADER.search(content)
    declared = header and _CHARSET.search(header[1])
    if not header or not declared:
        return decode(content)
    charset = declared[1].decode("ascii")
    # What xgettext writes where nobody has said yet.
    charset = "utf-8" if charset == "CHARSET" else charset
    try:
        # The syntax is ASCII: what is no extension of it cannot be meant.
        octets = _ASCII.encode(charset)
        known = octets == _ASCII.encode() and octets.decode(charset) == _ASCII
        charset = codecs.lookup(charset).name
    except (LookupError, ValueError):
        known = False
    if not known:
        line = content.count(b"\n", 0, header.start(1) + declared.start(1)) + 1
        refused = f"the charset {charset!r} of the header is not known, or no extension of ASCII"
        raise CatalogError(f"{refused}: save the file as UTF-8, and say so there", line, 1)
    return decode(content, charset)


def translations(source: Source) -> Iterator[CatalogMessage]:
    """Take what gettext gives for each entry: a translation, or what stands in its stead."""
    notation = Notation(_ESCAPE, partial(_units, charset=source.charset), _spell)
    for entry in _entries(source):
        spellings = {
            keyword: Spelling(tuple(pieces), notation) for keyword, pieces in entry.strings.items()
        }
        texts = {keyword: _read(source, spelling) for keyword, spelling in spellings.items()}
        # Else it is the header, or nothing but a domain.
        if "msgctxt" in texts or texts.get("msgid"):
            yield from _messages(entry, spellings, texts)


def _messages(
    entry: _Entry, spellings: dict[str, Spelling], texts: dict[str, str]
) -> Iterator[CatalogMessage]:
    name = Key("|".join([texts[keyword] for keyword in ("msgctxt", "msgid") if keyword in texts]))
    is_fuzzy = any(
        each.startswith("#,") and "fuzzy" in _WORDS.split(each) for each in entry.comments
    )
    # Neither references, flags, nor the msgid of before.
    written = [each for each in entry.comments if each[1:2] not in (":", ",", "|", "=")]
    silenced = frozenset[str]().union(*map(ignored, written))
    sent_as_is = set()
    for keyword, text in texts.items():
        name_of_form, _, form = keyword.partition("[")
        if name_of_form != "msgstr":
            continue
        key = Key(f" [{form}", name) if form else name
        if text and not is_fuzzy:
            yield CatalogMessage(text, spellings[keyword], key, silenced)
            continue
        instead = "msgid" if form in ("", "0]") else "msgid_plural"
        if texts[instead] and instead not in sent_as_is:
            sent_as_is.add(instead)
            spelling = spellings[instead]
            yield CatalogMessage(texts[instead], spelling, key, silenced, False, False)  # noqa: FBT003 - neither editable nor fixable


def _entries(source: Source) -> Iterator[_Entry]:
    entry = _Entry()
    for kind, start, end in _tokens(source):
        found = source.text[start:end]
        if kind == "string":
            if not entry.keyword:
                source.refuse("a string without msgid or msgstr before it", start)
            entry.strings[entry.keyword].append((start + 1, end - 1))
            continue
        if entry.keyword and not entry.strings[entry.keyword]:
            source.refuse(f"{entry.keyword} has no string", start)
        if entry.keyword.startswith("msgstr") and (kind != "keyword" or found in _BEGINNING):
            yield entry
            entry = _Entry()
        if kind == "comment":
            entry.comment(found)
        elif kind == "keyword":
            entry.begin(found, source, start)
    if entry.keyword not in ("", "domain"):
        source.refuse("the entry has no msgstr", len(source.text))


def _tokens(source: Source) -> Iterator[tuple[str, int, int]]:
    text = source.text
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise source.error(
                "this string does not end" if text[at] == '"' else "no keyword of gettext", at
            )
        kind = str(token.lastgroup)
        at = token.end()
        if kind != "space":
            yield kind, token.start(), at
    yield "end", at, at


def _read(source: Source, spelling: Spelling) -> str:
    try:
        return spelling.read(source.text)
    except ValueError:
        for start, end in spelling.pieces:
            for escape in _ESCAPE.finditer(source.text, start, end):
                try:
                    _units(escape[0], source.charset)
                except ValueError as error:
                    raise source.error(str(error), escape.start()) from None
        raise


def _units(escape: str, charset: str) -> Iterable[tuple[str, int]]:
    if escape in _STANDS_FOR:
        return [(_STANDS_FOR[escape], len(escape))]
    octets = list(_OCTET.finditer(escape))
    if not octets:
        raise ValueError("gettext has no such escape")
    units = []
    decoder = codecs.getincrementaldecoder(charset)()
    width = 0
    for octet in octets:
        width += len(octet[0])
        value = int(octet[1], 16) if octet[1] else int(octet[2], 8)
        try:
            character = decoder.decode(value.to_bytes(1), final=octet is octets[-1])
        except (OverflowError, UnicodeDecodeError):
            raise ValueError(f"these escapes are no octets of {charset.upper()}") from None
        if character:
            units.append((character, width))
            width = 0
    return units


def _spell(replacement: str, _replaced: str) -> str:
    return _TO_ESCAPE.sub(
        lambda found: _SHORT.get(found[0]) or rf"\{ord(found[0]):03o}", replacement
    )
