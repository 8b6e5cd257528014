"""How time grows with what is hostile: ``python -m benchmarks.growth``.

Each input is doubled three times.  The exponent is the slope of the time over the
size, both as logarithms: 1 is linear, 2 a square.  What costs the same at every size,
such as the start of the command, is measured with a tiny input and taken off.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from io import BytesIO, TextIOWrapper
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final, NamedTuple

import typer

from benchmarks.report import Report
from smsplan import (
    Boundary,
    Charset,
    Field,
    InvalidValueError,
    Profile,
    RateCard,
    Safety,
    Template,
    TemplateError,
    explain,
    fix,
    lint,
    msisdn,
    plan,
)
from smsplan.cli.app import app
from smsplan.planning import ALL_LANGUAGES
from smsplan.wire import decode, reassemble, submit

DOUBLINGS: Final = 3
ROUNDS: Final = 3
MOST: Final = 1.2
"""The exponent that counts as linear: what is sorted, and caches, cost a little more."""
MOST_OF_LENGTH: Final = 2
TINY: Final = 2

Work = Callable[[], object]


class Input(NamedTuple):
    """What is hostile about an input, its smallest size, and what makes work of a size."""

    name: str
    size: int
    work: Callable[[int], Work]
    most: float = MOST


def of_text(call: Callable[[str], object], unit: str, start: str = "") -> Callable[[int], Work]:
    """Call with a text that has a unit so many times."""

    def prepare(size: int) -> Work:
        text = start + unit * size
        return lambda: call(text)

    return prepare


def of_command(*words: str, name: str, content: Callable[[int], str]) -> Callable[[int], Work]:
    """Run the command on a file of a size; ``FILE`` among the words is the file."""

    def prepare(size: int) -> Work:
        octets = content(size).encode()

        def work() -> None:
            with TemporaryDirectory() as folder:
                path = Path(folder) / name
                path.write_bytes(octets)
                run([str(path) if word == "FILE" else word for word in words])

        return work

    return prepare


def run(arguments: list[str]) -> None:
    """Run the command in this process; what it prints goes nowhere."""
    with (
        redirect_stdout(TextIOWrapper(BytesIO(), "utf-8")),
        redirect_stderr(TextIOWrapper(BytesIO(), "utf-8")),
        suppress(typer.Exit, SystemExit, ValueError),  # what is refused took its time too
    ):
        app(arguments, standalone_mode=False)


def refused(call: Callable[[str], object], *errors: type[Exception]) -> Callable[[str], object]:
    """Call with what may be refused."""

    def attempt(text: str) -> object:
        try:
            return call(text)
        except errors as error:
            return str(error)

    return attempt


def field_names(size: int) -> str:
    """Write a template with as many fields, all of them different."""
    return "".join(f"{{{{f{number}}}}}" for number in range(size))


def bounds_of_fields(size: int) -> Work:
    """Have the bounds of a template with as many different fields."""
    template = Template.parse(field_names(size))
    fields = {name: Field(max_length=1) for name in template.fields}
    return lambda: template.bounds(fields)


def linted_fields(size: int) -> Work:
    """Lint a template with as many different fields, each of which may make it UCS-2."""
    template = Template.parse(field_names(size))
    fields = {name: Field(max_length=9, charset=Charset.LATIN) for name in template.fields}
    return lambda: template.lint(fields)


def linted_template(size: int) -> Work:
    """Lint a template with as many findings."""
    template = Template.parse("“{{a}}" * size)
    field = {"a": Field(max_length=9, charset=Charset.LATIN)}
    return lambda: template.lint(field)


def reassembled(size: int) -> Work:
    """Put together as many copies of the 255 segments of a message."""
    tpdus = submit(plan("x" * 153 * 255), 4520123456, reference=1)
    segments = [decode(tpdu) for tpdu in tpdus] * size
    return lambda: reassemble(segments)


def rate_card(size: int) -> Work:
    """Read a rate card of as many prefixes."""
    content = "prefix,price\n" + "".join(f"{1000000 + n},0.{n}\n" for n in range(size))
    return lambda: RateCard.from_csv(content)


def columns(size: int) -> str:
    """Write a CSV of as many columns, two of which are used."""
    return ",".join(["msisdn", *(f"c{n}" for n in range(size))]) + "\n4520123456" + ",x" * size


def keys(size: int) -> str:
    """Write as many lines of NDJSON, each with a key that no other has."""
    return "".join(f'{{"msisdn":"4520123456","k{n}":"x"}}\n' for n in range(size))


def nested_json(size: int) -> str:
    """Write JSON with long keys around as many messages."""
    key = "k" * 200
    return '{"' + key + '":{"' + key + '":[' + ",".join(['"m"'] * size) + "]}}"


def entries(size: int) -> str:
    """Write a .po file of as many entries."""
    return "".join(f'msgid "m{n}"\nmsgstr "“{n}”"\n\n' for n in range(size))


POLICIES: Final = {
    "clusters": Profile(boundary=Boundary.GRAPHEME),
    "words": Profile(boundary=Boundary.WORD),
    "clusters, all languages": Profile(boundary=Boundary.GRAPHEME, languages=ALL_LANGUAGES),
    "words, all languages": Profile(boundary=Boundary.WORD, languages=ALL_LANGUAGES),
    "all languages": Profile(languages=ALL_LANGUAGES),
}
CALLS: Final[dict[str, tuple[Callable[..., object], int]]] = {
    "plan": (plan, 100_000),
    "lint": (lint, 1_000),
    "fix": (partial(fix, level=Safety.DISPLAY_ONLY), 1_000),
    "explain": (explain, 1_000),
}
"""What is called under each policy, and the code points of the smallest text."""
CLUSTERS: Final = {
    "one long cluster": "\u0600",
    "flags": "🇩",
    "joined emoji": "👩\u200d",
    "conjuncts": "क\u094d",
    "jamo": "\u1100",
    "spaces with marks": " \u0301",
    "no-break spaces": "\u00a0",
    "lone surrogates": "\ud83d",
}
CAMPAIGN: Final = ("preview", "FILE", "--template", "x")


def inputs() -> Iterator[Input]:
    """Name every hostile input."""
    unsafe = lambda text: fix(text, level=Safety.DISPLAY_ONLY)  # noqa: E731 - one of many calls
    parse = refused(Template.parse, TemplateError)
    number = refused(msisdn.compact, InvalidValueError)
    yield Input("plan: lone surrogates", 200_000, of_text(plan, "\ud83d"))
    yield Input("plan: € alone", 200_000, of_text(plan, "€"))
    yield Input(
        "lint: marks of alternating classes", 2_000, of_text(lint, "\u0301\u0327\u0316\u0345", "e")
    )
    yield Input("lint: one long cluster", 10_000, of_text(lint, "\u0600"))
    yield Input("lint: brackets that open", 10_000, of_text(lint, "{{[(<"))
    yield Input("lint: addresses", 5_000, of_text(lint, "http://a.b/“ "))
    yield Input("lint: dots and letters", 10_000, of_text(lint, "a."))
    yield Input("lint: digits and signs", 10_000, of_text(lint, "1-"))
    yield Input("lint: white space", 10_000, of_text(lint, " \u00a0"))
    yield Input("fix: mojibake", 5_000, of_text(fix, "Ã©"))
    yield Input("fix: typography", 5_000, of_text(fix, "“…”"))
    yield Input("fix: emoji and white space, for display", 5_000, of_text(unsafe, "🎁 . "))
    yield Input("fix: joined emoji, for display", 2_000, of_text(unsafe, "👩‍"))
    yield Input("explain: letters of other scripts", 5_000, of_text(explain, "жя"))
    yield Input("Template.parse: braces", 20_000, of_text(parse, "{{"))
    yield Input("Template.parse: fields", 5_000, of_text(parse, "{{a}}"))
    yield Input("Template.lint: findings", 160, linted_template)
    yield Input("msisdn.compact: digits after (0)", 20_000, of_text(number, "1", "45(0)"))
    yield Input("reassemble: every segment many times", 20, reassembled)
    yield Input("RateCard.from_csv: prefixes", 10_000, rate_card)
    yield Input(
        "preview: columns of CSV", 5_000, of_command(*CAMPAIGN, name="r.csv", content=columns)
    )
    yield Input(
        "preview: keys of NDJSON", 3_000, of_command(*CAMPAIGN, name="r.ndjson", content=keys)
    )
    yield Input(
        "preview: quotation marks of CSV",
        500_000,
        of_command(*CAMPAIGN, name="r.csv", content=lambda n: 'msisdn,x\n45,"' + '""' * n + '"\n'),
    )
    yield Input(
        "lint: YAML with number signs",
        5_000,
        of_command(
            "lint",
            "FILE",
            name="m.yaml",
            content=lambda n: "# smsplan: ignore\na: |\n  " + "# " * n,
        ),
    )
    yield Input(
        "lint: JSON under long keys",
        2_000,
        of_command("lint", "FILE", name="m.json", content=nested_json),
    )
    yield Input(
        "lint: entries of .po", 1_000, of_command("lint", "FILE", name="m.po", content=entries)
    )
    yield Input(
        "lint: lines of text",
        2_000,
        of_command("lint", "FILE", name="m.txt", content=lambda n: "“x”\n" * n),
    )
    for called, (call, size) in CALLS.items():
        for policy, profile in POLICIES.items():
            for name, unit in CLUSTERS.items():
                work = of_text(partial(call, profile=profile), unit)
                yield Input(f"{called} under {policy}: {name}", size // len(unit), work)
    yield Input("Template.lint: fields", 20, linted_fields)
    yield Input("Template.bounds: fields", 20, bounds_of_fields, most=1.6)


def seconds(work: Work) -> float:
    """Time a piece of work, of its best round, by the processor."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def slope(sizes: list[int], times: list[float]) -> float:
    """Fit a line to the logarithms by least squares."""
    across, up = list(map(log2, sizes)), [log2(max(time, 1e-9)) for time in times]
    mean_across, mean_up = sum(across) / len(across), sum(up) / len(up)
    products = sum((x - mean_across) * (y - mean_up) for x, y in zip(across, up, strict=True))
    return products / sum((x - mean_across) ** 2 for x in across)


