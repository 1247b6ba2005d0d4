"""The tables of a result as files: CSV as a French spreadsheet opens it, XLSX of all of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.exports.formulas import guarded
from catalog.model.problem import Language
from gateway.console.mutualised.views import cell
from papers.workbook_cells import add_sheet, new_workbook, write_cell, write_texts

_BOM = "\ufeff"
"""By which a spreadsheet knows that a file is UTF-8."""
_NUMBERS = frozenset({"integer", "decimal"})


def table_csv(table: Mapping[str, Any], language: Language) -> bytes:
    """Every row and column; nothing of it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    columns = table["columns"]
    writer.writerow([guarded(_header(column, language)) for column in columns])
    for row in table["rows"]:
        writer.writerow(
            [
                _csv_cell(value, language, is_number=column["type"] in _NUMBERS)
                for value, column in zip(row, columns, strict=True)
            ]
        )
    return (_BOM + text.getvalue()).encode()


def workbook(result: Mapping[str, Any], language: Language) -> bytes:
    """A sheet for the figures, one for each table, one for where they come from."""
    content = io.BytesIO()
    with new_workbook(content) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        french = language == "fr"
        sheet = add_sheet(book, "Chiffres" if french else "Figures")
        headers = ("Chiffre", "Valeur", "Unité", "Année", "Raison")
        if not french:
            headers = ("Figure", "Value", "Unit", "Year", "Reason")
        write_texts(sheet, 0, headers, bold)
        for place, figure in enumerate(result["figures"], start=1):
            reason = figure["reason"]
            write_cell(sheet, place, 0, figure["label"][language], numeric=False)
            write_cell(sheet, place, 1, figure["value"], numeric=True)
            write_cell(sheet, place, 2, figure["unit"], numeric=False)
            write_cell(sheet, place, 3, figure["year"], numeric=False)
            write_cell(sheet, place, 4, reason and reason[language], numeric=False)
        sheet.set_column(0, 4, 26)
        for name, table in result["tables"].items():
            if table["rows"]:
                shown = table["label"][language] if "label" in table else name
                _write_table(add_sheet(book, shown), table, language, bold)
        sheet = add_sheet(book, "Sources")
        headers = ("Données", "Détenteur", "Convention", "Jusqu'au", "Lignes")
        if not french:
            headers = ("Data", "Held by", "Agreement", "Until", "Rows")
        write_texts(sheet, 0, headers, bold)
        for place, source in enumerate(result["sources"], start=1):
            cells = (
                source["title"][language],
                source["owner"]["nom"],
                source["agreement"] or "",
                source["latest"] or "",
                str(source["rows"]),
            )
            write_texts(sheet, place, cells)
        sheet.set_column(0, 4, 30)
    return content.getvalue()


def _write_table(sheet: Any, table: Mapping[str, Any], language: Language, bold: Any) -> None:
    columns = table["columns"]
    write_texts(sheet, 0, [_header(column, language) for column in columns], bold)
    for place, row in enumerate(table["rows"], start=1):
        for at, (value, column) in enumerate(zip(row, columns, strict=True)):
            numeric = column["type"] in _NUMBERS
            is_words = not numeric and value is not None and not isinstance(value, bool)
            shown = cell(value, language) if is_words else value
            write_cell(sheet, place, at, shown, numeric=numeric)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(columns) - 1, 0), 18)


def _header(column: Mapping[str, Any], language: Language) -> str:
    label, unit = str(column["label"][language]), column["unit"]
    return f"{label} ({unit})" if unit else label


def _csv_cell(value: object, language: Language, *, is_number: bool) -> str:
    if value is None:
        return ""
    if is_number:
        text = f"{Decimal(str(value)):f}"
        return text.replace(".", ",") if language == "fr" else text
    return guarded(cell(value, language))
