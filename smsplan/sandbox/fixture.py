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

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from smsplan.errors import MissingExtraError
from smsplan.lazy import lazily

if TYPE_CHECKING:  # pytest loads this module in every run, so it imports no more than it must
    from smsplan.sandbox.thread import SmsGateway, running_gateway

__all__ = ["SmsGateway", "running_gateway", "sms_gateway"]

__getattr__: Callable[[str], object] = lazily(
    __name__, {"smsplan.sandbox.thread": ("SmsGateway", "running_gateway")}, extra="web"
)


@pytest.fixture
def sms_gateway() -> "Iterator[SmsGateway]":
    """Run an SMS gateway that sends nothing, and keeps what it was asked to send."""
    try:
        from smsplan.sandbox.fixture import running_gateway  # noqa: PLC0415 - lazy
    except MissingExtraError as error:
        pytest.fail(str(error), pytrace=False)
    with running_gateway() as gateway:
        yield gateway
