"""A role bound to a standard reads every dataset of it that whoever runs the service may read.

Covers gateway.figures.activations.over_standards, gateway.figures.activations.sources,
gateway.figures.activations.left_out.
"""

import csv
import json
from dataclasses import replace

import pytest

from catalog.model.agreement import AgreementState
from services_run.checking import find_service, load_service
from services_run.content import content_of
from services_run.results import result_of
from services_run.trial import try_service
from tests.integration.five_bodies import lend_to_five
from tests.integration.graphql_acts.services_of_a_town import (
    ACTIVATE,
    PREVIEW,
    PUBLISH,
    REPORT,
    RUN,
    UPGRADE,
    document_of,
    territories_of,
)
from tests.integration.graphql_acts.sql_of_a_town import rows_of
from tests.integration.graphql_acts.test_a_service_runs_on_a_bodys_data import (
    ACTIVATION,
    OTHER,
    OWN,
    SHARED,
    STEWARD,
    asked,
    combining,
    convention,
)
from tests.integration.standard_bodies import write
from tests.integration.weighings_of_members import without_weighings_of_members

TABLE = "standards.collecte_dechets"
OVER = {
    "datasets": [{"role": "collectes", "datasets": [TABLE]}, {"role": "matrice", "datasets": []}]
}
BOTH = {
    "datasets": [
        {"role": "collectes", "datasets": [OWN, SHARED]}, {"role": "matrice", "datasets": []},
    ]
}  # fmt: skip


@pytest.fixture
async def town(town):
    await without_weighings_of_members(town.services.acts.catalog)
    return town


async def test_its_figures_are_those_of_the_rows_that_sql_gives(town, tmp_path):
    over = document_of(await town.ask(PREVIEW, STEWARD, **asked(input=OVER)), "previewService")
    names, rows = await rows_of(town, f"SELECT * FROM {TABLE}", STEWARD, "rpqs_dechets")
    with (tmp_path / "weighings.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([names, *rows])
    service = load_service(find_service("rpqs-dechets"))
    known = await territories_of(town)
    trial = try_service(service, tmp_path, {"collectes": "weighings.csv"}, {}, known)
    assert over["figures"] == result_of(service, trial.answer, trial.notices)["figures"]
    await combining(town, "valcobreizh__collectes")
    one_by_one = document_of(
        await town.ask(PREVIEW, STEWARD, **asked(input=BOTH)), "previewService"
    )
    assert over["tables"]["bodies"]["rows"]
    (scope,) = over["scopes"]
    assert len(scope["communes"]["covered"]) >= 52
    assert over["coverage"]["communes"] == 52
    assert "Sens-de-Bretagne" not in json.dumps(over, ensure_ascii=False)
    sources = {one["name"]: one for one in over["sources"]}
    assert {OWN, SHARED} <= set(sources)
    alone = {one["name"]: one for one in one_by_one["sources"]}
    for name in (OWN, SHARED):
        assert sources[name]["mode"] == "standard"
        for key in ("rows", "version", "agreement", "owner"):
            assert sources[name][key] == alone[name][key], (name, key)


async def test_it_is_activated_run_and_upgraded_by_the_rights_of_who_runs(town):
    report = await town.ask(REPORT, STEWARD, **asked(input=OVER))
    assert report.data["serviceReport"]["ready"]
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=OVER))).data
    activation = (await town.ports.catalog.current()).activations[ACTIVATION]
    assert [(one.mode.value, one.dataset) for one in activation.bindings] == [("standard", TABLE)]
    mine = {"variables": {"activation": ACTIVATION}}
    before = document_of(await town.ask(RUN, STEWARD, **mine))
    assert before["receipt"]
    # What is no longer given is left out of the next run, and told.
    await convention(town, state=AgreementState.REVOKED)
    after = document_of(await town.ask(RUN, STEWARD, **mine))
    assert SHARED not in {one["name"] for one in after["sources"] if one["rows"]}
    assert after["coverage"]["communes"] < before["coverage"]["communes"]
    content = content_of(find_service("rpqs-dechets")).replace("version: 2.1.0", "version: 2.2.0")
    assert (await town.ask(PUBLISH, STEWARD, variables={"content": content})).data
    upgraded = await town.ask(UPGRADE, STEWARD, **mine)
    assert upgraded.data["upgradeService"]["applied"]
    again = (await town.ports.catalog.current()).activations[ACTIVATION]
    assert again.version == "2.2.0"
    assert [one for one in again.bindings if one.role == "collectes"] == list(activation.bindings)


async def test_rows_that_are_left_out_for_their_codes_are_a_notice(town):
    """Of all its streams, the neighbour now declares glass alone."""
    catalog = town.services.acts.catalog
    lent = (await catalog.current()).datasets["val_d_ille_aubigne__collectes"]
    columns = tuple(
        replace(one, code_list=("VERRE",)) if one.name == "flux" else one for one in lent.columns
    )
    await write(town, replace(lent, columns=columns))
    document = document_of(await town.ask(PREVIEW, STEWARD, **asked(input=OVER)), "previewService")
    (notice,) = [one for one in document["notices"] if one["code"] == "codes_not_in_list"]
    assert notice["count"] > 1000
    assert "n'est pas un code du standard" in notice["fr"]
    assert "Val d'Ille-Aubigné" in notice["fr"]


async def test_rows_of_two_bodies_are_kept_as_was_chosen_at_activation(town):
    before = document_of(await town.ask(PREVIEW, STEWARD, **asked(input=OVER)), "previewService")
    await lend_to_five(town)
    refused = await town.ask(PREVIEW, STEWARD, **asked(input=OVER))
    assert refused.codes == ["standard_overlap"]
    competent = {**OVER, "overlap": "COMPETENT"}
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=competent))).data
    assert (await town.ports.catalog.current()).activations[ACTIVATION].overlap == "COMPETENT"
    mine = {"variables": {"activation": ACTIVATION}}
    kept = document_of(await town.ask(RUN, STEWARD, **mine))
    assert kept["figures"] == before["figures"]
    every = {**OVER, "overlap": "ALL"}
    told = document_of(await town.ask(PREVIEW, STEWARD, **asked(input=every)), "previewService")
    assert told["figures"] != before["figures"]
    content = content_of(find_service("rpqs-dechets")).replace("version: 2.1.0", "version: 2.2.0")
    assert (await town.ask(PUBLISH, STEWARD, variables={"content": content})).data
    assert (await town.ask(UPGRADE, STEWARD, **mine)).data["upgradeService"]["applied"]
    upgraded = (await town.ports.catalog.current()).activations[ACTIVATION]
    assert (upgraded.version, upgraded.overlap) == ("2.2.0", "COMPETENT")


async def test_a_standard_is_bound_by_choice_alone(town):
    report = await town.ask(REPORT, STEWARD, **asked())
    chosen = [
        one["name"]
        for role in report.data["serviceReport"]["roles"]
        for one in role["chosen"]
    ]  # fmt: skip
    assert TABLE not in chosen
    nothing = {"datasets": [{"role": "collectes", "datasets": ["standards.nothing"]}]}
    refused = await town.ask(PREVIEW, STEWARD, **asked(input=nothing))
    assert refused.codes == ["service_not_bound"]


async def test_another_body_gets_its_own_rows_alone(town):
    """Bretagne Romantique has no agreement over the weighings of the others."""
    told = await town.ask(PREVIEW, OTHER, **asked(input=OVER))
    if told.codes:
        assert told.codes == ["service_not_bound"]
        return
    document = document_of(told, "previewService")
    assert not {OWN, SHARED} & {one["name"] for one in document["sources"] if one["rows"]}
