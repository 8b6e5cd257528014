"""A preview at a provider is what its rows are there, one by one."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra bulk is not installed")
pytest.importorskip("pyarrow", reason="the extra bulk is not installed")

import pyarrow as pa

from smsplan import Profile, fix, lint, plan
from smsplan.campaign import preview
from smsplan.planning import MAX_SEGMENTS, Above
from tests.examples import FEW

from .inputs import texts
from .profiles import provider_profiles

TEXTS = st.one_of(
    st.sampled_from(["", " ", "“Hi” " * 30, "€" * 90, "👋 “a” " * 40, "Ł" * 200, "a\r\nb\t" * 60]),
    texts().filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)),
)


@FEW
@given(st.lists(TEXTS, max_size=8), provider_profiles())
def test_its_segments_savings_errors_and_warnings_are_those_of_its_rows(
    rows: list[str], profile: Profile
) -> None:
    groups: dict[str, list[int]] = defaultdict(list)
    segments = saved = 0
    for row, text in enumerate(rows, start=1):
        planned = plan(text, profile)
        found = {each.code: each for each in lint(text, profile, select=["DEL005", "DEL006"])}
        is_truncated = profile.limit is not None and profile.limit.above is Above.TRUNCATED
        if not text or not planned.text:
            groups["TEXT_EMPTY"].append(row)
        elif planned.msg_count > MAX_SEGMENTS:
            groups["TEXT_LONG"].append(row)
        elif "DEL006" in found and not is_truncated:
            groups["PROVIDER_LIMIT"].append(row)
        else:
            segments += planned.msg_count
            saved += fix(text, profile).saved
            if "DEL006" in found:
                groups["PROVIDER_TRUNCATES"].append(row)
            if "DEL005" in found:
                groups["PROVIDER_CHANGES"].append(row)
    batch = pa.record_batch(
        {
            "msisdn": pa.array(["4520123456"] * len(rows), pa.string()),
            "text": pa.array(rows, pa.string()),
        }
    )
    seen = preview([batch], to="msisdn", text="text", profile=profile, threads=1)
    assert (seen.msg_count, seen.savings.msg_count) == (segments, saved)
    assert {
        group.code: [sample.row for sample in group.first]
        for group in (*seen.errors, *seen.warnings)
    } == groups
