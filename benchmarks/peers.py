"""The peers: what is called, and how many messages the answer means."""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import NamedTuple


class Peer(NamedTuple):
    """Another package that counts or splits messages."""

    name: str
    call: Callable[[str], object]
    """What is timed."""
    msg_count: Callable[[str], int]
    splits: bool = True
    """Whether the answer holds the segments, and not only their number."""

    def count_or_none(self, text: str) -> int | None:
        """Count the messages of a text; ``None`` if the peer raises instead."""
        try:
            return self.msg_count(text)
        except Exception:  # noqa: BLE001 - whatever it raises, it has not counted
            return None

    def answered(self, texts: Sequence[str]) -> list[str]:
        """Leave out the texts on which the peer raises."""
        return [text for text in texts if self.count_or_none(text) is not None]


def _smsutil() -> Peer:
    split = import_module("smsutil").split
    return Peer("smsutil", split, lambda text: len(split(text).parts))


def _aiosmpplib() -> Peer:
    split = import_module("aiosmpplib.utils").split_sms_udh
    return Peer("aiosmpplib", split, lambda text: len(split(text)))


def _smpplib() -> Peer:
    make_parts = import_module("smpplib.gsm").make_parts
    return Peer("smpplib", make_parts, lambda text: len(make_parts(text)[0]))


def _gsmcodecs() -> Peer:
    import_module("gsmcodecs")  # registers its codecs

    def divide(text: str) -> int:
        try:
            count, single, room = len(text.encode("gsm23.038")), 160, 153
        except UnicodeError:
            count, single, room = len(text.encode("utf-16-be")) // 2, 70, 67
        return 1 if count <= single else -(-count // room)

    return Peer("gsmcodecs + division", divide, divide, splits=False)


def installed_peers() -> tuple[list[Peer], dict[str, str]]:
    """Find the peers; for each package, its version or why it is missing."""
    makers = {
        "aiosmpplib": _aiosmpplib,
        "gsmcodecs": _gsmcodecs,
        "smpplib": _smpplib,
        "smsutil": _smsutil,
    }
    peers = []
    packages = {}
    for package, make in makers.items():
        try:
            peer = make()
            peer.msg_count("Hello")
        except ModuleNotFoundError as missing:
            absent = missing.name == package
            packages[package] = "not installed" if absent else f"not usable: {missing}"
        except Exception as error:  # noqa: BLE001 - whatever it raises, the others can be measured
            packages[package] = f"not usable: {error!r}"
        else:
            peers.append(peer)
            packages[package] = version(package)
    return peers, packages
