"""docs/how-to/campaigns.md says what there is."""

import re
from typing import get_args

import msgspec
import pytest
from msgspec import Struct

from smsplan.campaign import Preview
from smsplan.campaign.batch import added
from smsplan.campaign.row_errors import ERRORS
from smsplan.campaign.treatment import CHANGES, TRUNCATES
from smsplan.columns.numbering import WARNINGS
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "how-to" / "campaigns.md").read_text("utf-8")
TITLES = ("What is read", "Rows with errors", "`--output`", "`--json`")


def named_in(title: str) -> set[str]:
    assert title in TITLES
    section = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"`([a-zA-Z][\w-]*)`", section))


def keys_of(value: type[Struct]) -> set[str]:
    found = set()
    for field in msgspec.structs.fields(value):
        found.add(field.encode_name)
        for kind in (field.type, *get_args(field.type)):
            if isinstance(kind, type) and issubclass(kind, Struct):
                found |= keys_of(kind)
    return found


def test_every_key_of_the_json_is_there_and_no_other() -> None:
    options = {"--field", "--no-duplicates", "--exclude", "--unique"}
    assert named_in("`--json`") - options - {"null"} == keys_of(Preview)


def test_every_code_is_there_and_no_other() -> None:
    codes = {*ERRORS[1:], *WARNINGS.values(), TRUNCATES, CHANGES, "MSISDN_DUPLICATE"}
    assert named_in("Rows with errors") - {"--strict", "--exclude", "--unique"} == codes


@pytest.mark.parametrize("column", [*added(()), "least", "most"])
def test_every_column_that_is_added_is_there(column: str) -> None:
    assert column in named_in("`--output`")
