"""Totals are asked once of a version by a reader with their rights, else anew.

Covers gateway.console.data.kept_totals.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace

import msgspec
import pytest

from gateway.console.data.kept_totals import kept_totals
from gateway.services import no_totals
from tests.unit.console.test_the_picture_that_fits_is_proposed import data

DOCUMENT = "query Overview { mairie { pesees { aggregate { count } } } }"
OF_A_VERSION = data("masse", last="2026-11-20")


@dataclass
class Visitor:
    """Asks of data whose answer is the number of times that it was asked."""

    asked: list
    kept: object
    issuer: str = "urn:a"
    agent: str | None = "ana"
    body: dict | None = field(default_factory=lambda: {"siren": "1"})
    on_behalf_of: str | None = None
    roles: frozenset = frozenset({"agent"})
    purposes: tuple = ("rpqs",)
    proves: frozenset = frozenset()
    version: int = 7
    revision: str = "law-1"
    now: datetime = datetime(2026, 12, 1, 12, tzinfo=UTC)
    problems: tuple = ()

    @property
    def request(self):
        signed_in = SimpleNamespace(session=SimpleNamespace(issuer=self.issuer))
        return SimpleNamespace(scope={"interco.session": signed_in})

    @property
    def services(self):
        async def current():
            return SimpleNamespace(version=self.version)

        query = SimpleNamespace(
            catalog=SimpleNamespace(current=current),
            clock=lambda: self.now,
            policy=SimpleNamespace(revision=self.revision),
        )
        return SimpleNamespace(query=query, kept_totals=self.kept)

    async def ask_in_part(self, document, /, *, purpose, **variables):
        self.asked.append((document, purpose, variables))
        return {"mairie": {"pesees": {"aggregate": {"count": len(self.asked)}}}}, self.problems


@pytest.fixture
def visitor():
    return Visitor([], no_totals())


def count(visitor, of=OF_A_VERSION, document=DOCUMENT, purpose="rpqs", **variables):
    slices, _problems = asyncio.run(kept_totals(of, document, purpose, visitor, **variables))
    return slices["aggregate"]["count"]


def test_the_same_reader_is_shown_the_same_totals_again(visitor):
    assert [count(visitor), count(visitor)] == [1, 1]


@pytest.mark.parametrize("change", [
    {"agent": "bea"}, {"agent": None}, {"issuer": "urn:b"},
    {"body": {"siren": "2"}}, {"on_behalf_of": "3"},
    {"roles": frozenset({"agent", "dpo"})}, {"purposes": ("rpqs", "autre")},
    {"proves": frozenset({"approve"})}, {"version": 8}, {"revision": "law-2"},
    {"now": datetime(2026, 12, 2, tzinfo=UTC)},
])  # fmt: skip
def test_another_reader_right_version_or_day_asks_anew(visitor, change):
    assert count(visitor) == 1
    assert count(replace(visitor, **change)) == 2


def test_another_question_or_purpose_asks_anew(visitor):
    assert count(visitor) == 1
    assert count(visitor, purpose=None) == 2
    assert count(visitor, document=DOCUMENT.replace("count", "count "), since="2026-01-01") == 3
    assert count(visitor, document=DOCUMENT.replace("count", "count "), since="2026-02-01") == 4


def test_rows_read_at_their_source_and_answers_in_part_are_never_kept(visitor):
    live = msgspec.structs.replace(OF_A_VERSION, last_update=None)
    assert [count(visitor, of=live), count(visitor, of=live)] == [1, 2]
    failing = replace(visitor, problems=("a problem",))
    assert [count(failing), count(failing)] == [3, 4]
