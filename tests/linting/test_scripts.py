import sys
import unicodedata

import pytest
import regex

from smsplan import lint
from smsplan.linting.scripts import script


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ｶﾅ", "2 Katakana letters that GSM-7 lacks"),
        ("\U000103a0", "1 Old Persian letter that GSM-7 lacks"),
        ("᠎ᠠ", "1 Mongolian letter that GSM-7 lacks"),
        ("你好", "2 CJK letters that GSM-7 lacks"),
        ("ﻣﺮ", "2 Arabic letters that GSM-7 lacks"),
        ("«Привет» 😀", "6 Cyrillic letters and 3 other characters that GSM-7 lacks"),
    ],
)
def test_findings_name_the_script(text: str, told: str) -> None:
    (found,) = lint(text, select=["ENC002"])
    assert found.message.partition(";")[0] == told


@pytest.mark.slow
def test_letters_that_this_python_knows_are_of_a_script_that_has_a_name() -> None:
    nowhere = regex.compile(r"[\P{L}\p{Latin}\p{Common}\p{Inherited}]")
    letters = [
        each for each in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(each)[0] == "L"
    ]
    assert [each for each in letters if script(each) == "other" and not nowhere.match(each)] == []
