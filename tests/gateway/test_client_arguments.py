"""What a client can be made of."""

import math
import traceback
from decimal import Decimal

import pytest

from smsplan.gateway.client import Client
from tests.gateway.servers import KEY, USER, chain


@pytest.mark.parametrize(
    "base_url",
    [
        "https://login.txty.dk/api/4/",
        "HTTPS://LOGIN.TXTY.DK",
        "https://192.0.2.1:8443/",
        "http://localhost:8080/",
        "http://127.0.0.1/",
        "http://127.255.255.254/api/",
        "http://[::1]:8080/",
    ],
)
def test_https_and_loopback_are_accepted(base_url: str) -> None:
    assert Client(USER, KEY, base_url=base_url).base_url == base_url


def test_the_document_s_address_is_the_default() -> None:
    assert Client(USER, KEY).base_url == "https://login.txty.dk/api/4/"


@pytest.mark.parametrize(
    "base_url",
    [
        "http://login.txty.dk/api/4/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://[2001:db8::1]/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://localhost@example.org/",
        "ftp://localhost/",
        "//localhost/",
        "localhost",
        "login.txty.dk",
        "",
        "https://",
        "https:///api/",
        f"http://{USER}:{KEY}@login.txty.dk/",
        f"https://user:{KEY}@login.txty.dk/",
        f"https://{KEY}@login.txty.dk/",
        "https://@login.txty.dk/",
        f"https://login.txty.dk/?key={KEY}",
        f"http://login.txty.dk/?key={KEY}",
        f"https://login.txty.dk/#{KEY}",
        "https://login.txty.dk/å/",
        "https://login.txty.dk/a b",
        "https://login.txty.dk/\r\nHost: example.org",
        "https://login.txty.dk:99999/",
        f"https://login.txty.dk:{KEY}/",
        "https://[::1/",
    ],
)
def test_any_other_base_url_is_refused_without_showing_a_key_in_it(base_url: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        Client(USER, KEY, base_url=base_url)
    assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(("user", "key"), [("", KEY), (USER, ""), ("", "")])
def test_an_empty_user_or_key_is_refused(user: str, key: str) -> None:
    with pytest.raises(ValueError, match=r"(user|key) is empty"):
        Client(user, key)


@pytest.mark.parametrize(("user", "key"), [("me\ud83d", KEY), (USER, f"{KEY}\ud83d")])
def test_a_user_or_key_that_cannot_be_written_is_refused_and_not_shown(user: str, key: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        Client(user, key)
    assert all(KEY not in repr(link) for link in chain(caught.value))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"user": None}, "user is a str, not None"),
        ({"user": 53734372}, "user is a str, not int"),
        ({"key": None}, "key is a str, not None"),
        ({"key": 53734372}, "key is a str, not int"),
        ({"key": KEY.encode()}, "key is a str, not bytes"),
        ({"base_url": KEY.encode()}, "base_url is a str, not bytes"),
        ({"timeout": KEY}, "timeout is a float, not str"),
        ({"timeout": None}, "timeout is a float, not None"),
        ({"timeout": Decimal(1)}, "timeout is a float, not Decimal"),
    ],
)
def test_a_wrong_type_is_told_and_the_value_is_not_shown(
    wrong: dict[str, object], message: str
) -> None:
    with pytest.raises(TypeError) as caught:
        Client(**({"user": USER, "key": KEY} | wrong))  # type: ignore[arg-type]  # what is tested
    assert str(caught.value) == message
    assert list(chain(caught.value)) == [caught.value]


@pytest.mark.parametrize("timeout", [0, -1, math.nan, math.inf, 1e30])
def test_a_timeout_that_cannot_be_waited_for_is_refused(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout is between 0 and 86400"):
        Client(USER, KEY, timeout=timeout)
