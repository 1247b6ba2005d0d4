"""A machine's key that ends soon is told to the stewards of its body: 30 days before, then 7, each
once; not where a later key was made, nor of one that was made for so short a time.

Covers catalog.actions.keys.ending, catalog.actions.keys.keys, gateway.proof.retention.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalog.actions.keys.ending import reminders
from catalog.actions.keys.keys import NewKey, rotate_key
from catalog.actions.outcome import Actor
from catalog.model.identifiers import Siren
from catalog.model.service_account import KeyScope, ServiceAccount, StoredKey
from gateway.cli.key_commands import MAKE, ROTATE
from gateway.proof.retention import remind_of_ends
from gateway.sharing.notifications.wording import word_message
from tests.unit.catalog.examples import catalog_of, facts_in

MADE = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 12, 31, 23, tzinfo=UTC)
STEWARD = "steward@valcobreizh"


def account(*ends, made=MADE, revoked=None):
    keys = tuple(
        StoredKey(f"cle-1.{place}", "0" * 64, made, end) for place, end in enumerate(ends, 1)
    )
    scope = KeyScope(*[frozenset()] * 4)
    name = "Tableur"
    return ServiceAccount(
        "cle-1", Siren("200090884"), name, scope, keys, STEWARD, MADE, revoked_at=revoked
    )


def told(days, *ends, **other):
    return [each.key for each in reminders([account(*ends, **other)], END - timedelta(days=days))]


@pytest.mark.parametrize(
    ("days", "keys"),
    [
        (31, []),
        (30, ["key.expires_soon/cle-1.1/30"]),
        (8, ["key.expires_soon/cle-1.1/30"]),
        (7, ["key.expires_soon/cle-1.1/7"]),
        (0.01, ["key.expires_soon/cle-1.1/7"]),
        (0, []),
    ],
)
def test_it_is_told_thirty_and_seven_days_before(days, keys):
    assert told(days, END) == keys


def test_a_key_that_was_rotated_is_told_by_its_last():
    assert told(7, END, END + timedelta(days=300)) == []


def test_a_revoked_key_is_told_no_more():
    assert told(7, END, revoked=MADE) == []


@pytest.mark.parametrize(("lifetime", "keys"), [(7, []), (20, ["key.expires_soon/cle-1.1/7"])])
def test_who_made_a_key_for_a_few_days_knows(lifetime, keys):
    made = END - timedelta(days=lifetime)
    assert told(7, END, made=made) == keys
    assert told(lifetime, END, made=made) == []


def test_a_new_key_prolongs_no_earlier_one():
    """Of two that were there one has ended, and one ends before the overlap does."""
    now = END - timedelta(days=40)
    ends = (now - timedelta(days=1), now + timedelta(days=3), END)
    made = account(*ends)
    new = NewKey(made.id, "1" * 64, most_days=365)
    steward = Actor(STEWARD, "urn:a", made.organisation, made.organisation, frozenset({"steward"}))
    facts = replace(facts_in(catalog_of(made)), now=now)
    (after,) = rotate_key(made.id, new, None, 30, steward, facts).changes.put
    assert [key.ends_at for key in after.keys[:3]] == [*ends[:2], now + timedelta(days=30)]
    assert not after.opens("cle-1.1", now)


async def test_stewards_are_told_once_and_by_name(town):
    asked = {
        "name": "Tableur",
        "datasets": ["val-d-ille-aubigne.collectes"],
        "purposes": ["rpqs_dechets"],
        "lastDay": "2027-01-31",
    }
    answer = await town.ask(MAKE, STEWARD, variables={"input": asked, "dryRun": False})
    machine = answer.data["result"]["id"]
    proof = town.services.proof

    async def look(days):
        return await remind_of_ends(
            proof.unusual, await proof.catalog.current(), town.ports.clock() + timedelta(days=days)
        )

    assert await look(1) == []
    (message,) = await look(45)
    await look(46)
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        kinds = store.execute("SELECT count(*) FROM outbox WHERE kind = 'key.expires_soon'")
        assert kinds.fetchone() == (1,)
    assert (message.roles, message.about) == (frozenset({"steward"}), machine)
    assert message.facts == {"machine": "Tableur", "end": "2027-01-31", "days": 22}
    words = word_message(message, "fr")
    assert words.title == f"Clé {machine} : elle prend bientôt fin"
    assert ("Jours restants", "22") in {(line.label, line.text) for line in words.lines}
    variables = {"id": machine, "lastDay": "2027-06-30", "overlapDays": 7, "dryRun": False}
    assert (await town.ask(ROTATE, STEWARD, variables=variables)).data["result"]["applied"]
    assert await look(62) == []
