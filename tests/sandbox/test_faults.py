"""Faults: what is written is what happens, before a message is accepted or after."""

import asyncio
import json
import socket
from contextlib import AbstractContextManager
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")
pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from starlette.types import Message, Scope

from smsplan.sandbox import fault_injection
from smsplan.sandbox.fault_injection import Failing
from smsplan.sandbox.faults import HEADER, Fault, FaultRule, Faults, parse_rules
from smsplan.sandbox.fixture import SmsGateway, running_gateway
from smsplan.sandbox.settings import Settings

from .serving import LOGIN, SEND, SMS, ask, served

PATIENCE = 30
BODY = b"0123456789" * 10


def written(fault: Fault) -> str:
    parts = {
        f"latency={fault.latency}s": fault.latency,
        "reset": fault.reset,
        f"status={fault.status}": fault.status,
        f"truncate={fault.truncate}": fault.truncate is not None,
        f"slow={fault.slow}/s": fault.slow,
        "after": fault.after,
    }
    return ", ".join(part for part, is_there in parts.items() if is_there)


LATENCIES = st.integers(1, 3_600_000).map(lambda milliseconds: milliseconds / 1000)
MAYBE_LATE = st.just(0.0) | LATENCIES
FAULTS = st.one_of(
    st.builds(Fault, latency=MAYBE_LATE, reset=st.sampled_from([True]), after=st.booleans()),
    st.builds(Fault, latency=MAYBE_LATE, status=st.integers(400, 599), after=st.booleans()),
    st.builds(Fault, latency=LATENCIES, truncate=st.none() | st.integers(0, 10**9 - 1)),
    st.builds(Fault, truncate=st.integers(0, 999), slow=st.none() | st.integers(1, 10**9 - 1)),
    st.builds(Fault, latency=LATENCIES, after=st.booleans()),
)


@given(FAULTS, st.randoms())
def test_faults_are_read_as_they_are_written_in_any_order(fault: Fault, random: object) -> None:
    parts = written(fault).split(", ")
    random.shuffle(parts)  # type: ignore[attr-defined]  # Hypothesis' own kind of Random
    assert Fault.parse(" ,".join(parts)) == fault


@given(st.text(max_size=30))
def test_any_text_is_faults_or_a_value_error(text: str) -> None:
    try:
        fault = Fault.parse(text)
    except ValueError:
        return
    assert Fault.parse(written(fault)) == fault


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "'' is no fault"),
        ("reset,", "'' is no fault"),
        ("latency=2", "'latency=2' is no fault"),
        ("latency=3601s", "an hour at most"),
        ("latency=-1s", "is no fault"),
        ("status=200", "400 to 599"),
        ("status=600", "400 to 599"),
        ("truncate=1e3", "is no fault"),
        ("slow=0/s", "is no fault"),
        ("slow=10", "is no fault"),
        ("reset=", "is no fault"),
        ("before", "is no fault"),
        ("reset, reset", "'reset' is there twice"),
        ("reset, status=500", "reset and status exclude each other"),
        ("status=500, truncate=1, slow=1/s", "status and truncate and slow exclude each other"),
        ("after", "after goes with latency, reset or status"),
        ("slow=1/s, after", "after goes with latency, reset or status"),
    ],
)
def test_what_is_no_fault_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Fault.parse(text)


RESET, BUSY = "reset", "status=503"
NUMBERS = st.lists(st.sampled_from(["", "4520123411", "4520123499", "4799"]), max_size=30)


@given(NUMBERS, st.sampled_from(["", "9", "99", "3499"]), st.integers(1, 4), st.integers(1, 3))
def test_a_rule_takes_every_so_many_of_the_numbers_that_match(
    numbers: list[str], suffix: str, every: int, times: int
) -> None:
    faults = Faults([FaultRule(fault=RESET, msisdn=suffix, every=every, times=times)])
    taken = [at for at, number in enumerate(numbers) if faults.next(number)]
    matching = [at for at, number in enumerate(numbers) if number.endswith(suffix)]
    assert taken == matching[every - 1 :: every][:times]


def test_the_first_rule_that_takes_a_request_holds_and_those_after_do_not_count_it() -> None:
    faults = Faults([FaultRule(fault=RESET, every=2), FaultRule(fault=BUSY, every=3)])
    assert [faults.next("") for _ in range(6)] == [
        None if fault is None else Fault.parse(fault)
        for fault in (None, RESET, None, RESET, BUSY, RESET)
    ]


