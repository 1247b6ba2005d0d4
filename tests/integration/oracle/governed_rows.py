"""What each reader may see, by brute force over rows: written apart from the compiler.

No SQL, no code list: every row asks the memberships and the map of its own day.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from catalog.cog import Cog
from catalog.fold import fold
from catalog.model.dataset import Column, Dataset, ScalarType
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from catalog.territory import territory
from federation.keys import DerivedKeys
from policies.decision import Branch, CellTransform

Row = dict[str, Any]
CODE_LENGTH = 5

# From the most to the least revealing, in the architecture's own words.
ORDER = ("clear", "month", "year", "commune", "epci", "keyed_hash", "constant", "null")


class Oracle:
    def __init__(
        self,
        snapshot: Snapshot,
        branches: dict[str, tuple[Branch, ...]],
        cog: Cog,
        now: datetime,
        reader: str,
        keyring: DerivedKeys,
    ) -> None:
        self.snapshot, self.branches, self.cog = snapshot, branches, cog
        self.now, self.reader, self.keyring = now, reader, keyring
        self.covered: dict[Any, frozenset[Any]] = {}
        self.starts = {each.citation: each.start for each in snapshot.agreements}

    def governed(self, dataset: Dataset, rows: list[Row]) -> list[Row]:
        """One row for each row that some branch holds; only granted columns, as they are shown."""
        branches = self.branches[dataset.id]
        names = granted(dataset, branches)
        shown = []
        for row in rows:
            holding = [each for each in branches if self.holds(each.rows, dataset, row)]
            if holding:
                shown.append({name: self.cell(dataset, name, holding, row) for name in names})
        return shown

    def cell(self, dataset: Dataset, name: str, holding: list[Branch], row: Row) -> Any:
        column = dataset.column_named(name)
        assert column is not None
        offers = [
            (
                ORDER.index(cell.transform.value),
                self.starts.get(branch.agreement, date.min),
                branch.agreement,
                cell,
            )
            for branch in holding
            if (cell := branch.columns.get(column.id)) is not None
        ]
        if not offers:
            return None
        _, _, citation, cell = min(offers, key=lambda offer: offer[:3])
        return self.shown(dataset, column, cell, citation, row)

    def shown(  # noqa: PLR0911 - one return a transform
        self, dataset: Dataset, column: Column, cell: CellTransform, citation: str, row: Row
    ) -> Any:
        value = row[column.name]
        match cell.transform:
            case Transform.CLEAR:
                return value
            case Transform.NULL:
                return None
            case Transform.CONSTANT:
                assert cell.constant is not None
                return (
                    int(cell.constant)
                    if column.type.scalar is ScalarType.INTEGER
                    else cell.constant
                )
        if value is None:
            return None
        if cell.transform is Transform.KEYED_HASH:
            return self.hashed(("column", citation, column.id), value)
        if cell.transform in {Transform.COMMUNE, Transform.EPCI}:
            return self.coarser(dataset, value, row, cell.transform)
        zone = ZoneInfo(dataset.time_zone)
        local = value.astimezone(zone) if isinstance(value, datetime) else value
        first = local.replace(day=1)
        if cell.transform is Transform.YEAR:
            first = first.replace(month=1)
        if isinstance(first, datetime):
            midnight = first.replace(hour=0, minute=0, second=0, tzinfo=None)
            return midnight.replace(tzinfo=zone).astimezone(UTC)
        return first

    def coarser(self, dataset: Dataset, code: str, row: Row, grain: Transform) -> str | None:
        """The commune of the row's day, or its EPCI; nothing where either is unknown."""
        day = self.map_day(dataset, row)
        commune = None if day is None else self.cog.commune_at(code, day)
        if commune is None or day is None or grain is Transform.COMMUNE:
            return commune
        label = self.cog.label(commune, day)
        return None if label is None else label.epci_siren

    def map_day(self, dataset: Dataset, row: Row) -> date | None:
        """The day on whose map the row's code is read, as its dataset says."""
        binding = dataset.territory
        assert binding is not None
        if binding.vintage is not None:
            return date(binding.vintage, 1, 1)
        assert binding.date_column is not None
        return self.day_of(dataset, row[dataset.column(binding.date_column).name])

    def day_of(self, dataset: Dataset, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.astimezone(ZoneInfo(dataset.time_zone)).date()
        return value

    def hashed(self, purpose: tuple[str, ...], text: str) -> str:
        inner = hashlib.sha256((self.keyring.derive(purpose, 1) + text).encode()).hexdigest()
        return hashlib.sha256((self.keyring.derive(purpose, 2) + inner).encode()).hexdigest()

    def row_id(self, dataset_id: str, parts: list[str | None]) -> str | None:
        if any(part is None for part in parts):
            return None
        text = "".join(f"{len(part)}:{part}" for part in parts if part is not None)
        return self.hashed(("row_id", self.reader, dataset_id), text)

    def commune(
        self, dataset_id: str, row: Row, date_name: str | None
    ) -> tuple[str | None, str | None]:
        """The current commune's code and folded name, at the row's date if it is shown at all."""
        dataset = self.snapshot.datasets[dataset_id]
        # What a row shows instead of a commune is never five characters long here.
        if row["code"] is None or len(row["code"]) != CODE_LENGTH:
            return None, None
        if date_name is not None and date_name in row:
            value = row[date_name]
            if value is None:
                return row["code"], None
            zone = ZoneInfo(dataset.time_zone)
            day = value.astimezone(zone).date() if isinstance(value, datetime) else value
        else:
            vintage = dataset.territory.vintage if dataset.territory else None
            day = self.now.date() if vintage is None else date(vintage, 1, 1)
        code = self.cog.commune_at(row["code"], day) or row["code"]
        label = self.cog.label(code, day)
        return code, None if label is None else fold(label.nom)

    def holds(  # noqa: PLR0911 - one return a kind of condition
        self, rows: RowCondition, dataset: Dataset, row: Row
    ) -> bool:
        match rows:
            case AllRows():
                return True
            case AllOf(conditions):
                return all(self.holds(each, dataset, row) for each in conditions)
            case Compare(column_id, op, values):
                column = dataset.column(column_id)
                value = row[column.name]
                return value is not None and compared(
                    value, op.value, [parsed(each, column) for each in values]
                )
            case InListedTerritory(column_id, communes, at, date_column):
                code = row[dataset.column(column_id).name]
                listed = frozenset().union(*(self.cog.atoms_of(each, at) for each in communes))
                today = self.now.astimezone(ZoneInfo("Europe/Paris")).date()
                vintage = dataset.territory.vintage if dataset.territory else None
                day: date | None = date(vintage, 1, 1) if vintage else today
                if date_column is not None:
                    day = self.day_of(dataset, row[dataset.column(date_column).name])
                    here = self.now.astimezone(ZoneInfo(dataset.time_zone)).date()
                    day = None if day is None or day > here else day
                land = None if code is None or day is None else self.cog.atoms_of(code, day)
                return bool(land) and land <= listed
            case InTerritory(column_id, of, competence, date_column):
                code = row[dataset.column(column_id).name]
                if code is None:
                    return False
                today = self.now.astimezone(ZoneInfo("Europe/Paris")).date()
                if date_column is None:
                    vintage = dataset.territory.vintage if dataset.territory else None
                    return self.inside(
                        code, of, competence, today, date(vintage, 1, 1) if vintage else today
                    )
                value = row[dataset.column(date_column).name]
                if value is None:
                    return False
                zone = ZoneInfo(dataset.time_zone)
                day = value.astimezone(zone).date() if isinstance(value, datetime) else value
                return day <= self.now.astimezone(zone).date() and self.inside(
                    code, of, competence, day, day
                )

    def inside(self, code: str, of: Any, competence: str, day: date, map_day: date) -> bool:
        land = self.cog.atoms_of(code, map_day)
        key = (of, competence, day)
        if key not in self.covered:
            memberships = self.snapshot.memberships
            self.covered[key] = territory(of, competence, day, memberships, self.cog).atoms
        covered = self.covered[key]
        return bool(land) and land <= covered


def granted(dataset: Dataset, branches: tuple[Branch, ...]) -> list[str]:
    return [
        each.name
        for each in dataset.columns
        if any(each.id in branch.columns for branch in branches)
    ]


def keys_of(column_id: str, branches: tuple[Branch, ...]) -> set[str]:
    """The agreements under whose keys some cells of a column are hashed."""
    return {
        branch.agreement
        for branch in branches
        if column_id in branch.columns
        and branch.columns[column_id].transform is Transform.KEYED_HASH
    }


def shows_communes(column_id: str, branches: tuple[Branch, ...]) -> bool:
    return any(
        branch.columns[column_id].transform in {Transform.CLEAR, Transform.COMMUNE}
        for branch in branches
        if column_id in branch.columns
    )


def parsed(text: str, column: Column) -> Any:
    match column.type.scalar:
        case ScalarType.INTEGER:
            return int(text)
        case ScalarType.DECIMAL:
            return Decimal(text)
        case ScalarType.DATE:
            return date.fromisoformat(text)
        case ScalarType.TIMESTAMP_TZ:
            return datetime.fromisoformat(text)
        case _:
            return text


def compared(value: Any, op: str, values: list[Any]) -> bool:
    match op:
        case "eq" | "in":
            return value in values
        case "ne":
            return bool(value != values[0])
        case "lt":
            return bool(value < values[0])
        case "lte":
            return bool(value <= values[0])
        case "gt":
            return bool(value > values[0])
        case _:
            return bool(value >= values[0])
