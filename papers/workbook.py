"""The tables of a frozen figure as a workbook: text stays text, numbers are numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from catalog.model.problem import Language
from papers.printed_table import grouped, why_missing
from papers.shown import header_of, is_numeric
from papers.workbook_cells import add_sheet, new_workbook, write_cell, write_texts


def figure_workbook(content: Mapping[str, Any], digest: str, language: Language) -> bytes:
    """One sheet a table, and one that says what it is; the same bytes for the same figure."""
    target = io.BytesIO()
    with new_workbook(target) as workbook:
        at = datetime.fromisoformat(content["frozen_at"]).replace(tzinfo=None)
        workbook.set_properties({"title": content["title"][language], "created": at})
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        tables = content["answer"]["tables"]
        only = "Chiffres" if language == "fr" else "Figures"
        for name, table in tables.items():
            named = table["label"][language] if "label" in table else name
            shown = only if len(tables) == 1 else named
            _write_table(workbook, shown, table, language, bold)
        about = add_sheet(workbook, "Source")
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 90)
        for row, (label, value) in enumerate(_about(content, digest, language)):
            about.write_string(row, 0, label, bold)
            about.write_string(row, 1, value, wrapped)
    return target.getvalue()


def _write_table(
    workbook: Any, name: str, table: Mapping[str, Any], language: Language, bold: Any
) -> None:
    sheet = add_sheet(workbook, name)
    sheet.freeze_panes(1, 0)
    labels = [header_of(column, language) for column in table["columns"]]
    write_texts(sheet, 0, labels, bold)
    for place, label in enumerate(labels):
        sheet.set_column(place, place, min(max(len(label) + 2, 12), 40))
    for number, row in enumerate(table["rows"], start=1):
        for place, (value, column) in enumerate(zip(row, table["columns"], strict=True)):
            text = _in_words(value, column, language)
            write_cell(sheet, number, place, text, numeric=is_numeric(column))
    _write_reasons(sheet, table, language, bold)


def _in_words(value: Any, column: Mapping[str, Any], language: Language) -> Any:
    known = column.get("codes", {})
    if isinstance(value, str) and value in known:
        return known[value][language]
    return value[language] if isinstance(value, dict) else value


def _write_reasons(sheet: Any, table: Mapping[str, Any], language: Language, bold: Any) -> None:
    """In a last column, where the figure keeps them value by value."""
    labels = {column["name"]: column["label"][language] for column in table["columns"]}
    by_row: dict[int, list[tuple[str, str]]] = {}
    for (row, name), reason in why_missing(table, language).items():
        by_row.setdefault(row, []).append((labels[name], reason))
    if not by_row:
        return
    place = len(table["columns"])
    sheet.write_string(0, place, "Raisons" if language == "fr" else "Reasons", bold)
    for row, reasons in by_row.items():
        sheet.write_string(row + 1, place, grouped(reasons, language))


def _about(content: Mapping[str, Any], digest: str, language: Language) -> list[tuple[str, str]]:
    fr = language == "fr"
    sources = ", ".join(
        source["dataset"] + (f" ({source['agreement']})" if source["agreement"] else "")
        for source in content["sources"]
    )
    lines = [
        ("Titre" if fr else "Title", content["title"][language]),
        ("Organisme" if fr else "Organisation", content["body"]["name"]),
        ("Indicateur" if fr else "Indicator", content["indicator"]),
        ("Année" if fr else "Year", str(content["year"] or "–")),
        ("Version", str(content["version"])),
        ("Ce qui change" if fr else "What changes", content["what_changed"] or "–"),
        ("Délibération" if fr else "Deliberation", content["deliberation"] or "–"),
        ("Données" if fr else "Data", sources),
        ("Empreinte SHA-256" if fr else "SHA-256 digest", digest),
    ]
    return [(label, str(value)) for label, value in lines]