RULES = st.builds(
    FaultRule,
    fault=st.sampled_from([RESET, BUSY]),
    msisdn=st.sampled_from(["", "9", "99"]),
    every=st.integers(1, 3),
    times=st.integers(1, 3),
)


@given(st.lists(RULES, max_size=4), NUMBERS)
def test_a_rule_does_as_it_would_alone_with_the_requests_that_none_before_it_took(
    rules: list[FaultRule], numbers: list[str]
) -> None:
    together = Faults(rules)
    expected: list[Fault | None] = [None] * len(numbers)
    for rule in rules:
        alone = Faults([rule])
        for at, number in enumerate(numbers):
            if expected[at] is None:
                expected[at] = alone.next(number)
    assert [together.next(number) for number in numbers] == expected


def test_rules_are_read() -> None:
    octets = (
        b'[{"fault": "reset, after", "msisdn": "99"},'
        b' {"fault": "status=503", "every": 10, "times": 2}]'
    )
    assert parse_rules(octets) == (
        FaultRule(fault="reset, after", msisdn="99"),
        FaultRule(fault=BUSY, every=10, times=2),
    )


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"[", ".*line 1 column 2"),
        (b"\xff", ".*position 0"),
        (b"[" * 100_000, "nested too deeply"),
        (b"{}", "Expected `array`, got `object`"),
        (b'[{"fault": "reset"}, {}]', "rule 2: .*required field `fault`"),
        (b'[{"fault": "rest"}]', "rule 1: 'rest' is no fault"),
        (b'[{"fault": "reset", "number": "1"}]', "rule 1: .*unknown field `number`"),
        (b'[{"fault": "reset", "msisdn": "x"}]', "rule 1: .*numbers end in digits"),
        (b'[{"fault": "reset", "every": 0}]', "rule 1: every and times of a fault are 1 or more"),
        (b'[{"fault": "reset", "times": 0}]', "rule 1: every and times of a fault are 1 or more"),
    ],
)
def test_rules_that_cannot_be_read_say_why_and_which(octets: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"not the rules of faults: {reason}"):
        parse_rules(octets)


def sandbox(*rules: FaultRule) -> AbstractContextManager[SmsGateway]:
    return running_gateway(Settings(faults=rules))


