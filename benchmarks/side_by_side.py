"""smsplan and its peers on the same texts, and whether each counts right."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from benchmarks import reference
from benchmarks.corpora import Corpus
from benchmarks.peers import Peer
from benchmarks.report import Report
from benchmarks.timing import Work, least_times
from smsplan import Segment, plan

SECONDS: Final = 9.0
"""How long the competitors take turns on a corpus."""


PLAN: Final = "plan()"
SEGMENTS: Final = "plan().segments"
ENCODE: Final = "str.encode()"


class Required(NamedTuple):
    """How many times as fast as the fastest peer that counts right on a corpus."""

    corpus: str
    what: str
    times: float


REQUIRED: Final = [
    Required("short", PLAN, 20),
    Required("short", SEGMENTS, 5),
    Required("mixed", PLAN, 20),
    Required("mixed", SEGMENTS, 5),
    Required("long", PLAN, 8),
    Required("long", SEGMENTS, 5),
    Required("unicode", PLAN, 1.3),
]
MAX_ENCODES: Final = 10
"""What ``plan()`` may cost on the short texts, in calls of ``str.encode``."""

BOUNDARIES: Final = {
    "152 a, €, 152 a": "a" * 152 + "€" + "a" * 152,
    "153 ]": "]" * 153,
    "81 €": "€" * 81,
    "66 я, 😀, 66 я": "я" * 66 + "😀" + "я" * 66,
    "80 a`": "a`" * 80,
}
"""Texts on which a division, an escape pair cut in two or a wrong alphabet shows."""


def plan_segments(text: str) -> tuple[Segment, ...]:
    """Plan a text and read its segments."""
    return plan(text).segments


def compare_boundaries(report: Report, peers: Sequence[Peer]) -> dict[str, set[str]]:
    """Print the counts of a few hard texts; give each peer the encodings it has wrong there."""
    right = [len(reference.count(text).ends) for text in BOUNDARIES.values()]
    counts: dict[str, list[int | None]] = {
        "smsplan": [plan(text).msg_count for text in BOUNDARIES.values()],
        **{peer.name: [peer.count_or_none(text) for text in BOUNDARIES.values()] for peer in peers},
    }
    report.title("boundaries: messages counted of a few hard texts")
    report.table(
        ["", "right", *counts],
        [
            [name, str(number), *(_marked(count[index], number) for count in counts.values())]
            for index, (name, number) in enumerate(zip(BOUNDARIES, right, strict=True))
        ],
    )
    encodings = [reference.count(text).encoding for text in BOUNDARIES.values()]
    return {
        name: {
            encoding
            for encoding, number, expected in zip(encodings, count, right, strict=True)
            if number != expected
        }
        for name, count in counts.items()
    }


def compare(
    report: Report, corpus: Corpus, peers: Sequence[Peer], wrong_encodings: Mapping[str, set[str]]
) -> None:
    """Time everybody on a corpus and print them beside each other.

    A peer counts right if it does so on every text of the corpus, and on the
    boundary texts in the encodings of the corpus: where only these show its
    error, it is luck that no text of the corpus does.
    """
    total = len(corpus.texts)
    counted = [reference.count(text) for text in corpus.texts]
    wrong = {
        PLAN: _wrong_plans(corpus.texts, counted),
        SEGMENTS: _wrong_segments(corpus.texts, counted),
        **{peer.name: _wrong_counts(peer, corpus.texts, counted) for peer in peers},
    }
    times = _times(corpus.timed, peers)

    report.title(f"{corpus.name}: {corpus.description}; {len(corpus.timed):,} texts timed")
    report.table(
        ["", "µs a text", "/ plan()", "/ .segments", f"wrong of {total:,}"],
        [
            [
                name,
                f"{time * 1e6:.2f}",
                f"{time / times[PLAN]:.2f}",
                f"{time / times[SEGMENTS]:.2f}",
                _share(wrong[name], total) if name in wrong else "",
            ]
            for name, time in sorted(times.items(), key=itemgetter(1))
        ],
    )
    own = max(wrong[PLAN], wrong[SEGMENTS])
    report.verdict(
        f"{corpus.name}: smsplan's wrong counts or cuts", _share(own, total), met=not own
    )

    lucky = [peer for peer in peers if not wrong[peer.name]]
    encodings = {text.encoding for text in counted}
    right = [peer for peer in lucky if encodings.isdisjoint(wrong_encodings[peer.name])]
    for required in REQUIRED:
        if required.corpus == corpus.name:
            _judge(report, required, times, right, lucky)
    if corpus.name == "short":
        encodes = times[PLAN] / times[ENCODE]
        requirement = f"short: plan() at most {MAX_ENCODES} times str.encode()"
        report.verdict(requirement, f"{encodes:.2f}", met=encodes <= MAX_ENCODES)


def _judge(
    report: Report,
    required: Required,
    times: Mapping[str, float],
    right: Sequence[Peer],
    lucky: Sequence[Peer],
) -> None:
    """Hold a time against the fastest peer that counts right, and splits if that is asked."""
    requirement = (
        f"{required.corpus}: {required.what} at least {required.times:g} x best right peer"
    )
    ratio, best = _fastest(required, times, right)
    if best is None:
        report.verdict(requirement, "there is none", met=None)
        return
    report.verdict(requirement, f"{ratio:.1f} ({best})", met=ratio >= required.times)
    ratio, other = _fastest(required, times, lucky)
    if other != best:
        report.note(f"{other} is wrong at boundaries alone, not on this corpus: {ratio:.1f}")


def _fastest(
    required: Required, times: Mapping[str, float], peers: Sequence[Peer]
) -> tuple[float, str | None]:
    """Find the least ratio of a peer's time to ours, and whose it is."""
    ratios = [
        (times[peer.name] / times[required.what], peer.name)
        for peer in peers
        if peer.splits or required.what == PLAN
    ]
    return min(ratios, default=(0.0, None))


