"""What each syntax reads, and what it refuses."""

import pickle
import re
from contextlib import suppress
from typing import Final

import pytest

from smsplan import TemplateError
from smsplan.templates import Literal, Reference, Syntax, Template

MUSTACHE: Final = Syntax.MUSTACHE
FORMAT: Final = Syntax.FORMAT
PERCENT: Final = Syntax.PERCENT
DOLLAR: Final = Syntax.DOLLAR
NOTIFY: Final = Syntax.NOTIFY


@pytest.mark.parametrize(
    ("syntax", "source", "name"),
    [
        (MUSTACHE, "{{name}}", "name"),
        (MUSTACHE, "{{ name }}", "name"),
        (MUSTACHE, "{{\tname\n}}", "name"),
        (MUSTACHE, "{{user.name}}", "user.name"),
        (MUSTACHE, "{{first-name}}", "first-name"),
        (MUSTACHE, "{{1}}", "1"),
        (MUSTACHE, "{{prénom}}", "prénom"),
        (MUSTACHE, "{{{name}}}", "name"),
        (MUSTACHE, "{{{ name }}}", "name"),
        (MUSTACHE, "{{&name}}", "name"),
        (MUSTACHE, "{{ & name }}", "name"),
        (FORMAT, "{name}", "name"),
        (FORMAT, "{first-name}", "first-name"),
        (PERCENT, "%(name)s", "name"),
        (PERCENT, "%(user.first name)s", "user.first name"),
        (DOLLAR, "$name", "name"),
        (DOLLAR, "${name}", "name"),
        (DOLLAR, "$_Name_1", "_Name_1"),
        (NOTIFY, "((name))", "name"),
        (NOTIFY, "((first name))", "first name"),
        (NOTIFY, "(( first name ))", "first name"),
    ],
)
def test_a_field(syntax: Syntax, source: str, name: str) -> None:
    template = Template.parse(source, syntax)
    assert template.pieces == (Reference(name, 0, len(source)),)
    assert template.fields == (name,)


@pytest.mark.parametrize(
    ("syntax", "source", "text"),
    [
        (MUSTACHE, r"\{{x}}", "{{x}}"),
        (MUSTACHE, r"\{{{x}}}", "{{{x}}}"),
        (MUSTACHE, r"\{{", "{{"),
        (MUSTACHE, r"a \{{#if x}} b", "a {{#if x}} b"),
        (MUSTACHE, r"\{{x}} \{{y}}", "{{x}} {{y}}"),
        (MUSTACHE, r"\{{x \{{y}}", "{{x {{y}}"),
        (MUSTACHE, r"100 % {x} $5 ((x)) } \ a\b { {", r"100 % {x} $5 ((x)) } \ a\b { {"),
        (FORMAT, "{{x}}", "{x}"),
        (FORMAT, "}}{{", "}{"),
        (FORMAT, "100 % $5 ((x))", "100 % $5 ((x))"),
        (PERCENT, "100 %% {{x}} $5", "100 % {{x}} $5"),
        (PERCENT, "%%(x)s", "%(x)s"),
        (DOLLAR, "$$5 $$x $${x}", "$5 $x ${x}"),
        (DOLLAR, "100 % }} {{x}}", "100 % }} {{x}}"),
        (NOTIFY, "(a) ((", "(a) (("),
        (NOTIFY, ":(( (see (a)) (((", ":(( (see (a)) ((("),
        (NOTIFY, "(x)) {{x}} $x %", "(x)) {{x}} $x %"),
        (MUSTACHE, "", ""),
    ],
)
def test_what_is_only_text(syntax: Syntax, source: str, text: str) -> None:
    template = Template.parse(source, syntax)
    assert template.fields == ()
    assert template.render({}) == text


@pytest.mark.parametrize(
    ("syntax", "source", "rendered"),
    [
        (MUSTACHE, r"\\{{x}}", r"\1"),
        (MUSTACHE, r"\\\{{x}}", r"\\1"),
        (MUSTACHE, r"\{{a \\{{x}}", r"{{a \1"),
        (MUSTACHE, r"\{{a {{x}}", "{{a 1"),
        (MUSTACHE, "{ {{x}} }", "{ 1 }"),
        (FORMAT, "{{{x}}}", "{1}"),
        (FORMAT, "{x}}}", "1}"),
        (PERCENT, "%%%(x)s%%", "%1%"),
        (PERCENT, "%(x)sen", "1en"),
        (DOLLAR, "$$$x", "$1"),
        (DOLLAR, "$x.y ${x}y", "1.y 1y"),
        (NOTIFY, "(((x)))", "(1)"),
        (NOTIFY, "((((x))", "((1"),
    ],
)
def test_fields_beside_escapes(syntax: Syntax, source: str, rendered: str) -> None:
    assert Template.parse(source, syntax).render({"x": "1"}) == rendered


