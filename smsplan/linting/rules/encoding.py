"""Rules about what keeps a text out of GSM-7."""

from collections import defaultdict
from collections.abc import Iterator
from unicodedata import category

from smsplan.display import counted, describe, quoted
from smsplan.findings import Fix, Safety, Severity
from smsplan.linting.equivalents import can_transliterate, is_seen, normalized
from smsplan.linting.places import Kind, Place
from smsplan.linting.replacements import CP1252
from smsplan.linting.rule import Hit, rule
from smsplan.linting.scripts import script
from smsplan.linting.subject import Message


@rule("ENC001", "non-gsm-character")
def non_gsm_character(message: Message) -> Iterator[Hit]:
    """A character that GSM-7 lacks.

    Why:
    One such character makes the whole text go out as UCS-2, where a segment holds
    70 characters instead of 160.  Often it came from a word processor, or stands
    for one that GSM-7 has.  All of them have to go before the text is GSM-7 again.
    In a text of another script they are counted with its letters (ENC002).

    Example:
        lint("Your parcel – No. 7 – is waiting")

    Instead:
        lint("Your parcel - No. 7 - is waiting")

    Source:
    3GPP TS 23.038, 6.2.1 (the default alphabet and its extension table).
    """
    if message.is_of_another_script:
        return
    alphabet = "the provider's GSM-7" if message.profile.lacks else "GSM-7"
    for place in _of(message, Kind.CHARACTER, Kind.EMOJI):
        is_one = place.end - place.start == 1
        what = _described(message, place) if is_one else _shown(message, place)
        yield _hit(place, f"{what} is not in {alphabet}", place.fix)


@rule("ENC002", "other-script")
def other_script(message: Message) -> Iterator[Hit]:
    """Letters of a script that GSM-7 has no letters of.

    Why:
    The text goes out as UCS-2, 70 characters a segment.  Where the recipients read
    that script this is as it should be: then ignore the rule.  Some scripts have
    national language tables, which a profile can allow; transliteration changes
    what people read.

    Example:
        lint("Ваша посылка прибыла")

    Instead:
        lint("Vasha posylka pribyla")

    Source:
    3GPP TS 23.038, 6.2.1 and annex A (national language tables).
    """
    words = defaultdict(list)
    for place in message.words:
        words[script(message.text[place.start])].append(place)
    for name, found in sorted(words.items()):
        letters = sum(_letters(message, place) for place in found)
        note = counted(letters, f"{name} letter")
        start, end = found[0].start, found[-1].end
        edits = tuple(place.equivalent for place in found if place.equivalent)
        fix = Fix(Safety.UNSAFE, edits) if len(edits) == len(found) else None
        if message.words[0] in found and (others := message.beside_words):
            count = sum(place.end - place.start for place in others)
            note += f" and {counted(count, 'other character')}"
            start, end = min(start, others[0].start), max(end, others[-1].end)
        note += " that GSM-7 lacks"
        if not can_transliterate and fix is None:
            note += "; pip install 'smsplan[anyascii]' to have them transliterated"
        yield Hit(note, start, end, fix)


@rule("ENC003", "invisible-character")
def invisible_character(message: Message) -> Iterator[Hit]:
    r"""A character that nobody sees: zero-width space, soft hyphen, byte order mark, and so on.

    Why:
    It came along when the text was copied, and makes the whole text go out as
    UCS-2.  Joiners inside an emoji or a word of an Indic or Arabic script are not
    meant, nor is what sets the direction of a text that has right-to-left letters.

    Example:
        lint("Your code is 1234\u200b")
        lint("\ufeffHello")

    Instead:
        lint("Your code is 1234")
        lint("Hello")

    Source:
    Unicode, section 5.21 (default ignorable code points); 3GPP TS 23.038, 6.2.1.
    """
    kinds = (Kind.INVISIBLE,) if message.words else (Kind.INVISIBLE, Kind.SCRIPT)
    for place in _of(message, *kinds):
        shown = message.text[place.start : place.end]
        hidden = next(character for character in shown if not is_seen(character))
        yield _hit(place, f"{describe(hidden)} is not shown", place.fix)


@rule("ENC004", "mojibake", Severity.ERROR)
def mojibake(message: Message) -> Iterator[Hit]:
    r"""Characters that were written in one code and read in another.

    Why:
    Phones show them as they are: a box for an apostrophe, three signs for a dash.
    Controls from U+0080 to U+009F are Windows-1252 that was read as Latin-1; runs
    such as â€™ are UTF-8 that was.

    Example:
        lint("It\x92s here")
        lint("Itâ€™s here")

    Instead:
        lint("It's here")

    Source:
    Unicode, section 23.1 (C1 controls); the bytes of Windows-1252 and UTF-8.
    """
    for place in _lacked(message, Kind.MOJIBAKE):
        code = "Windows-1252" if message.text[place.start] in CP1252 else "UTF-8"
        meant = f"{quoted(place.repair.replacement)} in " if place.repair else ""
        note = f"{_shown(message, place)} is {meant}{code}, read as another code"
        yield _hit(place, note, _repair(place))


