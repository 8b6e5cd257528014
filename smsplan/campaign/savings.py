"""How many messages safe fixes save: exactly what :func:`smsplan.linting.fix` does, by column.

``fix`` takes a tenth of a millisecond and more, and ten million texts that
differ in a name are ten million texts.  Most of them need no more than this:

- A text of one message gains nothing.
- A text that has a character that no safe fix can bring to GSM-7 stays UCS-2.
  What is left is white space, which saves nothing unless there is enough of it.
- A text whose misfits all have a safe respelling that is the same wherever they
  stand becomes that respelling, if that needs fewer messages.

Every other text, and there white space may tip the scale, goes to ``fix`` itself,
each once: one with marks or invisible characters, with mojibake, with a misfit
where a placeholder, an address or a URL may be, or that may become part of one.
The law is tested against ``fix``.
"""

from collections.abc import Iterable
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import regex

from smsplan.campaign import kernels
from smsplan.campaign.buffers import Plans, parts, texts_of
from smsplan.columns import plan_array
from smsplan.findings import Safety
from smsplan.gsm7.tables import CHARACTERS
from smsplan.linting import fix
from smsplan.linting.places import Kind, find
from smsplan.planning import CONCATENATION_OCTETS, Encoding, Profile, capacity

Array = np.ndarray[Any, Any]

CODE_POINTS: Final = 0x110000
_FITS, _STUBBORN, _ODD, _UNKNOWN = 0, -1, -2, -3
"""Of a character: in GSM-7; no safe fix changes it; what it becomes depends; not yet looked at."""
_HAS_STUBBORN, _HAS_ODD, _HAS_MACHINE = 1, 2, 8
_UNCLEAR: Final = _HAS_ODD | _HAS_MACHINE
_DEPENDS: Final = regex.compile(
    r"[\p{NFC_QC=M}\p{NFC_QC=N}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\ufffd]"
)
"""What may be composed with its neighbours, is not shown, or is repaired by itself."""
_MARK: Final = regex.compile(r"\p{M}")
_WORD: Final = regex.compile(r"\w")
_LEADS: Final = range(0xC2, 0xF4)
_FOLLOWS_LEAD, _IS_LEAD = 2, 4
_MAX_REMEMBERED: Final = 50_000


def _mojibake_marks() -> Array:
    """Mark what mojibake is made of: UTF-8 read as Latin-1 or Windows-1252."""
    marks = np.zeros(0x2200, np.uint8)
    for octet in range(0x80, 0xC0):
        for encoding in ("latin-1", "cp1252"):
            for character in bytes([octet]).decode(encoding, "ignore"):
                marks[ord(character)] |= _FOLLOWS_LEAD
    marks[_LEADS.start : _LEADS.stop] |= _IS_LEAD
    return marks


_MARKS: Final = _mojibake_marks()
_PLAIN: Final = np.array(
    [chr(octet) in CHARACTERS and chr(octet) not in " \n\r\f{(/@.?#%wW" for octet in range(0x80)]
)
"""Characters that are one septet or two, and no part of what a machine reads or white space."""
_SIGN: Final = regex.compile(r"[{}()$%@:/?#]|\A\.\Z")
"""What a placeholder, an address or a URL is made of: written anew, it may make one."""


def is_of(characters: Iterable[str]) -> Array:
    """Return of every code point whether it is one of these characters."""
    table = np.zeros(CODE_POINTS, np.bool_)
    table[[ord(character) for character in characters]] = True
    return table


class _Spelling(NamedTuple):
    """What is known of characters: what becomes of each, and the texts of those that change."""

    places: Array
    octets: Array
    ends: Array


