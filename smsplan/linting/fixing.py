"""``fix()``: the least change of a text that saves a segment."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import ClassVar, Self

from msgspec import Struct
from msgspec.structs import replace

from smsplan.arguments import checked
from smsplan.errors import UnencodableTextError
from smsplan.findings import Edit, EditShape, Safety, apply
from smsplan.linting import places
from smsplan.linting.edits import compose
from smsplan.linting.places import Place
from smsplan.linting.protection import Protected
from smsplan.linting.shortenings import ECONOMIES
from smsplan.planning import STANDARD, Encoding, Plan, Profile, plan
from smsplan.planning.shapes import PlanShape
from smsplan.shapes import Shape, Shaped, utf16


class FixedShape(Shape, frozen=True, rename="kebab"):
    """A text as it was fixed; offsets of the edits are into the text as it was."""

    text: str
    plan: PlanShape
    before: PlanShape
    applied: list[EditShape]
    saved: int

    @classmethod
    def of(cls, fixed: "Fixed", /) -> Self:
        """Return the shape of a fixed text."""
        offset = utf16(fixed.before.original)
        return cls.beside(fixed, applied=[EditShape.of(edit, offset) for edit in fixed.applied])


class Fixed(Shaped, frozen=True, rename="kebab"):
    """A text as it was fixed.

    ``plan`` is that of the fixed text, ``before`` that of the text as it was.
    ``applied`` are the edits, in order, with offsets into the text as it was;
    ``saved`` is the number of segments that they save.
    """

    SHAPE: ClassVar[type[Shape] | None] = FixedShape

    text: str
    plan: Plan
    before: Plan
    applied: tuple[Edit, ...]
    saved: int


@checked
def fix(
    text: str, profile: Profile = STANDARD, *, level: Safety = Safety.SAFE, always: bool = False
) -> Fixed:
    """Change a text so that it needs fewer segments, if that can be, and as little as can be.

    Nothing changes unless a segment is saved.  Of the changes up to ``level``,
    those win that leave the fewest segments, and of these the safest.  A text
    that must stay UCS-2 is left alone, but for changes that save by
    themselves.  With ``always`` a text is also brought to GSM-7, and repaired,
    where that saves nothing; there are never more segments than before.
    Placeholders and URLs are never touched, and no text is turned into nothing.
    What the provider of the profile replaces anyway is left to it.

    Where the profile forces GSM-7 on a text with non-GSM characters, ``before`` is the
    plan without that, which may have fewer segments.  Raises
    :class:`~smsplan.errors.UnencodableTextError` if no fix of this level makes such a
    text fit, ``TypeError`` for anything but a ``str`` and a
    :class:`Safety`.

    >>> fixed = fix("“Your parcel is here.” " * 4)
    >>> fixed.before.msg_count, fixed.plan.msg_count, fixed.applied[0].replacement
    (2, 1, '"')
    """
    if not isinstance(level, Safety):
        raise TypeError(f"level is a Safety, not {level!r}")
    before = free_plan(text, profile)
    made = _up_to(level, before, profile, always=always)
    return fix_from(before, profile, made, level, always=always)


def fix_from(
    before: Plan, profile: Profile, made: "list[_Candidate]", level: Safety, *, always: bool
) -> Fixed:
    """Do what :func:`fix` does, with the candidates for the text."""
    best = _Candidate(before.original, before)
    while (better := _best(made, profile, always=always)).text != best.text:
        edits = compose(before.original, best.edits, better.edits)
        best = _Candidate(better.text, better.plan, edits)
        made = _up_to(level, best.plan, profile, always=always)
    if profile.encoding is Encoding.GSM7 and best.plan.encoding is Encoding.UCS2:
        plan(best.text, profile)  # which raises why it cannot be
    return Fixed(best.text, best.plan, before, best.edits, before.msg_count - best.plan.msg_count)


def free_plan(text: str, profile: Profile) -> Plan:
    """Plan a text in UCS-2 where the profile forces GSM-7 on one with non-GSM characters."""
    try:
        return plan(text, profile)
    except UnencodableTextError:
        return plan(text, replace(profile, encoding=None))


class _Candidate(Struct, frozen=True):
    text: str
    plan: Plan
    edits: tuple[Edit, ...] = ()
    is_repaired: bool = False


def candidates(before: Plan, profile: Profile, *, always: bool) -> "Iterator[list[_Candidate]]":
    """List for each level the text as it is, then what can be written for it, mildest first."""
    text = Protected(before.original)
    is_ucs2 = before.encoding is Encoding.UCS2
    is_open = before.msg_count > 1 or always or (is_ucs2 and profile.encoding is Encoding.GSM7)
    found: list[Place] = []
    if is_ucs2 and is_open:
        found = places.keeping_out(text.text, places.find(text.text, profile, text), profile)
    made = [_Candidate(text.text, before, (), not any(place.repair for place in found))]
    known = set()
    for safety in Safety:
        for edits in _rewritings(found, safety, always=always) if is_open else ():
            for economised, fixed in _economised(text, edits, safety):
                if economised not in known and fixed.text.strip() and _keeps(text, fixed):
                    planned = free_plan(fixed.text, profile) if economised else before
                    made.append(_Candidate(fixed.text, planned, economised, is_repaired=True))
                known.add(economised)
        yield made


def _up_to(level: Safety, before: Plan, profile: Profile, *, always: bool) -> list[_Candidate]:
    by_level = zip(Safety, candidates(before, profile, always=always), strict=True)
    return next(made for safety, made in by_level if safety is level)


def _best(made: list[_Candidate], profile: Profile, *, always: bool) -> _Candidate:
    """Take the first of the candidates that costs least."""
    forced = profile.encoding is Encoding.GSM7

    def cost(candidate: _Candidate) -> tuple[bool, int, bool, bool]:
        is_ucs2 = candidate.plan.encoding is Encoding.UCS2
        return (
            forced and is_ucs2,
            candidate.plan.msg_count,
            always and is_ucs2,
            always and not candidate.is_repaired,
        )

    return min(made, key=cost)


def _keeps(text: Protected, fixed: Protected) -> bool:
    """Whether a machine reads the same as before.

    A character less may make ``$name`` longer, a full-width brace a placeholder.
    A new ``%d`` or ``$name`` matters only to an engine that the text was for.  ICU
    takes what follows ``'{`` literally.
    """
    if fixed is text:
        return True
    before, after = text.texts, fixed.texts
    left = iter(after)
    if fixed.text.count("'{") > text.text.count("'{") or not all(each in left for each in before):
        return False
    if not after:
        return True
    signs = {each[0] for each in before}
    new = Counter(after) - Counter(before)
    return all(each[0] in "%$" and each[0] not in signs for each in new)


def _rewritings(
    found: Sequence[Place], safety: Safety, *, always: bool
) -> Iterator[tuple[Edit, ...]]:
    """Return the edits that bring all places to GSM-7, then those that only repair."""
    allowed = [each for each in Safety if each <= safety]
    replacements = tuple(
        place.equivalent for place in found if place.equivalent and place.safety in allowed
    )
    if found and len(replacements) == len(found):
        yield replacements
    # Of what is repaired nothing is beyond U+FFFF, so that characters are UTF-16 code units.
    yield tuple(
        repair
        for place in found
        if (repair := place.repair)
        and (always or len(repair.replacement) < repair.end - repair.start)
    )


def _economised(
    text: Protected, edits: tuple[Edit, ...], safety: Safety
) -> Iterator[tuple[tuple[Edit, ...], Protected]]:
    """Add no economy, then each of them, then two, and so on."""
    rewritten = Protected(apply(text.text, edits)) if edits else text
    usable = [
        (economy, first)
        for economy in ECONOMIES
        if economy.safety <= safety and (first := economy.edits(rewritten))
    ]
    for size in range(len(usable) + 1):
        for chosen in combinations(usable, size):
            together, fixed = edits, rewritten
            for economy, first in chosen:
                shorter = first if fixed is rewritten else economy.edits(fixed)
                if shorter:
                    together = compose(text.text, together, shorter)
                    fixed = Protected(apply(text.text, together))
            yield together, fixed
