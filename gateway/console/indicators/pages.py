"""`/figures/indicators/{name}`: an indicator computed for its visitor, and its target."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.base.problems import NotFound
from gateway.console.indicators.answers import (
    FROZEN,
    INDICATOR,
    REMOVE,
    REMOVE_TARGET,
    SET_TARGET,
    VALUES,
    ExplorationStatement,
    Indicator,
    IndicatorFigures,
)
from gateway.console.indicators.covers import coverage_sentences
from gateway.console.indicators.drawn import picture_of
from gateway.console.indicators.making import edit, may_change, new
from gateway.console.indicators.words import (
    direction_words,
    formula_words,
    side_words,
    standing_words,
)
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in
from papers.pictures import Downloads
from papers.pictures.standalone import standalone_svg

_UNPROCESSABLE: Final = 422
_NOT_THERE: Final = 404
_FORBIDDEN: Final = 403
_MEDIA: Final = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}
_YEAR_DIGITS: Final = 4
_TARGET_WORDS: Final = (
    *("year", "value", "base", "base_year", "base_value", "base_population", "base_source"),
    "figure",
)


@page_for_signed_in
async def indicator(visit: Visit) -> Response:
    found = await _found(visit)
    if found is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    return await _shown(visit, found)


@page_for_signed_in
async def indicator_file(visit: Visit) -> Response:
    """The picture with its title and legend, or its figures. Raises NotFound for none."""
    kind = visit.request.path_params["kind"]
    found = await _found(visit)
    year = _year(visit)
    figures = None if found is None else (await _values(visit, found, year))[0]
    if found is None or figures is None or kind not in _MEDIA:
        raise NotFound(path=visit.request.url.path)
    picture = picture_of(found.current, figures, year, visit)
    if kind == "svg" and picture.draw is None:
        raise NotFound(path=visit.request.url.path)
    content = standalone_svg(picture) if kind == "svg" else picture.csv()
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}.{kind}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=_MEDIA[kind], headers=headers)


@page_for_signed_in
async def remove(visit: Visit) -> Response:
    found = await _found(visit)
    if found is None or not may_change(found, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    errors: Errors = []
    if visit.request.method == "POST":
        await visit.form()
        try:
            await REMOVE.ask(visit, name=found.name)
            return visit.see_other("/figures", done="removed")
        except Refused as refused:
            errors = errors_of(refused, ())
    status = _UNPROCESSABLE if errors else 200
    return visit.page("indicators/remove.html", status=status, indicator=found, errors=errors)


@page_for_signed_in
async def target(visit: Visit) -> Response:
    """A value and its year, the base of the trajectory; or none any more."""
    found = await _found(visit)
    if found is None or not may_change(found, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return await _target_page(visit, found, _kept_target(found), [])
    form = await visit.form()
    typed = {name: str(form.get(name, "")).strip() for name in _TARGET_WORDS}
    try:
        if "remove" in form:
            await REMOVE_TARGET.ask(visit, name=found.name)
        else:
            await SET_TARGET.ask(visit, name=found.name, **_target_in(typed))
    except Refused as refused:
        return await _target_page(visit, found, typed, errors_of(refused, _TARGET_WORDS))
    return visit.see_other(f"/figures/indicators/{found.name}", done="saved")


def _target_in(typed: dict[str, str]) -> dict[str, Any]:
    """The variables of the act, which refuses what is no number."""
    base: dict[str, Any] | None = None
    if typed["base"] == "typed":
        population = _digits(typed["base_population"])
        base = {
            "year": _digits(typed["base_year"]) or 0,
            "value": _decimal(typed["base_value"]),
            "population": population if typed["base_population"] else None,
            "source": typed["base_source"],
        }
    elif typed["base"] == "figure":
        base = {"year": _digits(typed["base_year"]) or 0, "figure": typed["figure"]}
    return {
        "year": _digits(typed["year"]) or 0,
        "value": _decimal(typed["value"]),
        "base": base,
    }


def _digits(text: str) -> int | None:
    kept = "".join(text.split())
    return int(kept) if kept.isdecimal() and len(kept) <= 9 else None


def _decimal(text: str) -> str:
    return "".join(text.split()).replace(",", ".")


async def _target_page(
    visit: Visit, found: Indicator, typed: dict[str, str], errors: Errors
) -> Response:
    frozen, _ = await FROZEN.ask_in_part(visit)
    figures = [
        (each.digest, f"{each.title.words(visit.language)}{f', {each.year}' if each.year else ''}")
        for each in frozen.figures or ()
    ]
    return visit.page(
        "indicators/target.html",
        status=_UNPROCESSABLE if errors else 200,
        indicator=found,
        form=typed,
        figures=figures,
        errors=errors,
        wrong=by_field(errors),
    )


def _kept_target(found: Indicator) -> dict[str, str]:
    kept = found.target
    if kept is None:
        return dict.fromkeys(_TARGET_WORDS, "") | {"base": "none"}
    base = "figure" if kept.baseFigure else "typed" if kept.baseYear else "none"
    values = {
        "year": kept.year,
        "value": kept.value,
        "base_year": kept.baseYear,
        "base_value": kept.baseValue,
        "base_population": kept.basePopulation,
        "base_source": kept.baseSource,
        "figure": kept.baseFigure,
    }
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return texts | {"base": base}


async def _found(visit: Visit) -> Indicator | None:
    name = visit.request.path_params["name"]
    answer, problems = await INDICATOR.ask_in_part(visit, name=name)
    if answer.indicator is None and any(each.code != "unknown_indicator" for each in problems):
        raise Refused(problems, _FORBIDDEN)
    return answer.indicator


def _year(visit: Visit) -> int | None:
    """Of the communes that are asked for."""
    text = visit.request.query_params.get("year", "")
    return int(text) if len(text) == _YEAR_DIGITS and text.isdecimal() else None


async def _values(
    visit: Visit, found: Indicator, year: int | None
) -> tuple[IndicatorFigures | None, ExplorationStatement | None, tuple[Any, ...]]:
    purpose = found.current.purpose
    variables = {"name": found.name, "year": year, "communes": year is not None}
    try:
        answer, problems = await VALUES.ask_in_part(visit, purpose=purpose, **variables)
    except Refused as refused:
        return None, None, tuple(refused.problems)
    each_once = tuple({problem.sentence: problem for problem in problems}.values())
    return answer.indicatorFigures, answer.indicatorStatement, each_once


async def _shown(visit: Visit, found: Indicator) -> Response:
    current, year = found.current, _year(visit)
    figures, statement, problems = await _values(visit, found, year)
    sides = await side_words(current.sides, current.purpose, visit)
    path = f"/figures/indicators/{found.name}"
    query = "" if year is None else f"?year={year}"
    picture, covers, standing, years = None, [], [], []
    if figures is not None:
        picture = picture_of(current, figures, year, visit)
        covers = coverage_sentences(current, figures, sides, visit)
        if figures.standing is not None:
            standing = standing_words(figures.standing, current.unit, visit)
        if current.period == "YEAR" and year is None and figures.computed.covered.communes:
            years = [key for group in figures.computed.groups if (key := group.keys[0])]
    return visit.page(
        "indicators/indicator.html",
        indicator=found,
        sides=sides,
        formula=formula_words(current, sides, visit),
        direction=direction_words(current.direction, visit),
        picture=picture,
        covers=covers,
        standing=standing,
        figures=figures,
        statement=statement,
        problems=problems,
        year=year,
        years=years,
        path=path,
        downloads=Downloads(f"{path}.svg{query}", f"{path}.csv{query}"),
        may_change=may_change(found, visit),
    )


ROUTES = (
    Route("/figures/indicators/new", new, methods=["GET", "POST"]),
    Route("/figures/indicators/{name}.{kind}", indicator_file),
    Route("/figures/indicators/{name}", indicator),
    Route("/figures/indicators/{name}/edit", edit, methods=["GET", "POST"]),
    Route("/figures/indicators/{name}/target", target, methods=["GET", "POST"]),
    Route("/figures/indicators/{name}/remove", remove, methods=["GET", "POST"]),
)
