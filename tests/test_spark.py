"""Apache Spark, in two processes of this machine: what it gives is what the kernel gives."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from smsplan import Boundary, Encoding, Field, Profile, RateCard, Template, plan, providers
from smsplan.errors import ColumnError
from smsplan.strategies import messages
from tests.paths import ROOT

pa = pytest.importorskip("pyarrow", reason="the extra spark is not installed")
pytest.importorskip("numba", reason="the extra spark is not installed")
with warnings.catch_warnings():
    # Of a pandas that it does not know yet; it is not asked to use it.
    warnings.simplefilter("ignore", FutureWarning)
    pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    from smsplan import spark
    from smsplan.campaign import Group, Preview, Sample, preview

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]

PAGE = ROOT / "docs" / "how-to" / "clusters.md"
PLAN = ("encoding", "chars_count", "msg_count")
TEXTS = [
    *(None, "", " ", "Hello", "€", "Łukasz", "😀", "\U0010ffff", "a\0b", "line\r\nline", "`"),
    *("a" * size for size in (159, 160, 161, 306, 307)),
    *("a" * before + "€" + "a" * after for before in (151, 152, 153) for after in (7, 152)),
    *("я" * size for size in (69, 70, 71, 134, 135)),
    *("я" * before + "😀" + "я" * after for before in (65, 66, 67) for after in (2, 66)),
    *("]" * 153, "]" * 80, "👩‍👩‍👧‍👦" * 20, "a" * 153 * 255, "a" * (153 * 255 + 1)),
]
NUMBERS = ["4520123456", "+45 20 12 34 56", "45x", None, "", "0", "4791234567", "12125550123"]
CARD = RateCard(
    "DKK",
    {"45": Decimal("0.2"), "4520": Decimal("0.123456789012345678"), "47": Decimal("0.7")},
    countries={"45": "Denmark", "4520": "Denmark"},
)
TEMPLATE = Template.parse("Hi {{name}}, no. {{no}}: your parcel is here. " + "Bring a card. " * 6)


@pytest.fixture(scope="module")
def session() -> Iterator["SparkSession"]:
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("there is no Java for Spark, neither JAVA_HOME nor on the path")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        from pyspark.sql import SparkSession  # noqa: PLC0415 - may not be there

        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        # The workers are other processes; they find the package where this one does.
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        builder = SparkSession.builder.master("local[2]").appName("smsplan")
        for key, value in {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.log.level": "ERROR",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "7",
            "spark.sql.shuffle.partitions": "3",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }.items():
            builder = builder.config(key, value)
        made = builder.getOrCreate()
        yield made
        made.stop()


def frame(session: "SparkSession", rows: Sequence[Any], schema: str, partitions: int) -> Any:  # noqa: ANN401 - a DataFrame
    """Spread rows over partitions as they come; with few rows some have none."""
    return session.createDataFrame(session.sparkContext.parallelize(rows, partitions), schema)


def planned_by_row(text: str | None, profile: Profile) -> tuple[object, ...]:
    if text is None:
        return (None, None, None)
    found = plan(text, profile)
    return found.encoding.value, found.chars_count, found.msg_count


@pytest.mark.parametrize("partitions", [1, 3, len(TEXTS) + 5])
def test_plans_are_what_plan_says_row_by_row(session: "SparkSession", partitions: int) -> None:
    profile = Profile(reference_bits=16) if partitions == 3 else Profile()
    rows = list(enumerate(TEXTS))
    df = frame(session, rows, "row int, text string", partitions)
    assert df.rdd.getNumPartitions() == partitions
    found = spark.plan_column(df, "text", profile).collect()
    assert [(row.row, row.text, *(row[name] for name in PLAN)) for row in found] == [
        (row, text, *planned_by_row(text, profile)) for row, text in rows
    ]


@pytest.mark.parametrize("name", ["govuk-notify", "telnyx", "twilio"])
def test_plans_at_a_provider_are_what_plan_says(session: "SparkSession", name: str) -> None:
    profile = providers.get(name).profile
    texts = [None, "", "“Hi” , Łukasz…", "5 €", "ŵ" * 71, "a\t b" * 50, "👩‍👩‍👧 " * 30, "]" * 153]
    plan("“Hi”", profile)  # what a profile keeps for itself is not sent to the workers
    df = frame(session, [(text,) for text in texts], "text string", 2)
    found = spark.plan_column(df, "text", profile).select(*PLAN).collect()
    assert [tuple(row) for row in found] == [planned_by_row(text, profile) for text in texts]


@settings(max_examples=4)
@given(st.lists(st.one_of(st.none(), messages()), min_size=1, max_size=60))
def test_plans_of_any_texts_are_what_plan_says(
    session: "SparkSession", texts: list[str | None]
) -> None:
    sendable = [text and text.encode("utf-8", "replace").decode() for text in texts]
    df = frame(session, [(text,) for text in sendable], "text string", 4)
    profile = Profile(boundary=Boundary.GRAPHEME)
    found = spark.plan_column(df, "text", profile).select(*PLAN).collect()
    assert [tuple(row) for row in found] == [planned_by_row(text, profile) for text in sendable]


def test_no_rows_are_no_plans(session: "SparkSession") -> None:
    found = spark.plan_column(frame(session, [], "text string", 2), "text")
    assert found.collect() == []
    assert [field.simpleString() for field in found.schema] == [
        "text:string",
        "encoding:string",
        "chars_count:bigint",
        "msg_count:bigint",
    ]


def test_other_columns_come_through_as_they_are(session: "SparkSession") -> None:
    schema = (
        "`a.b` string, d date, t timestamp, m decimal(20, 4), l array<string>, "
        "s struct<x: int>, `ta``ble` binary, text string, v double"
    )
    when = dt.datetime(2024, 2, 29, 12)  # noqa: DTZ001 - Spark gives local time
    rows = [
        ("x", when.date(), when, Decimal("1.2300"), ["a", None], {"x": 1}, b"\0", "Hello", 0.5),
        (None, None, None, None, None, None, None, None, None),
    ]
    df = frame(session, rows, schema, 1)
    found = spark.plan_column(df, "text")
    assert found.select(*(f"`{name.replace('`', '``')}`" for name in df.columns)).collect() == (
        df.collect()
    )
    assert spark.plan_column(df, "a.b").collect()[0].chars_count == 1
    assert found.columns == [*df.columns, *PLAN]


def test_plans_are_columns_like_any_other(session: "SparkSession") -> None:
    df = frame(session, [(text,) for text in TEXTS], "text string", 3)
    sums = spark.plan_column(df, "text").groupBy("encoding").sum("msg_count").collect()
    assert {row[0]: row[1] for row in sums} == {
        encoding and encoding.value: sum(
            plan(text).msg_count
            for text in TEXTS
            if text is not None and plan(text).encoding is encoding
        )
        or None
        for encoding in (*Encoding, None)
    }


def jobs(session: "SparkSession") -> int:
    return len(session.sparkContext.statusTracker().getJobIdsForGroup())


@pytest.mark.parametrize(
    ("schema", "column", "message"),
    [
        ("texts string", "text", "there is no column 'text'; did you mean 'texts'?"),
        ("text int", "text", "the column 'text' is of type int, not of text"),
        ("text binary", "text", "the column 'text' is of type binary, not of text"),
        ("text array<string>", "text", "'text' is of type array<string>, not of text"),
        ("text string, MSG_COUNT int", "text", "there is a column 'MSG_COUNT' already"),
        (
            "x int, `a.b` interval year to month, text string",
            "text",
            "the column 'a.b' is of type interval year to month, which Spark does not hand",
        ),
    ],
)
def test_what_cannot_be_planned_is_said_before_any_job(
    session: "SparkSession", schema: str, column: str, message: str
) -> None:
    df = frame(session, [], schema, 1)
    before = jobs(session)
    with pytest.raises(ColumnError, match=message.replace("?", r"\?")):
        spark.plan_column(df, column)
    assert jobs(session) == before


def test_two_columns_of_one_name_are_refused(session: "SparkSession") -> None:
    df = frame(session, [], "text string", 1)
    with pytest.raises(ColumnError, match="there are 2 columns 'text'"):
        spark.plan_column(df.crossJoin(df), "text")


@pytest.mark.parametrize(
    ("schema", "choices", "message"),
    [
        ("text string, to string", {}, "there is no column 'msisdn'"),
        ("text string, msisdn double", {}, "'msisdn' is of type double, not of text or whole"),
        ("text int, msisdn string", {}, "'text' is of type int, not of text"),
        ("text string, msisdn string", {"unread": "bad"}, "there is no column 'bad'"),
        ("text string, msisdn string", {"unread": "text"}, "there is no column 'text'"),
        (
            "name boolean, no int, msisdn string",
            {"text": None, "template": TEMPLATE},
            "'name' is of type boolean, not of text or whole numbers",
        ),
    ],
)
def test_what_cannot_be_previewed_is_said_before_any_job(
    session: "SparkSession", schema: str, choices: dict[str, Any], message: str
) -> None:
    df = frame(session, [], schema, 1)
    before = jobs(session)
    with pytest.raises(ColumnError, match=message):
        spark.preview(df, **{"to": "msisdn", "text": "text"} | choices)
    assert jobs(session) == before


def test_texts_are_of_a_column_or_of_a_template(session: "SparkSession") -> None:
    df = frame(session, [], "text string, msisdn string", 1)
    with pytest.raises(TypeError, match="either a column"):
        spark.preview(df, to="msisdn")
    with pytest.raises(TypeError, match="either a column"):
        spark.preview(df, to="msisdn", text="text", template=TEMPLATE)


def test_non_gsm_characters_of_a_forced_encoding_fail_the_action(session: "SparkSession") -> None:
    from pyspark.errors import PythonException  # noqa: PLC0415 - may not be there

    df = frame(session, [("Hello",), ("Łukasz",)], "text string", 1)
    planned = spark.plan_column(df, "text", Profile(encoding=Encoding.GSM7))
    with pytest.raises(PythonException, match="UnencodableTextError: GSM-7 lacks 'Ł'"):
        planned.collect()


def campaign_rows() -> list[tuple[str | None, str | None, int | None, str | None]]:
    """Give rows of every kind; recipients come again in their partition and in others."""
    rows: list[tuple[str | None, str | None, int | None, str | None]] = []
    for row in range(300):
        number = NUMBERS[row % 7] if row % 5 else str(4_530_000_000 + row % 120)
        text = TEXTS[row * 7 % len(TEXTS)] if row % 3 else f"Hi {row}, " + "Łukasz’ " * (row % 20)
        rows.append((number, text, None if row % 11 == 0 else row, None))
    rows[17] = (None, None, None, "line 17: 3 cells, not 4")
    return rows


SCHEMA = "msisdn string, name string, no int, bad string"


def previews(df: "DataFrame", **choices: Any) -> tuple[Preview, Preview]:  # noqa: ANN401 - any
    """Give Spark's, and that of the same rows in one process."""
    return spark.preview(df, to="msisdn", **choices), preview(
        df.toArrow().to_batches(), to="msisdn", **choices
    )


