"""What is found in a file."""

from msgspec import Struct

from smsplan.catalogs.keys import ROOT, Key
from smsplan.catalogs.spelling import Spelling


class CatalogMessage(Struct, frozen=True, gc=False):
    r"""A message, and how the file spells it.

    ``key``, which ``path`` holds, names it: a key path such as
    ``sms.reminders[0].text`` in JSON and YAML, where a key that has white space,
    dots, brackets or quotes, or is empty, stands in brackets as JSON writes it
    (``sms["due.today"]``); in ``.po`` the ``msgid``, after its context and before
    its plural form (``menu|Open``, ``%d file [1]``).  It is empty in plain text.

    ``ignored`` holds what comments of the form ``smsplan: ignore[ENC001]``
    name, ``"*"`` for a comment that names nothing.  ``editable`` says whether
    :meth:`~smsplan.catalogs.Catalog.rewrite` takes edits of it, and ``fixable``
    whether the result may be written to the file: what is made of YAML is to be
    shown only.
    """

    text: str
    spelling: Spelling
    path: Key = ROOT
    ignored: frozenset[str] = frozenset()
    editable: bool = True
    fixable: bool = True

    @property
    def key(self) -> str:
        """The name of the message."""
        return str(self.path)
