"""Countries by their ISO 3166-1 codes and names, and the calling codes that they have."""

from functools import cache
from typing import Final

from smsplan.destinations import msisdn
from smsplan.destinations.regions import plans

_ALIASES: Final = {"UK": "GB", "EL": "GR"}
_OTHER_NAMES: Final = {
    "great britain": "GB",
    "russian federation": "RU",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
}


def code(written: str) -> str:
    """Return an ISO code in capitals, ``GB`` for ``uk``; nothing for what is none."""
    iso = _ALIASES.get(written.upper(), written.upper())
    return iso if dialcode(iso) else ""


def dialcode(iso: str) -> str:
    """Return the calling code of a country, nothing where there is no such country."""
    return str(plans().country_code_for_region(iso) or "")


def is_shared(dialcode: str) -> bool:
    """Return whether several countries have a calling code, as 1 and 7."""
    return len(plans().COUNTRY_CODE_TO_REGION_CODE.get(int(dialcode), ())) > 1


def named(name: str) -> str:
    """Return the ISO code of the country that is called so in some language, or nothing.

    >>> named("Kasachstan"), named("Denmark Mobile")
    ('KZ', '')
    """
    return _names().get(name.casefold().strip(), "")


@cache
def _names() -> dict[str, str]:
    from phonenumbers.geodata import locale  # noqa: PLC0415 - takes half a second

    found = dict(_OTHER_NAMES)
    for first in (True, False):  # English, which is "aa", goes before what others call so
        for iso, by_language in locale.LOCALE_DATA.items():
            for language, name in by_language.items():
                if (language == "aa") is first and not name.startswith("*"):
                    found.setdefault(name.casefold(), iso)
    return found


def of(digits: str | msisdn.Msisdn) -> str:
    """Return the country whose numbering plan assigns a number, nothing where none does."""
    number = digits if isinstance(digits, msisdn.Msisdn) else msisdn.parse(digits)
    return number.region if number.is_assigned else ""
