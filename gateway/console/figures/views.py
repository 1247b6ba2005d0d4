"""The parts of a figure that a page shows, from its canonical content."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.model.problem import Language
from gateway.console.figures.answers import Figure, FigureOfFreeze
from papers.report_sheet import figures_of, is_report
from papers.sheet import Section
from papers.shown import header_of, is_numeric, shown_part, shown_row

_MOST_SHOWN = 200
"""Rows on the page; all of them are in its files."""
_LETTERS, _DIGEST = frozenset("0123456789abcdef"), 64


@dataclass(frozen=True, slots=True)
class ShownTable:
    title: str | None
    headers: list[str]
    numeric: list[int]
    rows: list[list[str]]
    is_cut: bool
    above: tuple[str, ...] = ()
    """Sentences of what all of it is about."""


def tables_of(content: Mapping[str, Any], language: Language) -> list[ShownTable]:
    """The tables of a figure that have rows for people (its files have the others); of a report,
    its tables and facts as its paper shows them.
    """
    if is_report(content):
        return [
            _of_report(section, language)
            for section in figures_of(content, language)
            if section.tables or section.facts
        ]
    parts = [shown_part(table) for table in content["answer"]["tables"].values()]
    return [_table(part, language) for part in parts if part["columns"] and part["rows"]]


def _table(table: Mapping[str, Any], language: Language) -> ShownTable:
    columns = table["columns"]
    return ShownTable(
        title=table["label"][language] if "label" in table else None,
        headers=[header_of(column, language) for column in columns],
        numeric=[place for place, column in enumerate(columns) if is_numeric(column)],
        rows=[list(shown_row(row, columns, language)) for row in table["rows"][:_MOST_SHOWN]],
        is_cut=len(table["rows"]) > _MOST_SHOWN,
    )


def _of_report(section: Section, language: Language) -> ShownTable:
    """Why a value is not there stands in a last column."""
    why = "Pourquoi" if language == "fr" else "Why"
    if not section.tables:
        headers = ["Chiffre", "Valeur"] if language == "fr" else ["Figure", "Value"]
        rows = [[fact.label, fact.value] for fact in section.facts]
        return ShownTable(section.heading, headers, [1], rows, is_cut=False)
    (table,) = section.tables
    rows = [list(row) for row in table.rows[:_MOST_SHOWN]]
    has_notes = any(table.notes)
    if has_notes:
        for row, note in zip(rows, _said_once(table.notes, language), strict=False):
            row.append(note)
    return ShownTable(
        title=section.heading,
        headers=[*table.headers, *([why] if has_notes else [])],
        numeric=[place for place, is_number in enumerate(table.numeric) if is_number],
        rows=rows,
        is_cut=len(table.rows) > _MOST_SHOWN,
        above=section.paragraphs,
    )


def _said_once(notes: Sequence[str], language: Language) -> Iterator[str]:
    """A reason that stands a row above already is named as the same."""
    same = "même raison" if language == "fr" else "same reason"
    above = ""
    for note in notes:
        yield same if note and note == above else note
        above = note


def content_of(figure: Figure | FigureOfFreeze) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(figure.content)
    return content


def is_digest(text: str) -> bool:
    """64 hexadecimal digits, in small letters."""
    return len(text) == _DIGEST and set(text) <= _LETTERS
