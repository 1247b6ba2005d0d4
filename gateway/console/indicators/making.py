"""`/figures/indicators/new` and `…/edit`: an exploration made an indicator, or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.responses import Response

from gateway.console.exploring.address import ExploredAddress
from gateway.console.exploring.answers import OFFER, Explorable
from gateway.console.exploring.words import measure_choice
from gateway.console.indicators.answers import (
    CHOICES,
    INDICATOR,
    SAVE,
    UNIT,
    Indicator,
    IndicatorSideTold,
)
from gateway.console.indicators.words import side_words
from gateway.console.questions.editing import may_save, name_of
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE: Final = 422
_NOT_THERE: Final = 404
_FORBIDDEN: Final = 403
_UNKNOWN: Final = "unknown_indicator"
_WORDS: Final = (
    *("title", "unit", "direction", "note", "period", "per", "what_changed", "purpose"),
    *("operation", "other", "other_measure"),
    *("dataset", "measure"),
)
_FIELDS: Final = ("title", "unit", "note", "what_changed", "other_measure")
_LISTS: Final = ("where", "part", "other_where")
_MOST: Final = 12
_PER_OF: Final = {"population": "1", "population:1000": "1000"}


@dataclass(frozen=True, slots=True)
class IndicatorForm:
    """The fields of the form; `where` and `part` are of the first measure."""

    dataset: str = ""
    measure: str = ""
    where: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    operation: str = "ONE"
    other: str = ""
    other_measure: str = ""
    other_where: tuple[str, ...] = ()
    title: str = ""
    unit: str = ""
    direction: str = "NONE"
    note: str = ""
    period: str = "YEAR"
    per: str = "0"
    what_changed: str = ""
    purpose: str = ""

    def input(self, name: str) -> dict[str, Any]:
        """Of the act."""
        sides = [_side(self.dataset, self.measure, self.where, self.part)]
        if self.operation != "ONE":
            sides.append(_side(self.other, self.other_measure, self.other_where, ()))
        return {
            "name": name,
            "title": self.title,
            "sides": sides,
            "operation": self.operation,
            "per": int(self.per) if self.per.isdecimal() else 0,
            "period": self.period,
            "direction": self.direction,
            "unit": self.unit or None,
            "purpose": self.purpose or None,
            "note": self.note or None,
            "whatChanged": self.what_changed or None,
        }


@page_for_signed_in
async def new(visit: Visit) -> Response:
    """The address holds the exploration, and the data of a second measure once they are chosen."""
    if visit.request.method != "POST":
        typed = _begun(visit)
        return await _form_page(visit, None, typed, [])
    form = await visit.form()
    await visit.once(form)
    typed = _typed(form)
    names = {"new", *(each.name for each in (await CHOICES.ask(visit)).indicators or ())}
    return await _saved(visit, None, name_of(typed.title, names), typed)


@page_for_signed_in
async def edit(visit: Visit) -> Response:
    indicator = await indicator_of(visit)
    if indicator is None or not may_change(indicator, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return await _form_page(visit, indicator, _form_of(indicator), [])
    return await _saved(visit, indicator, indicator.name, _typed(await visit.form()))


async def indicator_of(visit: Visit) -> Indicator | None:
    """The indicator of the address. Raises Refused for whoever may list none."""
    (name, *_kind) = visit.request.path_params.values()
    answer, problems = await INDICATOR.ask_in_part(visit, name=name)
    if answer.indicator is None and any(each.code != _UNKNOWN for each in problems):
        raise Refused(problems, _FORBIDDEN)
    return answer.indicator


def may_change(indicator: Indicator, visit: Visit) -> bool:
    """One's own, and every one for a steward: the law says it again when it is saved."""
    return (indicator.isMine and may_save(visit)) or "steward" in visit.roles


async def _saved(
    visit: Visit, indicator: Indicator | None, name: str, typed: IndicatorForm
) -> Response:
    try:
        await SAVE.ask(visit, purpose=typed.purpose or None, input=typed.input(name))
    except Refused as refused:
        return await _form_page(visit, indicator, typed, errors_of(refused, _FIELDS))
    return visit.see_other(f"/figures/indicators/{name}", done="saved")


