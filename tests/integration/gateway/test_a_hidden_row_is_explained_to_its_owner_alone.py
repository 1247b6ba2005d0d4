"""Which clause excludes a row, and from when it would be given: for the owner's steward.

Covers gateway.reading.reports.why_not_row, gateway.reading.reports.row_count,
gateway.reading.reports.row_clauses, gateway.reading.reports.owner_query, catalog.row_words,
gateway.services.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.agreement import AgreementState
from catalog.model.organisation import MembershipMode
from catalog.model.row_condition import AllOf, Compare, CompareOp
from catalog.reference import cog_in
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.identity.subject import local_subject
from gateway.reading.reports.row_count import count_rows
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway
from tests.integration.gateway.explaining import (
    COLLECTES,
    EXPLAIN_REQUEST,
    VALCOBREIZH,
    WHY_NOT,
    asked,
    refused,
    told,
    without_reference,
)
from tests.integration.gateway.test_what_the_gateway_promises import records

STEWARD = "steward@val-d-ille-aubigne"
ASK = {"d": COLLECTES, "of": VALCOBREIZH, "p": "rpqs_dechets"}
SENS_DE_BRETAGNE, MELESSE = "35326", "35173"
NOTHING = b'{"data":{"whyNotRow":null}}'
COUNT = "{ valDIlleAubigne { collectes { totalCount(mode: EXACT) { value } } } }"


async def a_row_of(gateway, commune):
    document = """query ($c: String!) { valDIlleAubigne { collectes(
        where: { codeCommune: { eq: $c } }, first: 1) {
        nodes { idPesee codeCommune dateCollecte flux } } } }"""
    found = await told(gateway, document, STEWARD, c=commune)
    (row,) = found["collectes"]["nodes"]
    return row


def key_of(row):
    return [row["idPesee"], row["codeCommune"]]


async def test_the_clause_that_excludes_a_row_is_named(embedded):
    key = key_of(await a_row_of(embedded, SENS_DE_BRETAGNE))
    found = await told(embedded, WHY_NOT, STEWARD, **ASK, k=key)
    assert (found["found"], found["included"], found["includedFrom"]) == (True, False, None)
    (branch,) = found["branches"]
    assert (branch["agreement"], branch["includes"]) == ("conv-2025-0001@1", False)
    (clause,) = branch["clauses"]
    assert clause["holds"] is False
    assert "territoire de SMICTOM Valcobreizh pour la compétence 1510" in clause["words"]["fr"]
    assert "à aucun jour connu" in clause["remark"]["fr"]


async def test_a_row_that_is_given_says_so(embedded):
    key = key_of(await a_row_of(embedded, MELESSE))
    found = await told(embedded, WHY_NOT, STEWARD, **ASK, k=key)
    assert (found["found"], found["included"]) == (True, True)
    assert all(each["holds"] for each in found["branches"][0]["clauses"])


async def test_a_row_that_is_not_there_is_not_found(embedded):
    found = await told(embedded, WHY_NOT, STEWARD, **ASK, k=["absent", MELESSE])
    assert (found["found"], found["included"], found["branches"]) == (False, False, [])


async def test_an_access_that_is_refused_says_what_is_missing(embedded):
    key = key_of(await a_row_of(embedded, MELESSE))
    found = await told(embedded, WHY_NOT, STEWARD, d=COLLECTES, of=VALCOBREIZH, k=key)
    assert [each["code"] for each in found["missing"]] == ["purpose_required"]
    assert found["included"] is False


@pytest.mark.parametrize(
    "agent",
    [
        None,
        "agent@val-d-ille-aubigne",
        "dpo@val-d-ille-aubigne",
        "agent@valcobreizh",
        "steward@valcobreizh",
        "operator@interco",
    ],
)
async def test_everybody_else_gets_the_same_bytes_for_any_row_of_anything(embedded, agent):
    hidden = key_of(await a_row_of(embedded, SENS_DE_BRETAGNE))
    given = key_of(await a_row_of(embedded, MELESSE))
    before = len(records(embedded, "audit_intent"))
    bodies = [
        (await asked(embedded, WHY_NOT, agent, **{**ASK, "d": dataset}, k=key))[0]
        for dataset, key in [
            (COLLECTES, hidden),
            (COLLECTES, given),
            (COLLECTES, ["absent", "35000"]),
            (COLLECTES, ["one part only"]),
        ]
    ]
    absent, _ = await asked(embedded, WHY_NOT, agent, **{**ASK, "d": "absent"}, k=hidden)
    assert b'"unknown_dataset"' in absent
    # To whom it is hidden, the dataset is as absent; its rows are nobody's business.
    is_hidden = agent in {None, "operator@interco"}
    expected = absent.replace(b"absent", COLLECTES.encode()) if is_hidden else NOTHING
    assert {without_reference(each) for each in bodies} == {without_reference(expected)}
    # No storage was asked: a governed query is recorded before it runs.
    assert len(records(embedded, "audit_intent")) == before


async def test_the_steward_is_told_what_the_key_must_be(embedded):
    assert await refused(embedded, WHY_NOT, STEWARD, **ASK, k=["one"]) == ["row_key_mismatch"]
    other = {**ASK, "of": "000000000"}
    codes = await refused(embedded, WHY_NOT, STEWARD, **other, k=["a", "b"])
    assert codes == ["unknown_organisation"]


async def test_reading_the_row_is_recorded_and_can_be_explained(embedded):
    key = key_of(await a_row_of(embedded, SENS_DE_BRETAGNE))
    found = await told(embedded, WHY_NOT, STEWARD, **ASK, k=key)
    explained = await told(embedded, EXPLAIN_REQUEST, STEWARD, id=found["auditedAs"])
    assert (explained["status"], explained["rows"]) == ("answered", 1)
    (dataset,) = explained["datasets"]
    assert [each["agreement"] for each in dataset["branches"]] == ["owner"]
    assert key[0] not in json.dumps(explained)


async def test_without_the_owners_branch_of_the_law_even_a_steward_gets_nothing(own):
    catalog = await own.ports.catalog.current()
    key = key_of(await a_row_of(own, MELESSE))
    await put(own, replace(catalog.datasets[COLLECTES], reader_groups=frozenset({"ordures"})))
    assert (await asked(own, WHY_NOT, STEWARD, **ASK, k=key))[0] == NOTHING
    (agreement,) = [each for each in catalog.agreements if each.citation == "conv-2025-0001@1"]
    steward = local_subject(find_agent(catalog, STEWARD))
    assert await count_rows(agreement, steward, own.ports) is None


@pytest.fixture
async def own(tmp_path):
    """A gateway of one's own, for tests that change its catalog."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Gateway(state, services)


