"""Rows that name a body, or lie beside its own, are in its export where they are its own alone.

Covers gateway.upkeep.transfer.of_one_body.
"""

import json

import pytest

from catalog.changes import Family
from gateway.upkeep.transfer.of_one_body import OneBody

OURS, OTHER, THIRD = "243500667", "200090884", "213500000"


def entry(family, key="x", **body):
    return "catalog_entry", {"family": family.value, "key": key, "body": json.dumps(body)}


def intent(request, organisation, datasets, agreements=(), behalf=None):
    row = {
        "request_id": request,
        "organisation": organisation,
        "on_behalf_of": behalf,
        "datasets": json.dumps(datasets),
        "columns": json.dumps([f"{each}/c_x" for each in datasets]),
        "agreements": json.dumps(agreements),
        "issuer": "urn:a",
        "sub": "agathe",
        "file_reference": "dossier 12",
        "plan_digest": "0",
    }
    return "audit_intent", row


def outcome(request, rows=42):
    return "audit_outcome", {"request_id": request, "status": "answered", "rows": rows}


def kept(*rows):
    body = OneBody(OURS)
    return [body.kept(*row) for row in rows][-1]


OWN_DATA = entry(Family.DATASET, "ours__a", owner=OURS)
THEIR_DATA = entry(Family.DATASET, "theirs__a", owner=OTHER)
THEIR_CONSENT = entry(Family.CONSENT, "consent-theirs-1", owner=OTHER, dataset="theirs__a")


@pytest.mark.parametrize(
    "row",
    [
        entry(
            Family.AGREEMENT, "conv@1", grantor=OTHER, grantee=THIRD,
            hosting={"operator": OURS}, combine=[OURS],
        ),
        entry(Family.MANDATE, principal=OTHER, mandatary=THIRD, given_by=OURS),
        entry(Family.MEMBERSHIP, member=OTHER, of=THIRD, competences=[OURS]),
        entry(Family.STORAGE, owner=OTHER, options={"open_to": [OURS]}),
        entry(Family.CONSENT, owner=OTHER, runner=OURS),
        entry(Family.OPENING, body=OTHER, by="steward", by_issuer=OURS),
        entry(Family.CAMPAIGN, body=OTHER, requests=[{"member": OURS}]),
        entry(Family.FIGURE, body=OTHER, sent_to=[OURS], content=OURS),
        entry(Family.SERVICE, publisher=OTHER, content=OURS),
        entry(Family.SECRET, f"{OURS}/base", organisation=OURS),
        entry(Family.LOOK, organisation=THIRD, note=OURS),
        ("act", {"for_organisation": OTHER, "summary": OURS}),
        ("chain_record", {"body": OTHER, "record": OURS}),
        ("delivery", {"organisation": OTHER, "message": 1, "target": OURS}),
        ("session", {"siren": OURS, "secret": "s"}),
        intent("r", OTHER, ["theirs__a"], [f"conv-{OURS}@1"]),
        outcome("r"),
    ],
    ids=lambda row: row[0] + "-" + str(row[1].get("family", "")),
)  # fmt: skip
def test_what_only_names_it_stays(row):
    assert kept(OWN_DATA, THEIR_DATA, row) is None


@pytest.mark.parametrize(
    "row",
    [
        entry(Family.AGREEMENT, "conv@1", grantor=OTHER, grantee=OURS),
        entry(Family.MANDATE, principal=OURS, mandatary=THIRD),
        entry(Family.CONSENT, owner=OURS),
        entry(Family.OPENING, body=OURS),
        entry(Family.CAMPAIGN, body=OURS, requests=[]),
        ("act", {"for_organisation": OURS}),
    ],
)
def test_its_own_goes_with_it(row):
    assert kept(row) is not None


def test_of_who_read_its_data_it_gets_neither_the_person_nor_what_was_read_beside():
    read = kept(OWN_DATA, intent("r", OTHER, ["ours__a", "theirs__a"], ["conv@1"]))
    assert (read["issuer"], read["sub"], read["file_reference"]) == (None, None, None)
    assert json.loads(read["datasets"]) == ["ours__a"]
    assert json.loads(read["columns"]) == ["ours__a/c_x"]
    assert json.loads(read["agreements"]) == []


def test_how_many_rows_others_consented_to_is_not_told():
    run = intent("r", OURS, ["theirs__a"], ["consent-theirs-1"])
    end = kept(THEIR_DATA, THEIR_CONSENT, run, outcome("r", 42))
    assert (end["status"], end["rows"]) == ("unknown", 0)
    own = intent("o", OURS, ["ours__a"], ["owner"])
    assert kept(OWN_DATA, THEIR_CONSENT, own, outcome("o", 42))["rows"] == 42
