"""Find the messages in the files of a repository, and write edits back.

Plain text, gettext ``.po``, JSON and YAML; bytes in, values out, no I/O.
"""

from smsplan.catalogs.catalog import Catalog, read
from smsplan.catalogs.kinds import Kind
from smsplan.catalogs.messages import CatalogMessage
from smsplan.catalogs.source import Place

__all__ = ["Catalog", "CatalogMessage", "Kind", "Place", "read"]
