"""`/v1/agreements/…`: evidence, ODRL and register lines, for its parties and the platform.

Covers gateway.http.rest.agreements, gateway.control.agreement_reading,
gateway.control.agreement_types, gateway.control.visible_agreements,
gateway.reading.reports.exporting, catalog.actions.agreement_text.
"""

import io
import json
import re
import zipfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
import pytest
from structlog.testing import capture_logs

from catalog.actions.agreement import agreement_cited
from catalog.changes import ActRecord, Changes
from catalog.exports.evidence_checking import departures_in, files_of
from catalog.model.agreement import GuardRecord, Step
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from tests.integration.five_bodies import CONVENTIONS, FIELDS, lend_to_five
from tests.unit.exports.world import BLOCK

SHARED = "conv-2025-0001@1"
OWNER, SYNDICAT, STRANGER = "val-d-ille-aubigne", "valcobreizh", "sde35"
OPERATOR = "operator@interco"
KINDS = ("evidence", "odrl", "article-30")
READ = """{ valDIlleAubigne { collectes(first: 20) {
  nodes { idPesee tourneeId prestataireSiret } } } }"""
REASON = "Dingé et Québriac isolées"
PUBLIC = "https://interco.example"


@dataclass(frozen=True)
class Door:
    town: object
    client: httpx.AsyncClient

    async def get(self, path, agent=None, **headers):
        if agent is not None:
            found = find_agent(await self.town.ports.catalog.current(), agent)
            headers["Authorization"] = f"Bearer {self.town.state.token(found)}"
        return await self.client.get(f"/v1/agreements/{path}", headers=headers)

    async def evidence(self, agent, citation=SHARED):
        answer = await self.get(f"{citation}/evidence", agent)
        assert answer.status_code == 200, answer.text
        return answer.content


@asynccontextmanager
async def opened(town):
    """The application itself, over the town's ports."""
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.with_ports(public_url=PUBLIC).services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as client:
        yield Door(town, client)


@pytest.fixture
async def door(town):
    async with opened(town) as found:
        yield found


