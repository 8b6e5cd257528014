import sys
from random import Random
from string import ascii_letters
from typing import Any

import pyarrow as pa
import pytest

from smsplan import (
    STANDARD,
    Boundary,
    Encoding,
    Language,
    Plan,
    Profile,
    UnencodableTextError,
    plan,
)
from smsplan.columns import msisdn_array, non_gsm_array, plan_array, plan_kernel, plans
from smsplan.planning import ALL_LANGUAGES
from smsplan.planning.profile import Above, Capacity, Counting, Limit, Replace, WhiteSpace
from tests.columns.layouts import LAYOUT_NAMES, LAYOUTS
from tests.property.profiles import SETTINGS

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)

FIELDS = ["encoding", "chars_count", "msg_count"]
MESSAGES: list[str | None] = ["Hello", None, "", "€" * 81, "я" * 80, "ab😀", "`", "naïve"]
COUNTED = [
    ("GSM-7", 5, 1),
    None,
    ("GSM-7", 0, 1),
    ("GSM-7", 162, 2),
    ("UCS-2", 80, 2),
    ("UCS-2", 4, 1),
    ("UCS-2", 1, 1),
    ("UCS-2", 5, 1),
]


def counted(planned: pa.StructArray) -> list[tuple[str, int, int] | None]:
    return [
        row and (row["encoding"], row["chars_count"], row["msg_count"])
        for row in planned.to_pylist()
    ]


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_every_layout_is_read(layout: str) -> None:
    assert counted(plan_array(LAYOUTS[layout](MESSAGES))) == COUNTED
    assert counted(plan_array(LAYOUTS[layout]([]))) == []
    assert counted(plan_array(LAYOUTS[layout]([None]))) == [None]


def test_the_type_is_the_same_for_every_column() -> None:
    kind = pa.struct(
        [
            ("encoding", pa.dictionary(pa.int8(), pa.string())),
            ("chars_count", pa.int64()),
            ("msg_count", pa.int64()),
        ]
    )
    for make in LAYOUTS.values():
        for profile in (STANDARD, GRAPHEMES):
            assert plan_array(make(MESSAGES), profile).type == kind
            assert plan_array(make([]), profile).type == kind


def test_a_column_of_nulls_alone_needs_no_type() -> None:
    assert plan_array(pa.nulls(3)).to_pylist() == [None] * 3
    assert non_gsm_array(pa.nulls(3)).to_pylist() == [None] * 3


def test_a_dictionary_without_entries_needs_no_type() -> None:
    column = pa.DictionaryArray.from_arrays(pa.nulls(3, pa.int8()), pa.array([], pa.float64()))
    assert plan_array(column).to_pylist() == [None] * 3
    assert non_gsm_array(column).to_pylist() == [None] * 3
    assert msisdn_array(column).to_pylist() == [None] * 3


def test_what_lies_under_a_null_is_not_looked_at() -> None:
    offsets, data = pa.array([0, 1, 2, 4], pa.int32()).buffers()[1], b"a\xf0\xd1\x8f"
    column = pa.Array.from_buffers(
        pa.string(), 3, [pa.py_buffer(b"\x01"), offsets, pa.py_buffer(data)]
    )
    counts = [("GSM-7", 1, 1), None, None]
    assert counted(plan_array(column)) == counts
    assert counted(plan_array(column, Profile(encoding=Encoding.GSM7))) == counts
    found = non_gsm_array(column)
    assert found.to_pylist() == [[], None, None]
    assert len(found.values) == 0


