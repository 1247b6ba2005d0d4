"""The column of a registered dataset that is each field of a role: by concept, then by name.

No row is read: the owner's declaration of each column tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from catalog.fold import fold
from catalog.model.column_types import TYPES
from catalog.model.dataset import Column, Dataset, ScalarType
from intake.file_reading.names import names_a_price
from services_run.binding import bind, fits_type, name_score
from services_run.folder import Role, RoleField
from services_run.inputs import can_convert
from services_run.tables import FileTable, TableColumn

_UNITS = {"€": "EUR", "€/t": "EUR/t", "tonne": "t", "tonnes": "t", "kilogramme": "kg"}
_PRICE = "EUR/"
_OF_THE_STANDARD, _OF_ITS_NAME = 200, 100
_HOUR = "heure"
"""The concept of a column of hours."""
_OF_HOURS = frozenset({ScalarType.TIME, ScalarType.STRING})
_SURE = frozenset({"concept", "name", "given"})


@dataclass(slots=True)
class DatasetBinding:
    """`columns` (ids) by field and `by` what. `converted`: units by field, from and to. `lacking`:
    required fields that no column can be; `asked_about`: the required field that several may be,
    with their names. `left_out`: optional fields. `times`: the column (id) of the hour of a moment
    whose day stands apart.
    """

    columns: dict[str, str] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    converted: dict[str, tuple[str, str]] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    unsure: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    score: int = 0
    of_standard: bool = False

    @property
    def fits(self) -> bool:
        """With one question at most."""
        return bool(self.columns) and not self.lacking and len(self.unsure) <= 1

    @property
    def is_thin(self) -> bool:
        """Most of the role's fields, optional ones, have no column. Never of data that follow the
        standard of the role (`of_standard`): they are what they say.
        """
        is_mostly_left_out = len(self.left_out) > len(self.columns) + len(self.unsure)
        return is_mostly_left_out and not self.of_standard


def unit_of(column: Column) -> str | None:
    return None if column.unit is None else _UNITS.get(column.unit, column.unit)


def table_of(dataset: Dataset, columns: Sequence[Column]) -> FileTable:
    """As a file without rows whose columns are those of the dataset."""
    shown = [
        TableColumn(
            name=column.name,
            type=TYPES[column.type.scalar].read_as,
            unit=unit_of(column),
            concept=column.concept,
            values=[],
        )
        for column in columns
    ]
    return FileTable(file=f"{dataset.name}", columns=shown, rows=[], ignored=[])


def bind_dataset(
    role: Role, dataset: Dataset, readable: Sequence[Column], given: Mapping[str, str]
) -> DatasetBinding:
    """`readable`: the columns that whoever asks reads as they are; `given`: names of columns by
    field, as a person answered.
    """
    answered = {
        name: column
        for name, column in given.items()
        if name in role.fields and any(fold(one.name) == fold(column) for one in readable)
    }
    by_concept = _by_concept(role, readable, answered)
    table = table_of(dataset, readable)
    by_own_name = _by_own_name(role, table, {**by_concept, **answered})
    bound = bind(role, table, {}, {**by_concept, **by_own_name, **answered})
    follows = role.standard is not None and dataset.standard == role.standard
    binding = DatasetBinding(score=bound.score, of_standard=follows)
    for name, position in bound.columns.items():
        column, needed = readable[position], role.fields[name]
        by = "concept" if name in by_concept else bound.by[name]
        by = "name" if name in by_own_name else by
        is_kind = _same_kind(needed, column)
        if by == "given" and not is_kind and not needed.optional:
            # The answer cannot be: what is asked again would be answered the same for ever.
            binding.lacking.append(name)
            continue
        if by not in _SURE or not is_kind:
            if not needed.optional:
                binding.unsure[name] = (column.name,)
            continue
        binding.columns[name], binding.by[name] = column.id, by
        unit = unit_of(column)
        if needed.unit is not None and unit is not None and can_convert(unit, needed.unit):
            binding.converted[name] = (unit, needed.unit)
    taken = set(binding.columns.values())
    hours = {
        name: _hour_of(role.fields[name], column, readable, taken)
        for name, column in binding.columns.items()
    }
    binding.times = {name: hour for name, hour in hours.items() if hour is not None}
    for name, needed in role.fields.items():
        if name in binding.columns or name in binding.lacking:
            continue
        free = [readable[at] for at in bound.open.get(name, ()) if readable[at].id not in taken]
        _ask_or_lack(binding, needed, free, readable)
    binding.score += _of_the_whole(role, dataset) + 20 * len(by_concept)
    return binding


def _ask_or_lack(
    binding: DatasetBinding, needed: RoleField, free: Sequence[Column], readable: Sequence[Column]
) -> None:
    """A field without a column: left out where it is optional; else which of several it is, or that
    none can be.
    """
    if needed.optional:
        binding.left_out.append(needed.name)
        return
    choices = tuple(str(one.name) for one in free if _same_kind(needed, one))
    choices = choices or binding.unsure.get(needed.name, ())
    # One in the field's unit, or in one that is converted to it, is likelier.
    units = {str(one.name): unit_of(one) for one in readable}
    choices = tuple(sorted(choices, key=lambda one: units[one] is None))
    if choices:
        binding.unsure[needed.name] = choices
    else:
        binding.unsure.pop(needed.name, None)
        binding.lacking.append(needed.name)


def _hour_of(
    needed: RoleField, day: str, readable: Sequence[Column], taken: set[str]
) -> str | None:
    """The column (id) of hours beside a column of days: by its concept, else by its name alone."""
    is_day = any(one.id == day and one.type.scalar is ScalarType.DATE for one in readable)
    if needed.type != "moment" or not is_day:
        return None
    texts = [one for one in readable if one.type.scalar in _OF_HOURS and one.id not in taken]
    scores = {one.id: name_score(needed.times, str(one.name)) for one in texts}
    hours = [one.id for one in texts if one.concept == _HOUR]
    possible = hours or [key for key, score in scores.items() if score]
    best = max((scores[key] for key in possible), default=0)
    surest = [key for key in possible if scores[key] == best]
    return surest[0] if len(surest) == 1 else None


def _by_concept(
    role: Role, readable: Sequence[Column], answered: Mapping[str, str]
) -> dict[str, str]:
    """Fields whose concept one column alone has."""
    named = {}
    for name, needed in role.fields.items():
        if needed.concept is None or name in answered:
            continue
        columns = [
            column
            for column in readable
            if column.concept == needed.concept
            and _same_kind(needed, column)
            and column.name not in answered.values()
        ]
        rivals = [one for one in role.fields.values() if one.concept == needed.concept]
        if len(columns) == 1 and len(rivals) == 1:
            named[name] = str(columns[0].name)
    return named


def _by_own_name(role: Role, table: FileTable, taken: Mapping[str, str]) -> dict[str, str]:
    """Fields that a column is called exactly as, as those of a standard are."""
    columns = {fold(column.name): column for column in table.columns}
    return {
        name: columns[name].name
        for name, needed in role.fields.items()
        if name in columns
        and name not in taken
        and columns[name].name not in taken.values()
        and fits_type(needed.type, columns[name])
    }


def _same_kind(needed: RoleField, column: Column) -> bool:
    """Its unit is the field's, or is converted to it; what is neither is another thing. A price by
    the tonne is a price, whether its column says euros or, by its name, tonnes.
    """
    unit = unit_of(column)
    if needed.unit is not None and needed.unit.startswith(_PRICE):
        return unit is None or unit in {needed.unit, "EUR"} or names_a_price(str(column.name))
    if needed.unit is None or unit is None or unit == needed.unit:
        return True
    return can_convert(unit, needed.unit)


def _of_the_whole(role: Role, dataset: Dataset) -> int:
    score = 0
    if role.standard is not None and role.standard == dataset.standard:
        score += _OF_THE_STANDARD
    if any(fnmatchcase(fold(dataset.name), fold(pattern)) for pattern in role.files):
        score += _OF_ITS_NAME
    return score


def is_meant(role: Role, dataset: Dataset) -> bool:
    """By its standard or its name: an optional role takes no other by itself."""
    return _of_the_whole(role, dataset) > 0
