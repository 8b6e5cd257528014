"""Where the bounds of a template are not proved, and so are refused."""

from collections.abc import Iterable, Mapping

from smsplan.errors import BoundsError
from smsplan.planning.profile import Encoding, Profile, Replace, WhiteSpace
from smsplan.planning.rewriting import Rewriting
from smsplan.templates.characters import candidates
from smsplan.templates.fields import Field
from smsplan.templates.regimes import regimes

_GSM7 = "the profile forces GSM-7, which lacks characters"


def check(literals: str, fields: Mapping[str, Field], profile: Profile) -> None:
    """Raise :class:`~smsplan.errors.BoundsError` where nothing is proved of such a profile."""
    if profile.languages:
        raise BoundsError("with national tables a longer text can need fewer segments")
    held = {
        name: candidates(field.charset, profile)
        for name, field in fields.items()
        if field.max_length
    }
    if profile.encoding is Encoding.GSM7:
        if _has_non_gsm(literals, profile):
            raise BoundsError(f"{_GSM7} of the text of the template")
        for name, characters in held.items():
            if _has_non_gsm(characters, profile):
                charset = fields[name].charset
                raise BoundsError(f"{_GSM7} that the field {name!r} may hold (charset {charset})")
    if profile.white_space or profile.crlf:
        _check_white_space(profile, literals, {*literals}.union(*held.values()))


def _has_non_gsm(characters: Iterable[str], profile: Profile) -> bool:
    """Return whether some character may have no plan in GSM-7."""
    if profile.replace is Replace.BEYOND_ONE_SEGMENT:  # planned before it is replaced
        return not Rewriting.of(profile).alphabet.issuperset(characters)
    return not all(regime.fits(each) for regime in regimes(profile) for each in characters)


def _check_white_space(profile: Profile, literals: str, characters: set[str]) -> None:
    rules = profile.white_space
    some = regimes(profile)
    if not rules:
        others = characters.difference("\r\n")
        if any(set("\r\n").intersection(regime.image(each)) for regime in some for each in others):
            raise BoundsError("line feeds become two characters, and others become line feeds")
    elif WhiteSpace.RUNS_TO_ONE_SPACE not in rules:
        raise BoundsError(
            "the provider takes white space out, but leaves runs of spaces: a longer text can "
            "need fewer segments"
        )
    elif profile.crlf or len({regime.is_replaced for regime in some}) > 1:
        raise BoundsError(
            "the provider takes white space out, and what it makes of other characters "
            "depends on the whole text"
        )
    elif any(
        len(image) > 1 and any(map(str.isspace, image))
        for regime in some
        for image in map(regime.image, characters)
    ):
        raise BoundsError("the provider takes white space out, and writes some for characters")
    usual, kept = ("\r\n \t", "\r\n  ") if rules else ("\r\n", "\r\n")
    spaces = "".join(each for each in literals if rules and each.isspace())
    for regime in some:
        if regime.image(usual) != kept or not regime.fits(usual + spaces):
            raise BoundsError("the provider changes white space, and its alphabet lacks some")
