from hypothesis import given
from hypothesis import strategies as st

from smsplan.catalogs import Kind, read
from smsplan.findings import Edit, apply
from tests.catalogs.documents import ANY, FILES, Document, edits_of, yaml_files

LETTERS = st.text("abc", max_size=3)
REPLACEMENTS = {
    Kind.LINES: st.text(ANY.replace("\n", "")),
    Kind.WHOLE: st.text(ANY.replace("\n", "")),
    Kind.JSON: st.text(ANY + "\r\x7f\ud83d"),
    Kind.PO: st.text(ANY + "\r\x7f\x07"),
}


def drawn(
    data: st.DataObject, document: Document, replacements: st.SearchStrategy[str]
) -> dict[int, list[Edit]]:
    """Draw edits of some of the messages, so that a text does not end in a line end anew."""
    edits = {
        index: data.draw(edits_of(message.text, replacements))
        for index, message in enumerate(document.messages)
        if data.draw(st.booleans())
    }
    if document.kind is Kind.WHOLE:
        for index, made in edits.items():
            text = document.messages[index].text
            if apply(text, made).endswith("\n"):
                made.append(Edit(len(text), len(text), "x"))
    return edits


@given(st.one_of(FILES, yaml_files()))
def test_every_message_is_found(document: Document) -> None:
    found = read(document.content(), document.kind).messages
    assert [message.text for message in found] == [message.text for message in document.messages]


@given(st.one_of(FILES, yaml_files()))
def test_no_edits_give_the_same_octets(document: Document) -> None:
    catalog = read(document.content(), document.kind)
    assert catalog.rewrite({}) == document.content()
    assert catalog.rewrite(dict.fromkeys(range(len(catalog.messages)), ())) == document.content()


@given(FILES, st.data())
def test_octets_that_spell_nothing_edited_stay(document: Document, data: st.DataObject) -> None:
    edits = drawn(data, document, LETTERS)
    written = read(document.content(), document.kind).rewrite(edits)
    assert written == document.content(edits)


@given(yaml_files(), st.data())
def test_octets_of_yaml_stay_too(document: Document, data: st.DataObject) -> None:
    edits = {
        index: [
            Edit(at, at + 1, "ab")
            for at, character in enumerate(message.text)
            if character in "’é" and data.draw(st.booleans())
        ]
        for index, message in enumerate(document.messages)
    }
    written = read(document.content(), document.kind).rewrite(edits)
    assert written == document.content(edits)


@given(FILES, st.data())
def test_what_is_written_reads_as_meant(document: Document, data: st.DataObject) -> None:
    edits = drawn(data, document, REPLACEMENTS[document.kind])
    catalog = read(document.content(), document.kind)
    again = read(catalog.rewrite(edits), document.kind)
    assert [(message.key, message.text) for message in again.messages] == [
        (message.key, apply(message.text, edits.get(index, ())))
        for index, message in enumerate(catalog.messages)
    ]


@given(st.one_of(FILES, yaml_files()))
def test_a_place_is_where_the_character_stands(document: Document) -> None:
    catalog = read(document.content(), document.kind)
    for message, known in zip(catalog.messages, document.messages, strict=True):
        for offset, unit in enumerate(known.units):
            place = catalog.place(message, offset)
            assert place.exact
            shown = place.source[place.column - 1 :]
            # A line end is beyond the line that it ends.
            assert shown.startswith(unit.spelled) or (shown == "" and unit.character == "\n")