def measure(report: Report) -> None:
    """Print milliseconds of each size, and the exponent."""
    report.title("growth: milliseconds of hostile inputs, doubled three times")
    rows = []
    for each in inputs():
        sizes = [each.size << doubling for doubling in range(DOUBLINGS + 1)]
        fixed = seconds(each.work(TINY))
        times = [seconds(each.work(size)) - fixed for size in sizes]
        rows.append((each, sizes, times, slope(sizes, times)))
    report.table(
        ["", "size", *(f"x {1 << doubling}" for doubling in range(DOUBLINGS + 1)), "exponent"],
        [
            [
                each.name,
                f"{each.size}",
                *(f"{time * 1000:.1f}" for time in times),
                f"{exponent:.2f}",
            ]
            for each, _, times, exponent in rows
        ],
    )
    for each, _, _, exponent in rows:
        report.verdict(
            f"{each.name}: an exponent below {each.most}",
            f"{exponent:.2f}",
            met=exponent < each.most,
        )
    _measure_lengths(report)


def _measure_lengths(report: Report) -> None:
    """Print what a character costs in a megabyte, times what it does in 10 KB."""
    report.title("growth: plan() of a character in 1 MB of hostile text, times one in 10 KB")
    ratios = {}
    for policy, profile in POLICIES.items():
        call = partial(plan, profile=profile)
        for name, unit in CLUSTERS.items():
            size = 10_000 // len(unit.encode("utf-8", "surrogatepass"))
            short, long = of_text(call, unit)(size), of_text(call, unit)(100 * size)
            time = min(seconds(lambda work=short: [work() for _ in range(20)]) for _ in range(3))  # type: ignore[misc]
            ratios[name, policy] = seconds(long) / 5 / time
    names = [*CLUSTERS]
    report.table(
        ["", *POLICIES],
        [[name, *(f"{ratios[name, policy]:.2f}" for policy in POLICIES)] for name in names],
    )
    worst = max(ratios, key=ratios.__getitem__)
    report.verdict(
        f"a character in 1 MB: at most {MOST_OF_LENGTH} times one in 10 KB",
        f"{ratios[worst]:.2f} ({', '.join(worst)})",
        met=ratios[worst] <= MOST_OF_LENGTH,
    )


if __name__ == "__main__":
    REPORT = Report()
    measure(REPORT)
    REPORT.summary()
