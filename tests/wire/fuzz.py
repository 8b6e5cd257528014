"""Throw octets at ``decode``: ``python -m tests.wire.fuzz [COUNT] [SEED]``, a million by default.

The inputs are random octets, and valid TPDUs with octets, bits and lengths
changed; the same seed makes the same ones.  Anything but a decoding or a
DecodeError, or an answer that says too much, ends the run and shows the input.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import Final

from smsplan.wire import Decoded, DecodeError, ReassemblyError, decode, reassemble

from .tpdus import VALID

MILLION: Final = 1_000_000
MAX_CHARACTERS: Final = 256 * 8 // 7
"""TP-UDL is one octet; no septet and no code unit is more than one character."""


def inputs(count: int, seed: int) -> Iterator[bytes]:
    """Make inputs, each unlike the others and the same for the same seed."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        if number % 4 == 0:
            yield random.randbytes(random.randrange(200))
            continue
        tpdu = bytearray(random.choice(VALID))
        for _ in range(random.randint(1, 5)):
            _mutate(tpdu, random)
        yield bytes(tpdu)


def _mutate(tpdu: bytearray, random: Random) -> None:
    at = random.randrange(len(tpdu) + 1)
    match random.randrange(5):
        case 0:
            tpdu[at : at + 1] = random.randbytes(1)
        case 1:
            tpdu[at:at] = random.randbytes(random.randint(1, 4))
        case 2:
            del tpdu[at : at + random.randint(1, 4)]
        case 3:
            tpdu[at : at + 1] = bytes(
                octet ^ 1 << random.randrange(8) for octet in tpdu[at : at + 1]
            )
        case _:
            tpdu += random.randbytes(random.randrange(160))


def check(tpdu: bytes, *, smsc: bool) -> str:
    """Decode one input and say how it ended; raises whatever should not have been raised."""
    found = _decoded(tpdu, smsc=smsc)
    if isinstance(found, DecodeError):
        assert 0 <= found.offset <= len(tpdu)
        assert str(found)
        return "DecodeError"
    assert found.text is None or len(found.text) <= MAX_CHARACTERS
    assert len(found.data) <= MAX_CHARACTERS
    for finding in found.findings:
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start < finding.end <= len(tpdu)
    _check_alone(found)
    return "decoded, with findings" if found.findings else "decoded"


def _decoded(tpdu: bytes, *, smsc: bool) -> Decoded | DecodeError:
    try:
        return decode(tpdu, smsc=smsc)
    except DecodeError as error:
        return error


def _check_alone(part: Decoded) -> None:
    """Put together one segment, which succeeds if it has a text and its message no others."""
    concatenation = part.header.concatenation
    whole = part.text is not None and (concatenation is None or concatenation.msg_count == 1)
    try:
        text = reassemble([part])
    except ReassemblyError:
        assert not whole
    else:
        assert whole
        assert text == part.text


def run(count: int, seed: int) -> Counter[str]:
    """Check ``count`` inputs; count how they ended."""
    ends: Counter[str] = Counter()
    for number, tpdu in enumerate(inputs(count, seed)):
        smsc = number % 8 == 1
        try:
            ends[check(tpdu, smsc=smsc)] += 1
        except BaseException as error:
            error.add_note(f"input {number} of seed {seed}: {tpdu.hex()}, smsc={smsc}")
            raise
    return ends


def main() -> None:
    """Run with the count and the seed of the command line."""
    numbers = [int(argument.replace("_", "")) for argument in sys.argv[1:3]]
    count, seed = (*numbers, *(MILLION, 0)[len(numbers) :])
    start = perf_counter()
    ends = run(count, seed)
    seconds = perf_counter() - start
    lines = [f"{count:,} inputs of seed {seed} in {seconds:.0f} s"]
    lines += [f"{number:>12,}  {end}" for end, number in ends.most_common()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
