"""Figures by REST and at the terminal: frozen, listed, printed, corrected, checked offline; and the
model file of a standard, which anybody gets.

Covers gateway.http.rest.figures, gateway.http.rest.standards, gateway.figures.frozen.problems,
gateway.cli.figure_commands.
"""

import io
import json
from contextlib import asynccontextmanager

import httpx
import pypdf

from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from tests.e2e.conftest import run_interco
from tests.integration.figures.conftest import KG, STEWARD
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE

WORD = "Une année calme.\n\nMerci aux agents."
WANTED = {
    "query": KG,
    "indicator": "tonnage",
    "titleFr": "Tonnages",
    "year": 2025,
    "commentFr": WORD,
}
FREEZE_SERVICE = """mutation($activation: ID!, $input: FigureOfServiceInput!) {
  freezeServiceResult(activation: $activation, input: $input) {
    figure { digest year title { fr } content } } }"""
PURPOSE = {"Interco-Purpose": "rpqs_dechets"}


@asynccontextmanager
async def rest(town):
    app = build_app(town.state.settings(log_level="error"), demo=True, lasts=False)
    snapshot = await town.ports.catalog.current()

    async def ask(method, path, agent=None, json=None, **headers):
        if agent is not None:
            token = town.state.token(find_agent(snapshot, agent))
            headers["Authorization"] = f"Bearer {token}"
        return await http.request(method, path, json=json, headers=headers)

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco") as http,
    ):
        yield ask


async def test_a_figure_is_frozen_printed_and_corrected_by_rest(town):
    async with rest(town) as ask:
        tried = await ask("POST", "/v1/figures", STEWARD, {**WANTED, "dryRun": True}, **PURPOSE)
        assert tried.status_code == 200, tried.text
        assert (await ask("GET", "/v1/figures", STEWARD)).json() == {"figures": []}
        answer = await ask("POST", "/v1/figures", STEWARD, WANTED, **PURPOSE)
        assert answer.status_code == 201, answer.text
        figure = answer.json()
        address = f"/v1/figures/{figure['digest']}"
        shown = (await ask("GET", address, "agent@valcobreizh")).json()
        assert shown["content"] == figure["content"]
        assert shown["content"]["comment"] == {"fr": WORD, "en": WORD}

        paper = await ask("GET", f"{address}/paper?lang=en", STEWARD)
        assert paper.headers["content-type"] == "application/pdf"
        read = pypdf.PdfReader(io.BytesIO(paper.content))
        assert json.loads(read.attachments["interco-figure.json"][0]) == figure["content"]
        assert f"/verify/{figure['digest']}" in "".join(
            "".join(page.extract_text().split()) for page in read.pages
        )
        for kind, start in (("html", b"<!doctype"), ("xlsx", b"PK"), ("json", b"{")):
            content = (await ask("GET", f"{address}/paper?format={kind}", STEWARD)).content
            assert content.startswith(start)
            assert kind != "html" or b"<p>Merci aux agents.</p>" in content

        wanted = {**WANTED, "replaces": figure["digest"], "whatChanged": "Le verre manquait."}
        after = (await ask("POST", "/v1/figures", STEWARD, wanted, **PURPOSE)).json()
        assert (after["version"], after["replaces"]) == (2, figure["digest"])
        listed = (await ask("GET", "/v1/figures?corrected=true", STEWARD)).json()["figures"]
        assert [one["correctedBy"] for one in listed] == [None, after["digest"]]