@pytest.mark.parametrize("partitions", [1, 5])
def test_a_preview_is_that_of_the_rows_in_one_process(
    session: "SparkSession", partitions: int
) -> None:
    df = frame(session, campaign_rows(), SCHEMA, partitions)
    found, expected = previews(df, text="name", rates=CARD, unread="bad")
    assert found == expected
    assert found.cost is not None
    assert found.cost == sum((each.cost or 0 for each in found.countries), Decimal(0))
    assert found.cost.as_tuple().exponent == -18
    assert found.duplicates is not None
    assert found.duplicates.rows > 100
    assert [group.code for group in found.errors] == [
        *("ROW_UNREADABLE", "TEXT_EMPTY", "TEXT_LONG", "MSISDN_EMPTY"),
        *("MSISDN_ALPHA", "MSISDN_INVALID"),
    ]


def test_a_preview_of_a_template_is_that_of_the_rows_in_one_process(
    session: "SparkSession",
) -> None:
    df = frame(session, campaign_rows(), SCHEMA, 3)
    fields = {"name": Field(max_length=20), "no": Field(max_length=3)}
    found, expected = previews(df, template=TEMPLATE, fields=fields, samples=2, duplicates=False)
    assert found == expected
    assert found.duplicates is None
    assert found.bounds is not None
    assert found.bounds.fields[0].outside


