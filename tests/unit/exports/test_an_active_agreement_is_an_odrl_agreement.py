"""Expanded against W3C's own context, offline: what counts is what the triples mean.

Covers catalog.exports.odrl, catalog.exports.odrl_words, catalog.exports.odrl_rows,
catalog.exports.problems.
"""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyld import jsonld

from catalog.exports.odrl import odrl_agreement
from catalog.exports.odrl_words import ODRL_CONTEXT, PROFILE, VOCABULARY, WORDS
from catalog.exports.problems import AgreementNotActive
from catalog.model.agreement import AgreementState
from catalog.model.hosting import HostingDemand
from catalog.model.row_condition import AllRows
from catalog.model.terms import Combine, CombineKind, MembersRule, OnwardSharing
from tests.unit.exports.world import TERMS, signed
from tests.unit.guard.world import (
    AT,
    COG,
    MEMBERSHIPS,
    SENS_DE_BRETAGNE,
    VALCOBREIZH,
    catalog_of,
    communes_of,
    listed,
    own,
)

ODRL, BASE = "http://www.w3.org/ns/odrl/2/", "https://interco.example"
CARRIED = json.loads((Path(__file__).parent / "odrl.jsonld").read_text("utf-8"))
WORDS_PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "odrl.md"


def load(url, _options):
    assert url == ODRL_CONTEXT
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": CARRIED,
    }


def exported(agreement, **more):
    return odrl_agreement(agreement, catalog_of(agreement), COG, at=AT, base=BASE, **more)


def expanded(agreement):
    document = json.loads(json.dumps(exported(agreement)))
    (policy,) = jsonld.expand(document, {"documentLoader": load})
    return policy


def odrl(node, name):
    return node.get(ODRL + name, [])


def ids(nodes):
    return [each["@id"] for each in nodes]


def constraints(rule):
    """(left, operator) to the right operands, as identifiers or values."""
    return {
        (ids(odrl(each, "leftOperand"))[0], ids(odrl(each, "operator"))[0]): [
            right.get("@id", right.get("@value")) for right in odrl(each, "rightOperand")
        ]
        for each in odrl(rule, "constraint")
    }


def test_it_says_who_gives_what_to_whom():
    agreement = signed()
    policy = expanded(agreement)
    assert policy["@id"] == f"{BASE}/agreements/{agreement.citation}"
    assert policy["@type"] == [ODRL + "Agreement"]
    assert ids(odrl(policy, "profile")) == [PROFILE]
    assert ids(odrl(policy, "assigner")) == [f"{BASE}/organisations/{agreement.grantor}"]
    assert ids(odrl(policy, "assignee")) == [f"{BASE}/organisations/{agreement.grantee}"]
    permission = odrl(policy, "permission")[0]
    assert ids(odrl(permission, "action")) == [ODRL + "read"]
    (target,) = odrl(permission, "target")
    assert ids(odrl(target, "source")) == [f"{BASE}/datasets/collectes"]
    assert policy[VOCABULARY + "sha256"] == [{"@value": agreement.sha256}]


def test_it_says_for_how_long_and_for_what():
    found = constraints(odrl(expanded(signed()), "permission")[0])
    assert found[ODRL + "dateTime", ODRL + "gteq"] == ["2025-01-01T00:00:00+01:00"]
    assert found[ODRL + "dateTime", ODRL + "lt"] == ["2028-01-01T00:00:00+01:00"]
    assert found[ODRL + "purpose", ODRL + "isAnyOf"] == [f"{BASE}/purposes/rpqs_dechets"]


def test_it_says_how_it_must_be_hosted():
    demand = HostingDemand(("EU", "FR"), secnumcloud=True, operated_by=("200090884",))
    agreement = replace(signed(), terms=replace(signed().terms, hosting=demand))
    found = constraints(odrl(expanded(agreement), "permission")[0])
    assert found[VOCABULARY + "hostedIn", ODRL + "isAnyOf"] == ["EU", "FR"]
    assert found[VOCABULARY + "secnumcloud", ODRL + "eq"] == [True]
    assert found[VOCABULARY + "operatedBy", ODRL + "isAnyOf"] == ["200090884"]


def test_it_names_each_commune():
    found = constraints(odrl(expanded(signed()), "permission")[0])
    places = found[ODRL + "spatial", ODRL + "isAnyOf"]
    assert [each.rpartition("/")[2] for each in places] == list(communes_of(VALCOBREIZH))
    assert places[0].startswith("http://id.insee.fr/geo/commune/")
    assert not any(each.endswith(SENS_DE_BRETAGNE) for each in places)
    compared = found[f"{BASE}/datasets/collectes#flux", ODRL + "eq"]
    assert compared == ["VERRE"]


def test_all_rows_are_bound_by_no_place_and_no_territory_is_nowhere():
    everywhere = constraints(odrl(expanded(replace(signed(), rows=AllRows())), "permission")[0])
    assert (ODRL + "spatial", ODRL + "isAnyOf") not in everywhere
    empty = replace(own(), competence="9999")
    nowhere = constraints(odrl(expanded(replace(signed(), rows=empty)), "permission")[0])
    assert nowhere[ODRL + "spatial", ODRL + "isAnyOf"] == [VOCABULARY + "nowhere"]


