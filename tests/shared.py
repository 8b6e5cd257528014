"""Facts and vectors that lie beside the repository, where they are there."""

from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[1].parent / "shared" / "data"
