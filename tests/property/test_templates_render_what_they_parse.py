from collections.abc import Callable
from contextlib import suppress
from string import Template as DollarTemplate
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import TemplateError
from smsplan.templates import Literal, Syntax, Template
from smsplan.templates.syntax import escaped
from tests.templates.inputs import WRITTEN

PYTHON_S_OWN: Final[dict[Syntax, Callable[[str, dict[str, str]], str]]] = {
    Syntax.FORMAT: lambda source, values: source.format_map(values),
    Syntax.PERCENT: lambda source, values: source % values,
    Syntax.DOLLAR: lambda source, values: DollarTemplate(source).substitute(values),
}

syntaxes = st.sampled_from(Syntax)
names = st.sampled_from(["x", "name", "_1", "X2"])


def sources() -> st.SearchStrategy[str]:
    """Texts of what means something in some syntax, and of anything."""
    parts = st.sampled_from(
        [
            *"{}%$()\\ .-!:#&|sé\n1xa",
            "{{", "}}", "((", "))", "%(", ")s", "${", "x", "{{x}}", "{x}", "%(x)s", "$x", "((x))",
        ]
    )  # fmt: skip
    return st.one_of(st.lists(parts, max_size=20).map("".join), st.text(st.characters()))


def refusal(source: str, syntax: Syntax) -> TemplateError | None:
    try:
        Template.parse(source, syntax)
    except TemplateError as error:
        return error
    return None


@given(sources(), syntaxes)
def test_a_source_is_read_or_refused_with_a_place_in_it(source: str, syntax: Syntax) -> None:
    error = refusal(source, syntax)
    if error is not None:
        assert 0 <= error.start < error.end <= len(source)
        assert error.source == source
        assert "^" in str(error)


@given(sources(), syntaxes)
def test_the_pieces_tile_the_source(source: str, syntax: Syntax) -> None:
    with suppress(TemplateError):
        end = 0
        for piece in Template.parse(source, syntax).pieces:
            assert piece.start == end
            assert piece.end > piece.start
            end = piece.end
            if isinstance(piece, Literal):
                assert source[: piece.end].endswith(piece.text)
                assert piece.end - piece.start - len(piece.text) in (0, 1)
        assert end == len(source)


@pytest.mark.parametrize("syntax", PYTHON_S_OWN)
@given(source=sources(), values=st.lists(st.text(), min_size=9))
def test_python_renders_the_same(syntax: Syntax, source: str, values: list[str]) -> None:
    with suppress(TemplateError):
        template = Template.parse(source, syntax)
        filling = dict(zip(template.fields, values, strict=False))
        assert template.render(filling) == PYTHON_S_OWN[syntax](source, filling)


@given(syntaxes, st.lists(st.tuples(st.text("ab {}%$(\\"), names)), st.lists(st.text(), min_size=4))
def test_what_was_written_escaped_is_rendered(
    syntax: Syntax, parts: list[tuple[str, str]], values: list[str]
) -> None:
    filling = dict(zip(("x", "name", "_1", "X2"), values, strict=False))
    if syntax is Syntax.MUSTACHE:  # which has no escape for a brace or backslash before a field
        parts = [
            (text.replace("{", "").replace("}", "").replace("\\", ""), name) for text, name in parts
        ]
    if syntax is Syntax.NOTIFY:  # which has no escape at all
        parts = [(text.replace("(", ""), name) for text, name in parts]
    source = "".join(escaped(text, syntax) + WRITTEN[syntax] % name for text, name in parts)
    template = Template.parse(source, syntax)
    assert template.fields == tuple(dict.fromkeys(name for _, name in parts))
    assert template.render(filling) == "".join(text + filling[name] for text, name in parts)
