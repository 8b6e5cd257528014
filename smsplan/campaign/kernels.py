# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917, PLR2004 - compiled loops take columns and
# tables one by one, do in one pass what they do, and know octets and characters by their numbers
"""The loops over rows, compiled: no object of Python is touched, so threads run side by side."""

from typing import Any

import numpy as np

from smsplan.columns.compiling import compiled, inlined

Array = np.ndarray[Any, Any]


@compiled
def survey(
    offsets: Array,
    octets: Array,
    valid: Array,
    is_code: Array,
    children: Array,
    entries: Array,
) -> tuple[Array, Array, Array]:
    """Read canonical digits: the number, its calling code, the longest prefix that has a price.

    The last is found in a tree of :func:`smsplan.columns.prices.trie`.
    """
    rows = offsets.size - 1
    numbers = np.zeros(rows, np.uint64)
    dialcodes = np.zeros(rows, np.int64)
    prices = np.full(rows, entries[0], np.int64)
    for row in range(rows):
        if not valid[row]:
            continue
        start = offsets[row]
        end = offsets[row + 1]
        number = np.uint64(0)
        node = 0
        is_found = True
        for at in range(start, end):
            digit = octets[at] - 48
            number = number * np.uint64(10) + np.uint64(digit)
            if is_found:
                node = children[node, digit]
                is_found = node != 0
                if is_found and entries[node] >= 0:
                    prices[row] = entries[node]
            if dialcodes[row] == 0 and at - start < 3 and is_code[number]:
                dialcodes[row] = number
        numbers[row] = number
    return numbers, dialcodes, prices


@compiled
def doubts(
    offsets: Array, octets: Array, dialcodes: Array, starts: Array, following: Array, said: Array
) -> Array:
    """Walk the automaton of each number's calling code."""
    rows = offsets.size - 1
    found = np.zeros(rows, np.uint8)
    for row in range(rows):
        dialcode = dialcodes[row]
        if dialcode == 0:
            continue
        begin = offsets[row] + (1 if dialcode < 10 else 2 if dialcode < 100 else 3)
        end = offsets[row + 1]
        state = starts[dialcode]
        for at in range(begin, end):
            state = following[state, octets[at] - 48]
        found[row] = said[state, end - begin]
    return found


@inlined
def _read(octets: Array, at: int) -> tuple[Any, int]:
    """Read a code point of UTF-8; its octets are counted by its first."""
    first = np.int64(octets[at])
    if first < 0x80:
        return first, 1
    if first < 0xE0:
        return (first & 0x1F) << 6 | (octets[at + 1] & 0x3F), 2
    if first < 0xF0:
        return (first & 0x0F) << 12 | (octets[at + 1] & 0x3F) << 6 | (octets[at + 2] & 0x3F), 3
    return (
        (first & 0x07) << 18
        | (octets[at + 1] & 0x3F) << 12
        | (octets[at + 2] & 0x3F) << 6
        | (octets[at + 3] & 0x3F)
    ), 4


_FLAG = np.array([chr(octet) in "#0- +" for octet in range(0x100)])
_CONVERSION = np.array([chr(octet) in "diouxXeEfFgGcrsa" for octet in range(0x100)])


@inlined
def _is_printf(octets: Array, at: int, end: int) -> Any:  # noqa: ANN401 - a truth value of numpy
    """Return whether ``%`` begins what printf replaces."""
    at += 1
    while at < end and _FLAG[octets[at]]:
        at += 1
    while at < end and 0x30 <= octets[at] <= 0x39:
        at += 1
    if at + 1 < end and octets[at] == 0x2E and 0x30 <= octets[at + 1] <= 0x39:
        at += 1
        while at < end and 0x30 <= octets[at] <= 0x39:
            at += 1
    return at < end and _CONVERSION[octets[at]]


@inlined
def _survey_written(written: Array, start: int, end: int) -> tuple[int, int, bool]:
    """Count the units of white space that may be left out, and printf's; say if all is blank."""
    loose = spaces = printfs = 0
    is_blank = True
    for at in range(start, end):
        if written[at] in (0x20, 0x0A, 0x0D, 0x0C, 0x09):
            spaces += 2 if written[at] == 0x0C else 1
        else:
            is_blank = False
            if written[at] == 0x25 and _is_printf(written, at, end):
                printfs += 1
            loose += spaces if spaces > 1 else 0
            spaces = 0
    return loose + spaces, printfs, is_blank


@compiled
def count_misfits(
    offsets: Array,
    octets: Array,
    rows: Array,
    is_known: Array,
    is_gsm7: Array,
    counts: Array,
    last_row: Array,
    found: Array,
) -> int:
    """Count the rows in which each character stands that keeps the text out of GSM-7.

    Those are the characters that no table knows; in a row that has none of them,
    those that GSM-7 lacks without national tables.
    The characters are written into ``found``; how many there are is the answer.
    """
    many = 0
    for index in range(rows.size):
        row = rows[index]
        for is_fit in (is_known, is_gsm7):
            has_misfit = False
            at = offsets[row]
            end = offsets[row + 1]
            while at < end:
                character, size = _read(octets, at)
                at += size
                if is_fit[character]:
                    continue
                has_misfit = True
                if last_row[character] != row + 1:
                    if counts[character] == 0:
                        found[many] = character
                        many += 1
                    last_row[character] = row + 1
                    counts[character] += 1
            if has_misfit:
                break
    return many