async def put(gateway, *entities, removed=()):
    catalog = await gateway.ports.catalog.current()
    record = ActRecord(
        at=datetime.now(UTC), by_issuer=None, by_sub="test", for_organisation=None, action="test"
    )
    changes = Changes(put=entities, removed=removed)
    await gateway.services.acts.catalog.write(catalog.version, changes, record)


async def agreement_of(gateway):
    catalog = await gateway.ports.catalog.current()
    (found,) = [each for each in catalog.agreements if each.citation == "conv-2025-0001@1"]
    return found


async def test_an_agreement_that_waits_says_its_first_day(own):
    key = key_of(await a_row_of(own, MELESSE))
    waiting = replace(
        await agreement_of(own), state=AgreementState.APPROVED, start=date(2027, 1, 1)
    )
    await put(own, waiting)
    found = await told(own, WHY_NOT, STEWARD, **ASK, k=key)
    assert [each["code"] for each in found["missing"]] == ["agreement_not_started"]
    assert found["includedFrom"] == "2027-01-01"
    start, territory = found["branches"][0]["clauses"]
    assert (start["holds"], start["includedFrom"]) == (False, "2027-01-01")
    assert territory["holds"] is True


async def test_each_condition_is_told_apart(own):
    row = await a_row_of(own, SENS_DE_BRETAGNE)
    agreement = await agreement_of(own)
    flux = next(each.column for each in agreement.columns if each.name == "flux")
    only = Compare(flux, CompareOp.EQ, (row["flux"],))
    never = Compare(flux, CompareOp.EQ, ("AUTRE",))
    await put(own, replace(agreement, rows=AllOf((agreement.rows, only, never))))
    found = await told(own, WHY_NOT, STEWARD, **ASK, k=key_of(row))
    clauses = found["branches"][0]["clauses"]
    assert [each["holds"] for each in clauses] == [False, True, False]
    assert "« flux » = AUTRE" in clauses[2]["words"]["fr"]


async def test_a_commune_that_joins_later_says_from_when_on_todays_map(own):
    """`at: query_date` follows the map of the day: a membership to come is a date to tell."""
    row = await a_row_of(own, SENS_DE_BRETAGNE)
    agreement = await agreement_of(own)
    await put(own, replace(agreement, rows=replace(agreement.rows, date_column=None)))
    found = await told(own, WHY_NOT, STEWARD, **ASK, k=key_of(row))
    assert found["includedFrom"] is None
    await join(own, date(2027, 4, 1))
    found = await told(own, WHY_NOT, STEWARD, **ASK, k=key_of(row))
    assert (found["included"], found["includedFrom"]) == (False, "2027-04-01")
    found = await told(own, WHY_NOT, STEWARD, **ASK, k=key_of(row), at="2027-04-01")
    assert found["included"] is True
    found = await told(own, WHY_NOT, STEWARD, **ASK, k=key_of(row), at="2027-03-31")
    assert found["included"] is False