def request(port: int, fault: str | None = None, method: str = "GET", **sms: str) -> bytes:
    """Send a message over a socket of its own; all octets of the reply."""
    form = urlencode(LOGIN | SMS | sms)
    query, body = (f"?{form}", "") if method == "GET" else ("", form)
    head = [
        f"{method} {SEND}{query} HTTP/1.1",
        "Host: x",
        "Connection: close",
        f"Content-Length: {len(body)}",
        "Content-Type: application/x-www-form-urlencoded",
        *([f"{HEADER}: {fault}"] if fault else []),
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall("\r\n".join([*head, "", body]).encode())
        reply = b""
        while octets := connection.recv(1 << 16):
            reply += octets
    return reply


def port_of(running: SmsGateway) -> int:
    return int(running.url.split(":")[2].split("/")[0])


def body_of(reply: bytes) -> bytes:
    return reply.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(("fault", "sent"), [("reset", 0), ("reset, after", 1)])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_reset_is_a_true_one_and_the_message_is_accepted_or_not(
    fault: str, sent: int, method: str
) -> None:
    with sandbox() as running:
        with pytest.raises(ConnectionResetError):
            request(port_of(running), fault, method)
        assert len(running.outbox) == sent


@pytest.mark.parametrize(("fault", "sent"), [("status=503", 0), ("status=500, after", 1)])
def test_a_status_comes_instead_of_the_message_or_of_its_reply(fault: str, sent: int) -> None:
    with sandbox() as running:
        reply = request(port_of(running), fault)
        assert reply.startswith(f"HTTP/1.1 {fault[7:10]} ".encode())
        assert b"SMS_SENT" not in reply
        assert len(running.outbox) == sent


def test_a_truncated_reply_promises_more_than_comes() -> None:
    with sandbox() as running:
        whole = body_of(request(port_of(running)))
        for smsid, octets in enumerate((0, 20, len(whole) - 1), start=2):
            reply = request(port_of(running), f"truncate={octets}")
            expected = whole.replace(b'"smsid":1', b'"smsid":%d' % smsid)
            assert body_of(reply) == expected[:octets]
            assert b"content-length: %d\r\n" % len(whole) in reply.lower()
        assert b"SMS_SENT" in request(port_of(running), "truncate=100000")
        assert len(running.outbox) == 5


@pytest.mark.parametrize("fault", ["latency=10ms", "latency=10ms, after", "slow=10000/s"])
def test_a_late_or_slow_reply_is_whole(fault: str) -> None:
    with sandbox() as running:
        assert json.loads(body_of(request(port_of(running), fault)))["success"] == "SMS_SENT"
        assert len(running.outbox) == 1


def test_a_header_that_cannot_be_read_is_a_400_and_nothing_is_sent() -> None:
    with sandbox() as running:
        reply = request(port_of(running), "rest")
        assert reply.startswith(b"HTTP/1.1 400 ")
        assert b"'rest' is no fault" in body_of(reply)
        assert running.outbox == ()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_rule_knows_the_number_from_query_and_form(method: str) -> None:
    with sandbox(FaultRule(fault=BUSY, msisdn="99")) as running:
        port = port_of(running)
        assert b" 503 " in request(port, method=method, msisdn="+45 20 12 34 99")
        assert b" 200 " in request(port, method=method, msisdn="4520123498")
        assert b" 500 " in request(port, "status=500", method=method, msisdn="4520123499")
        assert b" 500 " not in request(port, method=method, msisdn="45(0)" + "1" * 6000)
        assert len(running.outbox) == 1


@given(st.text() | st.integers(1, 10_000).map(lambda digits: f"45(0){'1' * digits}"))
@example("45(0)" + "1" * 6000)
def test_whatever_is_given_for_a_number_a_rule_breaks_nothing(msisdn: str) -> None:
    statuses: list[int] = []

    async def application(_scope: Scope, _receive: object, _send: object) -> None:
        statuses.append(200)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        statuses.append(message.get("status", 0))

    query = urlencode({"msisdn": msisdn}, errors="surrogatepass").encode()
    scope: Scope = {"type": "http", "headers": [], "query_string": query}
    faults = Faults([FaultRule(fault=BUSY, msisdn="99")])
    asyncio.run(Failing(application, faults)(scope, receive, send))
    assert statuses[0] in {200, 503}


def test_under_another_server_a_reset_ends_without_a_reply() -> None:
    async def application(_scope: Scope, _receive: object, _send: object) -> None:
        raise AssertionError

    with served(Failing(application, Faults())) as port:
        reply = request(port, "reset")
        assert body_of(reply) == b""
        assert b"content-length: 1" in reply


async def _answer(_scope: Scope, _receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": BODY})  # type: ignore[operator]


def pieces(fault: str, *, hangs_up_after: int | None = None) -> list[bytes]:
    """Ask an application that answers at once: the pieces in which its body arrives."""
    sent: list[bytes] = []
    gone = asyncio.Event()

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            sent.append(message.get("body", b""))
            if len(sent) == hangs_up_after:
                gone.set()

    async def run() -> None:
        scope = {"type": "http", "headers": [(HEADER.lower().encode(), fault.encode())]}
        async with asyncio.timeout(PATIENCE):
            await Failing(_answer, Faults())(scope, receive, send)

    asyncio.run(run())
    return sent


def test_a_slow_reply_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_injection, "SLOWEST_PIECE", 0.001)
    assert pieces("slow=7000/s") == [BODY[at : at + 7] for at in range(0, 100, 7)] + [b""]


def test_a_slow_reply_ends_with_its_reader() -> None:
    assert pieces("slow=1/s", hangs_up_after=1) == [BODY[:1]]


def test_what_is_no_request_passes() -> None:
    passed: list[str] = []

    async def application(scope: Scope, _receive: object, _send: object) -> None:
        passed.append(scope["type"])

    async def run() -> None:
        await Failing(application, Faults())({"type": "lifespan"}, None, None)  # type: ignore[arg-type]

    asyncio.run(run())
    assert passed == ["lifespan"]


def test_a_client_that_hangs_up_before_it_has_asked_is_let_go() -> None:
    async def nobody(_scope: Scope, _receive: object, _send: object) -> None:
        return

    reply = ask(Failing(nobody, Faults([FaultRule(fault="truncate=1")])), SEND)
    assert reply.status == 0
