"""Parts of a reading that a person may correct unasked: types, order of days, letters, headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.model.column_types import type_words
from gateway.console.files.words import choice_words
from gateway.console.visit import Visit
from gateway.files.deposits.continuing import names_one_column

Json = Mapping[str, Any]
_TYPES = ("string", "number", "date", "boolean")
_ORDERS = ("dmy", "mdy")
_ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows"),
    ("iso8859-15", "Linux"),
    ("cp850", "DOS"),
    ("mac_roman", "Mac"),
)


@dataclass(frozen=True, slots=True)
class ColumnCorrection:
    """A column as it is read, and what a person may choose instead; `order` is "" where days
    cannot read two ways.
    """

    name: str
    read_as: str
    type: str
    order: str
    types: list[tuple[str, str]]
    orders: list[tuple[str, str]]
    declared: str = ""
    """Its type in the data that the file is for, where it is one of theirs."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """`encoding` is "" of a workbook; `header_row`: where the headers were found, from 1."""

    columns: list[ColumnCorrection]
    encoding: str
    encodings: tuple[tuple[str, str], ...]
    header_row: str

    @property
    def is_for_known_data(self) -> bool:
        return any(column.declared for column in self.columns)


def corrections_of(
    reading: Json, answers: Json, visit: Visit, declared: Sequence[Json] = ()
) -> Corrections:
    """`declared`: the columns of the data that the file is for."""
    chosen = answers.get("questions", {})
    rows = reading["parts"][0]["header_rows"] if reading["parts"] else []
    encoding = chosen.get("encoding", {}).get("") or reading["encoding"] or ""
    encodings: tuple[tuple[str, str], ...] = _ENCODINGS
    if encoding and encoding not in {each for each, _ in _ENCODINGS}:
        encodings = ((encoding, encoding), *_ENCODINGS)
    return Corrections(
        [_column(column, chosen, visit, declared) for column in reading["columns"]],
        encoding,
        encodings,
        str(rows[-1]) if rows else "",
    )


def _column(column: Json, chosen: Json, visit: Visit, declared: Sequence[Json]) -> ColumnCorrection:
    _, name = visit.gettext, column["name"]
    is_code = column["format"].get("code") or column["format"].get("pad")
    form = str(column["format"].get("date", ""))
    is_two_ways = column["type"] in {"date", "timestamp"} and (
        form.startswith(("%d", "%m")) and "mmmm" not in form
    )
    order = chosen.get("date_order", {}).get(name) or ("mdy" if form.startswith("%m") else "dmy")
    kind = chosen.get("column_type", {}).get(name) or ""
    as_read = _("code") if is_code else type_words(column["type"], visit.language)
    return ColumnCorrection(
        name=name,
        read_as=as_read,
        type=kind,
        order=order if is_two_ways else "",
        types=[(each, choice_words("column_type", each, _)) for each in _TYPES],
        orders=[(each, choice_words("date_order", each, _)) for each in _ORDERS],
        declared=next(
            (type_words(one["type"], visit.language) for one in declared if _is_it(one, name)), ""
        ),
    )


def _is_it(declared: Json, header: str) -> bool:
    return names_one_column((declared["name"], declared["label"]["fr"]), (header,))
