"""Rules about what may go wrong on the way, or on the phone."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from smsplan.display import describe, quoted
from smsplan.findings import Severity
from smsplan.gsm7.tables import ALL_LANGUAGES
from smsplan.linting import protection, treatment
from smsplan.linting.rule import Hit, rule
from smsplan.linting.subject import Message
from smsplan.planning import Encoding, graphemes


@rule("DEL001", "split-grapheme")
def split_grapheme(message: Message) -> Iterator[Hit]:
    """What a reader takes for one character is split between two segments.

    Why:
    Until the second segment is there, and for ever where segments are not put
    together, a phone shows other characters: a family without its children.  A
    profile with boundaries between graphemes splits elsewhere.

    Example:
        lint("я" * 65 + "👩‍👩‍👧‍👦")

    Instead:
        lint("я" * 65 + "👩‍👩‍👧‍👦", Profile(boundary=Boundary.GRAPHEME))

    Source:
    Unicode Standard Annex #29 (extended grapheme clusters).
    """
    if message.plan.encoding is Encoding.UCS2:
        ends = [segment.end for segment in message.plan.segments[:-1]]
        found = graphemes.around(message.plan.text, ends)
        yield from _split(message, found, "is one character for a reader")


@rule("DEL002", "split-url")
def split_url(message: Message) -> Iterator[Hit]:
    """A URL is split between two segments.

    Why:
    Where segments are not put together, or come out of order, the first half opens
    another page or none.  Put the URL into the first segment, or shorten the text.

    Example:
        lint("x" * 140 + " https://example.com/parcels/4711")

    Instead:
        lint("https://example.com/parcels/4711 " + "x" * 140)

    Source:
    3GPP TS 23.040, 9.2.3.24.1 (segments are put together by the receiver).
    """
    return _split(message, protection.urls(message.plan.text), "is a URL")


@rule("DEL003", "national-tables", always=True)
def national_tables(message: Message) -> Iterator[Hit]:
    """The message needs the tables of a national language.

    Why:
    A phone or network that does not know them ignores the header and shows other
    letters, which nobody is told.

    Example:
        lint("Siparişiniz yola çıktı, teşekkürler. " * 3, Profile(languages=(Language.TURKISH,)))

    Instead:
        lint("Siparişiniz yola çıktı, teşekkürler. " * 3)

    Source:
    3GPP TS 23.038, 6.2.1.2 (national language tables); TS 23.040, 9.2.3.24.15 and 16.
    """
    if message.profile.languages:
        used = {
            language: segment
            for segment in reversed(message.plan.segments)
            for language in (segment.locking, segment.single)
            if language
        }
        for language in sorted(used, key=ALL_LANGUAGES.index):
            segment = used[language]
            note = f"needs the tables of {language.capitalize()}, which older phones lack"
            yield message.hit_of_sent(note, segment.start, segment.end)


@rule("DEL004", "unrendered-placeholder", Severity.ERROR, always=True)
def unrendered_placeholder(message: Message) -> Iterator[Hit]:
    """A placeholder is still in the text.

    Why:
    The recipient reads {{name}} instead of a name, and the count is that of another
    text.  Plan the text that is sent; a template has bounds, which
    ``smsplan lint --template`` and ``Template.lint`` look at.  Prices, and up to
    five capitals after a dollar sign ($USD, $AAPL), are taken for what they are.

    Example:
        lint("Hi {{name}}, your parcel is here")
        lint("Hi %(name)s, your parcel is here")
        lint("Hi $name, your parcel is here")

    Instead:
        lint("Hi Ada, your parcel is here")
        lint("It costs $5, US$ 5 or A$5; $AAPL is up, says Ke$ha")

    Source:
    The syntaxes of mustache, Jinja, printf, string.Template, str.format and GOV.UK Notify.
    """
    for start, end in protection.placeholders(message.text):
        shown = quoted(message.text[start:end])
        yield Hit(f"{shown} looks like a placeholder that was not filled", start, end)


@rule("DEL005", "lost-character", Severity.ERROR, always=True)
def lost_character(message: Message) -> Iterator[Hit]:
    """The provider sends a placeholder, such as a question mark, for a character.

    Why:
    The recipient reads ? where the text has something else, and nobody is told.  Some
    providers do so with every character that their alphabet lacks and that they have
    no replacement for.

    Example:
        lint("Hi 👋", providers.get("govuk-notify").profile)

    Instead:
        lint("Hi", providers.get("govuk-notify").profile)
        lint("Hi 👋", providers.get("bulksms", auto_unicode=True).profile)

    Source:
    The facts of the provider, encoding.placeholder: ``smsplan provider NAME``.
    """
    placeholder = message.profile.placeholder
    if not placeholder or message.plan.rewritten is None:
        return
    places = {at: place for place in message.lacked for at in range(place.start, place.end)}
    lost: dict[tuple[int, int], list[int]] = {}
    for change in message.plan.replaced:
        if change.text == placeholder and change.original_text:
            at = change.original_start
            span = (places[at].start, places[at].end) if at in places else (at, change.original_end)
            lost.setdefault(span, []).append(at)
    for (start, end), found in lost.items():
        fix = places[start].fix if start in places else None
        shown = message.text[start:end]
        what = describe(shown) if len(shown) == 1 else quoted(shown)
        note = f"{what} is sent as {quoted(placeholder * len(found))}"
        yield Hit(note, start, end, fix)


@rule("DEL006", "above-limit", Severity.ERROR, always=True)
def above_limit(message: Message) -> Iterator[Hit]:
    """The message is above the limit of the provider.

    Why:
    The provider refuses it, or leaves out its end: that is a warning.  Where nobody
    documents what happens, it is an error, for it may be either.

    Example:
        lint("x" * 1601, providers.get("twilio").profile)
        lint("x" * 161, providers.get("smsup").profile)

    Instead:
        lint("x" * 1600, providers.get("twilio").profile)

    Source:
    The facts of the provider, limits.most and limits.above: ``smsplan provider NAME``.
    """
    for severity, note, end in treatment.above_limit(message.plan):
        if end == len(message.text):
            yield Hit(note, severity=severity)
        else:
            yield Hit(note, end, len(message.text), severity=severity)


OF_PROVIDERS = (lost_character, above_limit)
"""Rules that have nothing to say where a profile has none of a provider's rules."""
DELIVERY_RULES = (split_grapheme, split_url, national_tables, unrendered_placeholder, *OF_PROVIDERS)


def _split(message: Message, spans: Iterable[tuple[int, int]], what: str) -> Iterator[Hit]:
    """Report each of the spans that a segment ends in."""
    ends = [segment.end for segment in message.plan.segments[:-1]]
    for start, end in spans:
        index = bisect_right(ends, start)
        if index < len(ends) and ends[index] < end:
            number = index + 1
            shown = quoted(message.plan.text[start:end])
            note = f"{shown} {what}, but is split between segment {number} and {number + 1}"
            yield message.hit_of_sent(note, start, end)
