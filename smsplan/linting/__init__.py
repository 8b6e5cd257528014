"""Static analysis of texts: what costs a segment, and how to change it.

:func:`lint` reports, :func:`explain` tells in prose, :func:`fix` changes.  Rules
are functions whose docstrings are their pages; what stands for a character that
GSM-7 lacks is data, in :mod:`smsplan.linting.replacements`.
"""

from smsplan.linting.explaining import explain
from smsplan.linting.fixing import Fixed, fix
from smsplan.linting.linter import RULES, lint
from smsplan.linting.rule import Rule, page

__all__ = ["RULES", "Fixed", "Rule", "explain", "fix", "lint", "page"]
