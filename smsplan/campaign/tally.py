"""What was found in batches, added up to a preview."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np
from msgspec.structs import replace

from smsplan.campaign.batch import MAX_UNASSIGNED, UCS2, Lengths, Looked
from smsplan.campaign.billing import Bill, Billed, total
from smsplan.campaign.buffers import Array
from smsplan.campaign.channels import ChannelCount, Channels
from smsplan.campaign.duplicates import Duplicates
from smsplan.campaign.results import (
    Bar,
    BoundsFound,
    CharacterFound,
    CountryFinding,
    FieldFound,
    Group,
    Preview,
    Sample,
)
from smsplan.campaign.row_errors import DUPLICATE, ERRORS, LEFT_OUT, Task
from smsplan.campaign.treatment import CHANGES, TRUNCATES
from smsplan.columns.numbering import WARNINGS
from smsplan.destinations import sender as senders
from smsplan.destinations.regions import suggested
from smsplan.display import counted, grouped, name
from smsplan.errors import BoundsError
from smsplan.findings import Finding, Severity
from smsplan.templates import Field, Literal

_MAX_CHARACTERS: Final = 50


class Tally:
    """Adds up what was found in the batches; finds duplicates if it is given what that takes."""

    def __init__(
        self, samples: int, duplicates: Duplicates | None = None, unread_exclusions: int = 0
    ) -> None:
        self._samples = samples
        self._unread_exclusions = unread_exclusions
        self._duplicates = duplicates
        self.rows: int = 0
        self._billed: dict[tuple[Any, ...], Array] = {}
        self._histogram = np.zeros(0, np.int64)
        self._counts: Counter[str] = Counter()
        self._first: dict[str, list[Sample]] = {}
        self._characters: Counter[int] = Counter()
        self._lengths: dict[str, Lengths] = {}
        self._unassigned: list[str] = []
        self._country_counts = Counter[CountryFinding]()
        self._channels = Counter[ChannelCount]()

    def add(self, looked: Looked) -> None:
        """Add what was found in the next batch."""
        for dialcode, price, is_ucs2, *sums in looked.billed:
            key = dialcode, price, is_ucs2
            self._billed[key] = self._billed.get(key, 0) + np.array(sums)
        self._histogram = _added(self._histogram, looked.histogram)
        for code, (rows, first) in looked.groups.items():
            self._note(code, rows, self.rows, first)
        if self._duplicates is not None:
            self._duplicates.add(looked.numbers)
        code_points, rows_with = looked.characters
        self._characters.update(dict(zip(code_points.tolist(), rows_with.tolist(), strict=True)))
        for field, counts, longest in looked.lengths:
            before = self._lengths.get(field, Lengths(field, counts[:0], 0))
            sums_ = _added(before.counts, counts)
            self._lengths[field] = Lengths(field, sums_, max(before.longest, longest))
        self._unassigned += looked.unassigned[: MAX_UNASSIGNED - len(self._unassigned)]
        self._country_counts.update(looked.country_findings)
        self._channels.update(looked.channels)
        self.rows += looked.rows

    def _note(self, code: str, rows: int, before: int, first: list[tuple[int, str]]) -> None:
        self._counts[code] += rows
        kept = self._first.setdefault(code, [])
        shown = first[: self._samples - len(kept)]
        kept += (Sample(before + place + 1, value) for place, value in shown)

    def looked(self) -> Looked:
        """Return what was added so far as if it were one batch, for another tally to add."""
        groups = {
            code: (rows, [(found.row - 1, found.value) for found in self._first[code]])
            for code, rows in self._counts.items()
        }
        characters = np.array(sorted(self._characters.items()), np.int64).reshape(-1, 2)
        return Looked(
            self.rows,
            self._bill(),
            self._histogram,
            groups,
            (characters[:, 0], characters[:, 1]),
            list(self._lengths.values()),
            np.zeros(0, np.uint64),
            None,
            self._unassigned,
            self._country_counts,
            self._channels,
        )

    def _bill(self) -> list[Billed]:
        return [Billed(*key, *sums.tolist()) for key, sums in self._billed.items()]

    def preview(self, task: Task, fields: Mapping[str, Field]) -> Preview:
        """Return the preview of all that was added."""
        if self._duplicates is not None:
            rows, first = self._duplicates.find(self._samples)
            self._note(DUPLICATE, rows, 0, [(row, str(number)) for row, number in first])
        billed = self._bill()
        bill = Bill(billed, task.rates)
        pieces = task.template.pieces if task.template else ()
        own = {each for piece in pieces if isinstance(piece, Literal) for each in piece.text}
        # The most frequent first, and of those that are as frequent the lowest.
        found = sorted(self._characters.items(), key=lambda each: (-each[1], each[0]))
        return Preview(
            rows=self.rows,
            recipients=total(billed, "recipients"),
            msg_count=total(billed, "msg_count"),
            chars_count=total(billed, "chars_count"),
            **bill.costs(billed, "msg_count"),
            currency=task.rates.currency if task.rates else None,
            countries=bill.countries(),
            histogram=tuple(
                Bar(count, int(self._histogram[count]))
                for count in np.flatnonzero(self._histogram).tolist()
            ),
            encodings=bill.encodings(),
            extra=bill.difference("extra", "costlier"),
            savings=bill.difference("saved", "saving"),
            ucs2=self._group(UCS2),
            non_gsm_characters=tuple(
                CharacterFound(chr(code), name(chr(code)), rows, in_template=chr(code) in own)
                for code, rows in found[:_MAX_CHARACTERS]
            ),
            other_non_gsm_characters=max(0, len(found) - _MAX_CHARACTERS),
            errors=self._groups(code for code in ERRORS[1:] if code not in LEFT_OUT),
            warnings=self._groups([*WARNINGS.values(), TRUNCATES, CHANGES]),
            duplicates=self._group(DUPLICATE) if self._duplicates is not None else None,
            bounds=self._bounds(task, fields),
            findings=(*self._region(), *self._exclusions(), *_of_sender(task.sender)),
            country_findings=self._country_findings(),
            channels=Channels(task.rates).costs(self._channels),
            left_out=self._groups(LEFT_OUT if self._duplicates is None else LEFT_OUT[:1]),
        )

    def _country_findings(self) -> tuple[CountryFinding, ...]:
        """Return what countries do, the most rows first."""
        found = [replace(each, rows=rows) for each, rows in self._country_counts.items() if rows]
        return tuple(sorted(found, key=lambda it: (-it.rows, it.code, it.prefix, it.rule)))

    def _exclusions(self) -> Iterator[Finding]:
        if self._unread_exclusions:
            what = counted(self._unread_exclusions, "value")
            message = f"{what} of what is excluded cannot be read as a number, and excludes nobody"
            yield Finding("EXCLUDE_INVALID", Severity.WARNING, "msisdn", message)

    def _region(self) -> Iterator[Finding]:
        """Report that most numbers are no numbers as they stand, but mobiles of one country."""
        rows = self._counts["MSISDN_UNASSIGNED"] + self._counts["MSISDN_INVALID"]
        if rows * 2 <= self.rows or not (regions := suggested(self._unassigned)):
            return
        *others, last = regions
        named = f"{', '.join(others)} or {last}" if others else last
        message = (
            f"{grouped(rows)} of {counted(self.rows, 'row')} have a number that no plan assigns as"
            f" it stands; most of these are mobiles of {named}: give the region"
        )
        yield Finding("MSISDN_REGION", Severity.WARNING, "msisdn", message)

    def _groups(self, codes: Iterable[str]) -> tuple[Group, ...]:
        return tuple(self._group(code) for code in codes if self._counts[code])

    def _group(self, code: str) -> Group:
        return Group(code, self._counts[code], tuple(self._first.get(code, ())))

    def _bounds(self, task: Task, fields: Mapping[str, Field]) -> BoundsFound | None:
        if task.template is None:
            return None
        found = np.flatnonzero(self._histogram)
        least, most = (int(found[0]), int(found[-1])) if len(found) else (None, None)
        lengths = tuple(
            _field_found(each, self._lengths.get(each), fields.get(each))
            for each in task.template.fields
        )
        missing = [each for each in task.template.fields if each not in fields]
        if missing:
            reason = f"nothing is said of what may come into {', '.join(missing)}"
            return BoundsFound(None, None, least, most, lengths, reason)
        try:
            proven = task.template.bounds(fields, task.profile).msg_count
        except BoundsError as error:
            return BoundsFound(None, None, least, most, lengths, str(error))
        return BoundsFound(proven.least, proven.most, least, most, lengths)


def _of_sender(sender: str | None) -> tuple[Finding, ...]:
    return () if sender is None else senders.findings(sender)


def _field_found(field: str, lengths: Lengths | None, said: Field | None) -> FieldFound:
    if lengths is None or not lengths.counts.any():
        return FieldFound(field, 0, 0, None if said is None else 0)
    counts = lengths.counts
    outside = None
    if said is not None:
        inside = counts[said.min_length : said.max_length + 1].sum()
        outside = int(counts.sum() - inside)
    return FieldFound(field, int(np.flatnonzero(counts)[0]), lengths.longest, outside)


def _added(one: Array, two: Array) -> Array:
    """Add counts that may be of different lengths."""
    shorter, longer = sorted((one, two), key=len)
    total = longer.copy()
    total[: len(shorter)] += shorter
    return total
