"""`$expand`: the commune of a row, by its code and day, and the organisation whose row it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from catalog.cog import Cog
from catalog.model.dataset import Column
from catalog.reference import cog_in
from gateway.http.odata.problems import OdataNotServed, OdataOption
from gateway.reading.walks.readable import Readable, ReadableBody

COMMUNE, ORGANISATION = "Commune", "Organisation"
"""Names of types: those of datasets begin with a small letter."""
TYPES: Mapping[str, tuple[tuple[str, str], ...]] = {
    COMMUNE: (
        ("code", "Edm.String"),
        ("nom", "Edm.String"),
        ("population", "Edm.Int32"),
        ("epci_siren", "Edm.String"),
        ("epci_nom", "Edm.String"),
    ),
    ORGANISATION: (("siren", "Edm.String"), ("slug", "Edm.String"), ("nom", "Edm.String")),
}
"""The properties of each; the first is its key."""
_ORGANISATION_NAME = "organisation"
_CONCEPT = "commune"


@dataclass(frozen=True, slots=True)
class Navigation:
    """`column` holds the code of a commune; None leads to the organisation."""

    name: str
    type: str
    column: Column | None = None


def navigations_of(readable: Readable) -> tuple[Navigation, ...]:
    """By the names that no column has."""
    there = []
    for relation in readable.dataset.relations:
        column = readable.dataset.column(relation.column)
        is_free = readable.dataset.column_named(str(relation.name)) is None
        if relation.concept == _CONCEPT and is_free and readable.ways.get(column.id):
            there.append(Navigation(str(relation.name), COMMUNE, column))
    names = {str(each.name) for each in readable.dataset.columns}
    if _ORGANISATION_NAME not in names | {each.name for each in there}:
        there.append(Navigation(_ORGANISATION_NAME, ORGANISATION))
    return tuple(there)


def read_expand(text: str, readable: Readable) -> tuple[Navigation, ...]:
    """Raises OdataNotServed for options within, OdataOption for a name that leads nowhere."""
    by_name = {each.name: each for each in navigations_of(readable)}
    led: dict[str, Navigation] = {}
    for name in filter(None, map(str.strip, text.split(","))):
        if not name.replace("_", "").isalnum():
            raise OdataNotServed(what=f"$expand={name[:40]}")
        if name not in by_name:
            links = {str(each.name) for each in readable.dataset.links}
            if name in links:
                raise OdataNotServed(what=f"$expand={name}")
            names = ", ".join(by_name)
            raise OdataOption(
                option="$expand",
                reason_fr=f"« {name[:40]} » n'est pas l'une de : {names}",
                reason_en=f'"{name[:40]}" is none of: {names}',
            )
        led[name] = by_name[name]
    return tuple(led.values())


@dataclass(slots=True)
class Related:
    """Writes what the rows of a page lead to, each commune once."""

    navigations: Sequence[Navigation]
    body: ReadableBody
    readable: Readable

    @property
    def columns(self) -> tuple[Column, ...]:
        """All that must be read beside the rows: codes, and the day of each row."""
        codes = [each.column for each in self.navigations if each.column is not None]
        day = self._day
        return tuple(dict.fromkeys([*codes, *([day] if day is not None and codes else [])]))

    @property
    def _day(self) -> Column | None:
        territory = self.readable.dataset.territory
        if territory is None or territory.date_column is None:
            return None
        column = self.readable.dataset.column(territory.date_column)
        return column if self.readable.ways.get(column.id) else None

    def texts(self, cells: Mapping[str, Sequence[object]], rows: int) -> dict[str, list[bytes]]:
        """JSON by name, row by row; `cells` by the ids of `columns`."""
        cog = cog_in(self.body.standpoint.snapshot)
        day = self._day
        days = [None] * rows if day is None or day.id not in cells else cells[day.id]
        return {
            each.name: [self._organisation()] * rows
            if each.column is None
            else [
                _commune(cog, code, self._when(row_day))
                for code, row_day in zip(cells[each.column.id], days, strict=True)
            ]
            for each in self.navigations
        }

    def _when(self, row_day: object) -> date:
        if isinstance(row_day, datetime):
            return row_day.date()
        if isinstance(row_day, date):
            return row_day
        territory = self.readable.dataset.territory
        if territory is not None and territory.vintage is not None:
            return date(territory.vintage, 1, 1)
        return datetime.now(UTC).date()

    def _organisation(self) -> bytes:
        owner = self.readable.owner
        return msgspec.json.encode(
            {"siren": str(owner.siren), "slug": str(owner.slug), "nom": owner.name}
        )


def _commune(cog: Cog, code: object, day: date) -> bytes:
    """`null` for what was no commune on that day."""
    label = None
    if isinstance(code, str) and len(code) == 5 and code.isalnum():
        label = cog.label_of_key(f"{code}@{day.isoformat()}")
    if label is None:
        return b"null"
    return msgspec.json.encode(
        {
            "code": str(label.code),
            "nom": label.nom,
            "population": label.population,
            "epci_siren": None if label.epci_siren is None else str(label.epci_siren),
            "epci_nom": label.epci_nom,
        }
    )
