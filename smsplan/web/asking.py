"""An endpoint over HTTP."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from anyio import create_task_group
from starlette.requests import Request
from starlette.responses import Response

from smsplan.http.form import is_written_as
from smsplan.http.limits import RETRY_AFTER
from smsplan.web.answers import Problem
from smsplan.web.bodies import answer, write
from smsplan.web.endpoints import Endpoint
from smsplan.web.workers import BusyError, Workers

_JSON: Final = "application/json"

Respond = Callable[[Request], Awaitable[Response]]


def asked(endpoint: Endpoint, workers: Workers) -> Respond:
    """Answer requests with an endpoint, as far as the workers have time for it.

    The work on a request ends when who asked goes away.
    """

    async def respond(request: Request) -> Response:
        if not is_written_as(request.headers, _JSON):
            reason = f"the body is of the type {_JSON}, in UTF-8, as it is"
            return _reply(write(Problem(reason, "content-type")), 415)
        body = await request.body()
        response = Response(status_code=503)  # which nobody reads, for who asked is gone
        async with create_task_group() as group:

            async def leave_with_who_asked() -> None:
                while (await request.receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            group.start_soon(leave_with_who_asked)
            try:
                response = _reply(*await workers.run(answer, endpoint, body))
            except BusyError as error:
                again = {"Retry-After": str(RETRY_AFTER)}
                response = _reply(write(Problem(str(error), "$")), 503, again)
            group.cancel_scope.cancel()
        return response

    return respond


def shown(content: bytes, kind: str = _JSON) -> Respond:
    """Answer every request with the same."""

    async def respond(_request: Request) -> Response:
        return Response(content, media_type=kind)

    return respond


def _reply(content: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, status, headers, _JSON)