def files(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def codes(answer):
    body = answer.json()
    return [each["code"] for each in body.get("problems") or (body,)]


def without_its_name(answer, citation):
    """Status, headers and bytes, the citation and the request's own reference apart."""
    body = answer.content.replace(citation.encode(), b"cited")
    return answer.status_code, re.sub(rb"request:[0-9a-f]{32}", b"request", body)


async def put(town, agreement):
    catalog = town.services.acts.catalog
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    record = ActRecord(now, None, "test", None, "test", {})
    await catalog.write((await catalog.current()).version, Changes((agreement,)), record)


async def test_either_party_and_the_platform_take_a_whole_pack(door):
    people = [f"{role}@{side}" for role in ("steward", "approver") for side in (OWNER, SYNDICAT)]
    for agent in (*people, OPERATOR):
        answer = await door.get(f"{SHARED}/evidence", agent)
        assert answer.status_code == 200
        assert departures_in(files_of(answer.content)) == ()
        assert answer.headers["content-type"] == "application/zip"
        assert answer.headers["content-disposition"] == (
            'attachment; filename="conv-2025-0001-preuves.zip"'
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


async def test_who_took_it_is_in_the_log(door):
    with capture_logs() as logs:
        await door.evidence("approver@valcobreizh")
        await door.get(f"{SHARED}/evidence", "agent@sde35")
    (told,) = (each for each in logs if each["event"] == "agreement_exported")
    assert (told["agreement"], told["kind"], told["agent"]) == (
        *(SHARED, "evidence", "approver@valcobreizh"),
    )


async def test_the_same_facts_are_the_same_bytes_at_another_time(town):
    async with opened(town) as today, opened(town.at(2027, 3, 1)) as in_march:
        for agent in ("steward@valcobreizh", "steward@val-d-ille-aubigne", OPERATOR):
            assert await today.evidence(agent) == await in_march.evidence(agent)


async def test_a_read_is_in_it_and_nothing_that_was_read_nor_any_secret(door, town):
    before = await door.evidence("steward@valcobreizh")
    told = await town.ask(READ, "agent@valcobreizh", purpose="rpqs_dechets")
    nodes = told.data["valDIlleAubigne"]["collectes"]["nodes"]
    assert len(nodes) == 20
    pack = await door.evidence("steward@valcobreizh")
    assert pack != before
    (line,) = json.loads(files(pack)["reads.json"])
    assert (line["agent"], line["lignes au plus"]) == ("agent@valcobreizh", "20")
    assert "2026-11-25" in json.loads(files(pack)["manifest.json"])["as_of"]
    agent = find_agent(await town.ports.catalog.current(), "agent@valcobreizh")
    master = town.state.settings().key_file.read_bytes()
    hidden = {str(value) for row in nodes for value in row.values() if value is not None}
    hidden |= {town.state.token(agent).split(".")[2], master.hex(), READ}
    for each in (pack, await door.evidence(OPERATOR)):
        assert [text for text in hidden if text.encode() in each] == []
        assert master not in each


async def test_what_the_guard_found_is_in_the_packs_of_the_owner_and_the_platform_alone(door, town):
    agreement = agreement_cited(await town.ports.catalog.current(), SHARED)
    now = datetime(2026, 11, 20, tzinfo=UTC)
    guard = GuardRecord(now, stops=True, findings_sha256="c0ffee" * 10, communes=("35094",))
    state = agreement.state
    step = Step(now, "override_guard", state, state, "dpo@val", agreement.grantor, reason=REASON)
    life = replace(agreement.life, guard=guard, steps=(*agreement.life.steps, step))
    await put(town, replace(agreement, life=life))
    for agent, told in (
        ("steward@val-d-ille-aubigne", True),
        (OPERATOR, True),
        ("steward@valcobreizh", False),
    ):
        pack = await door.evidence(agent)
        assert b"override_guard" in pack
        for text in ("c0ffee", "35094", REASON):
            assert (text.encode() in pack) is told, (agent, text)


@pytest.mark.parametrize("kind", KINDS)
async def test_who_may_not_know_of_it_is_told_what_an_unknown_citation_is_told(door, town, kind):
    document = """mutation { draftFromTemplate(input: { template: "rpqs_dechets",
      dataset: "val-d-ille-aubigne.collectes", to: "sde35", start: "2026-12-01",
      end: "2027-12-31" }) { agreement { citation } } }"""
    told = await town.ask(document, "steward@val-d-ille-aubigne")
    draft = told.data["draftFromTemplate"]["agreement"]["citation"]
    for agent, citation, status, code in (
        ("agent@sde35", SHARED, 404, "unknown_agreement"),
        ("agent@sde35", draft, 404, "unknown_agreement"),
        (OPERATOR, draft, 404, "unknown_agreement"),
        (None, SHARED, 401, "bad_token"),
    ):
        answer = await door.get(f"{citation}/{kind}", agent)
        unknown = await door.get(f"conv-1999-0001@1/{kind}", agent)
        assert (answer.status_code, codes(answer)) == (status, [code])
        assert answer.headers.keys() == unknown.headers.keys()
        assert without_its_name(answer, citation) == without_its_name(unknown, "conv-1999-0001@1")


async def test_an_agent_of_a_party_needs_a_role(door):
    for kind in KINDS:
        answer = await door.get(f"{SHARED}/{kind}", "agent@valcobreizh")
        assert (answer.status_code, codes(answer)) == (403, ["act_role_required"])


async def test_nobody_takes_it_under_a_mandate_and_no_citation_makes_a_difference(door, town):
    document = """mutation { giveMandate(input: { mandatary: "sde35", actions: [QUERY, APPROVE],
      start: "2026-11-25", act: { reference: "D-12", enforceableSince: "2026-11-20" } }) {
      mandate { principal { siren } } } }"""
    told = await town.ask(document, "approver@valcobreizh")
    principal = told.data["giveMandate"]["mandate"]["principal"]["siren"]
    headers = {"Interco-On-Behalf-Of": principal}
    answer = await door.get(f"{SHARED}/evidence", "steward@sde35", **headers)
    unknown = await door.get("conv-1999-0001@1/evidence", "steward@sde35", **headers)
    assert (answer.status_code, codes(answer)) == (403, ["act_not_under_mandate"])
    assert without_its_name(answer, SHARED) == without_its_name(unknown, "conv-1999-0001@1")


async def test_an_agreement_in_force_is_odrl_under_the_platforms_own_address(door):
    answer = await door.get(f"{SHARED}/odrl", "steward@valcobreizh")
    assert answer.headers["content-type"] == "application/ld+json"
    assert 'filename="conv-2025-0001-1.jsonld"' in answer.headers["content-disposition"]
    found = answer.json()
    assert found["uid"] == f"{PUBLIC}/agreements/{SHARED}"
    answer = await door.get("conv-2022-0003@1/odrl", "steward@valcobreizh")
    assert (answer.status_code, codes(answer)) == (409, ["agreement_not_active"])


async def test_what_has_no_personal_data_has_no_line_in_the_register(door):
    answer = await door.get(f"{SHARED}/article-30", "steward@valcobreizh")
    assert (answer.status_code, codes(answer)) == (409, ["agreement_without_personal_data"])


async def test_the_lines_of_the_register_are_marked_for_excel_on_demand(door, town):
    agreement = agreement_cited(await town.ports.catalog.current(), SHARED)
    terms = replace(agreement.terms, personal_data=BLOCK)
    await put(town, replace(agreement, terms=terms))
    path = f"{SHARED}/article-30"
    plain = await door.get(path, "steward@val-d-ille-aubigne")
    marked = await door.get(f"{path}?bom=1", "steward@val-d-ille-aubigne")
    assert plain.status_code == 200, plain.text
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert plain.text.startswith("Référence;Nom du traitement;")
    assert plain.text.count("\r\nconv-2025-0001@1;") == 2
    assert marked.content == "\ufeff".encode() + plain.content
    odd = await door.get(f"{path}?bom=yes", "steward@val-d-ille-aubigne")
    assert (odd.status_code, codes(odd)) == (400, ["request_not_as_described"])


async def test_what_was_never_proposed_proves_nothing_yet(door, town):
    document = """mutation { draftFromTemplate(input: { template: "rpqs_dechets",
      dataset: "valcobreizh.collectes", start: "2026-12-01", end: "2027-12-31" }) {
      agreement { citation } } }"""
    told = await town.ask(document, "steward@bretagne-romantique")
    draft = told.data["draftFromTemplate"]["agreement"]["citation"]
    answer = await door.get(f"{draft}/evidence", "steward@bretagne-romantique")
    assert (answer.status_code, codes(answer)) == (409, ["agreement_never_proposed"])


async def test_of_five_bodies_read_at_once_each_pack_has_its_own_columns_alone(town):
    await lend_to_five(town)
    asked = ("nodes { flux }", "aggregate { sum { tonnageKg } }", "nodes { jour: dateCollecte }")
    parts = [
        f"{field} {{ {'collectes' if index == 0 else 'pesees'}(first: 1) {{ {part} }} }}"
        for index, (field, part) in enumerate(
            zip(FIELDS, (*asked, asked[0], "nodes { flux tonnageKg }"), strict=True)
        )
    ]
    told = await town.ask(f"{{ {' '.join(parts)} }}", "agent@valcobreizh", purpose="rpqs_dechets")
    assert told.data.keys() == set(FIELDS)
    read = {}
    async with opened(town) as door:
        for citation in CONVENTIONS:
            pack = await door.evidence(OPERATOR, citation)
            (line,) = json.loads(files(pack)["reads.json"])
            assert line["convention"] == citation
            read[citation] = set(line["colonnes"].split())
    # Keys are given as pseudonyms: rows come in the order of what is selected, without them.
    assert list(read.values()) == [
        {"flux"},
        {"tonnage_kg"},
        {"date_collecte"},
        {"flux"},
        {"flux", "tonnage_kg"},
    ]
