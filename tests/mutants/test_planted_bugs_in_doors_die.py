"""Bugs by which a door tells of hidden rows beside the rows are found by the twin worlds of doors.

Covers gateway.reading.walks.kept_rows, gateway.http.ogc.addresses.
"""

import random

import pytest

from gateway.demo_mode.state import DemoState
from tests.attacks.shown_by_doors import shown_by_files, shown_by_some
from tests.attacks.worlds_of_doors import BOUNDED, QUESTIONS, Doors, headers_of, keys_in, other_rows
from tests.demo_folders import make_demo
from tests.integration.doors import typed_rows
from tests.mutants.in_the_doors import BUGS

pytestmark = pytest.mark.whole


async def shown_with(bug, doors, http, headers, monkeypatch):
    with monkeypatch.context() as planted:
        if bug is not None:
            BUGS[bug](planted, doors.file)
        shown = await shown_by_some(http, headers)
        return shown | await shown_by_files(http, headers, QUESTIONS[:1], ())


async def test_each_planted_bug_shows_the_two_worlds_apart(tmp_path, monkeypatch):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    doors, told = Doors(state, typed_rows.draw_rows(random.Random(36))), []
    rows = doors.rows
    for _ in range(2):
        async with doors.opened(rows) as (http, token):
            headers = headers_of(BOUNDED, token)
            told.append(
                {
                    bug: await shown_with(bug, doors, http, headers, monkeypatch)
                    for bug in (None, *BUGS)
                }
            )
        rows = other_rows(random.Random(1), doors.rows, keys_in(told[0][None]))
    one, other = told
    assert [bug for bug in one if one[bug] != other[bug]] == list(BUGS)