class Savings:
    """Finds what safe fixes save; learns what becomes of a character when it is met."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._lock = Lock()
        places = np.where(is_of(CHARACTERS), _FITS, _UNKNOWN).astype(np.int32)
        self._spelling = _Spelling(places, np.zeros(0, np.uint8), np.zeros(1, np.int64))
        self._known: dict[str, int] = {}
        octets = CONCATENATION_OCTETS[profile.reference_bits]
        self._rooms = {one: (capacity(one), capacity(one, octets)) for one in Encoding}

    def of(self, texts: pa.Array, rows: Array, plans: Plans) -> tuple[Array, Array]:
        """Return what fixes save and UCS-2 costs of chosen rows, which are of several segments.

        The first are the messages that safe fixes save, the second those above
        what the text needs if every misfit were a character of one septet.
        """
        before, is_ucs2 = plans.msg_count[rows], plans.is_ucs2[rows]
        written, masked, verdicts, loose = self._respelled(texts, rows)
        beyond = np.zeros(len(rows), np.int64)
        if is_ucs2.any():
            beyond[is_ucs2] = before[is_ucs2] - self._plan(masked, is_ucs2).msg_count
        if self._profile.languages:
            return self._fixed(texts, rows), np.maximum(beyond, 0)
        best = before.copy()
        units = plans.chars_count[rows] - loose
        gsm7, ucs2 = (self._least(units, self._rooms[encoding]) for encoding in Encoding)
        least = np.where(is_ucs2, ucs2, gsm7)
        respellable = is_ucs2 & (verdicts == 0)
        if respellable.any():
            respelled = self._plan(written, respellable)
            best[respellable] = np.minimum(best[respellable], respelled.msg_count)
            units = respelled.chars_count - loose[respellable]
            fewest = self._least(units, self._rooms[Encoding.GSM7])
            least[respellable] = np.minimum(least[respellable], fewest)
        saved = before - best
        unclear = is_ucs2 & ((verdicts & _UNCLEAR) != 0)
        unclear |= (loose > 0) & (least < best)
        if unclear.any():
            saved[unclear] = self._fixed(texts, rows[unclear])
        return saved, np.maximum(beyond, 0)

    def _plan(self, texts: pa.Array, chosen: Array) -> Plans:
        return Plans.of(plan_array(texts.filter(pa.array(chosen)), self._profile, threads=1))

    @staticmethod
    def _least(units: Array, rooms: tuple[int, int]) -> Array:
        """Bound from below the messages that so many units need, wherever they are cut."""
        single, several = rooms
        needed: Array = np.where(units <= single, 1, np.maximum(2, -(-units // several)))
        return needed

    def _respelled(self, texts: pa.Array, rows: Array) -> tuple[pa.Array, pa.Array, Array, Array]:
        offsets, octets = parts(texts)
        while True:
            known = self._spelling
            *found, has_unknown = kernels.respell(offsets, octets, rows, *known, _MARKS, _PLAIN)
            if not has_unknown:
                break
            self._learn(set("".join(texts.take(pa.array(rows)).to_pylist())))
        written, written_ends, masked, masked_ends, verdicts, loose = found
        return texts_of(written_ends, written), texts_of(masked_ends, masked), verdicts, loose

    def _learn(self, characters: Iterable[str]) -> None:
        with self._lock:
            known = self._spelling
            places = known.places.copy()
            spelled = [known.octets]
            ends = known.ends.tolist()
            for character in sorted(characters):
                if places[ord(character)] != _UNKNOWN:
                    continue
                found = _look(character)
                if isinstance(found, bytes):
                    spelled.append(np.frombuffer(found, np.uint8))
                    places[ord(character)] = len(ends)
                    ends.append(ends[-1] + len(found))
                else:
                    places[ord(character)] = found
            # Whoever reads takes all of it at once: the old tables, or the new ones.
            self._spelling = _Spelling(places, np.concatenate(spelled), np.array(ends, np.int64))

    def _fixed(self, texts: pa.Array, rows: Array) -> Array:
        column = texts.take(pa.array(rows)).dictionary_encode()
        saved = [self._fix(text) for text in column.dictionary.to_pylist()]
        found: Array = np.array(saved, np.int64)[column.indices.to_numpy()]
        return found

    def _fix(self, text: str) -> int:
        saved = self._known.get(text)
        if saved is None:
            saved = fix(text, self._profile, level=Safety.SAFE).saved
            if len(self._known) < _MAX_REMEMBERED:
                self._known[text] = saved
        return saved


def _look(character: str) -> int | bytes:
    """Find what safe fixes make of a character that GSM-7 lacks, wherever it stands."""
    if _DEPENDS.match(character):
        return _ODD
    if _MARK.match(character):
        return _STUBBORN  # with what it stands on it is respelled, but not safely
    (place,) = find(character)
    if place.repair is not None or place.kind is Kind.INVISIBLE:
        return _ODD
    if place.equivalent is None or place.safety is not Safety.SAFE:
        return _STUBBORN
    written = place.equivalent.replacement
    # Digits are kept apart from digits; a placeholder may have letters and digits in it.
    depends = _WORD.search(character + written) or _SIGN.search(written)
    if depends or len(written.encode()) > len(character.encode()):
        return _ODD
    return written.encode()
