"""Bugs of services: data are read, combined or shown that the law does not give."""

from __future__ import annotations

import json
from dataclasses import replace

from catalog.changes import ActRecord, Changes
from catalog.figure_coverage import FigureCoverage, coverage_of
from tests.integration.figures.conftest import freeze
from tests.integration.figures.test_a_ratio_of_a_statement_divides_like_coverages import (
    BY_SUBQUERIES,
    SAME_ROWS,
)
from tests.integration.graphql_acts.services_of_a_town import (
    ACTIVATE,
    FREEZE,
    PREVIEW,
    REPORT,
    RUN,
)
from tests.integration.oracle.mutants import InPython

READING, REPORTING = "gateway.figures.activations.reading", "gateway.figures.activations.report"
ACTS, RULES = "gateway.acts.service_acts", "catalog.actions.services.activations"
SERVICE = "gateway.figures.activations.service"
FIGURES, RATIOS = "gateway.figures.frozen.service", "gateway.figures.frozen.unlike_ratios"
STEWARD, OTHER = "steward@valcobreizh", "steward@bretagne-romantique"
OWN, SHARED = "valcobreizh.collectes", "val-d-ille-aubigne.collectes"

BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "what is combined is not decided together": (
            READING, "decide_together",
            "combining(tables) if len(tables) > 1 else reading(tables[0])", "reading(tables[0])",
        ),
        "a refusal is read all the same": (
            READING, "_planned", "raise prepared.problem",
            "return prepared.plans.slices and None",
        ),
        "another body's activation runs": (RULES, "own_activation", "known.body != own", "False"),
        "masked columns are bound": (
            REPORTING, "_readable", "given[column.id] == (Transform.CLEAR,)", "True",
        ),
        "a purpose is not asked of who runs": (
            SERVICE, "ActivationService._sql_request_for", "purpose or request.purpose",
            "request.purpose",
        ),
        "content that was changed is believed": (
            ACTS, "verified", "content_digest(published.content) == published.digest", "True",
        ),
        "what is activated differs from its preview": (
            SERVICE, "ActivationService.activate", "refuse_other_activation(mark, previewed)",
            "None",
        ),
        "what is frozen differs from what was shown": (
            FIGURES, "FigureService.freeze_answer", "refuse_other_result(answered.seen, seen)",
            "None",
        ),
        "what can never run is activated": (
            SERVICE, "ActivationService.activate", "await self._decide(wanted)", "None",
        ),
        "a statement divides unlike communes in silence": (
            RATIOS, "_unlike", "if not (above or below or uneven)", "if True",
        ),
        "rows without communes cover nothing": (
            RATIOS, "_covered", "return _territory(side, asking)", "return None",
        ),
        "rows that fill one side of a ratio are not told": (
            RATIOS, "_unfilled", "if not (above or below)", "if True",
        ),
    }.items()
}  # fmt: skip


async def leak_that_passes(town) -> str | None:  # noqa: PLR0911 - one return a leak
    """The first thing that a service says or does and should not."""
    if leak := await _divided_in_silence(town):
        return leak
    both = {"datasets": [{"role": "collectes", "datasets": [OWN, SHARED]}]}
    alone = {"datasets": [{"role": "collectes", "datasets": [SHARED]},
                          {"role": "matrice", "datasets": []}]}  # fmt: skip
    chosen = {"service": "rpqs-dechets", "input": both}
    told = await town.ask(PREVIEW, STEWARD, variables=chosen)
    if told.codes != ["service_data_apart"]:
        return "combined without an agreement"
    chosen = {"service": "rpqs-dechets", "input": alone}
    report = await town.ask(REPORT, STEWARD, variables=chosen)
    fields = report.data["serviceReport"]["roles"][0]["chosen"][0]["columns"]
    if "pesee" in {one["field"] for one in fields}:
        return "a pseudonym taken for a number"
    shown, leak = await _previewed(town, chosen, both)
    if leak is not None:
        return leak
    await town.ask(ACTIVATE, STEWARD, variables={**chosen, "previewed": shown["previewed"]})
    mine = {"activation": "valcobreizh-rpqs-dechets"}
    run = await town.ask(RUN, STEWARD, variables=mine)
    if run.codes:
        return "what the purpose opens is not read"
    if leak := await _frozen_otherwise(town, mine["activation"], run, shown):
        return leak
    document = json.loads(run.data["runService"]["document"])
    if document["coverage"]["communes"] != 18:
        return "communes outside the agreement"
    if (await town.ask(RUN, OTHER, variables=mine)).codes != ["unknown_activation"]:
        return "another body's activation"
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    known = snapshot.services["rpqs-dechets@2.1.0"]
    tampered = replace(known, content=known.content.replace("kg_hab", "kg_hib"))
    record = ActRecord(known.at, None, "test", None, "test")
    await catalog.write(snapshot.version, Changes(put=(tampered,)), record)
    if (await town.ask(RUN, STEWARD, variables=mine)).codes != ["service_tampered"]:
        return "a service that was tampered with"
    return None


async def _divided_in_silence(town):
    """Frozen statements whose ratios have unlike sides, and are not partial."""
    for agent, purpose, statement in (
        (STEWARD, "rpqs_dechets", BY_SUBQUERIES),
        ("steward@mesnil-roc-h", "suivi_energie", SAME_ROWS),
    ):
        frozen = await freeze(town, agent, purpose=purpose, statement=statement, dry=True)
        content = json.loads(frozen.data["freezeFigure"]["figure"]["content"])
        if coverage_of(content) is not FigureCoverage.PARTIAL:
            return "a ratio of unlike sides"
    return None


async def _previewed(town, chosen, both):
    """A preview, and what may be activated that it is not."""
    if (await town.ask(ACTIVATE, STEWARD, variables={**chosen, "input": both})).codes != [
        "service_data_apart"
    ]:
        return None, "activated, and can never run"
    shown = (await town.ask(PREVIEW, STEWARD, variables=chosen)).data["previewService"]
    mine = {"datasets": [{"role": "matrice", "datasets": []}]}
    other = {"service": "rpqs-dechets", "input": mine, "previewed": shown["previewed"]}
    if (await town.ask(ACTIVATE, STEWARD, variables=other)).codes != ["preview_differs"]:
        return None, "another activation than was previewed"
    return shown, None


async def _frozen_otherwise(town, activation, run, shown):
    if run.data["runService"]["seen"] != shown["seen"]:
        return "other figures than were previewed"
    kept = {"indicator": "rpqs", "titleFr": "RPQS", "year": 2025, "seen": "0" * 64}
    frozen = {"activation": activation, "input": kept}
    if (await town.ask(FREEZE, STEWARD, variables=frozen)).codes != ["preview_differs"]:
        return "other figures frozen than were shown"
    return None
