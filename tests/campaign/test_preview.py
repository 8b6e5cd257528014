import json
from datetime import date
from decimal import Decimal, localcontext
from itertools import product

import msgspec
import pyarrow as pa
import pytest

from smsplan import (
    Boundary,
    Field,
    Language,
    Profile,
    RateCard,
    Template,
    UnencodableTextError,
    plan,
)
from smsplan.campaign import Preview, preview
from smsplan.errors import ColumnError, RateCardError
from smsplan.planning import Encoding
from smsplan.templates import Charset

RATES = RateCard(
    "DKK",
    {"45": Decimal("0.20"), "4520": Decimal("0.255"), "47": Decimal("0.2")},
    countries={"45": "Denmark"},
)


def rows(**columns: object) -> pa.RecordBatch:
    return pa.record_batch(columns)


def test_prices_are_those_of_the_day_and_the_kind_of_the_sender() -> None:
    rates = RateCard.read(
        "prefix,price,sender,valid from\n45,0.2,alphanumeric,\n45,0.1,numeric,\n"
        "45,0.4,numeric,2027-01-01\n",
        currency="DKK",
    )
    table = pa.table({"msisdn": ["4520123456", "4520123457"], "text": ["Hi", "x" * 161]})
    days = None, date(2026, 12, 1), date(2027, 2, 1)
    for sender, day in product((None, "Shop", "4520123456"), days):
        found = preview(table, to="msisdn", text="text", rates=rates, sender=sender, day=day)
        quotes = [
            rates.quote(plan(row["text"]), row["msisdn"], day=day, sender=sender)
            for row in table.to_pylist()
        ]
        assert found.least == sum(quote.least for quote in quotes)
        assert found.most == sum(quote.most for quote in quotes)


def test_prefixes_of_one_country_are_brought_together_and_money_is_exact() -> None:
    batch = rows(to=["4520123456", "4531234567", "4791234567", "46701234567"], text=["a" * 161] * 4)
    found = preview([batch], to="to", text="text", rates=RATES)
    assert [(each.dialcode, each.name, each.msg_count) for each in found.countries] == [
        (45, "Denmark", 4),
        (46, "Sweden", 2),
        (47, "Norway", 2),
    ]
    assert [each.cost for each in found.countries] == [Decimal("0.910"), Decimal(0), Decimal("0.4")]
    assert found.cost == Decimal("1.310")
    assert str(found.countries[2].cost) == "0.400", "all sums have as many places"
    assert [(each.code, each.first[0].row) for each in found.errors] == [("RATE_UNKNOWN", 4)]
    assert found.countries[1].unpriced == 1
    assert found.recipients == 4, "what has no price can be sent"


def test_a_recipient_may_be_a_number_and_a_field_too() -> None:
    batch = rows(to=pa.array([4520123456, None, 0], pa.int64()), code=pa.array([1, 2, 3]))
    found = preview([batch], to="to", template=Template.parse("Code {{code}}"))
    assert found.recipients == 1
    assert [each.code for each in found.errors] == ["MSISDN_EMPTY", "MSISDN_INVALID"]
    assert [each.first[0].row for each in found.errors] == [2, 3]


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
)
def test_every_type_of_text_is_read(kind: pa.DataType) -> None:
    column = pa.array(["4520123456", "x", None, "4520123456"]).cast(kind)
    batch = rows(to=column, text=column).slice(1)
    found = preview([batch], to="to", text="text")
    assert (found.rows, found.recipients, found.msg_count) == (3, 1, 1)
    assert found.duplicates is not None
    assert found.duplicates.rows == 0


@pytest.mark.parametrize(
    ("columns", "choices", "message"),
    [
        ({"msisdn": ["1"], "txt": ["a"]}, {"text": "text"}, "did you mean 'txt'"),
        ({"MSISDN": ["1"], "text": ["a"]}, {"text": "text"}, "did you mean 'MSISDN'"),
        ({"msisdn": ["1"], "text": [1]}, {"text": "text"}, "'text' is of type int64, not of text"),
        ({"msisdn": [1.5], "text": ["a"]}, {"text": "text"}, "'msisdn' is of type double"),
        ({"msisdn": ["1"], "x": [1.5]}, {"template": Template.parse("{{x}}")}, "'x' is of type"),
        (
            {"msisdn": ["1"]},
            {"template": Template.parse("{{x}}")},
            "no column 'x' (columns: msisdn)",
        ),
    ],
)
def test_a_column_that_cannot_be_used_is_named(
    columns: dict[str, object], choices: dict[str, object], message: str
) -> None:
    with pytest.raises(ColumnError) as caught:
        preview([rows(**columns)], to="msisdn", **choices)  # type: ignore[arg-type] # as they come
    assert message in str(caught.value)


