"""`/figures/indicators/{name}/target`: a value and its year, and the base of the trajectory."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from starlette.responses import Response

from gateway.console.indicators.answers import (
    FROZEN,
    REMOVE_TARGET,
    SET_TARGET,
    Indicator,
)
from gateway.console.indicators.making import indicator_of, may_change
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE: Final = 422
_NOT_THERE: Final = 404
_LONGEST: Final = 9


@dataclass(frozen=True, slots=True)
class TargetForm:
    """The fields of the form, as text. `base` is `none`, `typed` or `figure`."""

    year: str = ""
    value: str = ""
    base: str = "none"
    base_year: str = ""
    base_value: str = ""
    base_population: str = ""
    base_source: str = ""
    figure: str = ""

    def variables(self) -> dict[str, Any]:
        """Of the act, which refuses what is no number."""
        started: dict[str, Any] | None = None
        if self.base == "typed":
            started = {
                "year": _digits(self.base_year) or 0,
                "value": _decimal(self.base_value),
                "population": _digits(self.base_population) if self.base_population else None,
                "source": self.base_source,
            }
        elif self.base == "figure":
            started = {"year": _digits(self.base_year) or 0, "figure": self.figure}
        return {
            "year": _digits(self.year) or 0,
            "value": _decimal(self.value),
            "base": started,
        }


_FIELDS: Final = tuple(field.name for field in fields(TargetForm))


@page_for_signed_in
async def target(visit: Visit) -> Response:
    indicator = await indicator_of(visit)
    if indicator is None or not may_change(indicator, visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return await _target_page(visit, indicator, _form_of(indicator), [])
    form = await visit.form()
    typed = TargetForm(**{name: str(form.get(name, "")).strip() for name in _FIELDS})
    try:
        if "remove" in form:
            await REMOVE_TARGET.ask(visit, name=indicator.name)
        else:
            await SET_TARGET.ask(visit, name=indicator.name, **typed.variables())
    except Refused as refused:
        return await _target_page(visit, indicator, typed, errors_of(refused, _FIELDS))
    return visit.see_other(f"/figures/indicators/{indicator.name}", done="saved")


def _digits(text: str) -> int | None:
    digits = "".join(text.split())
    return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST else None


def _decimal(text: str) -> str:
    return "".join(text.split()).replace(",", ".")


async def _target_page(
    visit: Visit, indicator: Indicator, typed: TargetForm, errors: Errors
) -> Response:
    frozen, _ = await FROZEN.ask_in_part(visit)
    figures = [
        (each.digest, f"{each.title.words(visit.language)}{f', {each.year}' if each.year else ''}")
        for each in frozen.figures or ()
    ]
    return visit.page(
        "indicators/target.html",
        status=_UNPROCESSABLE if errors else 200,
        indicator=indicator,
        form=typed,
        figures=figures,
        errors=errors,
        wrong=by_field(errors),
    )


def _form_of(indicator: Indicator) -> TargetForm:
    aim = indicator.target
    if aim is None:
        return TargetForm()
    return TargetForm(
        year=str(aim.year),
        value=aim.value,
        base="figure" if aim.baseFigure else "typed" if aim.baseYear else "none",
        base_year=_text(aim.baseYear),
        base_value=_text(aim.baseValue),
        base_population=_text(aim.basePopulation),
        base_source=_text(aim.baseSource),
        figure=_text(aim.baseFigure),
    )


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value)
