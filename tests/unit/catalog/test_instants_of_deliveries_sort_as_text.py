"""Covers catalog.store.delivery_rows."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from catalog.store.delivery_rows import write_instant

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=2))])
instants = st.builds(
    lambda spent, zone: (START + spent).astimezone(zone),
    st.timedeltas(timedelta(days=-400), timedelta(days=400))
    | st.timedeltas(timedelta(0), timedelta(seconds=2)),
    ZONES,
)


@given(instants, instants)
def test_an_earlier_instant_is_a_smaller_text(one, other):
    assert (one < other) == (write_instant(one) < write_instant(other))
    whole = one.replace(microsecond=0)
    assert (whole < one) == (write_instant(whole) < write_instant(one))
    assert datetime.fromisoformat(write_instant(one)) == one
