"""The indicators of a report in tables: year beside year, what costs apart from the rest, and under
each table what its indicators are made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalog.model.problem import Language
from papers.figure_origin import origin_in_words
from papers.printed_table import grouped, why_missing
from papers.sheet import Section, SheetTable
from papers.shown import YEARS, is_numeric, shown_cell
from papers.tonnes import in_tonnes
from papers.yearly import Yearly

_NUMBER = {"type": "decimal"}
TOLD = frozenset({"communes", "communes_expected", "months", "months_expected", "population"})
"""Columns that the first sentences tell already, where their year has some."""
_LEAST_PARTS = 2
_Figures = Sequence[Mapping[str, Any]]


def parts_of_report(
    content: Mapping[str, Any], yearly: Yearly | None, language: Language
) -> list[Section]:
    """A section for each part of the report that has indicators, in its order; none where fewer
    than two have.
    """
    figures: _Figures = content["answer"]["figures"]
    parts = [
        (
            str(part[language]),
            [figure for figure in figures if figure["name"] in part["indicators"]],
        )
        for part in _parts(content)
    ]
    if sum(bool(of_part) for _, of_part in parts) < _LEAST_PARTS:
        return []
    return [
        _section(heading, of_part, content, yearly, language)
        for heading, of_part in parts
        if of_part
    ]


def _parts(content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """As its service declared them. Reports that were frozen before services did were of quality
    and of price where they had parts to complete.
    """
    report: Mapping[str, Any] = content["answer"]["report"]
    if "parts" in report or not report.get("to_complete"):
        declared: Sequence[Mapping[str, Any]] = report.get("parts", ())
        return declared
    figures: _Figures = content["answer"]["figures"]
    price = [
        figure["name"] for figure in figures if (figure["unit"] or "").startswith(("EUR", "€"))
    ]
    quality = [figure["name"] for figure in figures if figure["name"] not in price]
    return (
        {"fr": "Qualité", "en": "Quality", "indicators": quality},
        {"fr": "Prix", "en": "Price", "indicators": price},
    )


def all_indicators(
    heading: str, content: Mapping[str, Any], yearly: Yearly | None, language: Language
) -> Section:
    return _section(heading, content["answer"]["figures"], content, yearly, language)


def _section(
    heading: str,
    figures: _Figures,
    content: Mapping[str, Any],
    yearly: Yearly | None,
    language: Language,
) -> Section:
    """The section of some figures; values that are no indicator stand with the first of them."""
    if not figures:
        return Section(heading)
    if yearly is None:
        table = _alone(figures, language)
    else:
        first = content["answer"]["figures"][0]
        table = _by_year(figures, content, yearly, language, has_rest=first in figures)
    return Section(heading, tables=(table,), below=_notes(figures, language))


def _notes(figures: _Figures, language: Language) -> tuple[str, ...]:
    """A sentence of the figures' notes, each note once for the figures that have the same words."""
    noted = [
        (str(figure["label"][language]), str(figure["note"][language]).rstrip("."))
        for figure in figures
        if figure.get("note")
    ]
    return (f"{grouped(noted, language)}.",) if noted else ()


def _alone(figures: _Figures, language: Language) -> SheetTable:
    """The table of figures that no yearly table has: each with its value, else its reason."""
    rows = tuple(
        (_header(figure, language), shown_cell(figure["value"], {**figure, **_NUMBER}, language))
        for figure in figures
    )
    notes = tuple(
        str(figure["reason"][language])
        if figure["value"] is None and figure["reason"]
        else origin_in_words(figure, language)
        for figure in figures
    )
    headers = ("Indicateur", "Valeur") if language == "fr" else ("Indicator", "Value")
    return SheetTable("", headers, (False, True), rows, notes=notes if any(notes) else ())


def _header(figure: Mapping[str, Any], language: Language) -> str:
    label, unit = _coded(figure, language), (figure["unit"] or "").replace("EUR", "€")
    if not unit:
        return label
    is_there = re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", label) is not None
    return label if is_there else f"{label} ({unit})"


def _coded(figure: Mapping[str, Any], language: Language) -> str:
    """The label, after the code that the law gives the indicator."""
    label, code = str(figure["label"][language]), figure.get("code")
    return f"{code} – {label}" if code else label


def _by_year(
    figures: _Figures,
    content: Mapping[str, Any],
    yearly: Yearly,
    language: Language,
    *,
    has_rest: bool,
) -> SheetTable:
    """The indicators first, then what they are made of; a value that is not there has its reason
    under its row.
    """
    places = [(yearly.year, yearly.row), *([yearly.compared] if yearly.compared else [])]
    compared = replace(yearly, table=_of_places(yearly.table, [row for _, row in places]))
    labels = {figure["name"]: figure for figure in figures}
    indicators = {figure["name"] for figure in content["answer"]["figures"]}
    columns = [one for one in compared.table["columns"] if one["name"] in compared.table["shown"]]
    first = [{**one, **_NUMBER} for one in columns if one["name"] in labels]
    rest = [one for one in columns if one["name"] not in indicators and is_numeric(one)]
    rows, notes = [], []
    reasons = why_missing(yearly.table, language)
    seen: set[tuple[object, ...]] = set()
    for column in (*first, *(rest if has_rest else ())):
        name = column["name"]
        values = [compared.value(at, name) for at in range(len(places))]
        has_reason = any((row, name) in reasons for _, row in places)
        key = (*values, column["unit"])
        has_code = bool(labels.get(name, {}).get("code"))
        repeats = key in seen and column["unit"] is not None and not has_code
        is_told = name in TOLD and yearly.sentence(language) != "" and len(set(values)) == 1
        is_empty = not has_reason and all(value is None for value in values)
        if name in YEARS or repeats or is_told or is_empty:
            continue
        seen.add(key)
        header = _header(labels.get(name, column), language)
        rows.append((header, *(shown_cell(value, column, language) for value in values)))
        notes_of_row = (
            _why(name, places, values, reasons, language),
            origin_in_words(labels.get(name), language),
        )
        notes.append(" ".join(filter(None, notes_of_row)))
    years = [str(year) for year, _ in places]
    return SheetTable(
        "",
        ("Indicateur" if language == "fr" else "Indicator", *years),
        (False, *(True for _ in years)),
        tuple(rows),
        notes=tuple(notes) if any(notes) else (),
    )


def _of_places(table: Mapping[str, Any], places: Sequence[int]) -> Mapping[str, Any]:
    return in_tonnes({**table, "rows": [table["rows"][place] for place in places]})


def _why(
    name: str,
    places: Sequence[tuple[int, int]],
    values: Sequence[Any],
    reasons: Mapping[tuple[int, str], str],
    language: Language,
) -> str:
    lacking = [
        (str(year), reasons[row, name])
        for (year, row), value in zip(places, values, strict=True)
        if value is None and (row, name) in reasons
    ]
    if len(lacking) == len(places) and len({reason for _, reason in lacking}) == 1:
        return lacking[0][1]
    return grouped(lacking, language)
