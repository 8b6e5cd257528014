"""What is known of senders and texts by country, each fact with its source.

A fact may be wrong, and old: it makes a warning, and never an error.
"""

from smsplan.destinations.countries.checking import findings
from smsplan.destinations.countries.page import page
from smsplan.destinations.countries.table import Country, get, listed, of

__all__ = ["Country", "findings", "get", "listed", "of", "page"]