async def _form_page(
    visit: Visit, indicator: Indicator | None, typed: IndicatorForm, errors: Errors
) -> Response:
    purpose = typed.purpose or None
    first = ExploredAddress(measure=typed.measure, where=typed.where, part=typed.part)
    sides = await side_words([_side_told(typed)], purpose, visit)
    unit, refused = await _unit_of(typed, visit)
    choices = await CHOICES.ask(visit)
    english = visit.language == "en"
    others = [
        (each.id, f"{(english and each.titleEn) or each.titleFr} ({each.owner.name})")
        for each in choices.datasets or ()
    ]
    purposes = [
        (each.code, each.labelEn if english else each.labelFr)
        for each in choices.purposes or ()
        if each.code in visit.purposes
    ]
    measures, conditions = await _measures_of(typed.other, purpose, visit)
    return visit.page(
        "indicators/make.html",
        status=_UNPROCESSABLE if errors else 200,
        indicator=indicator,
        form=typed,
        side=sides[0],
        explored=f"/data/{typed.dataset}/explore?{first.query(purpose)}",
        others=others,
        purposes=purposes,
        measures=measures,
        conditions=conditions,
        unit=unit,
        refused=refused if not errors else (),
        errors=errors,
        wrong=by_field(errors),
        here_again=visit.request.url.path,
    )


async def _unit_of(typed: IndicatorForm, visit: Visit) -> tuple[str | None, Sequence[Any]]:
    """None before the second measure is chosen, and where the formula does not fit."""
    if typed.operation != "ONE" and not typed.other_measure:
        return None, ()
    try:
        answer = await UNIT.ask(visit, purpose=typed.purpose or None, input=typed.input("unit"))
    except Refused as refused:
        return None, refused.problems
    return answer.indicatorUnit, ()


async def _measures_of(
    dataset: str, purpose: str | None, visit: Visit
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The measures that the second data offer, and the values that choose rows of them."""
    if not dataset:
        return [], []
    try:
        offer = (await OFFER.ask(visit, purpose=purpose, dataset=dataset)).explorable
    except Refused:
        return [], []
    measures = [] if offer is None else offer.measures
    choices = [(each.word, measure_choice(each, visit)) for each in measures]
    return [each for each in choices if not each[0].startswith("share")], _conditions(offer, visit)


def _conditions(offer: Explorable | None, visit: Visit) -> list[tuple[str, str]]:
    pattern = visit.gettext("%(title)s : %(limits)s")
    return [
        (
            f"{condition.column}:{value}",
            pattern % {"title": condition.label.words(visit.language), "limits": value},
        )
        for condition in (() if offer is None else offer.conditions)
        for value in condition.values
    ]


def _begun(visit: Visit) -> IndicatorForm:
    """Of the address. A comparison of the exploration becomes the operation of the indicator."""
    query = visit.request.query_params
    words = {name: query.get(name, "").strip() for name in _WORDS if name in query}
    lists = {name: tuple(filter(None, query.getlist(name)))[:_MOST] for name in _LISTS}
    (compare, *_) = (*query.getlist("compare"), "")
    by = query.getlist("by")
    defaults = {"per": _PER_OF.get(compare, "0"), "period": "MONTH" if "month" in by else "YEAR"}
    begun = IndicatorForm(**(defaults | words), **lists)  # type: ignore[arg-type]
    if ":" in compare and compare not in _PER_OF:
        begun = replace(begun, operation="RATIO", other=begun.dataset, other_measure=compare)
    return begun if begun.operation == "ONE" else replace(begun, per="0")


def _typed(form: Form) -> IndicatorForm:
    words = {name: str(form.get(name, "")).strip() for name in _WORDS}
    lists = {name: tuple(filter(None, form.all(name)))[:_MOST] for name in _LISTS}
    return IndicatorForm(**words, **lists)  # type: ignore[arg-type]


def _form_of(indicator: Indicator) -> IndicatorForm:
    current = indicator.current
    first, *others = current.sides
    second = others[0] if others else None
    return IndicatorForm(
        dataset=first.dataset,
        measure=first.measure,
        where=tuple(first.where),
        part=tuple(first.part),
        operation=current.operation,
        other="" if second is None else second.dataset,
        other_measure="" if second is None else second.measure,
        other_where=() if second is None else tuple(second.where),
        title=current.title,
        unit=current.unit,
        direction=current.direction,
        note=current.note or "",
        period=current.period,
        per=str(current.per),
        purpose=current.purpose or "",
    )


def _side_told(typed: IndicatorForm) -> IndicatorSideTold:
    return IndicatorSideTold(typed.dataset, typed.measure, [*typed.where], [*typed.part])


def _side(dataset: str, measure: str, where: Sequence[str], part: Sequence[str]) -> dict[str, Any]:
    return {"dataset": dataset, "measure": measure, "where": [*where], "part": [*part]}
