import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import lint
from smsplan.templates import Syntax, Template

WRITTEN = {
    Syntax.MUSTACHE: ("{{%s}}", "{{ %s }}", "{{{%s}}}", "{{&%s}}"),
    Syntax.FORMAT: ("{%s}",),
    Syntax.PERCENT: ("%%(%s)s",),
    Syntax.DOLLAR: ("$%s", "${%s}"),
    Syntax.NOTIFY: ("((%s))",),
}
ALSO_IN_NAMES = {
    Syntax.MUSTACHE: ".-",
    Syntax.FORMAT: "-",
    Syntax.PERCENT: " -",
    Syntax.NOTIFY: " -",
}
BESIDE = st.sampled_from(("", " ", ", ", "!", "(", "\n", "é "))


@st.composite
def templates_of_one_field(draw: st.DrawFn) -> Template:
    syntax = draw(st.sampled_from(Syntax))
    words = st.from_regex(r"[a-z_][a-z0-9_]{0,8}|[A-Z][a-z]{1,8}|[A-Z]{6,9}", fullmatch=True)
    parts = draw(st.lists(words, min_size=1, max_size=3 if syntax in ALSO_IN_NAMES else 1))
    name = draw(st.sampled_from(ALSO_IN_NAMES.get(syntax, "_"))).join(parts)
    reference = draw(st.sampled_from(WRITTEN[syntax])) % name
    return Template.parse(f"Hi {draw(BESIDE)}{reference} today", syntax)


@example(Template.parse("Hi $name, today", Syntax.DOLLAR))
@example(Template.parse("Hi {first-name}", Syntax.FORMAT))
@given(templates_of_one_field())
def test_a_field_of_every_syntax_is_a_placeholder_that_was_not_filled(template: Template) -> None:
    (field,) = template.fields
    (found,) = lint(template.source, select=["DEL004"])
    assert field in template.source[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "$5",
        "$5.00",
        "US$ name",
        "US$name",
        "A$AP",
        "Ke$ha",
        "$ 5",
        "$USD 5",
        "$AAPL",
        "$$name",
        "5$",
    ],
)
def test_a_price_is_no_placeholder(text: str) -> None:
    assert lint(f"It is {text} today") == ()
