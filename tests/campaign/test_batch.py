import pyarrow as pa

from smsplan import STANDARD, Field, Template
from smsplan.campaign import preview
from smsplan.campaign.batch import Looker
from smsplan.campaign.row_errors import Task


def test_lengths_are_counted_up_to_a_megabyte_of_characters_and_no_further() -> None:
    batch = pa.record_batch({"msisdn": ["4520123456"] * 2, "name": ["Bo", "a" * 3_000_000]})
    template = Template.parse("{{name}}")
    task = Task(
        to="msisdn",
        text=None,
        template=template,
        rates=None,
        profile=STANDARD,
        unread=None,
        is_written=False,
        samples=1,
    )
    (lengths,) = Looker(task).look(batch).lengths
    assert [(each, lengths.counts[each]) for each in lengths.counts.nonzero()[0].tolist()] == [
        (2, 1),
        (1 << 20, 1),
    ]
    found = preview([batch], to="msisdn", template=template, fields={"name": Field(20)})
    assert found.bounds
    (bounds,) = found.bounds.fields
    assert (bounds.shortest, bounds.outside) == (2, 1)
    assert [each.code for each in found.errors] == ["TEXT_LONG"]
