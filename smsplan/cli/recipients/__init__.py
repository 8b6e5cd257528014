"""Files of recipients: read in batches of rows, whatever is wrong with some, and written."""

from smsplan.errors import SmsplanError

UNREAD = "\x00unread"
"""The column of reasons why rows could not be read; no file has one of this name."""


class UnusableFile(SmsplanError, ValueError):
    """A file of recipients cannot be used: which, where, and what to do."""