def test_columns_of_the_plan_are_not_written_over() -> None:
    batch = rows(msisdn=["4520123456"], text=["a"], cost=["1"])
    assert preview([batch], to="msisdn", text="text").recipients == 1
    with pytest.raises(ColumnError, match="'cost'"):
        preview([batch], to="msisdn", text="text", on_batch=print)


def test_the_texts_are_a_column_or_a_template() -> None:
    for choices in ({}, {"text": "a", "template": Template.parse("a")}):
        with pytest.raises(TypeError, match="either"):
            preview([], to="to", **choices)  # type: ignore[arg-type] # as they come


def test_a_row_has_the_error_that_matters_most_and_is_not_sent() -> None:
    batch = rows(
        to=["45x", "45x", "4520123456", "4520123456", ""],
        text=[None, "", "", "a" * 153 * 256, "Hello"],
        why=["line 2: broken", None, None, None, None],
    )
    planned: list[pa.RecordBatch] = []
    found = preview([batch], to="to", text="text", unread="why", on_batch=planned.append)
    assert [(each.code, each.rows) for each in found.errors] == [
        ("ROW_UNREADABLE", 1),
        ("TEXT_EMPTY", 2),
        ("TEXT_LONG", 1),
        ("MSISDN_EMPTY", 1),
    ]
    assert found.errors[0].first[0].value == "line 2: broken"
    assert (found.recipients, found.msg_count) == (0, 0)
    assert planned[0].column("error")[0].as_py() == "ROW_UNREADABLE: line 2: broken"
    assert "why" not in planned[0].schema.names


def test_the_first_field_that_is_missing_is_named() -> None:
    batch = rows(
        to=["4520123456"] * 5,
        a=["a", None, None, "a", None],
        b=["b", "b", None, None, "b"],
        why=[None, None, None, None, "cut"],
    )
    planned: list[pa.RecordBatch] = []
    found = preview(
        [batch.slice(0, 1), batch.slice(1)],
        to="to",
        template=Template.parse("{{b}}{{a}}"),
        unread="why",
        on_batch=planned.append,
    )
    assert pa.Table.from_batches(planned).column("error").to_pylist() == [
        None,
        "FIELD_MISSING: a",
        "FIELD_MISSING: b",
        "FIELD_MISSING: b",
        "ROW_UNREADABLE: cut",
    ]
    assert [(each.row, each.value) for each in found.errors[1].first] == [
        (2, "a"),
        (3, "b"),
        (4, "b"),
    ]


@pytest.mark.slow  # the quick tests are run without what it needs
def test_tables_and_what_else_streams_are_batches() -> None:
    table = pa.table({"to": ["4520123456"] * 3, "text": ["a", "b", "ж" * 71]})
    expected = preview(table.to_batches(max_chunksize=2), to="to", text="text")
    assert expected.msg_count == 4
    for streamed in (
        table,
        table.to_batches()[0],
        table.to_reader(),
    ):
        assert preview(streamed, to="to", text="text") == expected
    with pytest.raises(ColumnError, match="did you mean 'text'"):
        preview(table[:0], to="to", text="txt")
    pl = pytest.importorskip("polars")
    assert preview(pl.DataFrame(table), to="to", text="text") == expected


@pytest.mark.parametrize("threads", [0, -1])
def test_there_is_one_thread_at_least(threads: int) -> None:
    with pytest.raises(ValueError, match=f"^threads is 1 at least, not {threads}$"):
        preview([], to="to", text="text", threads=threads)


@pytest.mark.parametrize("prefix", ["prefix 45", "default"])
def test_prices_too_long_for_the_column_of_costs_are_refused_before_any_row(prefix: str) -> None:
    price, step = Decimal("392156862745098039.215686274509803921"), Decimal("1e-18")
    batch = rows(to=["4520123456"], text=["a" * 153 * 255])
    planned: list[pa.RecordBatch] = []

    def run(price: Decimal, **choices: object) -> Preview:
        default = prefix == "default"
        rates = RateCard("DKK", {} if default else {"45": price}, price if default else None)
        return preview([batch], to="to", text="text", rates=rates, **choices)  # type: ignore[arg-type] # as they come

    with localcontext(prec=50):
        assert run(price, on_batch=planned.append).cost == price * 255
        assert planned[0].column("cost")[0].as_py() == price * 255
        too_much = price + step
        with pytest.raises(RateCardError, match=f"^{prefix}: 255 segments at {too_much} cost more"):
            run(too_much, on_batch=planned.append)
        assert run(too_much).cost == too_much * 255, "which no column has to hold"
    assert len(planned) == 1


def test_a_number_of_64_bits_is_too_long() -> None:
    batch = rows(to=pa.array([4520123456, 2**64 - 1], pa.uint64()), text=["a", "a"])
    found = preview([batch], to="to", text="text")
    assert [(each.code, each.first[0].value) for each in found.errors] == [
        ("MSISDN_LONG", "18446744073709551615")
    ]