def _times(texts: Sequence[str], peers: Sequence[Peer]) -> dict[str, float]:
    """Measure the seconds a text of everybody."""
    works = {
        PLAN: Work(plan, texts),
        SEGMENTS: Work(plan_segments, texts),
        ENCODE: Work(str.encode, texts),
        **{
            peer.name: Work(peer.call, answered)
            for peer in peers
            if (answered := peer.answered(texts))
        },
    }
    return dict(zip(works, least_times(works.values(), SECONDS), strict=True))


def _wrong_counts(peer: Peer, texts: Sequence[str], counted: Sequence[reference.Counted]) -> int:
    """Count the texts whose messages a peer counts wrong, or not at all."""
    return sum(
        peer.count_or_none(text) != len(right.ends)
        for text, right in zip(texts, counted, strict=True)
    )


def _wrong_plans(texts: Sequence[str], counted: Sequence[reference.Counted]) -> int:
    """Count the plans that differ from the reference in any figure."""
    wrong = 0
    for text, right in zip(texts, counted, strict=True):
        planned = plan(text)
        figures = (planned.encoding.value, planned.chars_count, planned.msg_count)
        wrong += figures != (right.encoding, right.chars_count, len(right.ends))
    return wrong


def _wrong_segments(texts: Sequence[str], counted: Sequence[reference.Counted]) -> int:
    """Count the plans that are cut elsewhere than the reference cuts."""
    return sum(
        [segment.end for segment in plan(text).segments] != right.ends
        for text, right in zip(texts, counted, strict=True)
    )


def _share(wrong: int, total: int) -> str:
    return f"{wrong} ({100 * wrong / total:.2f} %)" if wrong else "none"


def _marked(count: int | None, right: int) -> str:
    return str(count) if count == right else f"{'raises' if count is None else count} !"
