"""Where the gateway is: a base URL that is safe to send a key to."""

from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

BASE_URL: Final = "https://login.txty.dk/api/4/"
"""API, section 1."""
SEND_PATH: Final = "sms/api.json"
_PORTS: Final = {"http": 80, "https": 443}
"""RFC 9110, 4.2: where a URL names none."""


class Endpoint(NamedTuple):
    """The parts of the URL that messages are posted to."""

    host: str
    port: int
    path: str
    secure: bool

    @property
    def name(self) -> str:
        """The host as certificates have it: without the dot that ends a name that is whole."""
        return self.host.rstrip(".")

    @classmethod
    def of(cls, base_url: str) -> "Endpoint":
        """Read a base URL: https, or http to a loopback address.

        Raises ``ValueError`` for any other.  The error does not show it, for
        somebody may have written a key into it.
        """
        try:
            parts = urlsplit(base_url)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = None
        if host is None or not base_url.isascii() or not base_url.isprintable():
            raise ValueError("base_url is not a URL with a host, in ASCII")
        if "@" in parts.netloc or parts.query or parts.fragment or " " in base_url:
            raise ValueError(
                "base_url has no user, query, fragment or space: the form has user and key"
            )
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
            raise ValueError("base_url is https, or http to a loopback address")
        port = _PORTS[parts.scheme] if port is None else port
        path = f"{parts.path.rstrip('/')}/{SEND_PATH}"
        return cls(host, port, path, parts.scheme == "https")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
