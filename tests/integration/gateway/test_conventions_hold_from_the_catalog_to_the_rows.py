"""What conventions say, from the catalog through the law and the compiler to DuckDB's rows.

Covers federation.agreement_terms, federation.rewrites.row_conditions, gateway.reading.query.answer,
gateway.http.graphql, gateway.reading.query.request, gateway.cli.demo_folder.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from catalog.changes import ActRecord, Changes
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
)
from catalog.model.terms import (
    AgreementLimits,
    EnforceableAct,
    MembersRule,
    Terms,
    UnitaryTerms,
)
from catalog.model.transform import Transform
from gateway.base.problems import InvalidFileReference
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.http.graphql import graphql_endpoint
from gateway.reading.query.request import read_file_reference
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

VALCOBREIZH = Siren("200090884")
VAL_D_ILLE = Siren("243500667")
BRETAGNE_ROMANTIQUE = Siren("243500733")
MESNIL_ROC_H = Siren("200085868")
MESNIL = ("agent@mesnil-roc-h", "rpqs_dechets")
ROMANTIQUE = ("agent@bretagne-romantique", "rpqs_dechets")
GROUPS = """{ valcobreizh { collectes {
  groupBy { key { codeCommune } aggregate { count } } } } }"""


@pytest.fixture
async def gateway(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Gateway(state, services)


async def write(gateway, *put, removed=()):
    """As an act does; what the acts themselves allow is tested with them."""
    snapshot = await gateway.ports.catalog.current()
    record = ActRecord(datetime.now(UTC), None, "test", None, "test")
    await gateway.ports.catalog.write(snapshot.version, Changes(put, removed), record)


async def convention(gateway, owner, grantee, *, rows=None, terms=None, members=None, **columns):
    """An active one over the owner's collectes, on the grantee's own land if no `rows` are said."""
    snapshot = await gateway.ports.catalog.current()
    dataset = snapshot.dataset_of(owner, "collectes")
    shown = {each.name: Transform.CLEAR for each in dataset.columns} | columns
    code, day = (dataset.column_named(each).id for each in ("code_commune", "date_collecte"))
    agreement = Agreement(
        id="conv-2026-0100",
        version=1,
        grantor=owner,
        grantee=grantee,
        dataset_id=dataset.id,
        title="essai",
        columns=tuple(
            GrantedColumn(each.id, each.name, int(each.classification), shown[each.name])
            for each in dataset.columns
        ),
        rows=rows or InTerritory(code, grantee, "1510", day),
        output=Output.DETAIL,
        purposes=frozenset({"rpqs_dechets"}),
        legal_basis="essai",
        start=date(2026, 1, 1),
        end=date(2028, 12, 31),
        state=AgreementState.ACTIVE,
        sha256="",
        members=members,
        terms=terms or Terms(),
    )
    await write(gateway, agreement)
    return agreement


async def forget_conventions(gateway):
    """Those that the demo brings."""
    snapshot = await gateway.ports.catalog.current()
    await write(gateway, removed=snapshot.agreements)


def codes(answer):
    groups = json.loads(answer.body)["data"]["valcobreizh"]["collectes"]["groupBy"]
    return {each["key"]["codeCommune"] for each in groups}


def problems(answer):
    return [each["extensions"]["code"] for each in json.loads(answer.body).get("errors", ())]


def intents(gateway):
    with closing(sqlite3.connect(gateway.state.folder / "catalog.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM audit_intent ORDER BY at")]


def paris_today():
    return datetime.now(ZoneInfo("Europe/Paris")).date()


async def leave(gateway, member, of):
    """Today is the first day outside."""
    snapshot = await gateway.ports.catalog.current()
    found = [
        each
        for each in snapshot.memberships
        if each.member == member and each.of == of and "1510" in each.competences
    ]
    assert found
    await write(gateway, *(replace(each, end=paris_today()) for each in found))


async def test_a_member_reads_its_own_territory_until_the_day_it_leaves(gateway):
    await forget_conventions(gateway)
    assert problems(await gateway.ask(GROUPS, *MESNIL)) == ["no_agreement"]
    await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE, members=MembersRule("1510"))
    answered = await gateway.ask(GROUPS, *MESNIL)
    assert "35308" in codes(answered)
    assert codes(answered) <= {"35308", "35147", "35344"}
    assert problems(await gateway.ask(GROUPS, *ROMANTIQUE)) == ["no_agreement"]
    await leave(gateway, MESNIL_ROC_H, BRETAGNE_ROMANTIQUE)
    assert problems(await gateway.ask(GROUPS, *MESNIL)) == ["no_agreement"]


async def test_who_signs_for_itself_reads_all_of_its_territory(gateway):
    await forget_conventions(gateway)
    await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE)
    assert len(codes(await gateway.ask(GROUPS, *ROMANTIQUE))) > 20
    assert problems(await gateway.ask(GROUPS, *MESNIL)) == ["no_agreement"]


def mandate(**changes):
    given = Mandate(
        id="mandat-1",
        principal=VALCOBREIZH,
        mandatary=BRETAGNE_ROMANTIQUE,
        actions=frozenset({MandateAction.QUERY}),
        competences=frozenset({"1510"}),
        datasets=frozenset(),
        start=date(2026, 1, 1),
        end=None,
        act=EnforceableAct("D-2026-1", date(2026, 1, 1)),
        given_by="steward@valcobreizh",
        given_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return replace(given, **changes)


FOR_VALCOBREIZH = {"on_behalf_of": str(VALCOBREIZH)}
OF_VAL = "{ valDIlleAubigne { collectes { totalCount(mode: EXACT) { value } } } }"
OF_VALCOBREIZH = "{ valcobreizh { collectes { totalCount { value } } } }"


async def test_on_behalf_of_a_principal_its_rights_replace_ones_own(gateway):
    own = await gateway.ask(OF_VAL, "agent@valcobreizh", "rpqs_dechets")
    refused = await gateway.ask(OF_VAL, *ROMANTIQUE, **FOR_VALCOBREIZH)
    assert problems(refused) == ["mandate_required"]
    await write(gateway, mandate())
    by_mandate = await gateway.ask(OF_VAL, *ROMANTIQUE, request_id="mandated", **FOR_VALCOBREIZH)
    assert json.loads(by_mandate.body)["data"] == json.loads(own.body)["data"]
    assert json.loads(own.body)["data"]["valDIlleAubigne"]["collectes"]["totalCount"]["value"] > 0
    (kept,) = [each for each in intents(gateway) if "mandated" in each["request_id"]]
    assert (kept["sub"], kept["organisation"], kept["on_behalf_of"]) == (
        "agent@bretagne-romantique",
        str(BRETAGNE_ROMANTIQUE),
        str(VALCOBREIZH),
    )
    # Its own agreements do not come along, nor the principal's own data unless they are named.
    await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE)
    assert not problems(await gateway.ask(OF_VALCOBREIZH, *ROMANTIQUE))
    unnamed = await gateway.ask(OF_VALCOBREIZH, *ROMANTIQUE, **FOR_VALCOBREIZH)
    assert problems(unnamed) == ["mandate_not_covering"]
    snapshot = await gateway.ports.catalog.current()
    named = snapshot.dataset_of(VALCOBREIZH, "collectes").id
    await write(gateway, mandate(datasets=frozenset({named})))
    assert not problems(await gateway.ask(OF_VALCOBREIZH, *ROMANTIQUE, **FOR_VALCOBREIZH))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        # Without rights that count, what is listed for organisations is not even there.
        ({"actions": frozenset({MandateAction.APPROVE})}, "unknown_field"),
        ({"end": date(2026, 1, 31)}, "mandate_required"),
        ({"start": date(2031, 1, 1)}, "mandate_required"),
        ({"ended_at": datetime(2026, 2, 1, tzinfo=UTC)}, "mandate_required"),
        ({"competences": frozenset({"1502"})}, "mandate_not_covering"),
    ],
    ids=["for another act", "ended", "to come", "taken back", "for another competence"],
)
async def test_a_mandate_that_does_not_cover_the_query_gives_nothing(gateway, changes, code):
    await write(gateway, mandate(**changes))
    refused = await gateway.ask(OF_VAL, *ROMANTIQUE, **FOR_VALCOBREIZH)
    assert problems(refused) == [code]
    assert b"value" not in refused.body


async def test_a_mandates_end_holds_for_the_next_query(gateway):
    await write(gateway, mandate())
    assert not problems(await gateway.ask(OF_VAL, *ROMANTIQUE, **FOR_VALCOBREIZH))
    await write(gateway, mandate(ended_at=datetime.now(UTC), ended_by="steward@valcobreizh"))
    refused = await gateway.ask(OF_VAL, *ROMANTIQUE, **FOR_VALCOBREIZH)
    assert problems(refused) == ["mandate_required"]


ONE = """query ($id: String!) { valcobreizh { collectes(where: { idPesee: { eq: $id } }) {
  nodes { idPesee codeCommune flux } totalCount { value } aggregate { count } } } }"""
TWO = """query ($id: String!, $other: String!) { valcobreizh {
  a: collectes(where: { idPesee: { eq: $id } }) { nodes { flux } }
  b: collectes(where: { idPesee: { eq: $other } }) { nodes { flux } } } }"""
FILE = {"file_reference": "DOSSIER 2026-17"}


async def unitary(gateway, most=50):
    snapshot = await gateway.ports.catalog.current()
    dataset = snapshot.dataset_of(VALCOBREIZH, "collectes")
    key = dataset.column_named("id_pesee").id
    await write(gateway, replace(dataset, unit_key=key))
    terms = Terms(unitary=UnitaryTerms(max_rows=most))
    await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE, rows=AllRows(), terms=terms)
    own = await gateway.ask(
        "{ valcobreizh { collectes(first: 400) { nodes { idPesee } } } }", "agent@valcobreizh"
    )
    found = [
        each["idPesee"]
        for each in json.loads(own.body)["data"]["valcobreizh"]["collectes"]["nodes"]
    ]
    several = next(each for each in found if found.count(each) > 1)
    return several, next(each for each in found if each != several)


async def test_a_unitary_convention_gives_one_unit_for_one_file(gateway):
    one, other = await unitary(gateway)
    answered = await gateway.ask(ONE, *ROMANTIQUE, {"id": one}, "unit", **FILE)
    collectes = json.loads(answered.body)["data"]["valcobreizh"]["collectes"]
    assert {each["idPesee"] for each in collectes["nodes"]} == {one}
    assert collectes["aggregate"]["count"] == len(collectes["nodes"]) > 1
    (kept,) = [each for each in intents(gateway) if "unit" in each["request_id"]]
    assert kept["file_reference"] == "DOSSIER 2026-17"
    assert one not in json.dumps(kept)
    without = await gateway.ask(ONE, *ROMANTIQUE, {"id": one})
    assert set(problems(without)) == {"file_reference_required"}
    everything = "{ valcobreizh { collectes { nodes { flux } totalCount { value } } } }"
    assert set(problems(await gateway.ask(everything, *ROMANTIQUE, **FILE))) == {"unit_required"}
    both = await gateway.ask(TWO, *ROMANTIQUE, {"id": one, "other": other}, **FILE)
    assert set(problems(both)) == {"one_unit_only"}


async def test_more_rows_than_a_unitary_convention_allows_are_refused_not_cut(gateway):
    one, _ = await unitary(gateway, most=1)
    document = ONE.replace("totalCount { value } aggregate { count }", "")
    answered = await gateway.ask(document, *ROMANTIQUE, {"id": one}, **FILE)
    assert problems(answered) == ["too_many_rows"]
    assert json.loads(answered.body)["data"]["valcobreizh"]["collectes"]["nodes"] is None


@pytest.mark.parametrize("text", ["", "   ", "x" * 101, "a\nb", "a\x00b", "\u200b"])
def test_a_file_reference_is_short_and_printable(text):
    assert read_file_reference(" DOS-1 ") == "DOS-1"
    assert read_file_reference(None) is None
    with pytest.raises(InvalidFileReference):
        read_file_reference(text)


async def test_the_header_brings_the_files_reference_to_the_audit(gateway):
    one, _ = await unitary(gateway)
    app = Starlette(routes=[Route("/graphql", graphql_endpoint, methods=["POST"])])
    app.state.services = gateway.services
    agent = find_agent(await gateway.ports.catalog.current(), ROMANTIQUE[0])
    headers = {
        "Authorization": f"Bearer {gateway.state.token(agent)}",
        "Interco-Purpose": ROMANTIQUE[1],
        "Interco-File-Reference": "DOS-7",
    }
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://interco", headers=headers
    ) as client:
        sent = {"query": ONE, "variables": {"id": one}}
        assert "errors" not in (await client.post("/graphql", json=sent)).json()
        assert intents(gateway)[-1]["file_reference"] == "DOS-7"
        bad = {"Interco-File-Reference": "x" * 101}
        refused = await client.post("/graphql", json=sent, headers=bad)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["extensions"]["code"] == "invalid_file_reference"
    assert len([each for each in intents(gateway) if each["file_reference"]]) == 1


LINES = """query ($first: Int!) { valcobreizh { collectes(first: $first) {
  nodes { flux } pageInfo { hasNextPage } } } }"""


async def test_no_query_gets_more_rows_than_the_convention_allows(gateway):
    terms = Terms(limits=AgreementLimits(rows_per_query=20))
    await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE, terms=terms)
    fits = await gateway.ask(LINES, *ROMANTIQUE, {"first": 20})
    page = json.loads(fits.body)["data"]["valcobreizh"]["collectes"]
    assert len(page["nodes"]) == 20
    assert page["pageInfo"]["hasNextPage"] is True
    beyond = await gateway.ask(LINES, *ROMANTIQUE, {"first": 21})
    assert set(problems(beyond)) == {"too_many_rows"}


async def test_two_gateways_give_as_many_answers_a_day_as_the_convention_allows(gateway):
    limited = await convention(
        gateway,
        VALCOBREIZH,
        BRETAGNE_ROMANTIQUE,
        terms=Terms(limits=AgreementLimits(queries_per_day=7)),
    )
    async with open_services(gateway.state.settings(), demo=True) as services:
        other = Gateway(gateway.state, services)
        answers = await asyncio.gather(
            *(each.ask(GROUPS, *ROMANTIQUE) for each in (gateway, other) * 6)
        )
        refused = [each for each in answers if problems(each)]
        assert len(answers) - len(refused) == 7
        assert {(each.status, *problems(each)) for each in refused} == {
            (429, "agreement_limit_reached")
        }
        # An amendment is the same convention: the day's queries are still counted.
        following = replace(limited, version=2, terms=Terms(limits=AgreementLimits(9)))
        await write(gateway, replace(limited, state=AgreementState.SUPERSEDED), following)
        assert problems(await other.ask(GROUPS, *ROMANTIQUE)) == ["agreement_limit_reached"]
    midnight = datetime.combine(paris_today(), datetime.min.time(), ZoneInfo("Europe/Paris"))
    count = gateway.ports.catalog.count_reads
    assert await count("conv-2026-0100", BRETAGNE_ROMANTIQUE, midnight) == 13
    assert await count("conv-2026-0100", MESNIL_ROC_H, midnight) == 0
    assert await count("conv-2026-010", BRETAGNE_ROMANTIQUE, midnight) == 0
    assert await count("conv-2026-0100", BRETAGNE_ROMANTIQUE, midnight + timedelta(days=1)) == 0


async def test_old_codes_of_listed_land_are_read_on_the_map_of_their_day(gateway):
    """The land of Mesnil-Roc'h as it was listed in 2020, in rows that bear its former codes too."""
    snapshot = await gateway.ports.catalog.current()
    dataset = snapshot.dataset_of(VALCOBREIZH, "collectes")
    code, day = (dataset.column_named(each).id for each in ("code_commune", "date_collecte"))
    listed = InListedTerritory(code, (CommuneCode("35308"),), date(2020, 1, 1), day)
    glass = Compare(dataset.column_named("flux").id, CompareOp.EQ, ("VERRE",))
    await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE, rows=AllOf((listed, glass)))
    document = """{ valcobreizh { collectes(where: { WHERE }) {
      groupBy { key { codeCommune } aggregate { count } } } } }"""
    own = await gateway.ask(
        document.replace(
            "WHERE", 'codeCommune: { in: ["35308", "35147", "35344"] }, flux: { eq: "VERRE" }'
        ),
        "agent@valcobreizh",
    )
    given = await gateway.ask(document.replace("(where: { WHERE })", ""), *ROMANTIQUE)
    assert json.loads(given.body)["data"] == json.loads(own.body)["data"]
    assert "35308" in codes(given)


async def test_a_commune_shown_as_its_epci_has_no_relation(gateway):
    await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE, code_commune=Transform.EPCI)
    assert codes(await gateway.ask(GROUPS, *ROMANTIQUE)) == {str(BRETAGNE_ROMANTIQUE)}
    related = await gateway.ask(
        "{ valcobreizh { collectes { nodes { commune { nom } } } } }", *ROMANTIQUE
    )
    assert problems(related) == ["column_not_granted"]
    assert "commune" in json.loads(related.body)["errors"][0]["message"]
