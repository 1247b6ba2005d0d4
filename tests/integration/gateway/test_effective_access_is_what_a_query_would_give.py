"""What may be read, on a day, and what is missing: the law's own answer, in words.

Covers gateway.reading.reports.effective, gateway.reading.reports.access_values,
gateway.reading.reports.parts, gateway.control.access, gateway.control.access_types.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.terms import EnforceableAct
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway
from tests.integration.gateway.explaining import (
    ACCESS,
    COLLECTES,
    VAL_D_ILLE,
    VALCOBREIZH,
    asked,
    refused,
    told,
    without_reference,
)

AGENT = ("agent@valcobreizh", "rpqs_dechets")
STEWARD = "steward@val-d-ille-aubigne"


async def test_a_branch_says_its_agreement_columns_rows_and_communes(embedded):
    found = await told(embedded, ACCESS, *AGENT, d=COLLECTES)
    assert (found["allowed"], found["missing"]) == (True, [])
    (branch,) = found["branches"]
    assert branch["agreement"] == "conv-2025-0001@1"
    assert (branch["start"], branch["end"]) == ("2025-01-01", "2027-12-31")
    looks = {each["name"]: each["transform"] for each in branch["columns"]}
    assert looks["id_pesee"] == "keyed_hash"
    assert looks["tonnage_kg"] == "clear"
    assert {each["name"] for each in found["withheld"]} == {"part_commune", "nb_bacs_leves"}
    (scope,) = branch["scopes"]
    names = {each["nom"] for each in scope["communes"]}
    assert len(names) == 52
    assert "Melesse" in names
    assert "Sens-de-Bretagne" not in names
    assert len(scope["ofTheOwner"]) == 18
    through = [[each["slug"] for each in path["through"]] for path in scope["memberships"]]
    assert any(each[-2:] == ["val-d-ille-aubigne", "valcobreizh"] for each in through)
    assert "(52 communes au " in branch["rows"]["fr"]
    assert "dont 18 du territoire du propriétaire" in branch["rows"]["fr"]
    assert "territory of SMICTOM Valcobreizh for the competence 1510" in branch["rows"]["en"]


async def test_the_owner_and_the_public_have_their_own_branches(embedded):
    (own,) = (await told(embedded, ACCESS, STEWARD, d=COLLECTES))["branches"]
    assert (own["agreement"], own["rows"]["fr"]) == ("owner", "toutes les lignes")
    catalog = await embedded.ports.catalog.current()
    (bornes,) = [each for each in catalog.datasets if each.endswith("__bornes_recharge")]
    (public,) = (await told(embedded, ACCESS, d=bornes))["branches"]
    assert (public["agreement"], public["reasons"]) == ("open", [{"code": "open"}])


async def test_what_is_missing_says_what_to_do_and_whom_to_ask(embedded):
    (missing,) = (await told(embedded, ACCESS, AGENT[0], d=COLLECTES))["missing"]
    assert missing["code"] == "purpose_required"
    assert missing["purposes"] == ["planification_collecte", "rpqs_dechets"]
    (missing,) = (await told(embedded, ACCESS, "agent@sde35", d=COLLECTES))["missing"]
    assert (missing["code"], missing["ask"]["siren"]) == ("no_agreement", VAL_D_ILLE)
    assert missing["next"]["fr"]
    assert missing["next"]["en"]


async def test_another_purpose_is_tried_without_a_header(embedded):
    found = await told(embedded, ACCESS, AGENT[0], d=COLLECTES, p="planification_collecte")
    assert (found["allowed"], found["purpose"]) == (True, "planification_collecte")
    found = await told(embedded, ACCESS, AGENT[0], d=COLLECTES, p="rpqs_eau")
    assert [each["code"] for each in found["missing"]] == ["purpose_not_assigned"]


@pytest.mark.parametrize(
    ("day", "allowed", "codes"),
    [
        ("2024-12-31", False, ["agreement_not_started"]),
        ("2025-01-01", True, []),
        ("2027-12-31", True, []),
        ("2028-01-01", False, ["agreement_expired"]),
    ],
)
async def test_dates_are_compared_with_the_day_asked_about(embedded, day, allowed, codes):
    found = await told(embedded, ACCESS, *AGENT, d=COLLECTES, at=day)
    assert (found["at"], found["allowed"]) == (day, allowed)
    assert [each["code"] for each in found["missing"]] == codes


async def test_the_owners_people_see_what_another_body_reads_of_their_data(embedded):
    for agent in (STEWARD, "dpo@val-d-ille-aubigne"):
        found = await told(embedded, ACCESS, agent, d=COLLECTES, of=VALCOBREIZH, p="rpqs_dechets")
        assert (found["reader"]["siren"], found["allowed"]) == (VALCOBREIZH, True)
        assert [each["agreement"] for each in found["branches"]] == ["conv-2025-0001@1"]
    found = await told(embedded, ACCESS, STEWARD, d=COLLECTES, of=VALCOBREIZH)
    assert [each["code"] for each in found["missing"]] == ["purpose_required"]


@pytest.mark.parametrize(
    "agent", ["agent@val-d-ille-aubigne", "approver@val-d-ille-aubigne", "steward@valcobreizh"]
)
async def test_nobody_else_sees_the_access_of_another_body(embedded, agent):
    assert await refused(embedded, ACCESS, agent, d=COLLECTES, of=VALCOBREIZH) == [
        "access_of_others"
    ]


@pytest.mark.parametrize("more", [{}, {"of": VALCOBREIZH}, {"at": "2025-06-01"}])
async def test_a_hidden_dataset_and_an_absent_one_are_the_same_bytes(embedded, more):
    hidden, _ = await asked(embedded, ACCESS, None, d=COLLECTES, **more)
    absent, _ = await asked(embedded, ACCESS, None, d="absent", **more)
    assert b'"unknown_dataset"' in absent
    absent = absent.replace(b"absent", COLLECTES.encode())
    assert without_reference(hidden) == without_reference(absent)


async def test_a_siren_that_is_none_is_refused_whatever_the_dataset(embedded):
    for dataset in (COLLECTES, "absent"):
        assert await refused(embedded, ACCESS, STEWARD, d=dataset, of="123") == ["invalid_siren"]


async def test_nobody_acts_for_a_body_that_gave_no_mandate(embedded):
    for dataset in (COLLECTES, "absent"):
        body = {"d": dataset, "for": VALCOBREIZH}
        assert await refused(embedded, ACCESS, "agent@sde35", **body) == ["mandate_required"]


MANDATE = Mandate(
    id="mandat-2026-0001",
    principal=Siren(VALCOBREIZH),
    mandatary=Siren("253500045"),
    actions=frozenset({MandateAction.QUERY}),
    competences=frozenset(),
    datasets=frozenset(),
    start=date(2026, 1, 1),
    end=date(2026, 12, 31),
    act=EnforceableAct("délibération 2025-12", date(2025, 12, 20)),
    given_by="approver@valcobreizh",
    given_at=datetime(2025, 12, 21, tzinfo=UTC),
)


@pytest.fixture
async def mandated(tmp_path):
    """A gateway whose catalog holds a mandate from Valcobreizh, and a purpose of its agent's."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        catalog = await services.query.catalog.current()
        agent = catalog.agents["urn:interco:demo", "agent@sde35"]
        given = replace(MANDATE, mandatary=agent.organisation)
        assigned = replace(agent, purposes=agent.purposes | {"rpqs_dechets"})
        record = ActRecord(
            at=datetime.now(UTC),
            by_issuer=None,
            by_sub="test",
            for_organisation=None,
            action="mandate",
        )
        await services.acts.catalog.write(catalog.version, Changes(put=(given, assigned)), record)
        yield Gateway(state, services)


async def test_under_a_mandate_the_principals_rights_are_told(mandated):
    variables = {"d": COLLECTES, "for": VALCOBREIZH, "p": "rpqs_dechets", "at": "2026-06-01"}
    found = await told(mandated, ACCESS, "agent@sde35", **variables)
    assert (found["reader"]["siren"], found["allowed"]) == (VALCOBREIZH, True)
    assert [each["agreement"] for each in found["branches"]] == ["conv-2025-0001@1"]


async def test_a_day_after_the_mandate_gives_nothing_of_the_principals(mandated):
    variables = {"d": COLLECTES, "for": VALCOBREIZH, "p": "rpqs_dechets", "at": "2027-06-01"}
    assert await refused(mandated, ACCESS, "agent@sde35", **variables) == ["unknown_dataset"]
