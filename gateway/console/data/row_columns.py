"""The columns of which a reader is given something, as a page and a file of rows show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from catalog.model.column_types import NUMBERS
from gateway.console.rendering import translations
from gateway.console.shared.described_data import described
from gateway.console.visit import Visit

_TELLS_NOTHING: Final = frozenset({"keyed_hash", "null", "constant"})
_COARSER: Final = ("keyed_hash", "month", "year", "commune", "epci", "constant")


@dataclass(frozen=True, slots=True)
class RowColumn:
    """`relation`: the field that gives its communes, where they may be read."""

    field: str
    name: str
    label: str
    type: str
    given: Sequence[str]
    relation: str | None

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMBERS

    @property
    def is_pseudonym(self) -> bool:
        return "keyed_hash" in self.given

    @property
    def is_comparable(self) -> bool:
        """True where a person could type a value that the column holds."""
        return self.type != "json" and not set(self.given) <= _TELLS_NOTHING

    @property
    def selected(self) -> str:
        """In a document: a commune's code, and the commune beside it."""
        if self.relation is None:
            return self.field
        return f"{self.field} {self.relation} {{ nom }}"


def row_columns(dataset: Mapping[str, Any], visit: Visit) -> list[RowColumn]:
    """In order. A column of which every cell is masked has nothing to show."""
    label_of = "labelEn" if visit.language == "en" else "labelFr"
    columns = []
    for column in dataset["columns"]:
        if not set(column["given"]) - {"null"}:
            continue
        label = column[label_of] or column["labelFr"]
        columns.append(
            RowColumn(
                field=column["field"],
                name=column["name"],
                label=f"{label} ({column['unit']})" if column["unit"] else label,
                type=column["type"],
                given=tuple(column["given"]),
                relation=column["relation"] if column["given"] == ["clear"] else None,
            )
        )
    return columns


def less_than_clear(dataset: Mapping[str, Any], visit: Visit) -> list[tuple[str, str]]:
    """(their labels, how they are given), for the columns that are coarser or not there."""
    _, ngettext = visit.gettext, translations(visit.language).ngettext
    by_way: dict[str, list[str]] = {way: [] for way in (*_COARSER, "")}
    for column in described(dataset).columns:
        label, ways = column.label(visit.language), set(column.given)
        if not ways - {"null"}:
            by_way[""].append(label)
            continue
        for way in ways & set(_COARSER):
            by_way[way].append(label)
    return [
        (
            ", ".join(labels),
            {
                "keyed_hash": ngettext(
                    "remplacé par un pseudonyme", "remplacés par des pseudonymes", len(labels)
                ),
                "month": ngettext("arrondi au mois", "arrondis au mois", len(labels)),
                "year": ngettext("arrondi à l'année", "arrondis à l'année", len(labels)),
                "commune": ngettext("arrondi à la commune", "arrondis à la commune", len(labels)),
                "epci": ngettext(
                    "arrondi à l'intercommunalité", "arrondis à l'intercommunalité", len(labels)
                ),
                "constant": _("valeur fixe"),
                "": ngettext("non donné", "non donnés", len(labels)),
            }[way],
        )
        for way, labels in by_way.items()
        if labels
    ]