def test_listed_communes_are_told_by_the_map_of_the_day():
    agreement = replace(signed(), rows=listed("35147"))
    assert COG.commune_at("35147", AT) == "35308"
    found = constraints(odrl(expanded(agreement), "permission")[0])
    assert found[ODRL + "spatial", ODRL + "isAnyOf"] == [VOCABULARY + "nowhere"]
    whole = replace(agreement, rows=listed("35308"))
    found = constraints(odrl(expanded(whole), "permission")[0])
    assert found[ODRL + "spatial", ODRL + "isAnyOf"] == ["http://id.insee.fr/geo/commune/35308"]


def test_each_column_says_what_is_done_to_it():
    (target,) = odrl(odrl(expanded(signed()), "permission")[0], "target")
    done = {
        each["@id"].partition("#")[2]: ids(each[VOCABULARY + "transform"])[0]
        for each in target[VOCABULARY + "column"]
    }
    assert done["id_pesee"] == VOCABULARY + "keyed_hash"
    assert done["jour"] == VOCABULARY + "month"
    assert "part" not in done


@pytest.mark.parametrize(
    ("onward", "actions", "constrained"),
    [
        (OnwardSharing.NONE, [], False),
        (OnwardSharing.AGGREGATES, [], True),
        (OnwardSharing.WITH_CONSENT, [ODRL + "obtainConsent"], None),
    ],
)
def test_it_says_whether_data_may_be_passed_on(onward, actions, constrained):
    policy = expanded(replace(signed(), terms=replace(TERMS, onward_sharing=onward)))
    passing = [
        rule
        for rule in odrl(policy, "prohibition")
        if ids(odrl(rule, "action")) == [ODRL + "distribute"]
    ]
    assert [bool(odrl(rule, "constraint")) for rule in passing] == (
        [] if constrained is None else [constrained]
    )
    duties = [
        ids(odrl(duty, "action"))[0]
        for rule in odrl(policy, "permission")
        for duty in odrl(rule, "duty")
    ]
    assert duties == actions


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (CombineKind.NONE, None),
        (CombineKind.REFERENCE, [VOCABULARY + "referenceData"]),
        (
            CombineKind.NAMED,
            [VOCABULARY + "referenceData", VOCABULARY + "openData", f"{BASE}/datasets/mien"],
        ),
    ],
)
def test_it_says_with_what_data_may_be_combined(kind, allowed):
    combine = Combine(kind, ("mien",) if kind is CombineKind.NAMED else ())
    policy = expanded(replace(signed(), terms=replace(TERMS, combine=combine)))
    (rule,) = (
        each
        for each in odrl(policy, "prohibition")
        if ids(odrl(each, "action")) == [VOCABULARY + "combine"]
    )
    found = constraints(rule).get((VOCABULARY + "combinedWith", ODRL + "isNoneOf"))
    assert found == allowed


def test_personal_data_are_to_be_deleted():
    (duty,) = odrl(expanded(signed()), "obligation")
    assert ids(odrl(duty, "action")) == [ODRL + "delete"]
    assert duty[VOCABULARY + "retention"] == [{"@value": "36 mois après la fin de la convention"}]
    assert (
        odrl(expanded(replace(signed(), terms=replace(TERMS, personal_data=None))), "obligation")
        == []
    )


def test_a_rule_for_members_is_a_collection_of_parties():
    policy = expanded(replace(signed(), members=MembersRule("1510")))
    (assignee,) = odrl(policy, "assignee")
    assert assignee["@type"] == [ODRL + "PartyCollection"]
    assert ids(odrl(assignee, "source")) == [f"{BASE}/organisations/{VALCOBREIZH}"]
    (rule,) = odrl(assignee, "refinement")
    assert ids(odrl(rule, "leftOperand")) == [VOCABULARY + "memberFor"]


def test_nothing_in_it_is_lost_in_triples():
    document = exported(signed())
    quads = jsonld.to_rdf(
        json.loads(json.dumps(document)),
        {"documentLoader": load, "format": "application/n-quads"},
    )
    predicates = set(re.findall(r"^\S+ <([^>]+)>", quads, re.MULTILINE))
    used = {each for each in _keys(document) if not each.startswith("@") and each != "uid"}
    assert len(predicates - {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}) == len(used)


def _keys(node):
    match node:
        case dict():
            for key, value in node.items():
                if key != "@context":
                    yield key
                    yield from _keys(value)
        case list():
            for each in node:
                yield from _keys(each)


@pytest.mark.parametrize("state", set(AgreementState) - {AgreementState.ACTIVE})
def test_what_gives_no_data_permits_nothing(state):
    with pytest.raises(AgreementNotActive):
        exported(replace(signed(), state=state))


def test_the_profile_is_documented_word_by_word():
    told = set(re.findall(r"^\| `([A-Za-z_0-9]+)` \|", WORDS_PAGE.read_text("utf-8"), re.MULTILINE))
    assert told == WORDS


def test_the_communes_are_those_of_the_day_that_is_said():
    agreement = replace(signed(), rows=own())
    before = date(2020, 6, 1)
    document = odrl_agreement(
        agreement, catalog_of(agreement, members=MEMBERSHIPS), COG, at=before, base=BASE
    )
    (policy,) = jsonld.expand(json.loads(json.dumps(document)), {"documentLoader": load})
    found = constraints(odrl(policy, "permission")[0])
    assert found[ODRL + "spatial", ODRL + "isAnyOf"] == [VOCABULARY + "nowhere"]
