"""A client sends the disputes of a frozen figure to the contractor whose slips they are about.

A letter tells them on paper.

Covers catalog.actions.figures.sending, gateway.control.disputes,
gateway.http.rest.figures, gateway.cli.figure_commands, gateway.figures.frozen.letters.
"""

import asyncio
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pypdf
import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren, Slug
from catalog.model.organisation import Agent, AgentKind, Organisation, OrganisationKind
from gateway.base.demo_issuer import DEMO_ISSUER
from tests.e2e.conftest import run_interco
from tests.integration.figures.test_figures_go_by_rest_and_at_the_terminal import rest
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE

STEWARD = "steward@valcobreizh"
ACTIVATION = "valcobreizh-service-fait"
OURS, OTHERS = Siren("552100554"), Siren("542051180")
FREEZE = """mutation($activation: ID!, $input: FigureOfServiceInput!) {
  freezeServiceResult(activation: $activation, input: $input) { figure { digest content } } }"""
SEND = """mutation($figure: ID!, $to: String!, $dry: Boolean! = false) {
  sendDisputes(figure: $figure, to: $to, dryRun: $dry) { applied sentences { fr } } }"""
RECEIVED = "{ disputesReceived { digest sender { siren } title { fr } table } }"
GIVE = """mutation ($to: String!, $datasets: [String!]!) {
  giveMandate(input: {mandatary: $to, actions: [DEPOSIT], start: "2026-01-01",
    act: {reference: "marché M2026-07", enforceableSince: "2026-01-01"}, datasets: $datasets}) {
    mandate { id } } }"""
SLIPS = "valcobreizh.bons_collecteur"


def agent(sub, body, *roles):
    return Agent(DEMO_ISSUER, sub, body, AgentKind.PERSON, frozenset(roles))


@pytest.fixture
async def frozen(town):
    """The digest of a frozen result, and its content; two contractors, one with a mandate."""
    catalog = town.services.acts.catalog
    bodies = [
        Organisation(siren, Slug(slug), name, OrganisationKind.PRESTATAIRE)
        for siren, slug, name in (
            (OURS, "collecte-bleue", "Collecte Bleue"),
            (OTHERS, "collecte-verte", "Collecte Verte"),
        )
    ]
    people = [
        agent("steward@bleue", OURS, "steward"), agent("agent@bleue", OURS, "agent"),
        agent("steward@verte", OTHERS, "steward"),
    ]  # fmt: skip
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test")
    await catalog.write((await catalog.current()).version, Changes(put=(*bodies, *people)), record)
    await give(town, "collecte-bleue", SLIPS)
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "service-fait"})).data
    given = {"indicator": "service_fait", "titleFr": "Service fait 2025", "year": 2025}
    variables = {"activation": ACTIVATION, "input": given}
    done = await town.ask(FREEZE, STEWARD, variables=variables)
    figure = done.data["freezeServiceResult"]["figure"]
    return figure["digest"], json.loads(figure["content"])


async def give(town, to, *datasets):
    variables = {"to": to, "datasets": list(datasets)}
    return (await town.ask(GIVE, "approver@valcobreizh", variables=variables)).data


async def send(town, digest, to, who=STEWARD, **more):
    return await town.ask(SEND, who, variables={"figure": digest, "to": to, **more})


async def received(town, who):
    return (await town.ask(RECEIVED, who)).data["disputesReceived"]


async def test_the_contractor_reads_its_disputes_with_both_rows_and_nothing_else(town, frozen):
    digest, content = frozen
    tried = await send(town, digest, "collecte-bleue", dry=True)
    assert tried.data["sendDisputes"]["applied"] is False
    assert await received(town, "steward@bleue") == []
    done = await send(town, digest, "collecte-bleue")
    assert done.data["sendDisputes"]["sentences"] == [{"fr": "Envoyé à Collecte Bleue."}]
    (one,) = await received(town, "steward@bleue")
    assert (one["digest"], one["sender"]["siren"]) == (digest, "200090884")
    table = json.loads(one["table"])
    names = [column["name"] for column in table["columns"]]
    assert {"cause", "collector", "plant", "slip_kg", "ticket_kg", "at_stake_eur"} <= set(names)
    assert "client" not in names
    assert len(table["rows"]) == len(content["answer"]["tables"]["disputes"]["rows"]) > 0
    told = [entry.message for entry in await town.services.notifications.deliveries.unspread(10)]
    assert [one.to for one in told if one.kind == "disputes.sent"] == [(OURS,)]


