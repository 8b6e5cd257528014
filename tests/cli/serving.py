"""``smsplan serve`` in a process of its own."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import msgspec

from .test_process import COMMAND, environment

LINES = 5
"""Of the message at the start."""
SEND = "sms/api.json?user={}&key={}&msisdn=4520123456&sender=You&text=Hi"


class Served:
    """A server in a process of its own that has said where it is."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        self.process = process
        self.said = "".join(process.stdout.readline() for _ in range(LINES))
        self.urls = dict(re.findall(r"^(page|gateway) +(\S+)$", self.said, re.MULTILINE))

    def ask(self, url: str, **headers: str) -> tuple[int, bytes]:
        return self._answer(Request(url, headers=headers))  # noqa: S310 - http

    def post(self, url: str, body: bytes) -> tuple[int, bytes]:
        """Post JSON."""
        return self._answer(Request(url, body, {"content-type": "application/json"}))  # noqa: S310 - http

    def _answer(self, request: Request) -> tuple[int, bytes]:
        try:
            with urlopen(request, timeout=60) as reply:  # noqa: S310 - http
                return reply.status, reply.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()

    def send(self, user: str = "demo", key: str = "demo") -> dict[str, object]:
        _, body = self.ask(self.urls["gateway"] + SEND.format(user, key))
        return msgspec.json.decode(body, type=dict[str, object])

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal; give the exit status and all that was said since the start."""
        self.process.send_signal(number)
        rest, errors = self.process.communicate(timeout=60)
        return self.process.returncode, rest + errors


Serve = Callable[..., AbstractContextManager[Served]]


@contextmanager
def serve(*arguments: str, **variables: str) -> Iterator[Served]:
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**variables),
    ) as process:
        try:
            yield Served(process)
        finally:
            process.kill()
