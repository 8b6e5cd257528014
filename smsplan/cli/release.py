"""Which smsplan this is."""

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """Give the version that is installed; of a checkout that is not, nothing knows it."""
    try:
        return version("smsplan")
    except PackageNotFoundError:
        return "unknown"