async def test_they_are_sent_by_rest(town, frozen):
    digest, _ = frozen
    address, wanted = f"/v1/figures/{digest}/disputes", {"to": "collecte-bleue"}
    async with rest(town) as ask:
        tried = await ask("POST", address, STEWARD, {**wanted, "dryRun": True})
        assert (tried.status_code, tried.json()) == (
            200,
            {"applied": False, "to": "Collecte Bleue"},
        )
        assert await received(town, "steward@bleue") == []
        other = await ask("POST", address, STEWARD, {"to": "collecte-verte"})
        assert [one["code"] for one in other.json()["problems"]] == ["disputes_not_sent"]
        assert (await ask("POST", address, None, wanted)).status_code == 401
        stranger = await ask("POST", address, "steward@verte", wanted)
        assert (stranger.status_code, stranger.json()["code"]) == (404, "unknown_figure")
        broken = await ask("POST", address, STEWARD, {**wanted, "figure": digest})
        assert broken.json()["code"] == "request_not_as_described"
        done = await ask("POST", address, STEWARD, wanted)
        assert done.json() == {"applied": True, "to": "Collecte Bleue"}
    assert [one["digest"] for one in await received(town, "steward@bleue")] == [digest]


async def test_they_are_sent_from_a_terminal(town, frozen):
    digest, _ = frozen
    typed = ("figure", "disputes", digest, "--to", "collecte-bleue", "--as", STEWARD)
    state = ("--state", str(town.state.folder))
    tried = await asyncio.to_thread(run_interco, *typed, *state, "--dry-run")
    assert "Serait envoyé à Collecte Bleue." in tried.stdout
    assert await received(town, "steward@bleue") == []
    done = await asyncio.to_thread(run_interco, *typed, *state)
    assert "Envoyé à Collecte Bleue." in done.stdout
    assert [one["digest"] for one in await received(town, "steward@bleue")] == [digest]


async def test_a_letter_tells_them_on_paper_and_nothing_else_of_the_figure(town, frozen):
    digest, content = frozen
    address = f"/v1/figures/{digest}/letter"
    disputes = content["answer"]["tables"]["disputes"]
    slips = {row[1] for row in disputes["rows"]}
    async with rest(town) as ask:
        page = await ask("GET", f"{address}?contractor=Bennes+du+Nord&format=html", STEWARD)
        assert page.status_code == 200
        assert "Bennes du Nord" in page.text
        assert all(slip in page.text for slip in slips if slip)
        assert "En jeu" in page.text
        known = await ask("GET", f"{address}?contractor=collecte-bleue&format=html", STEWARD)
        assert f"Collecte Bleue (SIREN {OURS})" in known.text
        printed = await ask("GET", f"{address}?contractor=collecte-bleue", STEWARD)
        assert "attachment" in printed.headers["content-disposition"]
        (attached,) = pypdf.PdfReader(io.BytesIO(printed.content)).attachments[
            "interco-disputes.json"
        ]
        told = json.loads(attached)
        assert told.keys() == {"figure", "disputes"}
        assert "client" not in {column["name"] for column in told["disputes"]["columns"]}
        assert len(told["disputes"]["rows"]) == len(disputes["rows"])
        stranger = await ask("GET", f"{address}?contractor=collecte-verte", "steward@verte")
        assert (stranger.status_code, stranger.json()["code"]) == (404, "unknown_figure")
        assert (await ask("GET", f"{address}?contractor=collecte-bleue", None)).status_code == 401


