"""What rows are looked at for, and what is wrong with them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from smsplan.campaign.buffers import Array, Plans, is_there
from smsplan.campaign.files.rows import UNREAD
from smsplan.campaign.treatment import LIMIT
from smsplan.columns.msisdn_kernel import CODES, VALID
from smsplan.columns.prices import Prices
from smsplan.columns.recipients import Recipients
from smsplan.destinations.rates import RateCard
from smsplan.planning import MAX_SEGMENTS, Profile
from smsplan.templates import Template

DUPLICATE: Final = "MSISDN_DUPLICATE"
ERRORS: Final = (
    "",
    "ROW_UNREADABLE",
    "FIELD_MISSING",
    "TEXT_EMPTY",
    "TEXT_LONG",
    LIMIT,
    *CODES,
    "DESTINATION_REJECTED",
    "COST_ABOVE_MAX",
    "MSISDN_EXCLUDED",
    DUPLICATE,
    "RATE_UNKNOWN",
)
"""What a row can have, the first that holds; only the last does not keep it from being sent."""
LEFT_OUT: Final = ERRORS[-3:-1]
"""Of rows that could be sent, and are left out as it was wished."""
_UNREADABLE, _FIELD_MISSING, _TEXT_EMPTY, _TEXT_LONG, _LIMIT, _MSISDN = range(1, 7)
_REJECTED, _ABOVE_MAX, _RATE_UNKNOWN = map(
    ERRORS.index, ("DESTINATION_REJECTED", "COST_ABOVE_MAX", "RATE_UNKNOWN")
)


class Task(Struct, frozen=True):
    """What is to be looked at."""

    to: str
    text: str | None
    template: Template | None
    rates: RateCard | None
    profile: Profile
    unread: str | None
    is_written: bool
    samples: int
    region: str | None = None
    max_cost: Decimal | None = None
    sender: str | None = None
    day: date | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that there must be."""
        fields = self.template.fields if self.template else (self.text or "",)
        return (self.to, *fields)

    def reasons(self, batch: pa.RecordBatch) -> str | None:
        """Return which column of a batch says why rows could not be read, if one does."""
        return self.unread or (UNREAD if UNREAD in batch.schema.names else None)


def errors_of(  # noqa: PLR0913, PLR0917 - one parameter a reason
    task: Task,
    card: Prices | None,
    batch: pa.RecordBatch,
    written: pa.Array,
    plans: Plans,
    read: Recipients,
    prices: Array,
    is_refused: Array,
) -> Array:
    """Return what is wrong with each row; what matters most is said last, over the others."""
    errors = np.where(prices < 0, _RATE_UNKNOWN, 0).astype(np.uint8)
    if card is not None and task.max_cost is not None:
        most = card.most_segments(task.max_cost)
        errors[plans.msg_count > most[prices]] = _ABOVE_MAX
    if card is not None and (is_rejected := card.is_rejected).any():
        errors[(prices >= 0) & is_rejected[prices]] = _REJECTED
    refused = read.errors != VALID
    errors[refused] = _MSISDN + read.errors[refused]
    errors[is_refused] = _LIMIT
    errors[plans.msg_count > MAX_SEGMENTS] = _TEXT_LONG
    is_empty = pc.equal(written, "").fill_null(fill_value=False).to_numpy(zero_copy_only=False)
    errors[is_empty | (plans.chars_count == 0)] = _TEXT_EMPTY
    errors[~is_there(written)] = _FIELD_MISSING if task.template else _TEXT_EMPTY
    if unread := task.reasons(batch):
        errors[is_there(batch.column(unread))] = _UNREADABLE
    return errors


def reasons_of(
    task: Task, batch: pa.RecordBatch, written: pa.Array, fields: Mapping[str, pa.Array]
) -> pa.Array:
    """Return why rows could not be read, and of the others the first field that is missing."""
    unread, kind = task.reasons(batch), pa.string()
    reasons = [pc.cast(batch.column(unread), kind)] if unread else []
    if fields and written.null_count:
        reasons += [
            pc.if_else(field.is_valid(), pa.scalar(None, kind), pa.scalar(name, kind))
            for name, field in fields.items()
        ]
    return pc.coalesce(*reasons) if reasons else pa.nulls(batch.num_rows, kind)


def values_of(
    task: Task, batch: pa.RecordBatch, written: pa.Array, reasons: pa.Array, error: int
) -> pa.Array:
    """Return the column that shows what is wrong."""
    if error in (_UNREADABLE, _FIELD_MISSING):
        return reasons
    if error in (_TEXT_LONG, _LIMIT):
        return written
    return pc.cast(batch.column(task.to), pa.large_string())
