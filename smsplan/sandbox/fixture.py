"""A gateway for other people's tests: the pytest fixture ``sms_gateway`` (extra ``web``).

::

    def test_signup(sms_gateway):
        sign_up("4520123456", gateway=sms_gateway.url)
        assert sms_gateway.outbox[0].text == "Welcome!"

Each test has a gateway of its own, at a port of its own on 127.0.0.1, with an
empty outbox and a clock that moves only by :meth:`SmsGateway.advance`.  A test
that Hypothesis runs many times, or a fixture of a wider scope, opens its own::

    with running_gateway() as sms_gateway:
        ...

All methods block, so an async test calls those that wait for its own callback
server as ``await asyncio.to_thread(sms_gateway.advance, 60)``.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from smsplan.errors import MissingExtraError

if TYPE_CHECKING:  # pytest loads this module in every run, so it imports no more than it must
    from smsplan.gateway.client import Client
    from smsplan.sandbox.messages import Message
    from smsplan.sandbox.settings import Settings
    from smsplan.sandbox.thread import ThreadedSandbox


class SmsGateway:
    """A sandbox gateway that runs in a thread; :func:`running_gateway` makes one.

    ``url`` is what a client takes as its base URL, ``user`` and ``key`` the login.
    """

    def __init__(self, sandbox: "ThreadedSandbox", settings: "Settings") -> None:
        self._sandbox = sandbox
        self.url: str = sandbox.url
        self.user: str = settings.user
        self.key: str = settings.key

    def client(self) -> "Client":
        """Make a client that is logged in."""
        from smsplan.gateway.client import Client  # noqa: PLC0415 - lazy

        return Client(self.user, self.key, base_url=self.url)

    @property
    def outbox(self) -> "tuple[Message, ...]":
        """The messages that were accepted, the oldest first; those that are due have a status."""
        return self._sandbox.outbox()

    @property
    def balance(self) -> Decimal:
        """What is left to send for."""
        return self._sandbox.balance()

    @property
    def now(self) -> int:
        """The time of the gateway's clock: a Unix timestamp, at first that of the real time."""
        return int(self._sandbox.now)

    def advance(self, seconds: float) -> None:
        """Move the clock on; messages and callbacks that become due are done when this returns.

        Each is done at its own time: an hour between two attempts of a callback
        is an hour of this clock.  ``advance(0)`` does what is due now.  The
        callback server answers in real time: one that does not takes ten real
        seconds an attempt, so let yours answer, if only with a 500.

        Raises ``ValueError`` for less than zero seconds, and for more than a clock has.
        """
        if not 0 <= seconds <= _LONGEST:
            message = f"the clock moves on by 0 to {_LONGEST} seconds, not {seconds}"
            raise ValueError(message)
        self._sandbox.advance(seconds)

    def fail(self, fault: str, *, msisdn: str = "", every: int = 1, times: int | None = 1) -> None:
        """Let the next request fail, or those that a rule says.

        What is called twice lets the next two fail: a rule does not count a
        request that one before it takes, neither for ``every`` nor for ``times``.

        ``fault`` is written as in :mod:`smsplan.sandbox.faults`, such as
        ``"status=503"`` or ``"reset, after"``; the others are those of a
        :class:`~smsplan.sandbox.faults.FaultRule`.

        Raises ``ValueError`` for what is no fault, and for a rule that could never hold.
        """
        from smsplan.sandbox.faults import Fault, FaultRule  # noqa: PLC0415 - lazy

        rule = FaultRule(fault=Fault.parse(fault), msisdn=msisdn, every=every, times=times)
        self._sandbox.add_fault(rule)


_LONGEST = 10 * 365 * 86_400
"""Ten years, in seconds."""


@contextmanager
def running_gateway(settings: "Settings | None" = None) -> Iterator[SmsGateway]:
    """Run a sandbox gateway until the end of the block.

    The clock speed of the settings does not count: the clock is moved by hand.

    Raises :class:`~smsplan.errors.MissingExtraError` without the extra ``web``; and at
    the end, where the block itself raised nothing, ``RuntimeError`` for what went
    wrong in the gateway.
    """
    try:
        from smsplan.sandbox.settings import Settings  # noqa: PLC0415 - lazy
        from smsplan.sandbox.thread import ThreadedSandbox  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError(extra="web", feature="sms_gateway") from error
    settings = settings or Settings()
    sandbox = ThreadedSandbox(settings)
    try:
        yield SmsGateway(sandbox, settings)
    finally:
        sandbox.stop()
    sandbox.raise_errors()


@pytest.fixture
def sms_gateway() -> Iterator[SmsGateway]:
    """Run an SMS gateway that sends nothing, and keeps what it was asked to send."""
    with ExitStack() as stack:
        try:
            gateway = stack.enter_context(running_gateway())
        except MissingExtraError as error:
            pytest.fail(str(error), pytrace=False)
        yield gateway