async def test_a_report_is_had_whole_in_parts_and_by_commune(town):
    given = {"indicator": "rpqs_dechets", "parameters": [{"name": "annee", "value": "2025"}]}
    variables = {"activation": "valcobreizh-rpqs-dechets", "input": given}
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    done = (await town.ask(FREEZE_SERVICE, STEWARD, variables=variables)).data
    figure = done["freezeServiceResult"]["figure"]
    title = "Rapport annuel sur le prix et la qualité du service (RPQS) – déchets, 2025"
    assert figure["title"]["fr"] == f"{title}, SMICTOM Valcobreizh"
    assert figure["year"] == 2025
    address, name = f"/v1/figures/{figure['digest']}/paper", f"-{figure['digest'][:8]}"
    async with rest(town) as ask:

        async def paper(query, ending):
            answer = await ask("GET", f"{address}?lang=fr&{query}", STEWARD)
            expected = f'filename="rpqs-dechets-2025-valcobreizh{ending}'
            assert expected in answer.headers["content-disposition"], answer.text
            return answer

        whole = await paper("format=pdf", f"{name}.pdf")
        read = pypdf.PdfReader(io.BytesIO(whole.content))
        assert json.loads(read.attachments["interco-figure.json"][0]) == json.loads(
            figure["content"]
        )
        report = await paper("format=pdf&part=report", f"-rapport{name}.pdf")
        pages = len(pypdf.PdfReader(io.BytesIO(report.content)).pages)
        assert pages <= len(read.pages) <= 6
        printed = "".join(page.extract_text() for page in read.pages)
        assert "Combourg" in printed
        assert "n'a pas été donnée" not in printed
        annex = (await paper("format=html&part=communes", f"-communes{name}.html")).text
        assert "<h3>Combourg (35085)</h3>" in annex
        own = (await paper("format=html&commune=35085", f"-35085{name}.html")).text
        assert "<h1>Combourg (35085)</h1>" in own
        assert "Bonnemain" not in own
        page = await paper("format=pdf&commune=35085", f"-35085{name}.pdf")
        ((attached_as, (attached,)),) = pypdf.PdfReader(
            io.BytesIO(page.content)
        ).attachments.items()
        assert attached_as == "interco-commune.json"
        extract = json.loads(attached)
        assert extract["figure"] == figure["digest"]
        assert extract["commune"] == {"code": "35085", "name": "Combourg"}
        assert len(extract["rows"]) > 5
        assert b"Bonnemain" not in attached
        unknown = await ask("GET", f"{address}?commune=29019", STEWARD)
        assert (unknown.status_code, unknown.json()["code"]) == (404, "no_such_part_of_figure")
        assert "35085 Combourg" in unknown.text


async def test_nobody_else_is_answered(town):
    async with rest(town) as ask:
        figure = (await ask("POST", "/v1/figures", STEWARD, WANTED, **PURPOSE)).json()
        for path in (f"/v1/figures/{figure['digest']}", f"/v1/figures/{figure['digest']}/paper"):
            assert (await ask("GET", path)).status_code == 401
            refused = await ask("GET", path, "steward@val-d-ille-aubigne")
            assert (refused.status_code, refused.json()["code"]) == (404, "unknown_figure")
        broken = await ask("POST", "/v1/figures", STEWARD, {**WANTED, "secret": 1}, **PURPOSE)
        assert (broken.status_code, broken.json()["code"]) == (400, "request_not_as_described")
        shown = await ask("POST", "/v1/figures", STEWARD, {**WANTED, "query": "SHOW TABLES"})
        assert shown.json()["code"] == "not_an_answer"


async def test_anybody_gets_the_model_of_a_standard(town):
    async with rest(town) as ask:
        listed = (await ask("GET", "/v1/standards")).json()["standards"]
        assert "interco-collecte-dechets" in {one["name"] for one in listed}
        model = await ask("GET", "/v1/standards/collecte_dechets/model")
        assert model.content.startswith(b"PK")
        unknown = await ask("GET", "/v1/standards/autre/model")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_standard")


async def test_a_figure_is_checked_at_a_terminal_without_a_gateway(town, frozen, tmp_path):
    figure = await frozen()
    kept, state = tmp_path / "figure.json", ("--state", str(town.state.folder))
    kept.write_text(figure["text"])
    digest = figure["digest"]
    done = run_interco("figure", "verify", str(kept), "--digest", digest, *state, check=False)
    assert done.returncode == 0, done.stderr
    assert digest in done.stdout
    assert "Hors ligne, rien ne dit si ce chiffre a été corrigé ou est « à revoir »" in done.stdout
    kept.write_text(figure["text"].replace("16005720", "16005721"))
    refused = run_interco("figure", "verify", str(kept), *state, check=False)
    assert refused.returncode == 2
    assert "receipt_refused" in refused.stderr
    again = run_interco("figure", "verify", str(kept), "--digest", digest, *state, check=False)
    assert "figure_damaged" in again.stderr
