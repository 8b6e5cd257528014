"""Where the bounds of a template are not proved, and so are refused."""

from collections.abc import Iterator, Mapping

from smsplan.errors import BoundsError
from smsplan.linting.treatment import without_limit
from smsplan.planning import Boundary, Encoding, Plan, Profile
from smsplan.planning.coding import coding_at
from smsplan.planning.profile import Counting, Replace, WhiteSpace
from smsplan.planning.rewriting import Rewriting
from smsplan.templates.fields import Field
from smsplan.templates.regimes import LINE_ENDS, Regime, candidates, is_gsm7

_GSM7 = "the profile forces GSM-7, which lacks characters"


def check(literals: str, fields: Mapping[str, Field], profile: Profile) -> None:
    """Raise :class:`~smsplan.errors.BoundsError` where nothing is proved of such a profile."""
    if reason := next(_refusals(profile), None):
        raise BoundsError(reason)
    if profile.encoding is not Encoding.GSM7 and not profile.white_space:
        return
    held = {
        name: "".join(candidates(field.charset, profile))
        for name, field in fields.items()
        if field.max_length
    }
    if profile.encoding is Encoding.GSM7:
        if not is_gsm7(literals, profile):
            raise BoundsError(f"{_GSM7} of the text of the template")
        for name, characters in held.items():
            if not is_gsm7(characters, profile):
                charset = fields[name].charset
                raise BoundsError(f"{_GSM7} that the field {name!r} may hold (charset {charset})")
    if profile.white_space:
        _check_white_space(profile, literals, {*literals}.union(*held.values()))


def _refusals(profile: Profile) -> Iterator[str]:
    """Return what a profile does of which nothing is proved, whatever the template is."""
    replaces = Rewriting.of(profile).replaces
    if profile.languages:
        yield "with national tables a longer text can need fewer segments"
    if replaces and profile.replace is Replace.BEYOND_ONE_SEGMENT:
        yield (
            "what the provider replaces, and whether, depends on the whole text: "
            "a longer text can need fewer segments"
        )
    if (
        replaces
        and profile.replace is Replace.ALL_OR_NOTHING
        and (profile.encoding or profile.placeholder or profile.white_space)
    ):
        yield (
            "the provider replaces all or nothing, and forces an encoding, takes white space "
            "out or sends a placeholder beside"
        )
    others = profile.white_space or profile.placeholder or replaces
    if profile.crlf and (others or not set(LINE_ENDS).isdisjoint(profile.lacks)):
        yield "line feeds become two characters, and others become line feeds or are replaced"


def _check_white_space(profile: Profile, literals: str, characters: set[str]) -> None:
    if WhiteSpace.RUNS_TO_ONE_SPACE not in profile.white_space:
        raise BoundsError(
            "the provider takes white space out, but leaves runs of spaces: a longer text can "
            "need fewer segments"
        )
    regime = Regime(profile, profile.encoding or Encoding.GSM7)  # replaced as in the other
    for each in characters:
        image = regime.image(each)
        if any(map(str.isspace, image)) and not (each.isspace() and len(image) == 1):
            raise BoundsError("the provider takes white space out, and writes some for characters")
    spaces = "".join(filter(str.isspace, literals))
    if regime.image("\r\n \t") != "\r\n  " or not is_gsm7("\r\n \t" + spaces, profile):
        raise BoundsError("the provider changes white space, and its alphabet lacks some")


def check_place(planned: Plan) -> None:
    """Raise where a character that alone makes a message UCS-2 may decide it by its place."""
    profile = planned.profile
    if (
        profile.counting is Counting.SEGMENTS
        and profile.boundary is Boundary.CODE_POINT
        and planned.msg_count > 1
        and planned.chars_count > len(planned.text)
    ):
        raise BoundsError(
            "the place of a character that makes the message UCS-2 decides where pairs are split"
        )


def check_most(planned: Plan) -> None:
    """Raise :class:`~smsplan.errors.BoundsError` where a longest filling is not proved to be."""
    profile, limit = planned.profile, planned.profile.limit
    if profile.truncates:
        planned = without_limit(planned)
    single = coding_at(planned.encoding, profile).single
    is_long = planned.chars_count > single
    is_divided = profile.counting is Counting.DIVISION
    is_by_unit = profile.boundary is Boundary.CODE_POINT or (
        profile.boundary is Boundary.GRAPHEME and planned.encoding is Encoding.GSM7
    )
    if is_long and not is_divided and not is_by_unit:
        raise BoundsError(f"split at a {profile.boundary}, a longer text can need fewer segments")
    if limit is None or not profile.truncates:
        return
    # No segment holds less than a character, wherever it is split.
    segments = planned.chars_count if is_long and is_divided else planned.msg_count
    billed = limit.max_gsm7 if planned.encoding is Encoding.GSM7 else limit.max_ucs2
    for most, found in (
        (limit.max_segments, segments),
        (billed, planned.chars_count),
        # A character counts one at least in either encoding, and two where UTF-16 has two.
        (limit.max_characters, planned.chars_count - len(profile.prefix)),
        (limit.max_utf16, planned.chars_count),
    ):
        if most is not None and found > most:
            raise BoundsError(
                "the longest text is truncated, and what is left depends on its characters"
            )
