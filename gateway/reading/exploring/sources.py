"""Some data as an exploration sees them: a table of SQL, its columns, its place and its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from catalog.model.added_up import PERCENT, adds_up, first_of
from catalog.model.bilingual import Bilingual
from catalog.model.column_types import DAYS, NUMBERS
from catalog.model.dataset import Classification, Column, Dataset, ScalarType
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot

Ways = Mapping[str, tuple[Transform, ...]]
_CODES = frozenset({"commune", "epci", "departement", "region", "siren", "siret"})


@dataclass(frozen=True, slots=True)
class ExploredColumn:
    """`ways`: how it is given, none where it is not. `zone`: of its instants."""

    name: str
    scalar: ScalarType
    sql_type: str
    label: Bilingual
    unit: str | None
    concept: str | None
    is_personal: bool
    has_secret: bool
    is_share: bool
    codes: tuple[str, ...]
    ways: tuple[Transform, ...]

    @classmethod
    def of(cls, column: Column, ways: tuple[Transform, ...]) -> Self:
        kind = column.type
        is_decimal = kind.scalar is ScalarType.DECIMAL
        return cls(
            name=column.name,
            scalar=kind.scalar,
            sql_type=f"decimal({kind.precision}, {kind.scale})" if is_decimal else kind.scalar,
            label=Bilingual(column.label_fr, column.label_en or column.label_fr),
            unit=column.unit,
            concept=column.concept,
            is_personal=column.classification >= Classification.PERSONAL,
            has_secret=column.secret is not None,
            is_share=column.share_of_whole or first_of(column.unit) in PERCENT,
            codes=column.code_list,
            ways=ways,
        )

    @property
    def is_clear(self) -> bool:
        return self.ways == (Transform.CLEAR,)

    @property
    def tells_values(self) -> bool:
        """True where each value is given as it is, and no person and no secret is behind it."""
        return self.is_clear and not self.is_personal and not self.has_secret

    @property
    def is_day(self) -> bool:
        return self.scalar in DAYS

    @property
    def is_quantity(self) -> bool:
        return self.scalar in NUMBERS and self.concept not in _CODES and not self.codes

    @property
    def adds_up(self) -> bool:
        is_added = adds_up(self.name, self.concept, self.unit)
        return self.is_quantity and not self.is_share and is_added

    @property
    def is_category(self) -> bool:
        """True for a column whose values make groups: texts, yes and no, years of four digits."""
        groups = {ScalarType.STRING, ScalarType.BOOLEAN, ScalarType.INTEGER}
        is_plain = self.scalar in groups and (
            self.scalar is not ScalarType.INTEGER or not self.unit
        )
        return self.tells_values and is_plain and self.concept != "commune"

    @property
    def is_countable(self) -> bool:
        """True where different values are as many for the reader as they are."""
        return self.is_clear or self.ways == (Transform.KEYED_HASH,)


@dataclass(frozen=True, slots=True)
class ExploredData:
    """`table`: as SQL names it. `place` and `day` are names of columns that are given as they are;
    `vintage` is the year of the map where rows have no day.
    """

    id: str
    table: tuple[str, str]
    columns: tuple[ExploredColumn, ...]
    place: str | None
    day: str | None
    vintage: int | None
    is_personal: bool
    time_zone: str

    def column(self, name: str) -> ExploredColumn | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def days(self) -> tuple[ExploredColumn, ...]:
        """The row's own first."""
        days = [column for column in self.columns if column.is_day and column.tells_values]
        return tuple(sorted(days, key=lambda column: column.name != self.day))


def explored_data(dataset: Dataset, ways: Ways, snapshot: Snapshot) -> ExploredData:
    """With `ways`: of each column, by its id, as the law gives them to who asks."""
    columns = tuple(
        ExploredColumn.of(column, tuple(ways.get(column.id, ()))) for column in dataset.columns
    )
    clear = {column.name: column for column in columns if column.tells_values}
    binding = dataset.territory
    place: str | None = None
    day: str | None = None
    if binding is not None:
        place = dataset.column(binding.column).name
        day = dataset.column(binding.date_column).name if binding.date_column else None
    else:
        days = [name for name, column in clear.items() if column.is_day]
        day = days[0] if len(days) == 1 else None
    is_placed = place in clear and (binding is None or not binding.date_column or day in clear)
    return ExploredData(
        id=dataset.id,
        table=(snapshot.organisations[dataset.owner].slug.sql_name, dataset.name),
        columns=columns,
        place=place if is_placed else None,
        day=day if day in clear else None,
        vintage=None if binding is None else binding.vintage,
        is_personal=dataset.personal_data or any(column.is_personal for column in columns),
        time_zone=dataset.time_zone,
    )
