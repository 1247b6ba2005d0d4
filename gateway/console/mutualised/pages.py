"""`/services`: by need; what one takes; activated in steps; its result; its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.figures.answers import CORRECT
from gateway.console.mutualised.activating import activate
from gateway.console.mutualised.consenting import consenting, end_consent
from gateway.console.mutualised.documents import (
    ACTIVATION,
    ANOMALY,
    END,
    FREEZE,
    GALLERY,
    PARAMETERS,
    RUN,
    SERVICE,
    UPGRADE,
    UPGRADE_PREVIEW,
)
from gateway.console.mutualised.drawings import drawings
from gateway.console.mutualised.due_reports import FROZEN, due_reports
from gateway.console.mutualised.exports import table_csv, workbook
from gateway.console.mutualised.kept import (
    begun_settings,
    draft_name,
    forget_settings,
    frozen_settings,
)
from gateway.console.mutualised.parameters import (
    YEAR,
    address_of,
    are_costs,
    as_input,
    asked_again,
    given_in,
    settings_of,
    unread_in,
    whole_years,
)
from gateway.console.mutualised.refusals import refusals_of
from gateway.console.mutualised.views import charts, figures, tables
from gateway.console.mutualised.years import choice_of_year, with_those_of
from gateway.console.visit import Refused, Visit, page_for_signed_in
from papers.pictures.markup import Drawn

_UNPROCESSABLE, _NOT_FOUND = 422, 404
_MATRIX = "matrice"
"""The role of a service that takes costs too."""
_SEEN = "seen"
"""In an address and a form: the mark of the figures that a page showed."""
_FREEZING = ("indicator", "title", "year", "deliberation", "comment", "what_changed")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Run(msgspec.Struct, frozen=True):
    document: str
    seen: str
    lastScheduled: dict[str, Any] | None  # noqa: N815 - as GraphQL names it


@page_for_signed_in
async def gallery(visit: Visit) -> Response:
    today = paris_day(datetime.now(UTC))
    data, _ = await visit.ask_in_part(GALLERY, year=today.year)
    return visit.page(
        "mutualised/gallery.html",
        services=data["services"],
        mine=data["activations"] or (),
        due=await due_reports(data, today, visit),
    )


@page_for_signed_in
async def one_service(visit: Visit) -> Response:
    data = await visit.ask(SERVICE, id=visit.request.path_params["service"])
    service = data["service"]
    mine = [one for one in data["activations"] if one["service"] == service["id"]]
    return visit.page("mutualised/service.html", service=service, mine=mine)


@page_for_signed_in
async def one_activation(visit: Visit) -> Response:
    """Its result, run now; what it may not read is told with its next step."""
    activation_id = activation_in(visit)
    errors: list[dict[str, str]] = []
    activation, known, given = await activation_asked(visit, activation_id)
    unread = unread_in(visit.request.query_params, known, visit.language)
    refusals = refusals_of(unread, known, visit)
    if visit.request.method == "POST":
        form = await visit.form()
        try:
            await visit.ask(ANOMALY, dataset=form.get("dataset", ""), text=form.get("text", ""))
            address = f"/services/activations/{activation_id}{address_of(given)}"
            return visit.see_other(address, done="reported")
        except Refused as refused:
            errors = [
                {"id": "text", "text": problem.sentence, "next": problem.next_step}
                for problem in refused.problems
            ]
    elif not visit.request.query_params:
        begun = await begun_settings(visit, activation["service"], known, "")
        if begun := given_in(begun, known, visit.language):
            return visit.see_other(f"/services/activations/{activation_id}{address_of(begun)}")
    elif not set(visit.request.query_params) & {one["name"] for one in known} <= {*given, *unread}:
        return visit.see_other(f"/services/activations/{activation_id}{address_of(given)}")
    errors += [{"id": name, "text": one["refusal"]} for name, one in refusals.items()]
    data, problems = await visit.ask_in_part(RUN, id=activation_id, parameters=as_input(given))
    run = msgspec.convert(data.get("runService"), _Run | None)
    result: Mapping[str, Any] | None = json.loads(run.document) if run else None
    if result is not None and visit.request.method == "GET" and not visit.request.query_params:
        year = str(result["parameters"].get(YEAR, ""))
        frozen = await frozen_settings(visit, activation["service"], known, year)
        if frozen := given_in(frozen, known, visit.language):
            return visit.see_other(f"/services/activations/{activation_id}{address_of(frozen)}")
    kept = {one["name"]: one["value"] for one in activation["parameters"]}
    settings = settings_of(known, given, kept, visit.language, refusals)
    if settings["year"] is not None:
        years = with_those_of(result, {})
        settings["year"].update(choice_of_year(years, asked_again(given, result), visit))
    own, settled = f"/services/activations/{activation_id}", address_of(asked_again(given, result))
    shown = figures(result, visit.language) if result else []
    is_empty = bool(shown) and all(one["value"] is None for one in shown)
    return visit.page(
        "mutualised/result.html",
        status=_UNPROCESSABLE if errors else 200,
        settings=settings,
        costs_at=settings["costs"][0]["name"] if settings["lacks_costs"] else "",
        draft_name=draft_name(activation["service"]),
        address=settled,
        seen_address=address_of({**asked_again(given, result), _SEEN: run.seen if run else ""}),
        activation=activation,
        result=result,
        problems=problems,
        errors=errors,
        figures=shown,
        is_empty=is_empty,
        better_years=whole_years(result) if is_empty and result else [],
        tables=tables(result, visit.language, f"{own}/rows", settled) if result else [],
        charts=_pictures(result, visit) if result else [],
        last_run=run.lastScheduled if run else None,
        may_change="steward" in visit.roles,
    )


def activation_in(visit: Visit) -> str:
    """The id of the activation that the address names."""
    return str(visit.request.path_params["activation"])


async def activation_asked(
    visit: Visit, activation_id: str
) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, str]]:
    """The activation, the parameters of its service, and those that the address gives."""
    activation = (await visit.ask(ACTIVATION, id=activation_id))["activation"]
    service = f"{activation['service']}@{activation['version']}"
    known = (await visit.ask(PARAMETERS, id=service))["service"]["parameters"]
    kept = {one["name"]: one["value"] for one in activation["parameters"]}
    return activation, known, given_in(visit.request.query_params, known, visit.language, kept)


def _pictures(result: Mapping[str, Any], visit: Visit) -> list[Drawn]:
    maps_and_lines = drawings(result, visit.language, visit.services.contours_of)
    return [*charts(result, visit.language), *maps_and_lines]


@page_for_signed_in
async def freezing(visit: Visit) -> Response:
    """« Figer cette version »: run once more, and kept with its proof, if it says what was shown.
    Where the body has such a figure of that year already, the new one corrects it.
    """
    activation_id = activation_in(visit)
    given: dict[str, str] = {}
    errors: list[dict[str, str]] = []
    is_too_weak = False
    activation, known, parameters = await activation_asked(visit, activation_id)
    seen = visit.request.query_params.get(_SEEN, "")
    if visit.request.method == "POST":
        form = await visit.form()
        seen = form.get(_SEEN, "")
        given = {name: form.get(name, "") for name in _FREEZING}
        if given["year"] and not given["year"].isdecimal():
            errors = [{"id": "year", "text": visit.gettext("Une année s'écrit comme 2025.")}]
    name = given.get("indicator") or activation["service"].replace("-", "_")
    year = given.get("year") or parameters.get(YEAR, "")
    before = await _frozen_already(name, year, visit)
    if given and not errors:
        try:
            if before is None:
                digest = await _freeze(activation_id, given, parameters, seen, visit)
            else:
                digest = await _correct(before["digest"], given, parameters, seen, visit)
            await forget_settings(visit, activation["service"])
            done = "frozen" if before is None else "corrected"
            return visit.see_other(f"/figures/{digest}", done=done)
        except Refused as refused:
            is_too_weak = refused.is_too_weak
            seen = "" if refused.has("preview_differs") else seen
            # The title in French and the one in English are one field here.
            different = dict.fromkeys(
                (problem.sentence, problem.next_step) for problem in refused.problems
            )
            errors = [{"text": text, "next": next_step} for text, next_step in different]
    if not given:
        given = {"indicator": name, "year": year, "title": _title_of(activation, year, visit)}
    shown: list[dict[str, Any]] = []
    if not seen:
        # Of an address that nobody looked at, or of data that changed: they are shown here.
        data, beside = await visit.ask_in_part(
            RUN, id=activation_id, parameters=as_input(parameters)
        )
        errors += [{"text": one.sentence, "next": one.next_step} for one in beside]
        if run := data.get("runService"):
            shown, seen = figures(json.loads(run["document"]), visit.language), run["seen"]
    return visit.page(
        "mutualised/freezing.html",
        status=_UNPROCESSABLE if errors else 200,
        activation=activation,
        given=given,
        address=address_of(parameters),
        figures=shown,
        seen=seen,
        lacks_costs=_lacking_cost(activation, known, parameters),
        before=before,
        errors=errors,
        wrong={error["id"]: error["text"] for error in errors if "id" in error},
        is_too_weak=is_too_weak,
    )


async def _frozen_already(indicator: str, year: str, visit: Visit) -> Mapping[str, Any] | None:
    """The current figure of that name and year, of the visitor's body."""
    kept, _ = await visit.ask_in_part(FROZEN, indicator=indicator)
    same = (one for one in kept.get("figures") or () if str(one["year"] or "") == year)
    return next(same, None)