CHARACTERS = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "a"])
def test_every_code_point_is_planned_as_plan_does(before: str) -> None:
    planned = plan_array(pa.array([before + character for character in CHARACTERS]))
    codes = planned.field("encoding").indices.to_pylist()
    found = zip(
        codes,
        planned.field("chars_count").to_pylist(),
        planned.field("msg_count").to_pylist(),
        strict=True,
    )
    encodings = list(Encoding)
    different = [
        character
        for character, (code, chars_count, msg_count) in zip(CHARACTERS, found, strict=True)
        if (one := plan(before + character)).encoding is not encodings[code]
        or (one.chars_count, one.msg_count) != (chars_count, msg_count)
    ]
    assert not different


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize(
    "pieces", ["a", "]", "é", "€", "é]", "я", "😀", "я😀", "`", "中a", "aaaaaaa€", "aaaaaaa😀"]
)
def test_every_length_up_to_five_segments(pieces: str, bits: int) -> None:
    text = pieces * 800
    ends = range(5 * 153)
    profile = Profile(reference_bits=bits)
    wanted = [plan(text[:end], profile) for end in ends]
    assert counted(plan_array(pa.array([text[:end] for end in ends]), profile)) == [
        (one.encoding.value, one.chars_count, one.msg_count) for one in wanted
    ]


@pytest.mark.parametrize("offset", range(150, 157))
def test_a_pair_across_a_boundary_costs_a_segment_only_if_the_last_is_full(offset: int) -> None:
    texts = ["a" * offset + "€" + "a" * (2 * 153 - 2 - offset - spare) for spare in range(3)]
    assert plan_array(pa.array(texts)).field("msg_count").to_pylist() == [
        3 if offset == 152 else 2,
        2,
        2,
    ]


def test_a_row_is_planned_the_same_alone_and_among_any_others() -> None:
    alike = ["a" * 161] * 40
    texts = [*alike, "[", *alike, "я" * 71, *alike, "", *alike]
    assert plan_array(pa.array(texts)) == pa.concat_arrays(
        [plan_array(pa.array([text])) for text in texts]
    )


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_threads_change_nothing(threads: int | None) -> None:
    texts = pa.array([row and row * (index % 7) for index in range(5_000) for row in MESSAGES])
    assert plan_array(texts, threads=threads) == plan_array(texts, threads=1)
    assert non_gsm_array(texts, threads=threads) == non_gsm_array(texts, threads=1)


def test_there_is_no_plan_without_a_thread() -> None:
    with pytest.raises(ValueError, match=r"^threads is 1 at least, not 0$"):
        plan_array(pa.array(["a"]), threads=0)


def test_the_entries_of_a_dictionary_are_planned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = []
    original = plan_kernel.plan_rows

    def plan_rows(data: Any, offsets: Any, *others: Any) -> None:  # noqa: ANN401 - as the kernel's
        rows.append(len(offsets) - 1)
        original(data, offsets, *others)

    monkeypatch.setattr(plan_kernel, "plan_rows", plan_rows)
    column = pa.array(["a", "b"] * 100).dictionary_encode()
    plan_array(pa.chunked_array([column[:50], column[50:]]))
    assert rows == [2]


def test_plan_is_asked_once_for_each_distinct_text_where_no_kernel_knows_the_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def ask(text: str, profile: Profile) -> Plan:
        asked.append(text)
        return plan(text, profile)

    monkeypatch.setattr(plans, "plan", ask)
    texts = ["a", "я" * 72, "a " * 90, "ş"]
    profile = Profile(Encoding.GSM7, placeholder="?")
    found = plan_array(pa.array(texts * 3), profile)
    assert sorted(asked) == sorted(texts)
    assert found.field("msg_count").to_pylist() == 3 * [
        plan(one, profile).msg_count for one in texts
    ]


