"""The profiles of every provider, with all its options."""

from itertools import product
from typing import Final

from smsplan import Profile
from smsplan.providers import get, names


def _told() -> dict[Profile, str]:
    told: dict[Profile, str] = {}
    for name in names():
        options = {each.name: each.values or ("", "HMRC") for each in get(name).options}
        for values in product(*options.values()):
            chosen = dict(zip(options, values, strict=True))
            some = ", ".join(f"{option}={value}" for option, value in chosen.items() if value)
            told.setdefault(get(name, **chosen).profile, f"{name} {some}".strip())
    return told


TOLD: Final = _told()
"""What each profile is, in words."""