async def _freeze(
    activation_id: str,
    given: Mapping[str, str],
    parameters: Mapping[str, str],
    seen: str,
    visit: Visit,
) -> str:
    """The digest. Raises Refused."""
    wanted = {
        "indicator": given["indicator"],
        "titleFr": given["title"],
        "year": int(given["year"]) if given["year"] else None,
        "deliberation": given["deliberation"] or None,
        "commentFr": given["comment"] or None,
        "parameters": as_input(parameters),
        "seen": seen,
    }
    done = await visit.ask(FREEZE, id=activation_id, input=wanted)
    return str(done["freezeServiceResult"]["figure"]["digest"])


async def _correct(
    digest: str,
    given: Mapping[str, str],
    parameters: Mapping[str, str],
    seen: str,
    visit: Visit,
) -> str:
    """The digest of the figure that replaces that one, under its title. Raises Refused."""
    wanted = {
        "whatChanged": given["what_changed"],
        "deliberation": given["deliberation"] or None,
        "commentFr": given["comment"] or None,
        "serviceParameters": as_input(parameters),
        "seen": seen,
    }
    corrected = (await CORRECT.ask(visit, digest=digest, input=wanted)).correctFigure.figure
    assert corrected is not None  # what is not refused is frozen
    return corrected.digest