async def test_a_row_from_before_its_commune_joined_says_which_rows_count(own):
    row = await a_row_of(own, SENS_DE_BRETAGNE)
    await join(own, date(2026, 6, 1))
    found = await told(own, WHY_NOT, STEWARD, **ASK, k=key_of(row))
    (clause,) = found["branches"][0]["clauses"]
    assert clause["remark"]["fr"] == (
        "Ce code y compte pour les lignes datées à partir du 01/06/2026."
    )
    assert "from 2026-06-01" in clause["remark"]["en"]
    assert found["includedFrom"] is None


async def join(gateway, day):
    """The commune itself joins the syndicat, beside its EPCI."""
    catalog = await gateway.ports.catalog.current()
    direct = next(each for each in catalog.memberships if each.of == VALCOBREIZH)
    cog = cog_in(catalog)
    siren = next(
        siren
        for siren, periods in cog.siren_periods.items()
        if any(each.code == SENS_DE_BRETAGNE for each in periods)
    )
    await put(
        gateway,
        replace(
            direct,
            member=siren,
            mode=MembershipMode.DIRECT,
            start=day,
            end=None,
            communes=None,
            competences=frozenset({"1510"}),
        ),
    )


async def test_the_rows_of_an_agreement_are_counted_for_its_grantor_alone(embedded):
    agreement = await agreement_of(embedded)
    catalog = await embedded.ports.catalog.current()
    read = await told(embedded, COUNT, "agent@valcobreizh", "rpqs_dechets")
    counts = {
        agent: await count_rows(
            agreement, local_subject(find_agent(catalog, agent)), embedded.ports
        )
        for agent in (STEWARD, "steward@valcobreizh", "operator@interco")
    }
    assert counts == {
        STEWARD: read["collectes"]["totalCount"]["value"],
        "steward@valcobreizh": None,
        "operator@interco": None,
    }
    intent = records(embedded, "audit_intent")[-1]
    assert json.loads(intent["agreements"]) == ["owner"]


async def test_a_draft_is_counted_before_anybody_reads_by_it(embedded):
    draft = replace(await agreement_of(embedded), state=AgreementState.DRAFT, id="conv-draft")
    catalog = await embedded.ports.catalog.current()
    steward = local_subject(find_agent(catalog, STEWARD))
    every = replace(draft, rows=AllOf((draft.rows, Compare("c6", CompareOp.EQ, ("NOPE",)))))
    assert await count_rows(draft, steward, embedded.ports) > 0
    assert await count_rows(every, steward, embedded.ports) == 0


async def test_what_is_said_of_a_row_is_what_the_other_body_reads(embedded):
    """For a row of each commune: said to be included exactly where the reader finds rows of it."""
    every = (
        "{ valDIlleAubigne { collectes { groupBy { key { codeCommune } aggregate { count } } } } }"
    )
    found = await told(embedded, every, STEWARD)
    # Without a commune a row has no whole key: it cannot be named.
    codes = {each["key"]["codeCommune"] for each in found["collectes"]["groupBy"]} - {None}
    read = await told(embedded, every, "agent@valcobreizh", "rpqs_dechets")
    read_codes = {each["key"]["codeCommune"] for each in read["collectes"]["groupBy"]}
    said = set()
    for code in sorted(codes):
        key = key_of(await a_row_of(embedded, code))
        if (await told(embedded, WHY_NOT, STEWARD, **ASK, k=key))["included"]:
            said.add(code)
    assert len(codes) > len(read_codes) > 1
    assert said == read_codes


async def test_the_same_is_said_over_postgresql_and_opa(embedded, full_stack):
    def without_reference(found):
        return {name: value for name, value in found.items() if name != "auditedAs"}

    for commune in (SENS_DE_BRETAGNE, MELESSE):
        key = key_of(await a_row_of(embedded, commune))
        here = await told(embedded, WHY_NOT, STEWARD, **ASK, k=key)
        there = await told(full_stack, WHY_NOT, STEWARD, **ASK, k=key)
        assert without_reference(there) == without_reference(here)
        explained = await told(full_stack, EXPLAIN_REQUEST, STEWARD, id=there["auditedAs"])
        assert explained["sameRevision"] is True
        (statement,) = explained["statements"]
        assert key[0] not in statement["sql"]
    agreement = await agreement_of(embedded)
    catalog = await full_stack.ports.catalog.current()
    steward = local_subject(find_agent(catalog, STEWARD))
    assert await count_rows(agreement, steward, full_stack.ports) == await count_rows(
        agreement, steward, embedded.ports
    )
