"""Two worlds that differ where a reader sees nothing look alike through the doors of files, OData,
OGC API, links and PostgreSQL: rows, counts, metadata, pages, tags, refusals, catalogs.

Covers gateway.http.odata.pages, gateway.http.odata.metadata, gateway.http.ogc.items,
gateway.http.ogc.documents, gateway.http.answer_body, gateway.postgresql.catalogs,
gateway.reading.walks.walk_tokens.
"""

import random

import pytest

from gateway.demo_mode.state import DemoState
from tests.attacks.shown_by_doors import COPIED
from tests.attacks.worlds_of_doors import (
    BOUNDED,
    CANARY,
    ROUNDED,
    Doors,
    keys_in,
    other_days,
    other_rows,
)
from tests.demo_folders import make_demo
from tests.integration.doors import typed_rows

OWNER = "owner"


@pytest.fixture(scope="module")
async def doors(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("twins") / "state")
    await make_demo(state)
    return Doors(state, typed_rows.draw_rows(random.Random(36)))


@pytest.fixture(scope="module")
async def over_all(doors):
    return await doors.shown((BOUNDED, OWNER), doors.rows)


def differing(one, other):
    places = {*one, *other}
    return {
        place: each
        for place in places
        if (each := (one.get(place), other.get(place)))[0] != each[1]
    }


async def test_hidden_rows_and_columns_change_nothing_that_a_door_shows(doors, over_all):
    one = over_all[BOUNDED]
    visible = keys_in(one)
    assert 10 < len(visible) < len(doors.rows) - 10
    others = other_rows(random.Random(1), doors.rows, visible)
    shown = await doors.shown((BOUNDED, OWNER), others)
    assert differing(one, shown[BOUNDED]) == {}
    assert not any(CANARY in _echoless(place, each) for place, each in shown[BOUNDED].items())
    assert all(one[statement] for statement in COPIED)
    assert [each[0] for each in one.values()].count(200) > 40
    # So that alike means something: for their owner the worlds are two.
    assert len(differing(over_all[OWNER], shown[OWNER])) > 20


@pytest.mark.whole
async def test_days_within_a_month_change_nothing_that_a_door_shows(doors, over_all):
    others = other_days(random.Random(2), doors.rows)
    one = await doors.shown((ROUNDED,), doors.rows)
    shown = await doors.shown((ROUNDED, OWNER), others)
    assert differing(one[ROUNDED], shown[ROUNDED]) == {}
    assert len(differing(over_all[OWNER], shown[OWNER])) > 20


def _echoless(place, shown):
    """What was shown, where it was not asked with the word itself."""
    return "" if CANARY in place else repr(shown)
