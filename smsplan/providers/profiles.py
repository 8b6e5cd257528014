"""The profile that a provider's facts make: a table of rules, which code walks."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from smsplan.planning import Boundary, Encoding, Language, Profile, capacity
from smsplan.planning.profile import (
    CONCATENATION_OCTETS,
    Above,
    Capacity,
    Counting,
    Limit,
    Replace,
    WhiteSpace,
)
from smsplan.providers.facts import Options, Sheet

Fields = dict[str, Any]


def profile_of(sheet: Sheet, options: Options) -> Profile:
    """Return how a provider treats texts with these options, as far as that is known."""
    fields: Fields = {}
    values = {fact.name: fact.value for fact in sheet.facts(options)}
    for rule, read in _READ.items():
        if rule in values:
            fields |= read(values[rule], sheet, options)
    above = fields.pop("above", None)
    if most := fields.pop("most", None):
        fields["limit"] = Limit(**most, above=above)
    return Profile(**fields)


def _one(field: str, kind: Callable[[Any], Any]) -> Callable[[Any, Sheet, Options], Fields]:
    return lambda value, _sheet, _options: {field: kind(value)}


def _choice(value: str, _sheet: Sheet, _options: Options) -> Fields:
    # What becomes of the rest where GSM-7 is all that is sent, the placeholder says if anything.
    return {"encoding": Encoding.UCS2 if value == "UCS-2" else None}


def _alphabet(value: str | Mapping[str, str], _sheet: Sheet, _options: Options) -> Fields:
    return {} if isinstance(value, str) else dict(value)


def _languages(value: Any, _sheet: Sheet, _options: Options) -> Fields:  # noqa: ANN401 - true for all
    named = list(Language) if value is True else value or []
    return {"languages": tuple(map(Language, named))}


def _replacement(value: Mapping[str, Any], sheet: Sheet, _options: Options) -> Fields:
    return {
        "replace": Replace(value["when"]),
        "replacements": sheet.replacements if value.get("table") else (),
        "decomposition": value.get("decomposition", False),
    }


def _capacity(value: Mapping[str, list[int]], *_: object) -> Fields:
    """Take what is documented whole: how long references are, if they leave just that."""
    fields: Fields = {}
    for name, encoding in (("gsm7", Encoding.GSM7), ("ucs2", Encoding.UCS2)):
        standard = {
            (capacity(encoding), capacity(encoding, octets)): bits
            for bits, octets in CONCATENATION_OCTETS.items()
        }
        match value.get(encoding.value, []):
            case [single, several] if bits := standard.get((single, several)):
                fields["reference_bits"] = bits
            case [single, several]:
                fields[name] = Capacity(single, several)
    return fields


def tells_reference_bits(value: Mapping[str, list[int]]) -> bool:
    """Return whether a documented capacity says how long references are."""
    return "reference_bits" in _capacity(value)


_MOST: Final = {
    "segments": "max_segments",
    "characters": "max_characters",
    "GSM-7": "max_gsm7",
    "UCS-2": "max_ucs2",
    "utf16": "max_utf16",
}


def _most(value: Mapping[str, int], _sheet: Sheet, _options: Options) -> Fields:
    return {"most": {_MOST[unit]: most for unit, most in value.items()}}


def _white_space(value: str | list[str], _sheet: Sheet, _options: Options) -> Fields:
    return {"white_space": () if isinstance(value, str) else tuple(map(WhiteSpace, value))}


def _added(value: str | Mapping[str, str], _sheet: Sheet, options: Options) -> Fields:
    if isinstance(value, str) or not options[value["option"]]:
        return {}
    return {
        place: value[place].format_map(options) for place in ("prefix", "suffix") if place in value
    }


_READ: Final[Mapping[str, Callable[[Any, Sheet, Options], Fields]]] = {
    "encoding.choice": _choice,
    "encoding.alphabet": _alphabet,
    "encoding.national-tables": _languages,
    "encoding.replacement": _replacement,
    "encoding.placeholder": _one("placeholder", str),
    "counting.capacity": _capacity,
    "counting.method": _one("counting", Counting),
    "counting.split": _one("boundary", Boundary),
    "counting.reference-bits": _one("reference_bits", int),
    "limits.most": _most,
    "limits.above": _one("above", Above),
    "text.line-ends": _one("crlf", "crlf".__eq__),
    "text.white-space": _white_space,
    "text.added": _added,
}
"""What each rule says of the fields of a profile."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "encoding.alphabet": ("lacks",),
    "encoding.national-tables": ("languages",),
    "encoding.replacement": ("replace",),
    "encoding.placeholder": ("placeholder",),
    "counting.capacity": ("gsm7", "ucs2"),
    "counting.method": ("counting",),
    "counting.split": ("boundary",),
    "counting.reference-bits": ("reference_bits",),
    "limits.most": ("limit",),
    "text.line-ends": ("crlf",),
    "text.white-space": ("white_space",),
    "text.added": ("prefix", "suffix"),
}
"""The fields of a profile that hang on a rule."""