@pytest.mark.parametrize(
    ("syntax", "source", "reason"),
    [
        (MUSTACHE, "{{#x}}", "section"),
        (MUSTACHE, "{{/x}}", "section"),
        (MUSTACHE, "{{^ x}}", "section"),
        (MUSTACHE, "{{#if x", "section"),
        (MUSTACHE, "{{! x }}", "comment"),
        (MUSTACHE, "{{!-- { --}}", "comment"),
        (MUSTACHE, "{# x #}", "comment"),
        (MUSTACHE, "{% if x %}", "statement"),
        (MUSTACHE, "{{> x}}", "partial"),
        (MUSTACHE, "{{ x | upper }}", "filter"),
        (MUSTACHE, "{{- x -}}", "white space control"),
        (MUSTACHE, "{{x -}}", "white space control"),
        (MUSTACHE, "{{~x}}", "white space control"),
        (MUSTACHE, "{{}}", "without a name"),
        (MUSTACHE, "{{ }}", "without a name"),
        (MUSTACHE, "{{{}}}", "without a name"),
        (MUSTACHE, "{{.}}", "not a plain field"),
        (MUSTACHE, "{{x y}}", "not a plain field"),
        (MUSTACHE, "{{x()}}", "not a plain field"),
        (MUSTACHE, "{{'x'}}", "not a plain field"),
        (MUSTACHE, "{{=<% %>=}}", "not a plain field"),
        (MUSTACHE, "{{x}}}", "not a plain field"),
        (MUSTACHE, "{{{x}}", "not a plain field"),
        (MUSTACHE, "{{{{x}}}}", "not a plain field"),
        (MUSTACHE, "{{", "no }} closes"),
        (MUSTACHE, "}}", "no {{ opens"),
        (FORMAT, "{}", "not a position"),
        (FORMAT, "{0}", "not a position"),
        (FORMAT, "{x!r}", "conversion"),
        (FORMAT, "{x:>5}", "conversion"),
        (FORMAT, "{x.y}", "attribute"),
        (FORMAT, "{x[0]}", "attribute"),
        (FORMAT, "{ x }", "not a plain field"),
        (FORMAT, "{", "no } closes"),
        (FORMAT, "}", "no { opens"),
        (PERCENT, "%()s", "without a name"),
        (PERCENT, "%(x)d", "not a plain field"),
        (PERCENT, "%(x)5s", "not a plain field"),
        (PERCENT, "%(x)", "not a plain field"),
        (PERCENT, "%(x", "no ) closes"),
        (PERCENT, "%s", "needs a name"),
        (PERCENT, "%5.2f", "needs a name"),
        (PERCENT, "%", "written %%"),
        (PERCENT, "%!", "written %%"),
        (DOLLAR, "${}", "without a name"),
        (DOLLAR, "${x:-y}", "not a plain field"),
        (DOLLAR, "${x", "no } closes"),
        (DOLLAR, "$1", "not a position"),
        (DOLLAR, "$", "written $$"),
        (DOLLAR, "$ 5", "written $$"),
        (DOLLAR, "$naïve", "a name is ASCII"),
        (NOTIFY, "((x??y))", "conditional"),
        (NOTIFY, "(())", "without a name"),
        (NOTIFY, "(( ))", "without a name"),
        (NOTIFY, "((x", "no )) closes"),
        (NOTIFY, "((x)", "no )) closes"),
        (NOTIFY, "((x (y)))", "no )) closes"),
        *((syntax, "\ud83d", "surrogate") for syntax in Syntax),
    ],
)
def test_what_is_more_than_a_field_or_less_is_shown(
    syntax: Syntax, source: str, reason: str
) -> None:
    for before in ("", "Hello, "):
        with pytest.raises(TemplateError, match=re.escape(reason)) as caught:
            Template.parse(before + source + " and so on", syntax)
        assert caught.value.start == len(before)
        assert caught.value.end > caught.value.start


