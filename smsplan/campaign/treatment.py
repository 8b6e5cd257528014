"""What a provider does to the texts of a batch that their rows should say."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from smsplan.columns.arrays import distinct
from smsplan.linting import treatment
from smsplan.linting.fixing import free_plan
from smsplan.planning import Plan, Profile

Array = np.ndarray[Any, Any]

LIMIT: Final = "PROVIDER_LIMIT"
TRUNCATES: Final = "PROVIDER_TRUNCATES"
CHANGES: Final = "PROVIDER_CHANGES"


def above_limit(texts: pa.Array, profile: Profile) -> Array:
    """Return of each text whether it is above a limit of the provider."""
    if profile.limit is None:
        return np.zeros(len(texts), np.bool_)
    return _each(texts, profile, lambda planned: any(treatment.above_limit(planned)))


def with_lost_characters(texts: pa.Array, profile: Profile) -> Array:
    """Return of each text whether the provider sends a placeholder for a character of it."""
    if not profile.placeholder:
        return np.zeros(len(texts), np.bool_)
    return _each(
        texts,
        profile,
        lambda planned: any(
            each.original_text and each.text == profile.placeholder for each in planned.replaced
        ),
    )


def _each(texts: pa.Array, profile: Profile, holds: Callable[[Plan], bool]) -> Array:
    values, indices = distinct([texts])
    answers: Sequence[bool] = [holds(free_plan(value, profile)) for value in values]
    found: Array = np.array([*answers, False])[indices.fill_null(-1).to_numpy()]
    return found
