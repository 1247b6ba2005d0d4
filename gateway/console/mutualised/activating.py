"""`/services/ID/activate`: the data that are proposed, what they give at once, then the act."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from gateway.console.mutualised.data_choices import better_data, roles_of
from gateway.console.mutualised.documents import ACTIVATE, PARAMETERS, PREVIEW, REPORT
from gateway.console.mutualised.drawings import drawings
from gateway.console.mutualised.kept import (
    begun_settings,
    draft_name,
    frozen_settings,
    keep_settings,
)
from gateway.console.mutualised.parameters import (
    PREFIX,
    YEAR,
    address_of,
    are_costs,
    as_input,
    asked_again,
    given_in,
    of_the_address,
    settings_in,
    settings_of,
    unread_in,
    whole_years,
)
from gateway.console.mutualised.refusals import refusals_of
from gateway.console.mutualised.views import cell, choices_of, figures
from gateway.console.mutualised.years import (
    choice_of_year,
    other_data,
    own_year,
    with_those_of,
    years_in,
)
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE = 422
_PATIENCE_S = 10.0
"""The seconds that a page waits for figures that nobody asked for; then a click asks for them."""
_COLUMN, _DATA = "column-", "data-"


@page_for_signed_in
async def activate(visit: Visit) -> Response:
    """The report, a look at one's own figures without a click, then the act. `?annee=`: the year
    to begin with.
    """
    name, form = visit.request.path_params["service"], await _sent(visit)
    form, choices, data = await _reported(visit, name, form)
    report, known, result = data["serviceReport"], data["service"]["parameters"], None
    typed, years = settings_in(form), years_in(report, visit)
    if visit.request.method == "GET" and not any(map(are_costs, typed)):
        year = typed.get(YEAR) or str(own_year(years) or "")
        typed = {**await frozen_settings(visit, name, known, year), **typed}
    given, unread = given_in(typed, known, visit.language), unread_in(typed, known, visit.language)
    refusals, is_too_weak = refusals_of(unread, known, visit), False
    errors = [{"id": f"{PREFIX}{field}", "text": one["refusal"]} for field, one in refusals.items()]
    suggested = (report["question"] or {}).get("suggested")
    is_slow, previewed = False, ""
    wanted = {**_settled(report, choices, suggested), **_parameters(given, known)}
    try:
        if report["ready"] and form.get("step") == "activate" and not errors:
            mark = form.get("previewed", "")
            return await _activated(visit, name, wanted, of_the_address(given, known), mark)
    except Refused as refused:
        is_too_weak = refused.is_too_weak
        errors += _errors(refused)
    try:
        if report["ready"] or suggested:
            is_asked_for = bool(form.get("step"))
            shown = await _preview(visit, name, wanted, is_asked_for=is_asked_for)
            is_slow = shown is None
            result, previewed = shown or (None, "")
    except Refused as refused:
        errors += [one for one in _errors(refused) if one not in errors]
    key_figures = figures(result, visit.language) if result else []
    settings = settings_of(known, given, {}, visit.language, refusals)
    if settings["year"] is not None:
        years = with_those_of(result, years)
        settings["year"].update(choice_of_year(years, asked_again(given, result), visit))
    is_begun = visit.request.method == "GET" and any(map(are_costs, given))
    has_figures = any(one["value"] is not None for one in key_figures)
    question = _question(report["question"], visit, has_figures=has_figures)
    return visit.page(
        "mutualised/activate.html",
        status=_UNPROCESSABLE if errors else 200,
        service=data["service"],
        report=report,
        roles=roles_of(report, visit, is_folded=question["is_folded"]),
        **question,
        purposes=[(purpose, purpose) for purpose in report["purposes"]],
        overlap=form.get("overlap") or "REFUSE",
        answered={field: value for field, value in form.items() if field.startswith(_COLUMN)},
        errors=errors,
        is_too_weak=is_too_weak,
        may_activate="steward" in visit.roles,
        may_be_run=report["ready"] or bool(suggested),
        is_slow=is_slow,
        result=result,
        figures=key_figures,
        previewed=previewed,
        is_year_taken=YEAR not in given,
        shown_year="" if settings["year"] is None else settings["year"]["value"],
        has_figures=has_figures,
        better=[] if has_figures or not result else better_data(report, visit),
        better_years=[] if has_figures or not result else whole_years(result),
        pictures=drawings(result, visit.language, visit.services.contours_of) if result else [],
        settings=settings,
        draft=await visit.draft(draft_name(name)) if is_begun else None,
        draft_name=draft_name(name),
        costs_at=f"{PREFIX}{settings['costs'][0]['name']}" if settings["lacks_costs"] else "",
        address=_address(visit, given),
    )


async def _sent(visit: Visit) -> dict[str, str]:
    """The fields of the form, kept for the next time; of an address, its year and what was typed
    before of that year.
    """
    service = visit.request.path_params["service"]
    if visit.request.method == "POST":
        sent = await visit.form()
        await keep_settings(visit, service, sent)
        return _as_picked(_as_left({field: sent[field] for field in sent}))
    known = (await visit.ask(PARAMETERS, id=service))["service"]["parameters"]
    year = visit.request.query_params.get(YEAR, "")
    given = {YEAR: year} if year.isdecimal() else {}
    given = {**await begun_settings(visit, service, known, year), **given}
    return {f"{PREFIX}{field}": value for field, value in given.items()}


async def _reported(
    visit: Visit, name: str, form: dict[str, str]
) -> tuple[dict[str, str], dict[str, Any], Mapping[str, Any]]:
    """The form, its choices and what these give. Another year than the page showed, that the data
    lack and others have, brings these; what is activated is weighed no more.
    """
    choices = choices_of(form)
    data = await visit.ask(REPORT, id=name, input=choices)
    year = form.get(f"{PREFIX}{YEAR}", "")
    is_new = form.pop("shown-year", "") != year and form.get("step") != "activate"
    others = other_data(data["serviceReport"], year, visit) if is_new else None
    if others is None:
        return form, choices, data
    role, dataset = others
    answers = f"{_COLUMN}{role}."
    form = {field: text for field, text in form.items() if not field.startswith(answers)}
    form[f"{_DATA}{role}"] = dataset
    choices = choices_of(form)
    return form, choices, await visit.ask(REPORT, id=name, input=choices)


def _address(visit: Visit, given: Mapping[str, str]) -> str:
    """Of this page and year, whole: for who is sent it."""
    of_year = {YEAR: given[YEAR]} if YEAR in given else {}
    return f"{str(visit.request.base_url).rstrip('/')}{visit.request.url.path}{address_of(of_year)}"


def _as_left(form: dict[str, str]) -> dict[str, str]:
    """Without the year that the page took where nobody chose one, if it stands as it was shown."""
    year = f"{PREFIX}{YEAR}"
    is_left = bool(form.pop("year-taken", "")) and form.get(year) == form.get("shown-year")
    return {field: text for field, text in form.items() if not (is_left and field == year)}


def _as_picked(form: dict[str, str]) -> dict[str, str]:
    """`pick`, the one-click choice of other data (`role=dataset`) or of a year (`annee=2023`), in
    the place of what the form says of them; of a column (`column-role.field`), its answer goes.
    Other data than those that the page showed have other years and columns: what the form says of
    these goes.
    """
    name, _, value = form.pop("pick", "").partition("=")
    if name.startswith(_COLUMN):
        return {field: text for field, text in form.items() if field != name}
    if name == YEAR:
        return {**form, f"{PREFIX}{YEAR}": value}
    if name:
        form = {**form, f"{_DATA}{name}": value}
    before = dict(one.split("=", 1) for one in form.pop("shown", "").split(";") if "=" in one)
    changed = [role for role in before if form.get(f"{_DATA}{role}", "") != before[role]]
    return {
        field: text
        for field, text in form.items()
        if not (changed and field == f"{PREFIX}{YEAR}")
        and not any(field.startswith(f"{_COLUMN}{role}.") for role in changed)
    }


def _settled(
    report: Mapping[str, Any], choices: Mapping[str, Any], suggested: str | None
) -> dict[str, Any]:
    """The choices with what the report proposes: nothing is weighed again."""
    datasets = [
        {
            "role": one["role"]["name"],
            "datasets": [candidate["dataset"] for candidate in one["chosen"]],
        }
        for one in report["roles"]
    ]
    columns = list(choices["columns"])
    if suggested and "." in report["question"]["key"]:
        columns.append({"key": report["question"]["key"], "column": suggested})
    return {**choices, "datasets": datasets, "columns": columns}


def _parameters(
    given: Mapping[str, str], known: Sequence[Mapping[str, Any]]
) -> dict[str, list[dict[str, str]]]:
    """The parameters that an activation keeps, and those of this look alone."""
    of_a_run = of_the_address(given, known)
    kept = {field: given[field] for field in given if field not in of_a_run}
    return {"parameters": as_input(kept), "ofOneRun": as_input(of_a_run)}


def _errors(refused: Refused) -> list[dict[str, str]]:
    return [{"text": problem.sentence, "next": problem.next_step} for problem in refused.problems]


async def _activated(
    visit: Visit,
    name: str,
    wanted: Mapping[str, Any],
    of_a_run: Mapping[str, str],
    previewed: str,
) -> Response:
    """The very choices that the page showed, by the mark of their preview. Raises Refused."""
    done = await visit.ask(ACTIVATE, id=name, input=wanted, previewed=previewed)
    activation = done["activateService"]["activation"]
    address = f"/services/activations/{activation}{address_of(of_a_run)}"
    return visit.see_other(address, done="activated")


async def _preview(
    visit: Visit, name: str, wanted: Mapping[str, Any], *, is_asked_for: bool
) -> tuple[dict[str, Any], str] | None:
    """The result and its mark; None where it takes longer than a page that nobody asked figures of
    may take. Raises Refused.
    """
    asking = visit.ask(PREVIEW, id=name, input=wanted)
    try:
        answer = await (asking if is_asked_for else asyncio.wait_for(asking, _PATIENCE_S))
    except TimeoutError:
        return None
    shown = answer["previewService"]
    return json.loads(shown["document"]), shown["previewed"]


def _question(
    question: Mapping[str, Any] | None, visit: Visit, *, has_figures: bool
) -> dict[str, Any]:
    """The name of the field that answers it, and what may be chosen. `is_folded`: a column is
    proposed and gives figures, so that nothing waits for an answer.
    """
    if question is None:
        return {"question_name": "", "question_choices": [], "suggested": "", "is_folded": False}
    is_of_a_column = "." in question["key"]
    return {
        "question_field": question["field"],
        "question_label": next(
            (
                one["label"][visit.language]
                for one in question["options"]
                if one["value"] == question["suggested"]
            ),
            "",
        ),
        "is_folded": is_of_a_column and bool(question["suggested"]) and has_figures,
        "question_name": f"{_COLUMN if is_of_a_column else _DATA}{question['key']}",
        "question_choices": [
            (one["value"], _with_examples(one, visit)) for one in question["options"]
        ],
        "suggested": question["suggested"] or "",
    }


def _with_examples(option: Mapping[str, Any], visit: Visit) -> str:
    label = str(option["label"][visit.language])
    if not option["examples"]:
        return label
    values = " ; ".join(
        cell(one, visit.language, numeric=one.replace(".", "").isdecimal())
        for one in option["examples"]
    )
    return visit.gettext("%(label)s, par exemple %(values)s", label=label, values=values)
