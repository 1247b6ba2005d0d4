"""From answers about data to what its pages show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from catalog.day_words import day_in_words
from catalog.model.column_types import DAYS, NUMBERS, type_words
from catalog.model.paris import PARIS
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_CLEAR: Final = "clear"
_PERSONAL: Final = 2
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def received_address(agreement: _Entry, visit: Visit) -> str:
    """Of the data that an agreement gives, for the first of its purposes that the visitor holds."""
    held = [purpose for purpose in agreement["purposes"] if purpose in visit.purposes]
    address = f"/data/{agreement['datasetId']}"
    return f"{address}?purpose={quote(held[0], safe='')}" if held else address


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """`given` in words: how the visitor would read it."""

    label: str
    name: str
    field: str
    type: str
    unit: str
    given: str
    is_given: bool
    notes: Sequence[str]


def columns_of(dataset: _Entry, visit: Visit) -> list[ColumnRow]:
    """All of them, in order."""
    english = visit.language == "en"
    return [
        ColumnRow(
            label=column["labelEn" if english else "labelFr"] or column["labelFr"],
            name=column["name"],
            field=column["field"],
            type=type_words(column["type"], visit.language),
            unit=column["unit"] or "",
            given=given_words(column["given"], visit),
            is_given=bool(column["given"]),
            notes=_notes_of(column, visit),
        )
        for column in dataset["columns"]
    ]


def _notes_of(column: _Entry, visit: Visit) -> list[str]:
    _ = visit.gettext
    notes = []
    if column["classification"] >= _PERSONAL:
        notes.append(_("concerne des personnes"))
    if column["codes"]:
        notes.append(", ".join(column["codes"][:6]) + ("…" if len(column["codes"]) > 6 else ""))
    return notes


def given_words(given: Sequence[str], visit: Visit) -> str:
    """The words for the ways in which a column is given: `clear` and an agreement's transforms."""
    _ = visit.gettext
    known = {
        "clear": _("en clair"),
        "keyed_hash": _("pseudonyme"),
        "month": _("au mois"),
        "year": _("à l'année"),
        "commune": _("à la commune"),
        "epci": _("à l'intercommunalité"),
        "constant": _("valeur fixe"),
        "null": _("masquée"),
    }
    if not given:
        return _("non donnée")
    return _(" ou ").join(known.get(way, way) for way in given)


def cell_words(value: Any, type_name: str, visit: Visit) -> str:
    """A value as people read it; nothing as an em dash."""
    _ = visit.gettext
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if type_name in DAYS:
        return _moment(value, visit).replace(" ", _NO_BREAK)
    if type_name in NUMBERS:
        return visit.number(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _moment(value: str, visit: Visit) -> str:
    """A day, or a day and its hour: that of Paris where the value says of which zone it is."""
    if "T" not in value:
        return day_in_words(date.fromisoformat(value), visit.language)
    moment = datetime.fromisoformat(value)
    local = moment if moment.tzinfo is None else moment.astimezone(PARIS)
    return f"{day_in_words(local.date(), visit.language)} {local:%H:%M:%S}"
