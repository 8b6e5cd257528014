"""Where things lie: the checkout, and beside it, where they are there, facts and vectors."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
DATA: Final = ROOT.parent / "shared" / "data"
