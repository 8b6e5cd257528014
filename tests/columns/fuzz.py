"""Hold columns against ``plan()``: ``python -m tests.columns.fuzz [COUNT] [SEED]``.

The texts are of pieces that sit badly at the end of a segment, and of characters of
national tables, and of what providers change; the same seed makes the same ones.  Each
column is of one profile, of any boundary, reference, encoding and languages, or of any
provider with any options.  What differs ends the run and is shown.
"""

import sys
from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import Final

import pyarrow as pa

from smsplan import Boundary, Encoding, Profile, plan
from smsplan.columns import plan_array
from smsplan.gsm7.tables import LOCKING, SINGLE, characters, non_gsm
from smsplan.planning import ALL_LANGUAGES
from tests.columns.layouts import utf8
from tests.planning import fuzz
from tests.property.inputs import GSM7_PIECES
from tests.property.profiles import SETTINGS

COUNT: Final = 200_000
ROWS: Final = 500
CLUSTERS: Final = ["क", "\u094d", "त", " "]
TREATED: Final = (
    *" \t\n\f.,|`?a€…“½ŵŁéÇΣя", "\u00a0", "\u2028", " .", "\t,", "  ", "\r\n", "\n\n\n",
)  # fmt: skip


def profile(random: Random) -> Profile:
    """Choose a profile: a provider's, or one without languages, with a few or with all."""
    if random.random() < 0.4:
        return random.choice(SETTINGS)
    few = tuple(random.sample(ALL_LANGUAGES, random.choice((1, 1, 2, 3, 5))))
    return Profile(
        encoding=random.choice((None, None, None, *Encoding)),
        boundary=random.choice(list(Boundary)),
        reference_bits=random.choice((8, 16)),
        languages=random.choice(((), few, ALL_LANGUAGES)),
    )


def national(random: Random) -> str:
    """Make a text of few characters of a language's tables, or of all languages'."""
    language = random.choice(ALL_LANGUAGES)
    own = {*SINGLE[language].values(), *LOCKING.get(language, {}).values()}
    known = random.choice((own, characters((language,)), characters(ALL_LANGUAGES)))
    some = random.choices(sorted(known), k=random.randint(1, 8))
    some += random.choice(([], [" "], ["a", " ", "b"], CLUSTERS, CLUSTERS))
    pieces = random.choices(some, k=random.randint(1, random.choice((4, 30, 120))))
    text = "".join(piece * random.choice((1, 1, 1, 2, random.randint(1, 40))) for piece in pieces)
    return text[: random.choice((160, 306, 330, 460, 2_000))] + random.choice(
        ["", *9 * [""], "ł😀"]
    )


def column(random: Random, profile: Profile, rows: int) -> Iterator[str]:
    """Make texts that can be planned with a profile."""
    while rows:
        kind = random.random()
        if kind < 0.5 and not profile.is_plain:
            made = fuzz.text(random, TREATED, "aéя ")
        elif kind < 0.15:
            made = fuzz.text(random, GSM7_PIECES, "a€")
        elif kind < (0.4 if profile.languages else 1):
            made = utf8(fuzz.text(random, fuzz.HOSTILE, "яa你😀"))
        else:
            made = national(random)
        if profile.encoding is Encoding.GSM7 and non_gsm(made, profile.languages):
            made = random.choice(GSM7_PIECES) * random.randint(1, 400)
        yield made
        rows -= 1


def check(random: Random, rows: int) -> None:
    """Compare a column of so many texts with their plans."""
    chosen = profile(random)
    texts = list(column(random, chosen, rows))
    found = plan_array(pa.array(texts), chosen)
    for text, row in zip(texts, found.to_pylist(), strict=True):
        one = plan(text, chosen)
        expected = (one.encoding.value, one.chars_count, one.msg_count)
        assert tuple(row.values()) == expected, (ascii(text), chosen, row, expected)


def run(count: int, seed: int) -> None:
    """Check as many texts, in columns."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(-(-count // ROWS)):
        check(random, ROWS)


if __name__ == "__main__":
    count, seed = [*map(int, sys.argv[1:]), *(COUNT, 1)[len(sys.argv) - 1 :]]
    begun = perf_counter()
    run(count, seed)
    sys.stdout.write(f"{count:,} texts, no difference, {perf_counter() - begun:.0f} s\n")
