"""Comments that silence rules."""

import re
from typing import Final

_DIRECTIVE: Final = re.compile(r"\bsmsplan:[ \t]*ignore(?:\[([^][]*)]|(?![\w\[-]))")


def ignored(comment: str) -> frozenset[str]:
    """Read which rules a comment silences; ``"*"`` stands for all.

    >>> sorted(ignored("# smsplan: ignore[ENC001, COST004] the brand's own spelling"))
    ['COST004', 'ENC001']
    >>> ignored("# smsplan: ignore")
    frozenset({'*'})
    """
    return frozenset(
        rule.strip()
        for directive in _DIRECTIVE.finditer(comment)
        for rule in ("*" if directive[1] is None else directive[1]).split(",")
        if rule.strip()
    )
