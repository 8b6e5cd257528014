"""The names of countries are those that phonenumbers has, for every calling code."""

import phonenumbers
from phonenumbers.geodata.locale import LOCALE_DATA

from smsplan.destinations.countries import NAMES

OWN = {1: "United States, Canada, Caribbean", 7: "Russia, Kazakhstan", 247: "Ascension Island"}


def test_every_calling_code_has_a_name() -> None:
    for dialcode, (main, *_) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        name = NAMES[dialcode]
        assert name.isprintable()
        names = LOCALE_DATA.get(main, {})
        english = names.get("en", names.get("aa"))
        if english and english.startswith("*"):
            english = names[english[1:]]
        if english is None or dialcode in OWN:  # of no country, of several, or of none that it has
            assert len(name) > 2
            assert OWN.get(dialcode, name) == name
        else:
            assert name == english
    assert NAMES.keys() == phonenumbers.COUNTRY_CODE_TO_REGION_CODE.keys()
