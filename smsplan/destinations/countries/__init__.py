"""What is known of senders and texts by country, each fact with its source.

A fact may be wrong, and old: it makes a warning, and never an error.
"""

from smsplan.destinations.countries.checking import findings
from smsplan.destinations.countries.table import RULES, Country, get, listed, of, page

__all__ = ["RULES", "Country", "findings", "get", "listed", "of", "page"]