def _lacking_cost(
    activation: Mapping[str, Any], known: list[dict[str, Any]], parameters: Mapping[str, str]
) -> str:
    """The field of a first cost, where neither amounts nor a matrix of costs are given."""
    costs = [one["name"] for one in known if are_costs(one["name"])]
    has_a_matrix = any(one["role"] == _MATRIX for one in activation["bindings"])
    return "" if not costs or has_a_matrix or set(costs) & set(parameters) else costs[0]


def _title_of(activation: Mapping[str, Any], year: str, visit: Visit) -> str:
    """« RPQS déchets 2024 – Bretagne Romantique »."""
    title = " ".join(filter(None, (activation["shortTitle"][visit.language], year)))
    return title if visit.body is None else f"{title} – {visit.body['name']}"


@page_for_signed_in
async def exported(visit: Visit) -> Response:
    """Run again, by the rights of this moment; the file of one table, or of all."""
    activation_id = activation_in(visit)
    name = visit.request.path_params["name"]
    _, _, given = await activation_asked(visit, activation_id)
    answer = await visit.ask(RUN, id=activation_id, parameters=as_input(given))
    result = json.loads(answer["runService"]["document"])
    if name == f"{activation_id}.xlsx":
        return _file(workbook(result, visit.language), _XLSX, name)
    table = result["tables"].get(name.removesuffix(".csv")) if name.endswith(".csv") else None
    if table is None:
        return visit.page("settings/nobody.html", status=_NOT_FOUND)
    content = table_csv(table, visit.language)
    return _file(content, "text/csv; charset=utf-8", f"{activation_id}-{name}")


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


@page_for_signed_in
async def ending(visit: Visit) -> Response:
    """Ended at once, after one look at what goes: nothing of it is left."""
    activation_id = activation_in(visit)
    problems: tuple[Any, ...] = ()
    if visit.request.method == "POST":
        try:
            await visit.ask(END, id=activation_id)
            return visit.see_other("/services", done="ended")
        except Refused as refused:
            problems = refused.problems
    activation = (await visit.ask(ACTIVATION, id=activation_id))["activation"]
    return visit.page(
        "mutualised/ending.html",
        status=_UNPROCESSABLE if problems else 200,
        activation=activation,
        problems=problems,
    )


@page_for_signed_in
async def upgrading(visit: Visit) -> Response:
    """Shows the result of the newest version on one's own data, then activates that version."""
    activation_id = activation_in(visit)
    problems: tuple[Any, ...] = ()
    if visit.request.method == "POST":
        form = await visit.form()
        try:
            await visit.ask(UPGRADE, id=activation_id, previewed=form.get("previewed", ""))
            return visit.see_other(f"/services/activations/{activation_id}", done="upgraded")
        except Refused as refused:
            problems = refused.problems
    activation = (await visit.ask(ACTIVATION, id=activation_id))["activation"]
    data, beside = await visit.ask_in_part(UPGRADE_PREVIEW, id=activation_id)
    return visit.page(
        "mutualised/upgrading.html",
        status=_UNPROCESSABLE if problems else 200,
        activation=activation,
        preview=data.get("previewUpgrade"),
        problems=(*problems, *beside),
        may_change="steward" in visit.roles,
    )


_BOTH = ["GET", "POST"]
ROUTES = (
    Route("/services", gallery),
    Route("/services/activations/{activation}", one_activation, methods=_BOTH),
    Route("/services/activations/{activation}/end", ending, methods=_BOTH),
    Route("/services/activations/{activation}/upgrade", upgrading, methods=_BOTH),
    Route("/services/activations/{activation}/freeze", freezing, methods=_BOTH),
    Route("/services/activations/{activation}/files/{name}", exported),
    Route("/services/{service}", one_service),
    Route("/services/{service}/activate", activate, methods=_BOTH),
    Route("/services/{service}/consent", consenting, methods=_BOTH),
    Route("/services/{service}/consent/end", end_consent, methods=["POST"]),
)