def test_partitions_without_rows_change_nothing(session: "SparkSession") -> None:
    df = frame(session, campaign_rows()[:8], SCHEMA, 12)
    found, expected = previews(df, text="name", rates=CARD)
    assert found == expected
    assert found.rows == 8


def test_a_preview_of_no_rows_is_one_of_nothing(session: "SparkSession") -> None:
    found, expected = previews(frame(session, [], SCHEMA, 3), text="name", rates=CARD)
    assert found == expected
    assert (found.rows, found.cost) == (0, Decimal("0E-18"))


def test_a_column_may_be_called_anything(session: "SparkSession") -> None:
    df = frame(session, [(4520123456, "Hello")], "`to.whom` bigint, `te``xt` string", 1)
    assert spark.preview(df, to="to.whom", text="te`xt").msg_count == 1


def test_names_that_differ_in_case_are_of_two_columns(session: "SparkSession") -> None:
    schema = "msisdn string, Text string, text string"
    df = frame(session, [("4520123456", "a" * 161, "Hello")], schema, 1)
    df = df.selectExpr("*", "interval '1' month span")  # which does not go to Python
    assert spark.preview(df, to="msisdn", text="text").msg_count == 1
    assert spark.preview(df, to="msisdn", text="Text").msg_count == 2


def test_a_column_differs_from_an_added_one_where_case_matters(session: "SparkSession") -> None:
    df = frame(session, [("Hello", "x")], "text string, Encoding string", 1)
    session.conf.set("spark.sql.caseSensitive", "true")
    try:
        assert tuple(spark.plan_column(df, "text").collect()[0]) == ("Hello", "x", "GSM-7", 5, 1)
    finally:
        session.conf.unset("spark.sql.caseSensitive")


