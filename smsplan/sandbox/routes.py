"""The gateway's URLs below ``/api/4``.

A documented reply, success or error, has the HTTP status 200.  What is no such
request at all is answered with a 4xx in plain text, and nothing is stored:
parameters that cannot be read or have no documented error (400), a method that
is neither GET nor POST (405), a body that is no form (415).
"""

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Collection
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smsplan.errors import InvalidValueError
from smsplan.gateway.request import PARAMETERS
from smsplan.http import form
from smsplan.sandbox import replies
from smsplan.sandbox.acceptance import Refusal, accept
from smsplan.sandbox.replies import Reply
from smsplan.sandbox.settings import Settings

if TYPE_CHECKING:
    from smsplan.sandbox.sandbox import Sandbox

MAX_ROWS: Final = 100
"""Messages of an outbox reply, the newest (decided here)."""

_METHODS: Final = ("GET", "POST")
_LOGIN: Final = ("user", "key")
_FORM: Final = "application/x-www-form-urlencoded"
_MAX_SHOWN: Final = 300

_FORMATS: Final = {
    "api.json": (replies.to_json, "application/json"),
    "api.xml": (replies.to_xml, "application/xml"),
}

_log: Final = logging.getLogger("smsplan.sandbox")

_Answer = Callable[[dict[str, str]], Awaitable[Reply]]


def routes(gateway: "Sandbox") -> list[Route]:
    """List the routes of a gateway: each of its URLs in JSON and in XML."""

    async def send(parameters: dict[str, str]) -> Reply:
        accepted = accept(parameters, gateway.settings, int(gateway.clock.now()))
        if isinstance(accepted, Refusal):
            return replies.refused(accepted)
        smsids = await gateway.store.add(accepted)
        if smsids is None:
            return replies.cannot_afford(accepted)
        gateway.wake()
        return replies.sent(smsids, accepted)

    async def view_prices(_parameters: dict[str, str]) -> Reply:
        balance = await gateway.store.balance()
        return replies.prices(gateway.settings.rates, balance, int(gateway.clock.now()))

    async def view_outbox(parameters: dict[str, str]) -> Reply:
        found = await gateway.store.outbox(parameters.get("search", ""), MAX_ROWS)
        return replies.outbox(found)

    urls: tuple[tuple[str, _Answer, Collection[str]], ...] = (
        ("/sms/", send, PARAMETERS),
        ("/view/yourprices/", view_prices, ()),
        ("/view/outbox/", view_outbox, ("search",)),
    )
    return [
        _route(gateway.settings, path, suffix, answer, {*_LOGIN, *known})
        for path, answer, known in urls
        for suffix in _FORMATS
    ]


def _route(
    settings: Settings, path: str, suffix: str, answer: _Answer, known: Collection[str]
) -> Route:
    write, media_type = _FORMATS[suffix]

    async def endpoint(request: Request) -> Response:
        parameters = await _parameters(request, known)
        if _is_login(settings, parameters):
            try:
                reply = await answer(parameters)
            except InvalidValueError as error:
                detail = f"{error.finding.field}: {error.finding.message}"
                raise HTTPException(400, detail[:_MAX_SHOWN]) from None
            except sqlite3.Error as error:
                _log.error("the store failed; nothing was stored: %s", error)
                raise HTTPException(503, "the store failed; nothing was stored") from error
        else:
            reply = replies.user_not_found(parameters.get("user"))
        return Response(write(reply), media_type=media_type)

    # Any method, for Starlette would take HEAD as GET, and a GET sends.
    return Route(path + suffix, endpoint, methods=())


async def _parameters(request: Request, known: Collection[str]) -> dict[str, str]:
    """Read the query and, of a POST, the form; both may have some of the parameters."""
    if request.method not in _METHODS:
        raise HTTPException(405, headers={"Allow": ", ".join(_METHODS)})
    body = await request.body() if request.method == "POST" else b""
    if body and not form.is_written_as(request.headers, _FORM):
        raise HTTPException(415, f"a body is {_FORM}, in UTF-8")
    try:
        return form.read(known, request.scope["query_string"], body)
    except ValueError as error:
        raise HTTPException(400, str(error)) from None


def _is_login(settings: Settings, parameters: dict[str, str]) -> bool:
    """Compare user and key, both always, in a time that does not tell where they differ."""
    user, key = (
        compare_digest(parameters.get(name, "").encode(), expected.encode())
        for name, expected in zip(_LOGIN, (settings.user, settings.key), strict=True)
    )
    return user and key
