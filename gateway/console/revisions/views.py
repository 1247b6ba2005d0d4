"""The fields of a revision: as the agreement has them, then as they were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gateway.console.shared.days import read_day
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
TEXTS: Final = ("title", "start", "end", "legal_basis")
PLACES: Final = {
    "title": "title",
    "start": "start",
    "end": "end",
    "legalBasis": "legal_basis",
    "legal_basis": "legal_basis",
    "columns": "columns",
    "purposes": "purposes",
}
"""Of the steps of a problem's path, the field that asks it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """`columns` and `purposes` are what is ticked; `how` by the name of a column."""

    texts: Mapping[str, str]
    columns: Sequence[str]
    purposes: Sequence[str]
    how: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """To carry the whole through a page that only confirms."""
        return [
            *self.texts.items(),
            *(("columns", name) for name in self.columns),
            *((f"how_{name}", self.how.get(name, "")) for name in self.columns),
            *(("purposes", code) for code in self.purposes),
        ]


def present_of(entry: _Entry, start: str) -> Revision:
    """`start`: when the new version takes the old one's place, as typed."""
    return Revision(
        texts={
            "title": entry["title"],
            "start": start,
            "end": entry["end"],
            "legal_basis": entry["legalBasis"],
        },
        columns=[column["name"] for column in entry["grantedColumns"]],
        purposes=[purpose["code"] for purpose in entry["purposeLabels"]],
        how={column["name"]: column["transform"].upper() for column in entry["grantedColumns"]},
    )


def typed_of(values: Mapping[str, Sequence[str]]) -> Revision:
    """`values`: every value of each field."""
    return Revision(
        texts={name: values[name][0].strip() if values.get(name) else "" for name in TEXTS},
        columns=tuple(dict.fromkeys(values.get("columns", ()))),
        purposes=tuple(dict.fromkeys(values.get("purposes", ()))),
        how={
            name.removeprefix("how_"): value[0]
            for name, value in values.items()
            if name.startswith("how_") and value
        },
    )


def mistakes_of(typed: Revision, visit: Visit) -> list[dict[str, str]]:
    _ = visit.gettext
    mistakes = [
        (name, _("Écrivez la date ainsi : 20/11/2026."))
        for name in ("start", "end")
        if read_day(typed[name]) is None
    ]
    if not typed["title"]:
        mistakes.append(("title", _("Donnez un titre à la convention.")))
    if not typed.columns:
        mistakes.append(("columns", _("Choisissez au moins une information.")))
    if not typed.purposes:
        mistakes.append(("purposes", _("Choisissez à quoi les données serviront.")))
    return [{"id": name, "text": text} for name, text in mistakes]


def input_of(typed: Revision, entry: _Entry) -> dict[str, Any]:
    """What was constant or under a legal secret stays so, with its value and its text."""
    before = {column["name"]: column for column in entry["grantedColumns"]}
    columns = [
        {
            "name": name,
            "transform": typed.how.get(name) or "CLEAR",
            "constant": before.get(name, {}).get("constant")
            if typed.how.get(name) == "CONSTANT"
            else None,
            "secretText": before.get(name, {}).get("secretText"),
        }
        for name in typed.columns
    ]
    start, end = read_day(typed["start"]), read_day(typed["end"])
    return {
        "agreement": entry["id"],
        "title": typed["title"],
        "start": "" if start is None else start.isoformat(),
        "end": "" if end is None else end.isoformat(),
        "legalBasis": typed["legal_basis"],
        "columns": columns,
        "purposes": list(typed.purposes),
    }
