"""``plan()`` beside packages of Node, where they are installed.

``python -m benchmarks.node_peers`` measures this alone.  They are found after
``npm install split-sms sms-segments-calculator @trt2/gsm-charset-utils`` in a folder,
with ``NODE_PATH=FOLDER/node_modules``.
"""

import json
import shutil
import subprocess
from typing import Final

from benchmarks import reference
from benchmarks.corpora import Corpus, corpora
from benchmarks.report import Report
from benchmarks.timing import Work, least_times
from smsplan import plan

SECONDS: Final = 2.0
COUNTERS: Final = {
    "split-sms": "text => peer.split(text, {summary: true}).parts.length",
    "sms-segments-calculator": "text => new peer.SegmentedMessage(text).segmentsCount",
    "@trt2/gsm-charset-utils": "text => peer.getCharCount(text).msgCount",
}
"""What counts the segments of a text, by package."""
SCRIPT: Final = """
const peer = require(PACKAGE);
const count = COUNTER;
const {texts, timed, seconds} = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const counts = texts.map(text => { try { return count(text); } catch { return null; } });
let least = Infinity;
const now = () => Number(process.hrtime.bigint()) / 1e9;
const stop = now() + seconds;
const answered = texts.slice(0, timed).filter((_, index) => counts[index] !== null);
while (now() < stop) {
  const start = now();
  for (const text of answered) count(text);
  least = Math.min(least, (now() - start) / answered.length);
}
console.log(JSON.stringify({counts, least}));
"""


def _asked(package: str, counter: str, corpus: Corpus) -> tuple[list[int | None], float] | None:
    """Have a package count the segments of a corpus; its best time a text beside."""
    script = SCRIPT.replace("PACKAGE", json.dumps(package)).replace("COUNTER", counter)
    given = {"texts": corpus.texts, "timed": len(corpus.timed), "seconds": SECONDS}
    run = subprocess.run(  # noqa: S603 - ours
        ["node", "-e", script],  # noqa: S607 - whichever Node there is
        input=json.dumps(given).encode(),
        capture_output=True,
        check=False,
    )
    if run.returncode:
        return None
    answer = json.loads(run.stdout)
    return answer["counts"], answer["least"]


def measure(report: Report) -> None:
    """Print microseconds a text and wrong counts, of each corpus and package."""
    report.title("packages of Node: µs a text, times plan(), wrong counts")
    if not shutil.which("node"):
        report.line("not available: Node is not installed")
        return
    rows = []
    for corpus in corpora():
        right = [len(reference.count(text).ends) for text in corpus.texts]
        (ours,) = least_times([Work(plan, corpus.timed)], SECONDS)
        wrong = sum(
            plan(text).msg_count != found for text, found in zip(corpus.texts, right, strict=True)
        )
        rows.append([corpus.name, "plan()", f"{ours * 1e6:.2f}", "", f"{wrong}"])
        for package, counter in COUNTERS.items():
            asked = _asked(package, counter, corpus)
            if asked is None:
                rows.append([corpus.name, package, "not installed", "", ""])
                continue
            counts, time = asked
            wrong = sum(mine != theirs for mine, theirs in zip(right, counts, strict=True))
            rows.append(
                [corpus.name, package, f"{time * 1e6:.2f}", f"{time / ours:.1f}", f"{wrong}"]
            )
    report.table(["corpus", "", "µs a text", "/ plan()", "wrong of 5,000"], rows)


if __name__ == "__main__":
    measure(Report())
