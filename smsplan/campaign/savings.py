"""How many segments safe fixes save: exactly what :func:`smsplan.linting.fix` does, by column.

``fix`` takes a tenth of a millisecond and more, and ten million texts that
differ in a name are ten million texts.  Most of them need no more than this:

- Where languages are allowed or the provider changes texts, all texts go to ``fix``.
- A text of one segment gains nothing.
- A text that has a character that no safe fix can bring to GSM-7 stays UCS-2.
  What is left is white space, which saves nothing unless there is enough of it.
- A text whose non-GSM characters all have a safe replacement that is the same
  wherever they stand becomes that, if it needs fewer segments.

Every other text goes to ``fix`` itself, each once: where white space may tip the
scale, and where :func:`_unclear` finds what may make a difference.
The law is tested against ``fix``.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex

from smsplan.campaign import kernels
from smsplan.campaign.buffers import Array, Plans, is_of, texts_of
from smsplan.columns import plan_array
from smsplan.columns.arrays import strings
from smsplan.findings import Safety
from smsplan.gsm7.tables import CHARACTERS
from smsplan.linting import fix
from smsplan.linting.places import Kind, find
from smsplan.planning import CONCATENATION_OCTETS, Encoding, Profile, capacity

_DEPENDS: Final = regex.compile(
    r"[\p{NFC_QC=M}\p{NFC_QC=N}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\ufffd]"
)
"""What may be composed with its neighbours, is not shown, or is repaired by itself."""
_MARK: Final = regex.compile(r"\p{M}")
_WORD: Final = regex.compile(r"\w")
_SIGN: Final = regex.compile(r"[{}()$%@:/?#]|\A\.\Z")
"""What a placeholder, an address or a URL is made of: written anew, it may make one."""
_MAX_REMEMBERED: Final = 50_000


class Savings:
    """Finds what safe fixes save."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.is_gsm7: Array = is_of(CHARACTERS.difference(profile.lacks))
        """Of every code point whether the provider's GSM-7 has it."""
        octets = CONCATENATION_OCTETS[profile.reference_bits]
        gsm7, ucs2 = ((capacity(one), capacity(one, octets)) for one in Encoding)
        self._capacities = np.array([gsm7, ucs2])
        self._saved_by_fix = lru_cache(_MAX_REMEMBERED)(
            lambda text: fix(text, profile, level=Safety.SAFE).saved
        )

    def of(
        self, texts: pa.Array, rows: Array, plans: Plans, characters: str
    ) -> tuple[Array, Array]:
        """Return what fixes save and UCS-2 costs of chosen rows, which are of several segments.

        The first are the segments that safe fixes save, the second those above
        what the text needs if every non-GSM character were one of one septet.
        ``characters`` are the non-GSM characters of the texts, or more.
        """
        before, is_ucs2 = plans.msg_count[rows], plans.is_ucs2[rows]
        extra = np.zeros(len(rows), np.int64)
        if is_ucs2.any():
            masked = texts_of(*kernels.mask(*strings(texts), rows[is_ucs2], self.is_gsm7))
            extra[is_ucs2] = np.maximum(before[is_ucs2] - self._plan(masked).msg_count, 0)
        chosen = texts.take(pa.array(rows))
        if self._profile.languages or not self._profile.is_plain:
            return self._fixed(chosen), extra
        becomes = {each: _becomes(each) for each in characters}
        safe = {each: text for each, text in becomes.items() if text not in (None, each)}
        odd = "".join(each for each, text in becomes.items() if text is None)
        blanks = "".join(each for each, text in safe.items() if not text.strip())
        loose = _loose(chosen, blanks)
        best = before.copy()
        fewest = self._fewest(plans.chars_count[rows] - loose, is_ucs2)
        unclear = is_ucs2 & _has(chosen, _unclear(safe, odd)) if characters else is_ucs2
        stays = _has(chosen, _class([*CHARACTERS, *safe], "^")) if characters else is_ucs2
        changes = is_ucs2 & ~unclear & ~stays
        if changes.any():
            replaced = chosen.filter(pa.array(changes))
            for character, text in safe.items():
                replaced = pc.replace_substring(replaced, character, text)
            planned = self._plan(replaced)
            best[changes] = np.minimum(before[changes], planned.msg_count)
            least = self._fewest(planned.chars_count - loose[changes], planned.is_ucs2)
            fewest[changes] = np.minimum(fewest[changes], least)
        saved = before - best
        asked = unclear | ((loose > 0) & (fewest < best))
        if asked.any():
            saved[asked] = self._fixed(chosen.filter(pa.array(asked)))
        return saved, extra

    def _plan(self, texts: pa.Array) -> Plans:
        return Plans.of(plan_array(texts, self._profile, threads=1))

    def _fewest(self, units: Array, is_ucs2: Array) -> Array:
        """Bound from below the segments that so many units need, wherever they are split."""
        single, several = self._capacities[is_ucs2.astype(np.intp)].T
        fewest: Array = np.where(units <= single, 1, np.maximum(2, -(-units // several)))
        return fewest

    def _fixed(self, texts: pa.Array) -> Array:
        column = texts.dictionary_encode()
        saved = [self._saved_by_fix(text) for text in column.dictionary.to_pylist()]
        found: Array = np.array(saved, np.int64)[column.indices.to_numpy()]
        return found


@cache
def _becomes(character: str) -> str | None:
    """Return what safe fixes make of a character that GSM-7 lacks, wherever it stands.

    That is itself where they leave it alone, and ``None`` where it depends on what is around it.
    """
    if _DEPENDS.match(character):
        return None
    if _MARK.match(character):
        return character  # with what it stands on it is replaced, but not safely
    (place,) = find(character)
    if place.repair is not None or place.kind is Kind.INVISIBLE:
        return None
    if place.equivalent is None or place.safety is not Safety.SAFE:
        return character
    text = place.equivalent.replacement
    # Digits are kept apart from digits; a placeholder may have letters and digits in it.
    return None if _WORD.search(character + text) or _SIGN.search(text) else text


def _class(characters: Iterable[str], negated: str = "") -> str:
    """Write a class of RE2; one of no characters matches nothing."""
    members = "".join(f"\\x{{{ord(each):X}}}" for each in characters)
    return f"[{negated}{members}]" if members else r"[^\x{0}-\x{10FFFF}]"


_WHITE: Final = " \n\r\f\t"
_VISIBLE: Final = _class(_WHITE, "^")
_NON_GSM: Final = _class(CHARACTERS, "^")
_FLAGS: Final = "#0- +."
_TRAILS: Final = _class(
    {
        character
        for octet in range(0x80, 0xC0)
        for encoding in ("latin-1", "cp1252")
        for character in bytes([octet]).decode(encoding, "ignore")
    }
)
"""What the second octets of UTF-8 are, read as Latin-1 or Windows-1252."""
_ALWAYS_UNCLEAR: Final = (
    # A placeholder may hold any character.
    r"\{|[%(]\(",
    # Mojibake: one sequence that stands for a letter in use, or two in a row.
    rf"[ÂÃâð]{_TRAILS}|[Â-ó]{_TRAILS}+[Â-ó]",
    # What a machine reads, as a URL, with a non-GSM character before, behind or in it.
    rf"{_NON_GSM}{_VISIBLE}*(?:/|:{_VISIBLE}|[wW]{{2}}|\.[^\x00-,./?]{_VISIBLE}*[?#])",
    rf"(?:/|:|[wW]{{2}}|\.[^\x00-,./?]{_VISIBLE}*[?#]){_VISIBLE}*{_NON_GSM}",
    rf"\.{_VISIBLE}*{_NON_GSM}{_VISIBLE}*[?#]",
)


def _unclear(safe: Mapping[str, str], odd: str) -> str:
    """Return a pattern of RE2 for the texts of which only ``fix`` knows what becomes.

    ``safe`` has the replacements that are the same wherever a character stands;
    what becomes of the ``odd`` ones depends on what is around them.
    """

    def replaced_by(*beginnings: str) -> str:
        return _class(each for each, text in safe.items() if text.startswith(beginnings))

    blanks = "".join(each for each, text in safe.items() if not text.strip())
    flags = "".join(each for each, text in safe.items() if set(text) <= set(_FLAGS))
    flag = _class(_FLAGS + "123456789" + flags)
    patterns = (
        *_ALWAYS_UNCLEAR,
        _class(odd),
        # ``% -d`` may be made, which printf replaces.
        rf"%{flag}*{_class(flags)}{flag}*[diouxXeEfFgGcrsa]",
        # Or an address.
        rf"{replaced_by('+', '-', '.')}{_VISIBLE}*@|@{_VISIBLE}*{replaced_by('-')}",
        # Nothing but white space may be left.
        rf"\A{_class(_WHITE + blanks)}*\z",
    )
    return "|".join(patterns)


def _has(texts: pa.Array, pattern: str) -> Array:
    found: Array = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return found


def _loose(texts: pa.Array, blanks: str) -> Array:
    """Count the units of white space in each text that may be left out, or more."""
    white = _class(_WHITE + blanks)
    pattern = rf"{white}{{2,}}|\f|{white}\z"
    left = pc.utf8_length(pc.replace_substring_regex(texts, pattern, ""))
    lengths = pc.add(pc.utf8_length(texts), pc.count_substring(texts, "\f"))  # of two septets
    loose: Array = pc.subtract(lengths, left).to_numpy()
    return loose.astype(np.int64)