def test_what_no_allowed_language_has_is_why_where_there_is_such() -> None:
    texts = ["ş中", "ş中", "şą", "中", "ş"]
    batch = rows(to=["4520123456"] * 5, text=texts)

    def non_gsm(*languages: Language) -> list[tuple[str, int]]:
        profile = Profile(languages=languages)
        found = preview([batch], to="to", text="text", profile=profile)
        return [(each.character, each.rows) for each in found.non_gsm_characters]

    assert non_gsm() == [("ş", 4), ("中", 3), ("ą", 1)]
    assert non_gsm(Language.TURKISH) == [("中", 3), ("ą", 1), ("ş", 1)]


def test_what_was_found_stands_beside_what_was_proved() -> None:
    template = Template.parse("Hi {{name}}, " + "a" * 140)
    batch = rows(msisdn=["4520123456"] * 3, name=["Bo", "Łukasz", "Bo" * 20])
    found = preview(
        [batch], to="msisdn", template=template, fields={"name": Field(10, Charset.GSM7_BASIC, 2)}
    )
    assert found.bounds is not None
    assert (found.bounds.proven_least, found.bounds.proven_most) == (1, 1)
    assert (found.bounds.found_least, found.bounds.found_most) == (1, 3)
    (name,) = found.bounds.fields
    assert (name.shortest, name.longest, name.outside) == (2, 40, 1)


def test_where_nothing_is_proved_the_reason_is_said() -> None:
    template = Template.parse("Hi {{name}}")
    batch = rows(msisdn=["4520123456"], name=["Bo"])
    found = preview([batch], to="msisdn", template=template)
    assert found.bounds is not None
    assert found.bounds.reason == "nothing is said of what may come into name"
    words = Profile(boundary=Boundary.WORD)
    found = preview(
        [batch], to="msisdn", template=template, fields={"name": Field(99)}, profile=words
    )
    assert found.bounds is not None
    assert "longer text can need fewer" in (found.bounds.reason or "")


def test_a_template_without_fields_is_sent_to_everybody() -> None:
    found = preview([rows(to=["4520123456"] * 2)], to="to", template=Template.parse("Hello"))
    assert (found.msg_count, found.chars_count) == (2, 10)
    assert found.duplicates is not None
    assert [(each.row, each.value) for each in found.duplicates.first] == [(2, "4520123456")]


def test_duplicates_need_not_be_looked_for() -> None:
    batch = rows(to=["4520123456"] * 2, text=["a"] * 2)
    assert preview([batch], to="to", text="text", duplicates=False).duplicates is None


def test_the_costs_of_ucs2_and_what_fixes_save_are_priced() -> None:
    batch = rows(to=["4531234567", "4531234567"], text=["It’s " + "a" * 100, "Łódź " + "a" * 100])
    found = preview([batch], to="to", text="text", rates=RATES)
    assert (found.extra.recipients, found.extra.msg_count, found.extra.cost) == (
        2,
        2,
        Decimal("0.4"),
    )
    assert (found.savings.recipients, found.savings.msg_count) == (1, 1)
    assert found.savings.cost == Decimal("0.2")
    assert [(each.character, each.rows) for each in found.non_gsm_characters] == [
        ("ó", 1),
        ("Ł", 1),
        ("ź", 1),
        ("’", 1),
    ]
    assert found.ucs2.rows == 2


@pytest.mark.parametrize("threads", [1, 4])
def test_a_forced_encoding_that_lacks_a_character_is_refused(threads: int) -> None:
    with pytest.raises(UnencodableTextError) as refused:
        preview(
            [rows(to=["4520123456"] * 2, text=["a", text]) for text in ("b", "c", "ж")],
            to="to",
            text="text",
            profile=Profile(encoding=Encoding.GSM7),
            threads=threads,
        )
    assert refused.value.__notes__ == ["in row 6 of the campaign"]


def test_a_preview_is_json_and_back() -> None:
    batch = rows(to=["4520123456", "x"], text=["“Hi”", "a"])
    found = preview([batch], to="to", text="text", rates=RATES)
    written = msgspec.json.encode(found)
    assert msgspec.json.decode(written, type=Preview) == found
    assert json.loads(written)["msg-count"] == 1


def test_nothing_has_a_preview_too() -> None:
    found = preview([], to="to", text="text", rates=RATES)
    assert (found.rows, found.msg_count, found.cost) == (0, 0, Decimal(0))


def test_a_column_of_reasons_that_is_named_has_to_be_there() -> None:
    with pytest.raises(ColumnError, match="there is no column 'why'"):
        preview([rows(to=["4520123456"], text=["a"])], to="to", text="text", unread="why")
