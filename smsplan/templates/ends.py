"""The least or the most of a regime, with the fillings that attain it."""

from collections.abc import Sequence

from msgspec import Struct

from smsplan.errors import BoundsError
from smsplan.planning import Boundary, Encoding, Plan
from smsplan.planning.profile import Above, Counting
from smsplan.templates.regimes import Regime


class Witness(Struct, frozen=True, rename="kebab"):
    """A filling that attains a bound: names and values in order of the fields, and its plan."""

    filling: tuple[tuple[str, str], ...]
    plan: Plan

    @property
    def values(self) -> dict[str, str]:
        """The filling as :meth:`Template.render` takes it."""
        return dict(self.filling)


class End(Struct, frozen=True):
    """An end of a regime: what no filling of it passes, and the fillings that come nearest."""

    regime: Regime
    msg_count: int
    chars_count: int
    witnesses: Sequence[Witness]

    def check_boundary(self) -> None:
        """Refuse the most where splits at a boundary matter, unless one segment is enough."""
        profile = self.regime.given
        boundary = profile.boundary
        if boundary is Boundary.CODE_POINT or profile.counting is Counting.DIVISION:
            return
        is_by_unit = boundary is Boundary.GRAPHEME and self.regime.encoding is Encoding.GSM7
        if self.chars_count > self.regime.coding.single and not is_by_unit:
            raise BoundsError(f"split at a {boundary}, a longer text can need fewer segments")

    def check_limit(self) -> None:
        """Refuse the most where it may be truncated."""
        profile, regime = self.regime.given, self.regime
        limit = profile.limit
        if limit is None or limit.above is not Above.TRUNCATED:
            return
        segments = self.msg_count
        if profile.counting is Counting.DIVISION and self.chars_count > regime.coding.single:
            segments = self.chars_count  # no segment holds less than a character
        billed = limit.max_gsm7 if regime.encoding is Encoding.GSM7 else limit.max_ucs2
        for most, found in (
            (limit.max_segments, segments),
            (billed, self.chars_count),
            # A character counts one at least in either encoding, and two where UTF-16 has two.
            (limit.max_characters, self.chars_count - len(profile.prefix)),
            (limit.max_utf16, self.chars_count),
        ):
            if most is not None and found > most:
                raise BoundsError(
                    "the longest text is truncated, and what is left depends on its characters"
                )