@rule("ENC005", "decomposed-character")
def decomposed_character(message: Message) -> Iterator[Hit]:
    r"""A letter and a combining mark where one character says the same.

    Why:
    GSM-7 has é but no combining accent, so the whole text goes out as UCS-2; and in
    UCS-2 letter and mark are billed as two characters.  File names on a Mac, and
    some keyboards, write letters so.

    Example:
        lint("Cafe\u0301 at noon")

    Instead:
        lint("Café at noon")

    Source:
    Unicode Standard Annex #15 (normalization form C); 3GPP TS 23.038, 6.2.1.
    """
    for place in _of(message, Kind.DECOMPOSED, Kind.SCRIPT):
        if place.repair or place.kind is Kind.DECOMPOSED:
            composed = normalized("NFC", message.text[place.start : place.end])
            written = f"{place.end - place.start} code points"
            note = f"{_shown(message, place)} is {written}; composed it is {len(composed)}"
            yield _hit(place, note, _repair(place))


@rule("ENC006", "look-alike")
def look_alike(message: Message) -> Iterator[Hit]:
    r"""A letter of another script in a Latin word, where it looks like a Latin one.

    Why:
    Nobody sees the difference, but it makes the whole text go out as UCS-2, and a
    filter may take the message for fraud.

    Example:
        lint("Your p\u0430ssword was changed")

    Instead:
        lint("Your password was changed")

    Source:
    Unicode Technical Standard #39 (confusables); 3GPP TS 23.038, 6.2.1.
    """
    for place in _of(message, Kind.LOOK_ALIKE):
        note = f"{_described(message, place)} looks like a Latin letter"
        yield _hit(place, note, place.fix)


@rule("ENC007", "lone-surrogate", Severity.ERROR)
def lone_surrogate(message: Message) -> Iterator[Hit]:
    r"""Half of a surrogate pair.

    Why:
    It is no character, and UTF-8 cannot write it: the request to a gateway fails, or
    the phone shows a box.  A program split an emoji in the middle, for it
    counts UTF-16 code units.

    Example:
        lint("Hello \ud83d")

    Instead:
        lint("Hello")

    Source:
    Unicode, section 3.8 (surrogates); API, section 1 (the text is UTF-8).
    """
    for place in _lacked(message, Kind.SURROGATE):
        yield _hit(place, f"{_described(message, place)} is half of a surrogate pair", None)


@rule("ENC008", "replacement-character", Severity.ERROR)
def replacement_character(message: Message) -> Iterator[Hit]:
    r"""U+FFFD, which a decoder writes for what it could not read.

    Why:
    What stood there is lost, and phones show a question mark in a lozenge.  The text
    has to be taken from its source again, in the right code.

    Example:
        lint("Caf\ufffd")

    Instead:
        lint("Café")

    Source:
    Unicode, section 23.8 (specials).
    """
    for place in _lacked(message, Kind.REPLACEMENT):
        yield _hit(place, "U+FFFD stands for a character that was lost", None)


@rule("ENC009", "control-character")
def control_character(message: Message) -> Iterator[Hit]:
    r"""A control character other than line feed, carriage return and form feed.

    Why:
    Phones show nothing or a box for it, and the whole text goes out as UCS-2.  ESC
    is the escape of the extension table and no character of its own.

    Example:
        lint("Bell\x07")
        lint("\x1b[1mBold")

    Instead:
        lint("Bell")

    Source:
    3GPP TS 23.038, 6.2.1 and 6.2.1.1.
    """
    for place in _of(message, Kind.CONTROL):
        note = f"{_described(message, place)} is a control character"
        yield _hit(place, note, place.fix)


ENCODING_RULES = (
    non_gsm_character,
    other_script,
    invisible_character,
    mojibake,
    decomposed_character,
    look_alike,
    lone_surrogate,
    replacement_character,
    control_character,
)


def _of(message: Message, *kinds: Kind) -> Iterator[Place]:
    return (place for place in message.places if place.kind in kinds)


def _lacked(message: Message, kind: Kind) -> Iterator[Place]:
    """Return what is wrong whatever the provider writes for it."""
    return (place for place in message.lacked if place.kind is kind)


def _hit(place: Place, note: str, fix: Fix | None) -> Hit:
    return Hit(note, place.start, place.end, fix)


def _repair(place: Place) -> Fix | None:
    """Write it in GSM-7 where that is as safe as writing what was meant."""
    if place.equivalent and place.safety is Safety.SAFE:
        return place.fix
    return Fix(Safety.SAFE, (place.repair,)) if place.repair else None


def _shown(message: Message, place: Place) -> str:
    return quoted(message.text[place.start : place.end])


def _described(message: Message, place: Place) -> str:
    return describe(message.text[place.start])


def _letters(message: Message, place: Place) -> int:
    word = message.text[place.start : place.end]
    if word.isalpha():
        return len(word)
    return sum([category(each)[0] != "M" for each in word])
