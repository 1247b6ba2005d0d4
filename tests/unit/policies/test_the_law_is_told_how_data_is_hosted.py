"""Facts of hosting go along where something is demanded, and only there.

Covers policies.question, policies.reading, policies.problems, policies.hosting_problems,
catalog.hosting_words.
"""

from __future__ import annotations

from copy import deepcopy

import pytest

from catalog.hosting_words import parts_in_words, whose_turn
from catalog.model.agreement import AgreementState
from catalog.model.hosting import (
    Hosting,
    HostingDemand,
    HostingFact,
    HostingPart,
    Installation,
    Shortfall,
)
from catalog.model.storage import FilesOptions, Storage, StorageKind
from catalog.model.terms import Terms
from policies.decision import Denial
from policies.problems import PolicyMalformed, denied_by
from policies.question import Action, ask_about
from policies.reading import read_decision
from tests.policies.facts import AGENT, NOON, TOWN, agreement, dataset

DEMAND = HostingDemand(("FR", "EU"), secnumcloud=True, operated_by=("b", "a"))
FRENCH = Hosting("FR", secnumcloud=True, operator="a")
HERE = Installation(engine=FRENCH)
STORAGE = Storage("storage", TOWN, StorageKind.FILES, FilesOptions("/d"), host_country="FR")


def asked(*agreements, of=None, action=Action.READ, installation=HERE):
    return ask_about(
        AGENT,
        action,
        (of or dataset(),),
        agreements or (agreement(),),
        NOON,
        storages={"storage": STORAGE},
        installation=installation,
    )


def demanding(**changes):
    return agreement(terms=Terms(hosting=DEMAND), **changes)


def test_where_nothing_is_demanded_the_question_is_as_it_always_was():
    facts = asked().facts
    assert "installation" not in facts
    assert not {"hosting", "storage"} & {*facts["datasets"][0], *facts["agreements"][0]}
    assert asked().digest == asked(installation=Installation()).digest


@pytest.mark.parametrize("of", ["the agreement", "the dataset"])
def test_what_is_demanded_goes_with_the_facts_it_is_held_against(of):
    written = {"countries": ["EU", "FR"], "secnumcloud": True, "operated_by": ["a", "b"]}
    if of == "the agreement":
        facts = asked(demanding()).facts
        assert facts["agreements"][0]["hosting"] == written
    else:
        facts = asked(of=dataset(hosting=DEMAND)).facts
        assert facts["datasets"][0]["hosting"] == written
    known = {"country": "FR", "secnumcloud": False, "operator": None}
    assert facts["datasets"][0]["storage"] == known
    assert facts["installation"]["engine"] == {
        "country": "FR",
        "secnumcloud": True,
        "operator": "a",
    }
    assert facts["installation"]["backups"] == {
        "country": None,
        "secnumcloud": None,
        "operator": None,
    }
    assert len(facts["installation"]) == len(HostingPart) - 1


def test_another_hosting_is_another_question():
    """So that no decision is kept from one to the other."""
    assert asked(demanding()).digest != asked(demanding(), installation=Installation()).digest


def test_what_exists_does_not_depend_on_hosting():
    facts = asked(demanding(), of=dataset(hosting=DEMAND), action=Action.DISCOVER).facts
    assert "installation" not in facts
    assert "hosting" not in facts["datasets"][0]


def test_what_is_revoked_demands_nothing():
    revoked = demanding(state=AgreementState.REVOKED, ended_at=NOON)
    assert "installation" not in asked(revoked).facts


DENIED = {
    "contract": "interco.access/1",
    "datasets": {
        "collectes": {
            "discoverable": True,
            "allow": False,
            "branches": [],
            "denials": [
                {
                    "code": "hosting_not_met",
                    "agreement": "conv@1",
                    "purposes": [],
                    "ended_at": None,
                    "shortfalls": [{"part": "logs", "fact": "country", "known": False}],
                }
            ],
        }
    },
    "valid_until": None,
}
MISSING = Shortfall(HostingPart.LOGS, HostingFact.COUNTRY, known=False)


def denial_changed(**changes):
    changed = deepcopy(DENIED)
    changed["datasets"]["collectes"]["denials"][0].update(changes)
    return changed


def test_a_refusal_says_what_falls_short():
    (denial,) = read_decision(DENIED, "r").datasets["collectes"].denials
    assert denial == Denial("hosting_not_met", "conv@1", shortfalls=(MISSING,))


@pytest.mark.parametrize(
    "changes",
    [
        {"shortfalls": []},
        {"shortfalls": None},
        {"shortfalls": [{"part": "logs", "fact": "country"}]},
        {"shortfalls": [{"part": "moon", "fact": "country", "known": False}]},
        {"shortfalls": [{"part": "logs", "fact": "colour", "known": False}]},
        {"shortfalls": [{"part": "logs", "fact": "country", "known": 0}]},
        {"code": "no_agreement"},
    ],
)
def test_anything_else_is_no_decision(changes):
    with pytest.raises(PolicyMalformed):
        read_decision(denial_changed(**changes), "r")


def test_each_part_is_named_once_with_all_that_it_lacks():
    found = [
        MISSING,
        Shortfall(HostingPart.STORAGE, HostingFact.SECNUMCLOUD, known=True),
        Shortfall(HostingPart.LOGS, HostingFact.OPERATOR, known=True),
    ]
    assert parts_in_words(found, "fr") == (
        "le stockage du jeu (sans qualification SecNumCloud) ; "
        "les journaux (pays inconnu, exploitant autre que ceux exigés)"
    )
    everywhere = [Shortfall(part, HostingFact.COUNTRY, known=False) for part in HostingPart]
    assert parts_in_words(everywhere, "fr") == (
        "le stockage du jeu, toute l'installation (pays inconnu)"
    )
    assert parts_in_words(everywhere[1:3], "en") == (
        "the gateway, the query engine (country unknown)"
    )
    assert whose_turn(found, "en") == (
        "the organisation that owns the dataset and the operator of Interco"
    )
    problem = denied_by([Denial("hosting_not_met", shortfalls=tuple(found))], "collectes")
    assert "les journaux" in problem.sentence("fr").replace("’", "'")
    assert whose_turn([MISSING], "fr") in problem.next_step("fr").replace("’", "'")
