"""How Hypothesis runs: no deadlines, and in CI the same examples every time."""

import os

from hypothesis import settings

# A deadline would measure the machine, not the law.
settings.register_profile("developer", deadline=None)
settings.register_profile("continuous-integration", deadline=None, derandomize=True)
settings.load_profile("continuous-integration" if os.environ.get("CI") else "developer")
