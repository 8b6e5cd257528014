import pytest

for library in ("numba", "pyarrow"):
    pytest.importorskip(library, reason="the extra bulk is not installed")
