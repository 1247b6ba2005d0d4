"""The result of an activated service is frozen with its proof, by whoever may freeze a figure.

Covers gateway.figures.of_services, gateway.figures.territory.
"""

import io
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pypdf

from catalog.changes import ActRecord, Changes
from gateway.console.figures.views import tables_of
from gateway.figures.offline import check_figure
from gateway.paper.figure_sheet import figure_sheet
from gateway.paper.typesetting import Typesetter
from gateway.paper.workbook import figure_workbook
from gateway.proof.signing_key import TrustedKeys
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE

STEWARD, OTHER = "steward@valcobreizh", "steward@bretagne-romantique"
ACTIVATION = "valcobreizh-rpqs-dechets"
FREEZE = """mutation($activation: ID!, $input: FigureOfServiceInput!, $dry: Boolean! = false) {
  freezeServiceResult(activation: $activation, input: $input, dryRun: $dry) {
    applied figure { digest content agreements datasets } } }"""
CORRECT = """mutation($digest: String!) {
  correctFigure(digest: $digest, input: {whatChanged: "Une pesée de mars manquait."}) {
    figure { version replaces content } } }"""
GIVEN = {
    "indicator": "rpqs_dechets",
    "titleFr": "RPQS 2025",
    "year": 2025,
    "commentFr": "Une année calme.\nMerci.",
}


def wanted(**more):
    return {"variables": {"activation": ACTIVATION, "input": GIVEN, **more}}


async def test_figures_and_tables_are_kept_under_one_signed_digest(town):
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    told = await town.ask(FREEZE, STEWARD, **wanted(dry=True))
    assert told.data["freezeServiceResult"]["applied"] is False
    assert not (await town.ports.catalog.current()).figures
    done = await town.ask(FREEZE, STEWARD, **wanted())
    figure = done.data["freezeServiceResult"]["figure"]
    assert figure["datasets"][0] == "valcobreizh__collectes"

    trusted = TrustedKeys.of([town.services.proof.key.public])
    checked = check_figure(figure["content"].encode(), trusted.verify, figure["digest"])
    content = orjson.loads(figure["content"])
    assert checked.content == content
    assert content["service"].startswith("rpqs-dechets@")
    assert content["query"]["language"] == "service"
    scope = content["scope"]
    assert scope["sources"][0]["dataset"] == "valcobreizh.collectes"
    assert scope["sources"][0]["latest"] == "2025-12-31"
    communes = scope["communes"]
    # No list was given: the territory of the body says which are expected.
    assert communes["expected"] - len(communes["missing"]) == communes["number"] > 0
    assert "Combourg" not in communes["missing"]
    assert all(source["synthetic"] for source in content["sources"])
    assert content["comment"]["fr"] == "Une année calme.\nMerci."
    assert scope["months"] == {"number": 12, "expected": 12}
    shown = {row[0]["fr"]: row for row in content["answer"]["tables"]["a_retenir"]["rows"]}
    _, value, unit, reason = shown["Kilogrammes par habitant"]
    assert (value is None) == (reason is not None)
    assert unit == "kg/hab"
    tables = content["answer"]["tables"]
    assert tables.keys() > {"a_retenir"}
    assert all(
        "reasons" not in {one["name"] for one in table["columns"]} for table in tables.values()
    )
    (flux,) = [one for one in tables["figures"]["columns"] if one["name"] == "flux"]
    assert flux["codes"]["OMR"]["fr"] == "Ordures ménagères résiduelles"
    cells = [cell for table in tables.values() for row in table["rows"] for cell in row]
    assert all(isinstance(cell, str | int | None) or cell.keys() == {"fr", "en"} for cell in cells)
    for language in ("fr", "en"):
        sheet = figure_sheet(content, figure["digest"], "https://interco.example", language)
        assert any(section.tables for section in sheet.sections)
        assert figure_workbook(content, figure["digest"], language)
        assert tables_of(content, language)


async def test_a_month_without_remarks_is_printed_too(town):
    """Of the result of `service-fait` one table has no row: its paper was refused."""
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "service-fait"})).data
    given = {"indicator": "service_fait", "titleFr": "Service fait", "year": 2025}
    variables = {"activation": "valcobreizh-service-fait", "input": given}
    done = await town.ask(FREEZE, STEWARD, variables=variables)
    figure = done.data["freezeServiceResult"]["figure"]
    content = orjson.loads(figure["content"])
    assert all(table["rows"] for table in content["answer"]["tables"].values())
    sheet = figure_sheet(content, figure["digest"], "https://interco.example", "fr")
    printed = await Typesetter().pdf(sheet, figure["content"], datetime(2026, 11, 25, tzinfo=UTC))
    headings = {section.heading for section in sheet.sections}
    assert "Ce qui est contesté" in headings
    assert "Bons et tickets rapprochés" not in headings
    first = pypdf.PdfReader(io.BytesIO(printed)).pages[0].extract_text()
    assert "Bons du collecteur" in first


async def test_a_correction_runs_the_service_again(town):
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    done = await town.ask(FREEZE, STEWARD, **wanted())
    digest = done.data["freezeServiceResult"]["figure"]["digest"]
    corrected = await town.ask(CORRECT, STEWARD, variables={"digest": digest})
    figure = corrected.data["correctFigure"]["figure"]
    assert (figure["version"], figure["replaces"]) == (2, digest)
    assert orjson.loads(figure["content"])["comment"]["fr"] == GIVEN["commentFr"]
    assert orjson.loads(figure["content"])["service"].startswith("rpqs-dechets@")


async def test_a_figure_that_an_earlier_version_froze_is_corrected(town):
    """It kept "None" for each parameter that was not given."""
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    done = await town.ask(FREEZE, STEWARD, **wanted())
    digest = done.data["freezeServiceResult"]["figure"]["digest"]
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    content = orjson.loads(snapshot.figures[digest].content)
    content["query"]["parameters"][0].update(cout_omr="None", annee_couts="None")
    earlier = replace(snapshot.figures[digest], content=orjson.dumps(content).decode())
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test")
    await catalog.write(snapshot.version, Changes(put=(earlier,)), record)
    corrected = await town.ask(CORRECT, STEWARD, variables={"digest": digest})
    assert corrected.data["correctFigure"]["figure"]["version"] == 2


async def test_neither_another_body_nor_a_plain_agent_freezes_it(town):
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    assert (await town.ask(FREEZE, OTHER, **wanted())).codes == ["unknown_activation"]
    assert (await town.ask(FREEZE, "agent@valcobreizh", **wanted())).codes == ["act_role_required"]
    assert (await town.ask(FREEZE, **wanted())).codes == ["token_required"]
    assert not (await town.ports.catalog.current()).figures
