"""How many examples a law gets whose own are costly, or rare: a share of what the profile says."""

from typing import Final

from hypothesis import settings

FEW: Final = settings(max_examples=settings().max_examples // 3)
MANY: Final = settings(max_examples=settings().max_examples * 4)
