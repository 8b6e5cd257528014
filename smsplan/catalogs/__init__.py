"""Find the messages in the files of a repository, check them, and write edits back.

Plain text, gettext ``.po``, JSON and YAML; bytes in, values out.  Only :func:`match` and
:func:`choose` look into folders.
"""

from smsplan.catalogs.catalog import Catalog, Edited, read
from smsplan.catalogs.checking import Change, Checked, LintSettings, Located, check
from smsplan.catalogs.files import Choice, Matched, Target, choose, match
from smsplan.catalogs.kinds import Kind
from smsplan.catalogs.messages import CatalogMessage
from smsplan.catalogs.source import Place

__all__ = [
    "Catalog",
    "CatalogMessage",
    "Change",
    "Checked",
    "Choice",
    "Edited",
    "Kind",
    "LintSettings",
    "Located",
    "Matched",
    "Place",
    "Target",
    "check",
    "choose",
    "match",
    "read",
]