@pytest.mark.parametrize(
    ("syntax", "source", "place"),
    [
        (MUSTACHE, "Hi {{#x}}a{{/x}}", "{{#x}}"),
        (MUSTACHE, "Hi {{ x | upper }}!", "{{ x | upper }}"),
        (MUSTACHE, "Hi {x}} you", "}}"),
        (MUSTACHE, "Hi {{x} you", "{{"),
        (MUSTACHE, "Hi {{{x}} you", "{{{x}}"),
        (MUSTACHE, "Hi {% if x %}a{% endif %}", "{% if x %}"),
        (MUSTACHE, "Hi {{! a } b }} you", "{{! a } b }}"),
        (FORMAT, "Hi {x:>5} you", "{x:>5}"),
        (PERCENT, "Hi %(x)5.1f you", "%(x)5.1f"),
        (PERCENT, "Only 5 % of", "% o"),
        (DOLLAR, "Hi ${x-y} you", "${x-y}"),
        (NOTIFY, "Hi ((x??yes, (see))", "((x??yes, "),
    ],
)
def test_the_carets_are_under_what_is_wrong(syntax: Syntax, source: str, place: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Template.parse(source, syntax)
    assert source[caught.value.start : caught.value.end] == place
    _, shown, carets = str(caught.value).splitlines()
    assert shown[carets.index("^") : len(carets)] == place


@pytest.mark.slow
@pytest.mark.parametrize("syntax", Syntax)
def test_no_source_takes_time_that_grows_with_its_square(syntax: Syntax) -> None:
    begins = [
        "",
        "{{",
        "{{{",
        "{{!",
        "{{#",
        "{{x",
        r"\{{",
        "{",
        "{x",
        "{%",
        "%",
        "%(",
        "%(x",
        "${",
        "((",
    ]
    for begin in [*begins, "((x", "((x??"]:
        for more in " x\\{}%$()&|~!:.-?0\n":
            with suppress(TemplateError):
                Template.parse(begin + more * 100_000, syntax)
            with suppress(TemplateError):
                Template.parse(begin + f"x{more} " * 30_000, syntax)


def test_pieces_say_where_they_are() -> None:
    assert Template.parse("{x}: {{{x}", FORMAT).pieces == (
        Reference("x", 0, 3),
        Literal(": ", 3, 5),
        Literal("{", 5, 7),
        Reference("x", 7, 10),
    )


def test_fields_come_once_in_order_of_appearance() -> None:
    assert Template.parse("$b $a $b", DOLLAR).fields == ("b", "a")


def test_a_value_is_not_read_again_nor_escaped() -> None:
    template = Template.parse("{{x}}{{{x}}}{{&x}}")
    assert template.render({"x": "<{{x}}>"}) == "<{{x}}>" * 3


def test_values_of_other_names_are_ignored() -> None:
    assert Template.parse("Hi {{x}}").render({"x": "you", "y": "me"}) == "Hi you"


def test_a_field_without_a_value_is_shown() -> None:
    with pytest.raises(TemplateError) as caught:
        Template.parse("Hi {{x}} and {{y}}, {{z}}").render({"x": "you"})
    assert str(caught.value).splitlines() == [
        "there is no value for 'y', 'z'",
        "    Hi {{x}} and {{y}}, {{z}}",
        "                 ^^^^^",
    ]


def test_a_value_is_a_str() -> None:
    with pytest.raises(TypeError, match=r"values\['x'\] is a str, not 5"):
        Template.parse("{{x}}").render({"x": 5})  # type: ignore[dict-item] # what is tested


def test_a_source_is_a_str_and_a_syntax_a_syntax() -> None:
    with pytest.raises(TypeError, match="source is a str, not bytes"):
        Template.parse(b"{{x}}")  # type: ignore[arg-type] # what is tested
    with pytest.raises(TypeError, match="syntax is a Syntax, not 'dollar'"):
        Template.parse("$x", "dollar")  # type: ignore[arg-type] # what is tested


def test_a_template_is_a_value() -> None:
    template = Template.parse("Hi {{x}}")
    assert template.fields == ("x",)
    again = pickle.loads(pickle.dumps(template))  # noqa: S301 - our own
    assert again == template == Template.parse("Hi {{x}}")
    assert hash(again) == hash(template)
    assert again.fields == ("x",)
    assert template != Template.parse("Hi {{x}}", DOLLAR)
    with pytest.raises(AttributeError):
        template.source = "x"  # type: ignore[misc] # what is tested