def test_whole_numbers_may_be_decimals(session: "SparkSession") -> None:
    schema = "msisdn decimal(38, 0), no decimal(5, 0)"
    rows = [(Decimal(4520123456), Decimal(1)), (Decimal(-4520123456), Decimal(12)), (None, None)]
    df = frame(session, rows, schema, 1)
    found, expected = previews(df, template=Template.parse("Code {{no}}"))
    assert found == expected
    assert [group.code for group in found.errors] == ["FIELD_MISSING", "MSISDN_INVALID"]
    with pytest.raises(ColumnError, match=r"'no' is of type decimal\(5,2\), not of text or whole"):
        spark.preview(
            frame(session, [], "msisdn string, no decimal(5, 2)", 1),
            to="msisdn",
            template=Template.parse("{{no}}"),
        )


def test_the_second_of_two_rows_is_the_duplicate_wherever_they_are(
    session: "SparkSession",
) -> None:
    numbers = [f"45{row:08}" for row in range(50)]
    rows = [(number, "Hello") for number in [*numbers, *reversed(numbers)]]
    df = frame(session, rows, "msisdn string, text string", 10)
    assert spark.preview(df, to="msisdn", text="text", samples=3).duplicates == Group(
        "MSISDN_DUPLICATE",
        50,
        tuple(Sample(row, numbers[100 - row]) for row in (51, 52, 53)),
    )


def test_plans_are_added_to_each_batch() -> None:
    batch = pa.record_batch({"text": pa.array(TEXTS)})
    (found,) = spark.add_plans([batch], ["text", *PLAN], 0, Profile())
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        (text, *planned_by_row(text, Profile())) for text in TEXTS
    ]


@pytest.mark.parametrize("missing", ["pyspark", "numba", "pyarrow"])
def test_without_the_extra_the_error_says_what_to_install(missing: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from smsplan import MissingExtraError\n"
        "try:\n    import smsplan.spark\nexcept MissingExtraError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == (
        "smsplan.spark needs an extra: pip install 'smsplan[spark]', or in a checkout '.[spark]'\n"
    )


@pytest.mark.usefixtures("session")
def test_the_code_of_the_page_runs() -> None:
    examples = list(Sybil([PythonCodeBlockParser()]).parse(PAGE).examples())
    for example in examples:
        example.evaluate()
    assert len(examples) == PAGE.read_text("utf-8").count("\n```python\n")
