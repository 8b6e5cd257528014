"""The page of a country: its facts as a person reads them, in Markdown."""

from smsplan.arguments import checked
from smsplan.destinations.countries.table import Country
from smsplan.fact import page_lines


@checked
def page(country: Country) -> str:
    """Return what is known of a country, with sources."""
    regions = f", {' '.join(country.regions)}" if country.regions else ""
    prefixes = ", ".join(f"+{each}" for each in country.prefixes)
    facts = [*page_lines(country.facts)] or ["", "Nothing is known of senders and texts there."]
    return "\n".join([f"# {country.name}", "", f"{prefixes}{regions}.", *facts, ""])
