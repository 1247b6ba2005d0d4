"""`/figures`: frozen figures found again, shown, frozen, corrected; `/verify`, open to anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from catalog.figure_coverage import coverage_of, reasons_of
from gateway.console.figures.answers import (
    CHECK,
    CONTRACTORS,
    CORRECT,
    FIGURE,
    FIGURES,
    FREEZE,
    INDICATORS,
    PURPOSES,
    SEND,
    FigureAnswer,
    FigureOfFreeze,
    FigureResult,
)
from gateway.console.figures.views import content_of, is_digest, tables_of
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_all, page_for_signed_in
from papers.report_sheet import communes_of
from papers.sent_table import is_to_be_sent
from papers.shown import count_lacking

_UNPROCESSABLE, _NOT_FOUND = 422, 404
_SENDERS = frozenset({"steward", "approver"})
_FIELDS = {
    "indicator": "indicator",
    "title_fr": "title",
    "year": "year",
    "deliberation": "deliberation",
    "what_changed": "what_changed",
}
"""The fields of the form, by what a refusal calls them."""


@page_for_signed_in
async def figures(visit: Visit) -> Response:
    query = visit.request.query_params
    year, words = query.get("year", "").strip(), query.get("search", "").strip()
    indicator, corrected = query.get("indicator", "").strip(), query.get("corrected") == "on"
    is_year = not year or (year.isdecimal() and len(year) == len("2026"))
    data = await FIGURES.ask(
        visit,
        year=int(year) if year and is_year else None,
        indicator=indicator or None,
        search=words,
        all=corrected,
    )
    indicators, _ = await INDICATORS.ask_in_part(visit)
    return visit.page(
        "figures/figures.html",
        indicators=indicators.indicators or (),
        figures=data.figures or (),
        year=year,
        indicator=indicator,
        words=words,
        corrected=corrected,
        year_error="" if is_year else visit.gettext("Une année s'écrit comme 2025."),
        is_search=bool(year or indicator or words or corrected),
    )


@page_for_signed_in
async def figure(visit: Visit) -> Response:
    digest = _digest(visit)
    data = await FIGURE.ask(visit, digest=digest)
    return await _shown(visit, data, {}, ())


@page_for_signed_in
async def freeze(visit: Visit) -> Response:
    """A statement in SQL, whose answer is looked at before it is frozen; « Figer cette version » of
    an answer sends one already filled.
    """
    if visit.request.method != "POST":
        query = visit.request.query_params
        given = {name: query.get(name, "") for name in ("statement", "purpose", "year", "title")}
        return await _form(visit, given, ())
    form = await visit.form()
    names = ("statement", "purpose", "year", "title", "title_en", "indicator", "deliberation")
    given = {name: form.get(name, "") for name in names}
    year = given["year"]
    if year and not year.isdecimal():
        sentence = visit.gettext("Une année s'écrit comme 2025.")
        return await _form(visit, given, (ShownProblem("invalid", sentence, "", ("year",)),))
    wanted = {
        "statement": given["statement"],
        "indicator": given["indicator"],
        "titleFr": given["title"],
        "titleEn": given["title_en"] or None,
        "year": int(year) if year else None,
        "deliberation": given["deliberation"] or None,
    }
    problems: tuple[ShownProblem, ...] = ()
    purpose, seen = given["purpose"] or None, form.get("seen", "")
    try:
        if form.get("step") == "freeze":
            looked = {**wanted, "seen": seen}
            data = await FREEZE.ask(visit, purpose=purpose, input=looked, dry=False)
            return _to_the_figure(data.freezeFigure.figure, visit, "frozen")
    except Refused as refused:
        if not refused.has("preview_differs"):
            return await _form(visit, given, refused.problems, is_too_weak=refused.is_too_weak)
        problems = refused.problems
    try:
        data = await FREEZE.ask(visit, purpose=purpose, input=wanted, dry=True)
    except Refused as refused:
        return await _form(visit, given, refused.problems, is_too_weak=refused.is_too_weak)
    return await _form(visit, given, problems, look=data.freezeFigure)


@page_for_signed_in
async def correct(visit: Visit) -> Response:
    """The same statement runs again, or another; the earlier version stays."""
    digest = _digest(visit)
    form = await visit.form()
    given = {name: form.get(name, "") for name in ("what_changed", "statement")}
    data = await FIGURE.ask(visit, digest=digest)
    wanted = {"whatChanged": given["what_changed"], "statement": given["statement"] or None}
    purpose = None if data.figure is None else data.figure.purpose
    seen = form.get("seen", "")
    about = {"purpose": purpose, "digest": digest}
    problems: tuple[ShownProblem, ...] = ()
    try:
        if seen:
            done = await CORRECT.ask(visit, **about, input={**wanted, "seen": seen})
            return _to_the_figure(done.correctFigure.figure, visit, "corrected")
    except Refused as refused:
        if not refused.has("preview_differs"):
            weak = refused.is_too_weak
            return await _shown(visit, data, given, refused.problems, is_too_weak=weak)
        problems = refused.problems
    try:
        looked = await CORRECT.ask(visit, **about, input=wanted, dry=True)
    except Refused as refused:
        return await _shown(visit, data, given, refused.problems, is_too_weak=refused.is_too_weak)
    return await _shown(visit, data, given, problems, look=looked.correctFigure)


@page_for_signed_in
async def send(visit: Visit) -> Response:
    """Its disputes, to the contractor whose slips they are about."""
    digest = _digest(visit)
    form = await visit.form()
    try:
        await SEND.ask(visit, figure=digest, to=form.get("to", ""))
    except Refused as refused:
        data = await FIGURE.ask(visit, digest=digest)
        return await _shown(visit, data, {}, refused.problems, is_too_weak=refused.is_too_weak)
    return visit.see_other(f"/figures/{digest}", done="sent")


async def _contractors(content: Any, visit: Visit) -> list[tuple[str, str]]:
    """Bodies that deposit under our mandate (short name, name), for a figure with disputes."""
    if not is_to_be_sent(content) or not visit.roles & _SENDERS:
        return []
    data, _ = await CONTRACTORS.ask_in_part(visit)
    return [
        (mandate.mandatary.slug, mandate.mandatary.name)
        for mandate in data.mandates or ()
        if mandate.inForce and "deposit" in map(str.lower, mandate.actions)
    ]


@page_for_all
async def verify(visit: Visit) -> Response:
    """Shows the facts of a digest that anybody may know, in the same words for all unknown ones."""
    digest = visit.request.path_params.get("digest")
    typed = visit.request.query_params.get("digest", "").strip() if digest is None else digest
    wanted = "".join(typed.split()).lower()
    data = await CHECK.ask(visit, digest=wanted if is_digest(wanted) else "")
    known = data.documentCheck
    is_unknown = bool(wanted) and known is None
    return visit.page(
        "figures/verify.html",
        status=_NOT_FOUND if is_unknown else 200,
        known=known,
        typed=typed[:100],
        is_unknown=is_unknown,
    )


async def _shown(
    visit: Visit,
    data: FigureAnswer,
    given: dict[str, str],
    problems: Sequence[ShownProblem],
    *,
    is_too_weak: bool = False,
    look: FigureResult | None = None,
) -> Response:
    """`look`: the correction as it would be."""
    kept = data.figure
    if kept is None:
        return visit.page("settings/nobody.html", status=_NOT_FOUND)
    content = content_of(kept)
    is_french = visit.language == "fr"
    return visit.page(
        "figures/figure.html",
        status=_UNPROCESSABLE if problems else 200,
        figure=kept,
        content=content,
        tables=tables_of(content, visit.language),
        lacking=count_lacking(content),
        coverage=coverage_of(content).value,
        reasons=_reasons(content),
        communes=[(one.code, f"{one.name} ({one.code})") for one in communes_of(content)],
        has_disputes=is_to_be_sent(content),
        purposes={
            entry.code: entry.labelFr if is_french else entry.labelEn
            for entry in data.purposes or ()
        },
        given=given,
        look=None if look is None else _looked(look, visit, content),
        errors=_errors(problems),
        is_too_weak=is_too_weak,
        may_correct=bool(visit.roles & _SENDERS) and kept.state == "current",
        contractors=await _contractors(content, visit),
    )


async def _form(
    visit: Visit,
    given: dict[str, str],
    problems: Sequence[ShownProblem],
    *,
    is_too_weak: bool = False,
    look: FigureResult | None = None,
) -> Response:
    """`look`: the figure as it would be."""
    data = await PURPOSES.ask(visit)
    is_french = visit.language == "fr"
    return visit.page(
        "figures/freeze.html",
        status=_UNPROCESSABLE if problems else 200,
        given=given,
        purposes=[
            (entry.code, entry.labelFr if is_french else entry.labelEn)
            for entry in data.purposes or ()
            if entry.code in visit.purposes
        ],
        errors=_errors(problems),
        is_too_weak=is_too_weak,
        look=None if look is None else _looked(look, visit),
        draft=await visit.draft("figure") if look is None else None,
    )


def _looked(
    look: FigureResult, visit: Visit, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The tables of a figure that is not frozen yet, and its mark; `is_alike`: whether it says the
    same as the one `before`.
    """
    assert look.figure is not None  # a trial that is not refused shows it
    content = content_of(look.figure)
    return {
        "seen": look.seen,
        "content": content,
        "tables": tables_of(content, visit.language),
        "lacking": count_lacking(content),
        "reasons": _reasons(content),
        "has_lost": "fallen_out" in (content["scope"] or {}),
        "is_alike": before is not None and content["answer"] == before["answer"],
    }


def _reasons(content: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"fr": one.fr, "en": one.en} for one in reasons_of(content)]


def _to_the_figure(figure: FigureOfFreeze | None, visit: Visit, done: str) -> Response:
    return visit.see_other("/figures" if figure is None else f"/figures/{figure.digest}", done)


def _errors(problems: Sequence[ShownProblem]) -> list[dict[str, str]]:
    return [
        {
            "id": _FIELDS.get(problem.path[-1] if problem.path else "", "statement"),
            "text": problem.sentence,
            "next": problem.next_step,
        }
        for problem in problems
    ]


def _digest(visit: Visit) -> str:
    """Of the figure that the address names."""
    return str(visit.request.path_params["digest"])


ROUTES = (
    Route("/figures", figures),
    Route("/figures/freeze", freeze, methods=["GET", "POST"]),
    Route("/figures/{digest}", figure),
    Route("/figures/{digest}/correct", correct, methods=["POST"]),
    Route("/figures/{digest}/send", send, methods=["POST"]),
    Route("/verify", verify),
    Route("/verify/{digest}", verify),
)
