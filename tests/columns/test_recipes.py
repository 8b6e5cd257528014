"""The recipes for Polars, DuckDB and pandas are run as they are printed."""

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from tests.paths import ROOT

PAGE = ROOT / "docs" / "how-to" / "columns.md"


@pytest.mark.slow
def test_the_code_of_the_page_runs() -> None:
    document = Sybil([PythonCodeBlockParser()]).parse(PAGE)
    examples = list(document.examples())
    for example in examples:
        example.evaluate()
    # DuckDB holds the function, whose globals hold DuckDB: a cycle that it would complain of.
    document.namespace.clear()
    assert len(examples) == PAGE.read_text("utf-8").count("\n```python\n")
