"""What a campaign takes with a region, countries and prices of networks.

``python -m benchmarks.destinations`` previews a million rows with and without them, in turns, in
processor time; ``python -m benchmarks.destinations 300000`` fewer.
"""

import random
import sys
from time import process_time
from typing import Any, Final

import pyarrow as pa

from benchmarks.report import Report
from smsplan import RateCard
from smsplan.campaign import preview

ROWS: Final = 1_000_000
ROUNDS: Final = 5
MOST: Final = 1.3
HOME: Final = "45"
PREFIXES: Final = [
    *[(HOME, first, 6) for first in ("20", "30", "51", "60")] * 3,
    *(("46", "70", 7), ("49", "1512", 7), ("44", "7911", 6), ("33", "6", 8), ("353", "86", 7)),
    *(("66", "81", 7), ("90", "530", 7), ("1", "242555", 4), ("1", "202555", 4)),
    *(("65", "9", 7), ("30", "69", 8), ("55", "119", 8)),
]
"""Calling codes, how mobiles begin, and how many digits follow: half of them at home."""
NETWORKS: Final = {
    "DK": 238,
    "SE": 240,
    "DE": 262,
    "GB": 234,
    "FR": 208,
    "IE": 272,
    "TH": 520,
    "TR": 286,
    "US": 310,
    "BS": 364,
    "SG": 525,
    "GR": 202,
    "BR": 724,
}
NAMES: Final = ["Anna", "Zoë", "Bo", "Łukasz", "Ida"]


def measure(report: Report, rows: int) -> None:
    """Print how many times the time each choice takes, and whether that is as little as asked."""
    drawn = random.Random(1)  # noqa: S311 - the same rows each time
    picked = [
        (code, f"{first}{drawn.randrange(10**more):0{more}}")
        for code, first, more in drawn.choices(PREFIXES, k=rows)
    ]
    text = [
        f"Hi {name}, your parcel {row} is here. Bring your card and come before eight."
        for row, name in enumerate(drawn.choices(NAMES, k=rows))
    ]
    full = pa.record_batch({"to": [code + rest for code, rest in picked], "text": text})
    home = [rest if code == HOME else code + rest for code, rest in picked]
    national = pa.record_batch({"to": home, "text": text})
    prices = (
        f"{iso},{mcc},{network:02},0.{network},DKK"
        for iso, mcc in NETWORKS.items()
        for network in (1, 2, 3)
    )
    card = RateCard.read("\n".join(["iso,mcc,mnc,price,currency", *prices]))
    choices: dict[str, tuple[pa.RecordBatch, dict[str, Any]]] = {
        "none": (full, {}),
        "sender": (full, {"sender": "Shop"}),
        "networks": (full, {"rates": card}),
        "region": (national, {"region": "DK"}),
        "all": (national, {"region": "DK", "rates": card, "sender": "Shop"}),
    }
    least = dict.fromkeys(choices, float("inf"))
    for _ in range(ROUNDS):
        for name, (batch, choice) in choices.items():
            start = process_time()
            preview([batch], to="to", text="text", threads=1, **choice)
            least[name] = min(least[name], process_time() - start)
    report.title(f"A campaign of {rows:,} rows, times the one without any of these")
    ratios = {name: seconds / least["none"] for name, seconds in least.items()}
    report.table(["with", "times"], [[name, f"{each:.2f}"] for name, each in ratios.items()])
    requirement = f"region, countries and prices of networks: at most {MOST} times"
    report.verdict(requirement, f"{ratios['all']:.2f}", met=ratios["all"] <= MOST)


if __name__ == "__main__":
    measure(Report(), int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
