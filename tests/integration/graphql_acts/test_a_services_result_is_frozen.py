"""The result of an activated service is frozen with its proof, by whoever may freeze a figure.

Covers gateway.figures.frozen.of_services, gateway.figures.frozen.territory, services_run.reviewing,
services_run.mending, gateway.figures.frozen.commune_sheets, gateway.figures.frozen.told,
gateway.figures.activations.yearly_rows.
"""

import hashlib
import io
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pypdf
import pytest

from catalog.canonical_json import write_canonical
from catalog.changes import ActRecord, Changes
from gateway.base.typesetting import Typesetter
from gateway.console.figures.views import tables_of
from gateway.figures.frozen.offline import check_figure
from gateway.figures.frozen.papers import FigurePaper, PaperWanted, paper_of
from gateway.figures.frozen.problems import FigureDamaged
from gateway.proof.signing_key import TrustedKeys
from gateway.sharing.notifications.loop import spread_messages
from papers.figure_sheet import figure_sheet
from papers.report_sheet import communes_of
from papers.workbook import figure_workbook
from services_run.checking import find_service, load_service
from services_run.content import content_of
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE, PUBLISH

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
    printed = await Typesetter().pdf(
        sheet, figure["content"], datetime(2026, 11, 25, tzinfo=UTC), ""
    )
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


async def test_the_sheet_of_a_commune_proves_itself_and_cites_its_own_data(town):
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    done = await town.ask(FREEZE, STEWARD, **wanted())
    digest = done.data["freezeServiceResult"]["figure"]["digest"]
    figure = (await town.ports.catalog.current()).figures[digest]
    content = orjson.loads(figure.content)
    commune = next(one for one in communes_of(content) if one.name == "Combourg")
    wanted_paper = PaperWanted(FigurePaper.PDF, "fr", commune=commune.code)
    printed = await paper_of(figure, wanted_paper, "https://interco.example", Typesetter())
    paper = pypdf.PdfReader(io.BytesIO(printed))
    (attached,) = paper.attachments["interco-commune.json"]
    own = hashlib.sha256(attached).hexdigest()
    text = "".join(page.extract_text() for page in paper.pages)
    assert own in text
    assert digest not in text

    trusted = TrustedKeys.of([town.services.proof.key.public])
    checked = check_figure(attached, trusted.verify, own)
    assert checked.content["figure"] == digest
    others = {one.name for one in communes_of(content)} - {commune.name}
    assert not {name for name in others if name in attached.decode()}
    forged = orjson.loads(attached)
    forged["rows"][0][-1] = "1"
    with pytest.raises(FigureDamaged):
        check_figure(write_canonical(forged), trusted.verify)
    known = (await town.ask(CHECK_SHEET, STEWARD, variables={"d": own})).data["documentCheck"]
    assert known == {"kind": "sheet", "figure": digest, "state": "current"}
    # The syndicat's own weighings of that commune: no agreement is cited on its sheet.
    assert "conv-" not in text
    assert all(source["rows_of_year"] is not None for source in content["sources"])


CHECK_SHEET = "query($d: String!) { documentCheck(digest: $d) { kind figure state } }"
REVIEWED = """query($d: String!) { figure(digest: $d) { content toReview { fr } }
  documentCheck(digest: $d) { coverage toReview { fr } }
  inbox { kind sentenceFr }
  activation(id: "valcobreizh-rpqs-dechets") { newest mended { fr } } }"""
MENDING = """
mends:
  before: 99.0.0
  indicators: [kg_hab, kg_hab_whole]
  fr: Les habitants étaient ceux d'une partie des communes.
  en: The people were those of a part of the communes.
"""


async def test_a_figure_of_a_computation_that_is_mended_is_to_be_reviewed(town, tmp_path):
    assert (await town.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-dechets"})).data
    done = await town.ask(FREEZE, STEWARD, **wanted())
    figure = done.data["freezeServiceResult"]["figure"]
    asked = {"variables": {"d": figure["digest"]}}
    before = (await town.ask(REVIEWED, STEWARD, **asked)).data
    assert before["figure"]["toReview"] is before["activation"]["mended"] is None

    shutil.copytree(find_service("rpqs-dechets"), tmp_path / "mended")
    description = tmp_path / "mended" / "service.yaml"
    text = description.read_text("utf-8")
    version = load_service(find_service("rpqs-dechets")).version
    text = text.replace(f"version: {version}", "version: 99.0.0")
    description.write_text(text + MENDING, encoding="utf-8")
    published = {"content": content_of(tmp_path / "mended")}
    for _ in range(2):
        assert not (await town.ask(PUBLISH, "operator@interco", variables=published)).codes
    await spread_messages(town.services.notifications)
    after = (await town.ask(REVIEWED, STEWARD, **asked)).data
    assert after["figure"]["content"] == figure["content"]
    assert "une partie des communes" in after["figure"]["toReview"]["fr"]
    assert after["documentCheck"]["toReview"] == after["figure"]["toReview"]
    assert after["activation"]["newest"] == "99.0.0"
    assert after["activation"]["mended"] == after["figure"]["toReview"]
    told = [one for one in after["inbox"] if one["kind"] == "figure.to_review"]
    assert len(told) == 1
    assert "figés sont « à revoir »" in told[0]["sentenceFr"]


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