@compiled
def respell(
    offsets: Array,
    octets: Array,
    rows: Array,
    places: Array,
    spelled: Array,
    spelled_ends: Array,
    marks: Array,
    is_plain: Array,
) -> tuple[Array, Array, Array, Array, Array, Array, bool]:
    """Write each text as safe respellings make it, and again with ``?`` for every misfit.

    In the first ``?`` stands for a misfit that has no safe respelling.

    ``verdicts`` are bits: 1 where a misfit has no safe respelling, 2 where what
    becomes of one depends on what is around it, 8 where a placeholder may hold
    one.  ``loose`` counts the units of white space that might be left out.  The
    last says whether there is a character that ``places`` does not know yet.
    """
    total = np.int64(0)
    for index in range(rows.size):
        total += offsets[rows[index] + 1] - offsets[rows[index]]
    written = np.empty(total, np.uint8)
    written_ends = np.zeros(rows.size + 1, np.int64)
    masked = np.empty(total, np.uint8)
    masked_ends = np.zeros(rows.size + 1, np.int64)
    verdicts = np.zeros(rows.size, np.uint8)
    loose = np.zeros(rows.size, np.int64)
    unknown = False
    to = 0
    to_masked = 0
    for index in range(rows.size):
        at = offsets[rows[index]]
        end = offsets[rows[index] + 1]
        verdict = 0
        before: Any = 0
        follows_lead = 0  # 1 after a lead of mojibake, 2 after what may follow one
        has_misfit = False
        has_machine = False
        is_dotted = False
        is_joined = False  # by a misfit that an address may have before its @
        has_at = False
        printfs = 0
        while at < end:
            octet = octets[at]
            if octet < 0x80 and is_plain[octet] and before != 0x3A:
                written[to] = octet
                masked[to_masked] = octet
                to += 1
                to_masked += 1
                at += 1
                before = np.int64(octet)
                follows_lead = 0
                continue
            character, size = _read(octets, at)
            place = places[character]
            mark = marks[character] if character < marks.size else 0
            # Mojibake: a lead that stands for itself, or two sequences in a row.
            if mark & 4 and follows_lead == 2:
                verdict |= 2
            if mark & 2 and follows_lead and before in (0xC2, 0xC3, 0xE2, 0xF0):
                verdict |= 2
            follows_lead = 2 if mark & 2 and follows_lead else 1 if mark & 4 else 0
            # A placeholder may hold a misfit, and so may a URL, which white space ends.
            if character == 0x7B or (character == 0x28 and before in (0x25, 0x28)):
                verdict |= 8
            if character in (0x20, 0x0A, 0x0D, 0x0C, 0x09):
                if has_misfit and has_machine:
                    verdict |= 2
                has_misfit = False
                has_machine = False
                is_dotted = False
                is_joined = False
                has_at = False
            elif (
                character == 0x2F
                or before == 0x3A
                or character | 0x20 == 0x77 == before | 0x20
                or (is_dotted and character in (0x3F, 0x23))  # a host, and ? or #
            ):
                has_machine = True
            elif character == 0x2E:
                after = octets[at + 1] if at + 1 < end else 0
                is_dotted |= after == 0x2D or (after > 0x2F and after != 0x3F)
            if character == 0x40:
                if is_joined:
                    verdict |= 2
                has_at = True
            elif character == 0x25 and _is_printf(octets, at, end):
                printfs += 1
            if place == 0:
                for step in range(size):
                    written[to + step] = octets[at + step]
                    masked[to_masked + step] = octets[at + step]
                to += size
                to_masked += size
            else:
                masked[to_masked] = 0x3F
                to_masked += 1
                has_misfit = True
                if place > 0:
                    first = spelled[spelled_ends[place - 1]]
                    is_joined |= first in (0x2B, 0x2D, 0x2E)
                    if has_at and first == 0x2D:
                        verdict |= 2
                    for step in range(spelled_ends[place - 1], spelled_ends[place]):
                        written[to] = spelled[step]
                        to += 1
                elif place == -1:
                    verdict |= 1
                    written[to] = 0x3F  # or the white space around it would be together
                    to += 1
                elif place == -2:
                    verdict |= 2
                else:
                    unknown = True
            before = character
            at += size
        if has_misfit and has_machine:
            verdict |= 2
        loose[index], printfs_after, is_blank = _survey_written(written, written_ends[index], to)
        # What was no ``% d`` may become one.
        if printfs != printfs_after or is_blank:
            verdict |= 2
        written_ends[index + 1] = to
        masked_ends[index + 1] = to_masked
        verdicts[index] = verdict
    return written[:to], written_ends, masked[:to_masked], masked_ends, verdicts, loose, unknown