@pytest.mark.parametrize("boundary", Boundary)
@pytest.mark.parametrize("languages", [(), ALL_LANGUAGES])
def test_plan_is_asked_for_no_text_of_any_other_profile(
    boundary: Boundary, languages: tuple[Language, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = Profile(boundary=boundary, languages=languages)
    texts = ["a", "я" * 72, "a " * 90, "ş", "👩\u200d" * 40, "ş " * 90, "क\u094d" * 100, None]
    expected = [
        text and (one.encoding.value, one.chars_count, one.msg_count)
        for text in texts
        if text is None or (one := plan(text, profile))
    ]
    monkeypatch.delattr(plans, "plan")
    assert counted(plan_array(pa.array(texts), profile)) == expected


def test_plan_is_asked_for_no_text_of_any_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["a", "я ., " * 72, "a\t " * 90, "\n\n\n|ş…\f", "😀\r\n" * 400, ""]
    expected = [[plan(text, profile).msg_count for text in texts] for profile in SETTINGS]
    monkeypatch.delattr(plans, "plan")
    for profile, counts in zip(SETTINGS, expected, strict=True):
        found = plan_array(pa.array(texts), profile).field("msg_count")
        assert found.to_pylist() == counts, profile


@pytest.mark.parametrize(
    "profile",
    [
        Profile(prefix="\ud800"),
        Profile(keeps="\ud800", placeholder="?"),
        Profile(replace=Replace.ALWAYS, replacements=(("é", "\ud83d"), ("я", "\ude00"))),
        Profile(placeholder="😀"),
        Profile(lacks=ascii_letters + "€[]{}~^|\\", placeholder="?"),
        Profile(lacks="\n\r\f ", crlf=True, boundary=Boundary.WORD),
        Profile(lacks=" \t\n", placeholder=" ", white_space=tuple(WhiteSpace)),
        Profile(limit=Limit(max_segments=1, above=Above.TRUNCATED)),
        Profile(limit=Limit(max_segments=2, above=Above.TRUNCATED), counting=Counting.DIVISION),
        Profile(limit=Limit(max_characters=9, above=Above.TRUNCATED), prefix="я", suffix="€"),
        Profile(limit=Limit(max_utf16=9, above=Above.TRUNCATED)),
        Profile(
            limit=Limit(max_segments=2, above=Above.TRUNCATED),
            boundary=Boundary.GRAPHEME,
            ucs2=Capacity(6, 3),
        ),
        Profile(Encoding.UCS2, lacks="a", replace=Replace.ALWAYS, replacements=(("я", ""),)),
        Profile(languages=(Language.TURKISH,), placeholder="?"),
        Profile(replace=Replace.BEYOND_ONE_SEGMENT, replacements=(("я", "ya"),), lacks="|é"),
        Profile(replace=Replace.ALL_OR_NOTHING, replacements=(("я", ""), ("😀", "€"))),
    ],
    ids=str,
)
def test_rules_that_no_provider_has_are_those_of_plan(profile: Profile) -> None:
    random = Random(14)  # noqa: S311 - repeatable, not secret
    pieces = [*"a bé€[|`яşñ\n\r\t\f.,?A", "😀", "\u0301", "\u200d", "\u2003", "\x85"]
    texts = [
        "".join(random.choices(random.sample(pieces, random.choice((2, 4, 20))), k=length))
        for length in (0, 1, 2, 8, 9, 10, 69, 71, 150, 160, 161, 320) * 9
    ]
    planned = plan_array(pa.array(texts), profile)
    assert counted(planned) == [
        (one.encoding.value, one.chars_count, one.msg_count)
        for one in (plan(text, profile) for text in texts)
    ]


def test_what_is_no_utf8_is_counted_somehow_at_every_provider_too() -> None:
    broken = b"\xff\xfe  .\t x\n\n\n", b"\x80 .", b" \xe2\x82", b"caf\xe9 ", b"\xc3"
    texts = ["  ok ,. \n", "\u2003я"]
    column = pa.array([*broken, *map(str.encode, texts)]).view(pa.string())
    for profile in SETTINGS:
        counts = [plan(text, profile).chars_count for text in texts]
        found = plan_array(column, profile).field("chars_count").to_pylist()
        assert found[len(broken) :] == counts, profile


@pytest.mark.parametrize("boundary", Boundary)
@pytest.mark.parametrize("languages", [(), ALL_LANGUAGES])
def test_what_is_no_utf8_ends_no_process(
    boundary: Boundary, languages: tuple[Language, ...]
) -> None:
    random = Random(14)  # noqa: S311 - repeatable, not secret
    pieces = [b"\x80", b"\xcc", b"\x81", b"\xe2", b"\xff", *map(str.encode, "a ş🇩क\u094d")]
    texts = [b"\x80" * 600, *(b"".join(random.choices(pieces, k=400)) for _ in range(300))]
    profile = Profile(boundary=boundary, languages=languages)
    for column in pa.array(texts), pa.array(texts[:1]):
        assert len(plan_array(column.view(pa.string()), profile)) == len(column)


@pytest.mark.parametrize("profile", [GRAPHEMES, Profile(Encoding.GSM7, languages=ALL_LANGUAGES)])
def test_no_kernel_looks_at_what_lies_under_a_null(profile: Profile) -> None:
    data = b"\xf0\xff\x80" * 100
    offsets = pa.array([0, 300], pa.int32()).buffers()[1]
    column = pa.Array.from_buffers(
        pa.string(), 1, [pa.py_buffer(b"\x00"), offsets, pa.py_buffer(data)]
    )
    assert counted(plan_array(column, profile)) == [None]


@pytest.mark.parametrize(
    "profile",
    [Profile(encoding=Encoding.GSM7), Profile(encoding=Encoding.GSM7, languages=(Language.HINDI,))],
)
def test_the_first_text_that_forced_gsm7_refuses_is_named_with_its_row(profile: Profile) -> None:
    with pytest.raises(UnencodableTextError) as refusal:
        plan_array(pa.array(["a", None, "b中", "中"]), profile)
    assert (refusal.value.character, refusal.value.start) == ("中", 1)
    assert refusal.value.__notes__ == ["in row 2 of the column, counted from 0"]


def test_an_entry_that_no_row_has_is_not_refused() -> None:
    column = pa.array(["中", "a"]).dictionary_encode()[1:]
    assert counted(plan_array(column, Profile(encoding=Encoding.GSM7))) == [("GSM-7", 1, 1)]


@pytest.mark.slow  # the quick tests are run without what it needs
def test_an_expression_of_polars_is_told_from_a_column() -> None:
    pl = pytest.importorskip("polars")
    expected = "texts is an Arrow column, not Expr, which has no values yet; map_batches gives them"
    with pytest.raises(TypeError, match=f"^{expected}$"):
        plan_array(pl.col("text"))


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (["a"], "texts is an Arrow column, not list; pyarrow.array makes one"),
        ("a", "texts is an Arrow column, not str; pyarrow.array makes one"),
        (None, "texts is an Arrow column, not NoneType; pyarrow.array makes one"),
        (pa.array([b"a"]), "texts is a column of strings, not of binary"),
        (pa.array([1]), "texts is a column of strings, not of int64"),
        (pa.array([["a"]]), "texts is a column of strings, not of list<item: string>"),
        (
            pa.array([1]).dictionary_encode(),
            f"texts is a column of strings, not of {pa.dictionary(pa.int32(), pa.int64())}",
        ),
        (pa.table({"a": ["a"], "b": ["b"]}), "texts is one column, not a table of 2"),
        (pa.table({}), "texts is one column, not a table of 0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_column_of_texts_is_refused(column: object, message: str) -> None:
    for read in (plan_array, non_gsm_array):
        with pytest.raises(TypeError) as refusal:
            read(column)
        assert str(refusal.value) == message


class Capsule:
    """Somebody else's column: it knows the Arrow C data interface, and nothing of pyarrow."""

    def __init__(self, array: pa.Array) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: object = None) -> object:
        return self._array.__arrow_c_array__(requested_schema)


def test_a_stranger_that_speaks_the_c_data_interface_is_read() -> None:
    assert counted(plan_array(Capsule(pa.array(MESSAGES)))) == COUNTED


def test_non_gsm_characters_are_characters_and_code_point_offsets() -> None:
    found = non_gsm_array(pa.array(["Hello", "a😀…`", None]))
    assert found.to_pylist() == [
        [],
        [
            {"character": "😀", "offset": 1},
            {"character": "…", "offset": 2},
            {"character": "`", "offset": 3},
        ],
        None,
    ]
    assert found.type == pa.list_(pa.struct([("character", pa.string()), ("offset", pa.int64())]))
