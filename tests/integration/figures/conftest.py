"""A gateway of the module's own, over the embedded demo: figures are frozen in its catalog."""

import json

import pytest

from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.graphql_acts.conftest import Town

KG = (
    "SELECT flux, sum(tonnage_kg) AS kg FROM val_d_ille_aubigne.collectes "
    "GROUP BY flux ORDER BY kg DESC"
)
FREEZE = """mutation($in: FigureInput!, $dry: Boolean) { freezeFigure(input: $in, dryRun: $dry) {
  act applied sentences { fr en } figure { digest version state content } } }"""
CORRECT = """mutation($d: String!, $in: FigureCorrection!) { correctFigure(digest: $d, input: $in) {
  applied figure { digest version replaces content } } }"""
FIGURE = """query($d: String!) { figure(digest: $d) { digest state correctedBy content by
  versions { digest version whatChanged isCurrent } } }"""
FIGURES = """query($y: Int, $i: String, $s: String, $all: Boolean) {
  figures(year: $y, indicator: $i, search: $s, withCorrected: $all) { digest title { fr } } }"""
CHECK = """query($d: String!) { documentCheck(digest: $d) {
  kind digest state correctedBy bodies { name } } }"""
STEWARD = "steward@valcobreizh"


def wanted(**more):
    return {
        "statement": KG,
        "indicator": "tonnage_par_flux",
        "year": 2025,
        "titleFr": "Tonnages collectés par flux",
        "titleEn": "Tonnages collected by stream",
        **more,
    }


async def freeze(town, agent=STEWARD, purpose="rpqs_dechets", dry=False, **more):
    return await town.ask(
        FREEZE, agent, variables={"in": wanted(**more), "dry": dry}, purpose=purpose
    )


@pytest.fixture
async def town(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Town(state, services).at(2026, 11, 25)


@pytest.fixture
def frozen(town):
    """Freezes, and gives the figure with its content read."""

    async def make(**more):
        answer = await freeze(town, **more)
        figure = answer.data["freezeFigure"]["figure"]
        return {**figure, "content": json.loads(figure["content"]), "text": figure["content"]}

    return make
