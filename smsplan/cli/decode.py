"""``smsplan decode``."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import msgspec
import typer
from msgspec import Struct
from typer import Argument, Option

from smsplan.cli import card, options
from smsplan.cli.decoded import fields
from smsplan.cli.lines import write_json
from smsplan.cli.modem import pdu_in
from smsplan.cli.output import Status
from smsplan.cli.streams import say, write_line
from smsplan.errors import DecodeError, ReassemblyError
from smsplan.files import read_lines
from smsplan.findings import FindingShape
from smsplan.wire import Decoded, decode, messages, reassemble

_LABEL: Final = 13  # as on the card of a plan


class UnreadPdu(Struct, frozen=True):
    """What stands in the place of a PDU that could not be read; ``line`` is of standard input."""

    error: str
    offset: int
    pdu: int
    line: int | None


class Given(NamedTuple):
    """A PDU as it was given: its number, and its line if it stood on standard input."""

    pdu: str
    number: int
    line: int | None = None


DecodedLine: Final = msgspec.defstruct(
    "DecodedLine",
    [
        (field.name, list[FindingShape] if field.name == "findings" else field.type)
        for field in msgspec.structs.fields(Decoded)
    ]
    + [("pdu", int), ("line", int | None)],
    namespace={"__doc__": "A short message, read; octets are hexadecimal."},
    rename="kebab",
)
"""The fields of a decoded message, each of them in every line, and where it stood."""


class MessageLine(Struct, frozen=True, rename="kebab"):
    """A message put together again; ``text`` and ``error`` exclude each other.

    ``timestamp`` is the earliest of its segments; one segment may have no reference.
    """

    address: str
    timestamp: datetime | None
    reference: int | None
    reference_bits: int | None
    msg_count: int
    text: str | None
    error: str | None
    missing: tuple[int, ...]


class JoinedLine(Struct, frozen=True):
    """What follows the PDUs: a message that they make."""

    message: MessageLine


def decode_pdus(
    pdus: Annotated[
        list[str] | None,
        Argument(
            metavar="HEX",
            help="Each HEX is a PDU. With none, or for -, standard input has one a line, or is a"
            " modem's log.",
        ),
    ] = None,
    *,
    smsc: Annotated[bool, Option("--smsc", help="An SMSC address stands before each PDU.")] = False,
    as_json: Annotated[
        bool, Option("--json", help="Print JSON, a line a PDU, then a line a message.")
    ] = False,
) -> None:
    """Decode SMS-SUBMIT and SMS-DELIVER.

    The fields are shown in words, and messages of several segments are put
    together. Of a modem's log the lines between the PDUs (AT+CMGL=4,
    +CMGL: 1,1,,24, OK) are left out; a modem writes an SMSC address before each
    PDU: --smsc.

    With --json each message has a line at the end, those of one segment too.

    The exit status is 1 if one of them could not be read, or if segments
    contradict each other; that some are missing is only said.

    Examples:
    smsplan decode 01000a915421436587000005e8329bfd06
    smsplan decode --smsc --json < modem.log

    """
    decoded: list[Decoded] = []
    failed = False
    number = 0
    for given in _given(pdus or [options.STANDARD_INPUT]):
        number = given.number
        try:
            read = decode(given.pdu, smsc=smsc)
        except DecodeError as error:
            failed = True
            _show_error(error, given, smsc=smsc, as_json=as_json)
            continue
        decoded.append(read)
        if as_json:
            findings = [each.to_dict() for each in read.findings]
            place = {"pdu": number, "line": given.line}
            write_line(write_json({**_plain(read), "findings": findings, **place}))
        else:
            _show(read, number)
    if not number:
        say("smsplan: there was no PDU on standard input", stderr=True)
    for line in _message_lines(decoded):
        failed |= line.error is not None and not line.missing
        if as_json:
            write_line(write_json(JoinedLine(line)))
        elif line.reference is not None:  # of others the text was shown
            _show_message(line)
    if failed:
        raise typer.Exit(Status.ERRORS)


def _given(arguments: Iterable[str]) -> Iterator[Given]:
    numbers = count(1)
    for argument in arguments:
        if argument != options.STANDARD_INPUT:
            yield Given(argument, next(numbers))
            continue
        lines = chain.from_iterable(read_lines(options.standard_input()))
        for at, line in enumerate(lines, start=1):
            pdu = pdu_in(line.decode(errors="replace"))
            if pdu is not None:
                yield Given(pdu, next(numbers), at)


def _message_lines(decoded: Iterable[Decoded]) -> Iterator[MessageLine]:
    """Put the messages together, unless they are data."""
    for segments in messages(decoded):
        if all(segment.text is None for segment in segments):
            continue
        text = error = None
        missing: tuple[int, ...] = ()
        try:
            text = reassemble(segments)
        except ReassemblyError as reason:
            error, missing = str(reason), reason.missing
        which = segments[0].header.concatenation
        yield MessageLine(
            str(segments[0].address),
            min((each.timestamp for each in segments if each.timestamp), default=None),
            which.reference if which else None,
            which.reference_bits if which else None,
            which.msg_count if which else 1,
            text,
            error,
            missing,
        )


def _plain(value: object) -> Any:  # noqa: ANN401 - any JSON
    """Prepare what is decoded for JSON, octets in hexadecimal."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Struct):
        return _plain(msgspec.to_builtins(value, builtin_types=(bytes,)))
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _show_error(error: DecodeError, given: Given, *, smsc: bool, as_json: bool) -> None:
    if as_json:
        write_line(write_json(UnreadPdu(error.reason, error.offset, given.number, given.line)))
        return
    place = f"PDU {given.number}" if given.line is None else f"line {given.line}"
    say(f"smsplan: {place}: {error}{_hint(given, smsc=smsc)}", stderr=True)


def _hint(given: Given, *, smsc: bool) -> str:
    if _is_pdu(given.pdu, smsc=not smsc):
        address = "without --smsc, no" if smsc else "with --smsc, an"
        return f"; it can be read {address} SMSC address before it"
    if given.line is None:
        with suppress(OSError, ValueError):  # what can be no name
            if Path(given.pdu).is_file():
                return f"; {given.pdu} is a file: give it as standard input, with < before its name"
        return ""
    last = given.pdu.rpartition(" ")[2]
    if _is_pdu(last, smsc=smsc) or _is_pdu(last, smsc=not smsc):
        return "; its last word is a PDU: give it without what stands before"
    return ""


def _is_pdu(pdu: str, *, smsc: bool) -> bool:
    try:
        decode(pdu, smsc=smsc)
    except DecodeError:
        return False
    return True


def _show(decoded: Decoded, number: int) -> None:
    say(
        f"PDU {number}: {decoded.message_type}",
        *(f"{label:<{_LABEL}}{words}" for label, words in fields(decoded)),
    )
    card.show_findings(decoded.findings)
    say("")


def _show_message(line: MessageLine) -> None:
    words = line.error if line.text is None else f"|{line.text}|"
    label = "error" if line.text is None else "text"
    say(
        f"message {line.reference}, {line.msg_count} segments, {line.address}",
        f"{label:<{_LABEL}}{words}",
        "",
    )
