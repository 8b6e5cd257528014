"""What a provider does to the texts of a batch that their rows should say."""

from typing import Final, NamedTuple, Self

import numpy as np
import pyarrow as pa

from smsplan.campaign.buffers import Array
from smsplan.columns.arrays import distinct
from smsplan.linting.fixing import free_plan
from smsplan.linting.treatment import above_limit
from smsplan.planning import Plan, Profile

LIMIT: Final = "PROVIDER_LIMIT"
TRUNCATES: Final = "PROVIDER_TRUNCATES"
CHANGES: Final = "PROVIDER_CHANGES"


class Treated(NamedTuple):
    """What a provider does to each text."""

    is_above: Array
    """It is above a limit."""
    is_lossy: Array
    """A placeholder is sent for a character of it."""

    @classmethod
    def of(cls, texts: pa.Array, profile: Profile) -> Self:
        """Plan each distinct text; none where the provider has neither limit nor placeholder."""
        if profile.limit is None and not profile.placeholder:
            nothing = np.zeros(len(texts), np.bool_)
            return cls(nothing, nothing)
        values, indices = distinct([texts])
        plans = (free_plan(value, profile) for value in values)
        answers = [(any(above_limit(planned)), _is_lossy(planned)) for planned in plans]
        found = np.array([*answers, (False, False)])[indices.fill_null(-1).to_numpy()]
        return cls(*found.T)


def _is_lossy(planned: Plan) -> bool:
    placeholder = planned.profile.placeholder
    return (
        placeholder != ""
        and placeholder in planned.text
        and any(each.original_text and each.text == placeholder for each in planned.replaced)
    )
