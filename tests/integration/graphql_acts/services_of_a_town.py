"""Documents about services, and a service tried on files that hold the very rows it read."""

import csv
import json

from catalog.cog import load_cog
from catalog.model.problem import Problem
from catalog.territory import expected_communes
from services_run.checking import find_service, load_service
from services_run.results import result_of
from services_run.territories import Territories, last_day
from services_run.trial import try_service
from tests.integration.graphql_acts.sql_of_a_town import rows_of

PUBLISH = """mutation($content: String!) {
  publishService(content: $content) { applied sentences { fr } } }"""
ACTIVATE = """mutation($service: ID!, $input: ServiceChoicesInput, $previewed: String) {
  activateService(service: $service, input: $input, previewed: $previewed) {
    applied activation } }"""
FREEZE = """mutation($activation: ID!, $input: FigureOfServiceInput!) {
  freezeServiceResult(activation: $activation, input: $input) { figure { digest content } } }"""
UPGRADE = "mutation($activation: ID!) { upgradeService(activation: $activation) { applied } }"
END = "mutation($activation: ID!) { endActivation(activation: $activation) { applied } }"
RUN = "query($activation: ID!) { runService(activation: $activation) { document receipt seen } }"
PREVIEW = """query($service: ID!, $input: ServiceChoicesInput) {
  previewService(service: $service, input: $input) { document previewed seen } }"""
REPORT = """query($service: ID!, $input: ServiceChoicesInput) {
  serviceReport(service: $service, input: $input) {
    ready purpose question { key choices }
    roles { sentence { fr } chosen { name columns { field column by unitFrom unitTo } missing } }
  } }"""


def document_of(told, name="runService"):
    return json.loads(told.data[name]["document"])


async def territories_of(town, siren="200090884"):
    """What the town's memberships say that the body covers."""
    memberships = (await town.ports.catalog.current()).memberships
    cog = load_cog()
    return Territories(
        lambda year: frozenset(expected_communes(siren, last_day(year), memberships, cog)), cog=cog
    )


async def tried_on_files(town, agent, service, sources, folder):
    """`service try` on one CSV for each source: its rows as the same person reads them in SQL."""
    for source in sources:
        table = source["name"].replace("-", "_")
        names, rows = await rows_of(town, f"SELECT * FROM {table}", agent)
        with (folder / f"{source['name']}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(names)
            writer.writerows(rows)
    given = {source["role"]: f"{source['name']}.csv" for source in sources}
    described = load_service(find_service(service))
    try:
        trial = try_service(described, folder, given, {}, await territories_of(town))
    except Problem as problem:
        raise AssertionError(problem.sentence("en")) from problem
    assert not trial.questions, trial.questions
    result = result_of(described, trial.answer, trial.notices)
    text = json.dumps(result, ensure_ascii=False)
    for source in sources:
        text = text.replace(f"{source['name']}.csv", source["name"])
    return json.loads(text)