async def test_no_letter_tells_of_data_that_another_body_gave(town, frozen):
    digest, _ = frozen
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    figure = replace(snapshot.figures[digest], agreements=("conv-2025-0001@1",))
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test")
    await catalog.write(snapshot.version, Changes(put=(figure,)), record)
    async with rest(town) as ask:
        refused = await ask("GET", f"/v1/figures/{digest}/letter?contractor=Bennes", STEWARD)
    assert [one["code"] for one in refused.json()["problems"]] == ["disputes_not_sent"]


async def test_a_letter_is_written_from_a_terminal(town, frozen, tmp_path):
    digest, _ = frozen
    typed = ("figure", "letter", digest, "--to", "Bennes du Nord", "--as", STEWARD)
    output = tmp_path / "lettre.html"
    state = ("--state", str(town.state.folder), "--output", str(output))
    await asyncio.to_thread(run_interco, *typed, *state)
    assert "Bennes du Nord" in output.read_text("utf-8")


async def test_nobody_else_receives_them(town, frozen):
    digest, _ = frozen
    await send(town, digest, "collecte-bleue")
    assert await received(town, "steward@verte") == []
    assert (await town.ask(RECEIVED, "agent@bleue")).codes == ["act_role_required"]
    figure = "query($d: String!) { figure(digest: $d) { content } }"
    for who in ("steward@bleue", "steward@verte"):
        assert (await town.ask(figure, who, variables={"d": digest})).codes
    stranger = await send(town, digest, "collecte-verte", "steward@verte")
    assert stranger.codes == ["unknown_figure"]
    assert (await send(town, digest, "collecte-bleue", "agent@valcobreizh")).codes


@pytest.mark.parametrize("datasets", [(), ("valcobreizh.tickets_site",)])
async def test_they_are_sent_to_no_contractor_whose_slips_they_are_not(town, frozen, datasets):
    digest, _ = frozen
    if datasets:
        await give(town, "collecte-verte", *datasets)
    assert (await send(town, digest, "collecte-verte")).codes == ["disputes_not_sent"]
    assert (await send(town, digest, "personne")).codes == ["unknown_party"]
    assert await received(town, "steward@verte") == []


async def test_slips_of_two_contractors_in_one_figure_are_sent_to_neither(town, frozen):
    digest, _ = frozen
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    activation = snapshot.activations[ACTIVATION]
    other = next(one for one in activation.bindings if one.role == "bons")
    both = (*activation.bindings, replace(other, dataset="valcobreizh__tickets_site"))
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test")
    changed = Changes(put=(replace(activation, bindings=both),))
    await catalog.write(snapshot.version, changed, record)
    assert (await send(town, digest, "collecte-bleue")).codes == ["disputes_not_sent"]


async def test_slips_bound_since_do_not_make_older_disputes_somebody_elses(town, frozen):
    """The service is bound to another collector's slips after the figure was frozen."""
    digest, _ = frozen
    await give(town, "collecte-verte", "valcobreizh.collectes")
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    activation = snapshot.activations[ACTIVATION]
    bound = tuple(
        replace(one, dataset="valcobreizh__collectes") if one.role == "bons" else one
        for one in activation.bindings
    )
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test")
    await catalog.write(
        snapshot.version, Changes(put=(replace(activation, bindings=bound),)), record
    )
    assert (await send(town, digest, "collecte-verte")).codes == ["disputes_not_sent"]
    assert await received(town, "steward@verte") == []


async def test_another_figure_has_no_disputes_to_send(town, frozen):
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    given = {"indicator": "rpqs_dechets", "titleFr": "RPQS 2025", "year": 2025}
    variables = {"activation": "valcobreizh-rpqs-dechets", "input": given}
    done = await town.ask(FREEZE, STEWARD, variables=variables)
    digest = done.data["freezeServiceResult"]["figure"]["digest"]
    assert (await send(town, digest, "collecte-bleue")).codes == ["disputes_not_sent"]
