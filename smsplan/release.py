"""Which smsplan this is."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final


def release() -> str:
    """Return the version that is installed; of a checkout that is not, nothing knows it."""
    try:
        return version("smsplan")
    except PackageNotFoundError:
        return "unknown"


__version__: Final = release()
