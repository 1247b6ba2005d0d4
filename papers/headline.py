"""The few figures that stand for a frozen report, as it says them itself: nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model.problem import Language
from papers.words import shown_number
from papers.yearly import Yearly, yearly_of

_MOST = 4
_MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """`before` is the value of the year that the report compares with, as it states it; `sign`
    says which of both is greater, `course` whether that is `better` or `worse`: empty where the
    service does not say which way is good.
    """

    label: str
    value: str
    unit: str
    sign: str = ""
    before: str = ""
    course: str = ""


def covered(content: Mapping[str, Any]) -> Mapping[str, tuple[int, int]]:
    """Of `communes` and `months`, the number that is there and the number that is expected."""
    scope = content["scope"] or {}
    counts = {name: scope.get(name) or {} for name in ("communes", "months")}
    return {
        name: (count["number"], count["expected"])
        for name, count in counts.items()
        if count.get("number") is not None and count.get("expected")
    }


def report_year(content: Mapping[str, Any]) -> int | None:
    year: int | None = content["answer"]["report"]["year"] or content["year"]
    return year


def headline_figures(content: Mapping[str, Any], language: Language) -> list[HeadlineFigure]:
    """The first figures that have a value, of as many units as there are."""
    yearly = yearly_of(content)
    valued = [figure for figure in content["answer"]["figures"] if figure["value"] is not None]
    first_of_units = {figure["unit"]: figure for figure in reversed(valued)}
    names = {figure["name"] for figure in first_of_units.values()}
    ordered = sorted(valued, key=lambda figure: figure["name"] not in names)[:_MOST]
    return [
        HeadlineFigure(
            str(figure["label"][language]),
            _number(figure["value"], language),
            (figure["unit"] or "").replace("EUR", "€"),
            *_compared(figure, yearly, language),
        )
        for figure in valued
        if figure in ordered
    ]


_GOOD = {"more": "▲", "less": "▼"}


def _compared(
    figure: Mapping[str, Any], yearly: Yearly | None, language: Language
) -> tuple[str, str, str]:
    """The sign of the change, « 2024 : 271,3 », and its course; all empty where no year stands
    beside.
    """
    name = figure["name"]
    if yearly is None or yearly.compared is None or not yearly.has(name):
        return "", "", ""
    year, row = yearly.compared
    before = yearly.value(row, name)
    if before is None or figure["year"] not in {None, yearly.year}:
        return "", "", ""
    now, then = float(figure["value"]), float(before)
    sign = "▲" if now > then else "▼" if now < then else "="
    colon = "\u00a0: " if language == "fr" else ": "
    good = _GOOD.get(figure.get("direction", ""))
    course = "" if good is None or sign == "=" else "better" if sign == good else "worse"
    return sign, f"{year}{colon}{_number(before, language)}", course


def _number(value: object, language: Language) -> str:
    text = str(value)
    has_more = len(text.partition(".")[2]) > _MOST_DECIMALS
    return shown_number(f"{float(text):.{_MOST_DECIMALS}f}" if has_more else text, language)
