"""What Spark's executors do to partitions, done in this process, to see it often."""

import pickle
import warnings
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsplan import Profile
from tests.test_spark import CARD, NUMBERS, TEXTS, pa

pytestmark = pytest.mark.spark

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)  # as there
    from pyspark import TaskContext

    from smsplan import spark
    from smsplan.campaign import preview
    from smsplan.campaign.row_errors import Task


class Context:
    """What a task of an executor knows of itself."""

    def __init__(self, partition: int) -> None:
        self._partition = partition

    def partitionId(self) -> int:  # noqa: N802 - Spark's name
        return self._partition


class Session:
    """Does to batches what Spark does, in this process and without Java, to see it often."""

    def __init__(self, partitions: list[list[Any]], shuffled: int) -> None:
        self.partitions = partitions
        self._shuffled = shuffled

    def map_in_arrow(self, function: partial[Any], patch: pytest.MonkeyPatch) -> "Session":
        mapped = []
        for number, batches in enumerate(self.partitions):
            patch.setattr(TaskContext, "get", partial(Context, number))
            mapped.append(list(function(iter(batches))))
        return Session(mapped, self._shuffled)

    def shuffle(self) -> "Session":
        rows = [row for part in self.partitions for batch in part for row in batch.to_pylist()]
        parts: list[list[Any]] = [[] for _ in range(self._shuffled)]
        for row in sorted(rows, key=lambda row: row["position"] or 0):
            parts[hash(row["number"] or 0) % self._shuffled].append(row)
        schema = self.partitions[0][0].schema
        return Session([self._batches(part, schema) for part in parts], self._shuffled)

    @staticmethod
    def _batches(rows: list[Any], schema: Any) -> list[Any]:  # noqa: ANN401 - pyarrow has no types
        return [
            pa.RecordBatch.from_pylist(rows[start : start + 3], schema)
            for start in range(0, len(rows), 3)
        ]


@settings(max_examples=25)
@given(st.data())
def test_wherever_rows_are_parted_the_sums_are_the_same(data: st.DataObject) -> None:
    schema = pa.schema({"msisdn": pa.string(), "text": pa.string()})
    numbers = st.sampled_from([*NUMBERS, "4520123457", "4520123458"])
    rows = data.draw(st.lists(st.tuples(numbers, st.sampled_from(TEXTS)), max_size=40))
    batch = pa.RecordBatch.from_pylist(
        [dict(zip(schema.names, row, strict=True)) for row in rows], schema
    )
    cuts = [0, *sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=6))), len(rows)]
    slices = [batch.slice(a, b - a) for a, b in pairwise(cuts)]
    partitions: list[list[Any]] = [[]]
    for each in slices:
        if data.draw(st.booleans()):
            partitions.append([])
        partitions[-1].append(each)
    samples = data.draw(st.integers(0, 3))
    task = Task("msisdn", "text", None, CARD, Profile(), None, False, samples)  # noqa: FBT003 - is_written
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spark, "_ROWS", 3)  # so that a partition is looked at in several goes
        looked = Session(partitions, data.draw(st.integers(1, 3))).map_in_arrow(
            partial(spark.look, names=schema.names, task=pickle.dumps(task), with_numbers=True),
            patch,
        )
        found = looked.shuffle().map_in_arrow(partial(spark.find_again, samples=samples), patch)
    parts = [
        pickle.loads(row["part"])  # noqa: S301 - our own
        for part in found.partitions
        for each in part
        for row in each.to_pylist()
    ]
    data.draw(st.randoms(use_true_random=False)).shuffle(parts)
    assert spark.add_up(task, parts, {}, with_duplicates=True) == preview(
        [batch], to="msisdn", text="text", rates=CARD, samples=samples, threads=1
    )
