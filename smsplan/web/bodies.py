"""From the octets of a request to those of its answer: JSON in, JSON out, no HTTP."""

import json
from functools import lru_cache
from typing import Final, TypeVar

import msgspec

from smsplan.shapes import ENCODER
from smsplan.web.endpoints import MAX_REASON, BadRequestError, Endpoint

T = TypeVar("T")

_decoder: Final = lru_cache(msgspec.json.Decoder)

write: Final = ENCODER.encode
"""Write an answer; amounts are numbers."""


def answer(endpoint: Endpoint, body: bytes) -> tuple[bytes, int]:
    """Answer a request, or say what is wrong with it: octets, and an HTTP status."""
    try:
        return write(endpoint.respond(read(_decoder(endpoint.request), body))), 200
    except BadRequestError as error:
        return write(error.problem), 400


def read(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    """Read a request.

    Raises :class:`~smsplan.web.endpoints.BadRequestError` that says what is wrong with it.
    """
    where = "$"
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `")
        where = path.removesuffix("`") or where
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = _reason(body) or f"it is not JSON: {error}"
    raise BadRequestError(reason[:MAX_REASON], where)


def _reason(body: bytes) -> str:
    """Return what msgspec takes for no JSON, or tells in another way in each version."""
    try:
        json.dumps(json.loads(body.decode()), ensure_ascii=False).encode()
    except UnicodeDecodeError:
        return "it is not UTF-8"
    except UnicodeEncodeError:
        return "it has a lone surrogate, which is no character"
    except (ValueError, RecursionError):
        pass
    return ""
