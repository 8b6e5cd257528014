"""How the tests run: what is slow, and how many examples a law gets.

A person's run has few examples of each law, new ones each time. The profile ``ci``
has more, the same ones every time.
"""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

# A deadline would measure the machine, not the law.
settings.register_profile("person", deadline=None, max_examples=5)
settings.register_profile("ci", deadline=None, max_examples=20, derandomize=True, print_blob=True)
settings.load_profile("person")

SLOW = ("browser", "process", "spark")
"""Markers of tests that are slow by their nature."""

COLUMNAR = (
    *("tests/campaign/", "tests/columns/", "tests/cli/test_preview"),
    *("tests/property/test_columns", "tests/property/test_previews", "tests/providers/test_prov"),
)
"""Tests that call compiled kernels."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let ``-m "not slow"`` leave out what a browser, a process or Spark makes slow.

    What calls kernels comes first: of two processes that share the tests, one gets the
    first eighth, and compiles them, while the other has begun elsewhere.
    """
    for item in items:
        if any(item.get_closest_marker(name) for name in SLOW):
            item.add_marker("slow")
    items.sort(key=lambda item: not item.nodeid.startswith(COLUMNAR))


@pytest.fixture
def _unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start processes without coverage: it hangs when an interrupt meets a lock of its own.

    It also makes a process that works on megabytes four times as slow.
    """
    for variable in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a self-signed certificate for 127.0.0.1, its private key beside it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command, to make a certificate that nobody trusts")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "2", "-subj", "/CN=gateway"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", folder / "key.pem", "-out", folder / "certificate.pem"),
        ],
        check=True,
        capture_output=True,
    )
    return folder / "certificate.pem"


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context
