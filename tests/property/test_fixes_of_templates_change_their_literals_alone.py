from collections.abc import Mapping
from contextlib import suppress

from hypothesis import assume, example, given
from hypothesis import strategies as st

import smsplan
from smsplan import TemplateError
from smsplan.display import visible
from smsplan.findings import Edit, Finding, Fix, Safety, Severity, apply
from smsplan.templates import Charset, Field, Reference, Syntax, Template
from smsplan.templates.literals import Literals
from smsplan.templates.syntax import escaped
from tests.property.inputs import profiles

ODD = ["–", "…", "“", "\u0301", "e\u0301", "\u200b", "я", "Привет", "p\u0430ss", "😀", "\x92"]
WIDE = ["\uff5b", "\uff5d", "\uff05", "\uff04", "\uff08", "\uff09", "\uff3c"]
MARKS = [
    "{{",
    "}}",
    "%%",
    "$$",
    "((",
    "\\",
    "{",
    "}",
    "a",
    " ",
    "{{x}}",
    "{x}",
    "%(x)s",
    "$x",
    "((x))",
]
FIELDS = st.sampled_from([{}, {"x": Field(0)}, {"x": Field(9, Charset.LATIN, 3)}])


def templates() -> st.SearchStrategy[Template | None]:
    def parsed(parts: list[str], syntax: Syntax) -> Template | None:
        with suppress(TemplateError):
            return Template.parse("".join(parts), syntax)
        return None

    parts = st.lists(st.sampled_from(ODD + WIDE + MARKS), max_size=12)
    return st.builds(parsed, parts, st.sampled_from(Syntax)).filter(bool)


def names(template: Template) -> list[str]:
    return [piece.name for piece in template.pieces if isinstance(piece, Reference)]


@given(templates(), FIELDS, profiles())
def test_a_template_with_a_fix_is_one_with_the_same_fields(
    template: Template, fields: Mapping[str, Field], profile: smsplan.Profile
) -> None:
    for found in template.lint(fields, profile):
        assert found.start is None or 0 <= found.start < (found.end or 0) <= len(template.source)
        if found.fix:
            fixed = Template.parse(apply(template.source, found.fix.edits), template.syntax)
            assert names(fixed) == names(template)


@given(templates(), FIELDS)
def test_a_finding_shows_what_stands_at_its_place(
    template: Template, fields: Mapping[str, Field]
) -> None:
    for found in template.lint(fields, select=["ENC001", "ENC003", "ENC006"]):
        shown = template.source[found.start : found.end]
        assert shown
        for brace in "{}%$" if template.syntax is not Syntax.MUSTACHE else "":
            shown = shown.replace(brace * 2, brace)  # escapes
        assert (
            f"{visible(shown)}'" in found.message  # after a digit that stands for a value, perhaps
            or f"U+{ord(shown[0]):04X}" in found.message
        )


# What stands before the edit looks ahead; what is behind it is text no more, or a field now.
@example(Template.parse("$x“", Syntax.DOLLAR), 0, "1/2")
@example(Template.parse("(( “", Syntax.NOTIFY), 3, "a")
@example(Template.parse("{{x}}“}“", Syntax.MUSTACHE), 0, "}}")
@example(Template.parse("{{x}}“ \\{{x}} a", Syntax.MUSTACHE), 0, "{{x}} \\")
@given(
    templates(),
    st.integers(min_value=0, max_value=20),
    st.sampled_from([*MARKS, "name", "1/2", ""]),
)
def test_a_fix_is_kept_where_the_whole_source_with_it_renders_so(
    template: Template, at: int, written: str
) -> None:
    literals = Literals(template)
    assume(at < len(literals.text))
    edit = Edit(at, at + 1, written)
    found = Finding("X", Severity.ERROR, "text", "", at, at + 1, fix=Fix(Safety.SAFE, (edit,)))
    moved = literals.finding(found)
    assume(moved)
    assert moved
    span = Edit(moved.start or 0, moved.end or 0, escaped(written, template.syntax))
    filling = {name: f"<{number}>" for number, name in enumerate(template.fields)}
    fixed = None
    with suppress(TemplateError, KeyError):
        fixed = Template.parse(apply(template.source, [span]), template.syntax).render(filling)
    assert bool(moved.fix) == (fixed == literals.filled(filling, [edit]))
