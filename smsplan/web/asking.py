"""An endpoint over HTTP: JSON in, JSON out, worked on beside the event loop."""

import json
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from smsplan.gateway.sandbox.form import is_written_as
from smsplan.web.answers import Problem
from smsplan.web.endpoints import Endpoint, Refused

T = TypeVar("T")

_JSON: Final = "application/json"
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")

_MOST_SHOWN: Final = 300
"""Characters of a reason, which may have a value of the request in it."""

Respond = Callable[[Request], Awaitable[Response]]


def asked(endpoint: Endpoint, limiter: CapacityLimiter) -> Respond:
    """Answer requests with an endpoint, in as many threads as the limiter has."""
    decoder = msgspec.json.Decoder(endpoint.request)

    def work(body: bytes) -> bytes:
        return _ENCODER.encode(endpoint.respond(read(decoder, body)))

    async def respond(request: Request) -> Response:
        if not is_written_as(request.headers, _JSON):
            reason = f"the body is of the type {_JSON}, in UTF-8, as it is"
            return _reply(_ENCODER.encode(Problem(reason, "content-type")), 415)
        body = await request.body()
        try:
            return _reply(await to_thread.run_sync(work, body, limiter=limiter))
        except Refused as error:
            return _reply(_ENCODER.encode(error.problem), 400)

    return respond


def shown(value: object) -> Respond:
    """Answer every request with the same value."""
    content = _ENCODER.encode(value)

    async def respond(_request: Request) -> Response:
        return _reply(content)

    return respond


def read(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    """Read a request.

    Raises :class:`~smsplan.web.endpoints.Refused` that says what is wrong with it.
    """
    where = "$"
    try:
        return decoder.decode(body)
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `")
        where = path.removesuffix("`") or where
    except msgspec.DecodeError as error:
        reason = f"it is not JSON: {error}"
        if _has_lone_surrogate(body):
            reason = "it has a lone surrogate, which is no character"
    raise Refused(reason[:_MOST_SHOWN], where)


def _has_lone_surrogate(body: bytes) -> bool:
    """Say whether that alone is why msgspec does not take it for JSON; it names other reasons."""
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        pass
    return False


def _reply(content: bytes, status: int = 200) -> Response:
    return Response(content, status, media_type=_JSON)
