"""The blank workbook of a standard: for those who have no software that exports it.

Its first sheet is filled and sent back as it is: the columns by their names, code lists to choose
from. An example and the explanations stand in sheets of their own, which are not read as data.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from catalog.standards.model_sheets import (
    DATA,
    EXAMPLE,
    EXPLAINED,
    EXPLANATIONS,
    LISTS,
    example_of,
)
from papers.workbook_cells import new_workbook

_ROWS = 5_000
"""So many rows have their lists to choose from; more may be filled."""
_LONGEST_LIST = 255
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's own date has no zone; always the same
_TYPES: Mapping[str, tuple[str, str]] = {
    "string": ("texte", "text"),
    "integer": ("nombre entier", "whole number"),
    "number": ("nombre", "number"),
    "boolean": ("VRAI ou FAUX", "TRUE or FALSE"),
    "date": ("date, comme 31/01/2025", "date, like 31/01/2025"),
    "datetime": ("date et heure", "date and time"),
}


def model_workbook(schema: Mapping[str, Any]) -> bytes:
    """Of a Table Schema; the same bytes for the same standard."""
    target = io.BytesIO()
    with new_workbook(target) as workbook:
        workbook.set_properties({"title": schema["title"], "created": _MADE})
        bold = workbook.add_format({"bold": True, "bg_color": "#dfeae5", "border": 1})
        plain = workbook.add_format({"bg_color": "#f1f1f1", "border": 1})
        data = workbook.add_worksheet(DATA)
        example = workbook.add_worksheet(EXAMPLE)
        explained = workbook.add_worksheet(EXPLANATIONS)
        lists = workbook.add_worksheet(LISTS)
        lists.hide()
        for place, field in enumerate(schema["fields"]):
            head = bold if _is_required(field) else plain
            for sheet in (data, example):
                sheet.write_string(0, place, field["name"], head)
                sheet.set_column(place, place, max(len(field["name"]) + 2, 14))
            example.write_string(1, place, example_of(field))
            _validate(data, lists, place, field)
        data.freeze_panes(1, 0)
        _explain(workbook, explained, schema)
    return target.getvalue()


def _is_required(field: Mapping[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("required"))


def _validate(data: Any, lists: Any, place: int, field: Mapping[str, Any]) -> None:
    constraints = field.get("constraints", {})
    values = [str(value) for value in constraints.get("enum") or ()]
    if values:
        _choose(data, lists, place, values)
    elif field["type"] in {"integer", "number"} and "minimum" in constraints:
        kind = "integer" if field["type"] == "integer" else "decimal"
        sentence = f"{field['name']} : {constraints['minimum']} au moins / at least"
        data.data_validation(
            *(1, place, _ROWS, place),
            {
                "validate": kind,
                "criteria": ">=",
                "value": constraints["minimum"],
                "error_title": "Valeur",
                "error_message": sentence[:255],
                "error_type": "warning",
            },
        )


def _choose(data: Any, lists: Any, place: int, values: list[str]) -> None:
    """A short list stands in the rule; Excel reads a longer one from cells."""
    if len(",".join(values)) <= _LONGEST_LIST and not any("," in value for value in values):
        source: list[str] | str = values
    else:
        for row, value in enumerate(values):
            lists.write_string(row, place, value)
        column = xl_col_to_name(place)
        source = f"={LISTS}!${column}$1:${column}${len(values)}"
    data.data_validation(
        *(1, place, _ROWS, place),
        {
            "validate": "list",
            "source": source,
            "error_title": "Valeur",
            "error_message": "Choisissez dans la liste. / Choose from the list.",
            "error_type": "warning",
        },
    )


def _explain(workbook: Any, sheet: Any, schema: Mapping[str, Any]) -> None:
    title = workbook.add_format({"bold": True, "font_size": 14})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.set_column(0, len(EXPLAINED) - 1, 24)
    sheet.write_string(0, 0, f"{schema['title']} ({schema['name']}, {schema['version']})", title)
    sentence = (
        "Remplissez la feuille « Donnees », une ligne par enregistrement, sans changer les titres, "
        "puis déposez ce fichier. Les colonnes en vert sont obligatoires. La feuille « Exemple » "
        "montre une ligne remplie : laissez-la, elle n'est jamais lue, même recopiée."
    )
    sheet.write_string(1, 0, sentence)
    sentence = (
        'Fill the sheet "Donnees", one row a record, without changing its headers, then deposit '
        'this file. The columns in green are required. The sheet "Exemple" shows a filled row: '
        "leave it, it is never read, even if it is copied."
    )
    sheet.write_string(2, 0, sentence)
    for place, header in enumerate(EXPLAINED):
        sheet.write_string(4, place, header, bold)
    for row, field in enumerate(schema["fields"], start=5):
        for place, text in enumerate(_explanation(field)):
            sheet.write_string(row, place, text, wrapped)
    sheet.freeze_panes(5, 1)


def _explanation(field: Mapping[str, Any]) -> tuple[str, ...]:
    labels = field.get("labels") or {"fr": field["name"], "en": field["name"]}
    kind_fr, kind_en = _TYPES[field["type"]]
    values = field.get("constraints", {}).get("enum") or ()
    return (
        field["name"],
        labels["fr"],
        labels["en"],
        field.get("description", ""),
        "oui / yes" if _is_required(field) else "non / no",
        kind_fr,
        kind_en,
        field.get("unit") or "",
        ", ".join(str(value) for value in values),
    )
