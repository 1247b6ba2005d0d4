"""The column of a file for each field of a role: by name, by concept, by its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.fold import fold
from intake.file_reading.names import words_of
from intake.file_reading.standard_names import plain_name, spellings_of
from services_run.folder import Role, RoleField
from services_run.tables import FileTable, TableColumn

_UNIT_WORDS = frozenset({"kg", "t", "eur", "en", "de", "du", "la", "le", "des"})
_PLATE = re.compile(r"[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|\d{1,4}[ -]?[A-Z]{1,3}[ -]?\d{2}")
_NEGATIONS = frozenset({"non", "sans", "hors"})
_LOOKED_AT = 400
_SURE_NAME = 80
_ENOUGH = 40
"""Of a score, for a column to be taken without being asked about."""
_FITS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"string", "integer", "boolean"}),
    "integer": frozenset({"integer"}),
    "date": frozenset({"date", "timestamp", "timestamp_tz"}),
    "moment": frozenset({"date", "timestamp", "timestamp_tz"}),
    "month": frozenset({"date", "string", "integer", "timestamp"}),
}
_NUMBERS = frozenset({"integer", "decimal"})
Known = Mapping[str, frozenset[str]]
"""By `role.field`, the folded values that are bound to it already."""


@dataclass(slots=True)
class Binding:
    """`columns`: positions from 0 by field; `by`: name, concept, values or given. `time`: the
    column that holds the hour of a moment. `open`: required fields that no column is sure for,
    with the columns that may be meant.
    """

    columns: dict[str, int] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    open: dict[str, tuple[int, ...]] = field(default_factory=dict)
    score: int = 0


def bind(role: Role, table: FileTable, known: Known, given: Mapping[str, str]) -> Binding:
    """`given`: column names by field, as a person answered."""
    binding = Binding()
    for name, column in given.items():
        binding.columns[name] = _position(table, column)
        binding.by[name] = "given"
    scored = sorted(
        (
            (score, -position, name, by)
            for name, needed in role.fields.items()
            if name not in binding.columns
            for position, column in enumerate(table.columns)
            for score, by in [_score(needed, column, known, len(table.rows))]
            if score
        ),
        reverse=True,
    )
    _take(binding, role, scored)
    _take_by_difference(binding, role, table)
    _take_what_is_left(binding, role, scored)
    for name, needed in role.fields.items():
        if needed.type == "moment" and name in binding.columns:
            _take_time(binding, needed, table)
    return binding


def _position(table: FileTable, column: str) -> int:
    folded = [fold(each.name) for each in table.columns]
    return folded.index(fold(column))


def _take(binding: Binding, role: Role, scored: Sequence[tuple[int, int, str, str]]) -> None:
    """The surest first; two columns that are as sure for a required field are asked about."""
    for score, negative, name, by in scored:
        position = -negative
        if score < _ENOUGH or name in binding.columns or name in binding.open:
            continue
        if position in binding.columns.values():
            continue
        rivals = [
            -other
            for rival, other, of, _ in scored
            if of == name and rival == score and -other not in binding.columns.values()
        ]
        if len(rivals) > 1 and not role.fields[name].optional:
            binding.open[name] = tuple(sorted(rivals))
            continue
        if len(rivals) > 1:
            continue
        binding.columns[name], binding.by[name] = position, by
        binding.score += score


def _take_by_difference(binding: Binding, role: Role, table: FileTable) -> None:
    """Net, gross and tare under names never seen: the one is the difference of the two others."""
    for name, needed in role.fields.items():
        if not needed.difference or name in binding.columns:
            continue
        taken = set(binding.columns.values())
        numbers = [
            position for position, column in enumerate(table.columns)
            if column.type in _NUMBERS and position not in taken
        ]  # fmt: skip
        parts = [
            [binding.columns[part]] if part in binding.columns else numbers
            for part in needed.difference
        ]
        triples = [
            (one, other, net)
            for one in parts[0] for other in parts[1] for net in numbers
            if len({one, other, net}) == 3 and _is_difference(table, one, other, net)
        ]  # fmt: skip
        # Of a = b + c, either of b and c may be the net: the net varies more than a tare does.
        if triples:
            one, other, net = max(triples, key=lambda triple: _spread(table.columns[triple[2]]))
            for field_name, position in zip(
                (*needed.difference, name), (one, other, net), strict=True
            ):
                if field_name not in binding.columns:
                    binding.columns[field_name], binding.by[field_name] = position, "values"
            binding.open.pop(name, None)


def _is_difference(table: FileTable, one: int, other: int, net: int) -> bool:
    first, second, rest = (table.columns[at].values[:_LOOKED_AT] for at in (one, other, net))
    compared = fits = 0
    for a, b, c in zip(first, second, rest, strict=True):
        if isinstance(a, Decimal) and isinstance(b, Decimal) and isinstance(c, Decimal):
            compared += 1
            fits += a - b == c and c > 0
    return compared > 0 and fits >= 0.8 * compared


def _spread(column: TableColumn) -> Decimal:
    numbers = sorted(value for value in column.values[:_LOOKED_AT] if isinstance(value, Decimal))
    middle = numbers[len(numbers) // 2] if numbers else Decimal(0)
    return (numbers[-1] - numbers[0]) / middle if middle else Decimal(0)


def _take_what_is_left(
    binding: Binding, role: Role, scored: Sequence[tuple[int, int, str, str]]
) -> None:
    """A required field for which one column alone may still do; else it is asked about."""
    for name, needed in role.fields.items():
        if name in binding.columns or needed.optional:
            continue
        taken = set(binding.columns.values())
        left = {-at for _, at, of, _ in scored if of == name and -at not in taken}
        rivals = [-at for at in binding.open.get(name, ()) if at not in taken]
        if len(left) == 1 and not rivals and not needed.whole:
            binding.columns[name], binding.by[name] = left.pop(), "values"
            binding.open.pop(name, None)
        else:
            binding.open[name] = tuple(sorted(binding.open.get(name) or left))


def _take_time(binding: Binding, needed: RoleField, table: FileTable) -> None:
    column = table.columns[binding.columns[needed.name]]
    if column.type != "date":
        return
    times = [at for at, each in enumerate(table.columns) if each.type == "time"]
    named = [at for at in times if name_score(needed.times, table.columns[at].name)]
    if named or len(times) == 1:
        binding.times[needed.name] = (named or times)[0]


def _score(needed: RoleField, column: TableColumn, known: Known, rows: int) -> tuple[int, str]:
    """(0: cannot be; 1: may be, by its type alone; more: how sure; by what)."""
    score, by = _named_score(needed, column.name), "name"
    if not fits_type(needed.type, column) and not _is_numbered_by_dates(needed, column, score):
        return 0, ""
    if needed.unique and not _is_unique(column, rows):
        return 0, ""
    values = _sample(column)
    if not score and needed.concept is not None and needed.concept == column.concept:
        score, by = 50, "concept"
    if needed.values_of:
        shares = [_share_in(values, known.get(of, frozenset())) for of in needed.values_of]
        best = max(shares)
        if best >= 0.6:
            # The first of them that it resembles is the nearest to what is meant.
            score, by = score + 60 - shares.index(best), by if score else "values"
        elif score and any(known.get(of) for of in needed.values_of):
            score = max(score - 30, 1)
    if needed.plate:
        share = _share(values, lambda text: _PLATE.fullmatch(text.upper()) is not None)
        if share > 0.7:
            score, by = score + 50, by if score else "values"
    if needed.unit is not None and score and column.unit == needed.unit:
        score += 3
    return max(score, 1), by


def _is_numbered_by_dates(needed: RoleField, column: TableColumn, score: int) -> bool:
    """A column of the very name, whose numbers look like dates."""
    return needed.type == "text" and column.type == "date" and score >= _SURE_NAME


def _is_unique(column: TableColumn, rows: int) -> bool:
    """But for what is written twice: that is for the service to tell."""
    return len(set(column.values)) >= 0.9 * rows


def fits_type(kind: str, column: TableColumn) -> bool:
    if kind.startswith("decimal"):
        return column.type in _NUMBERS
    return column.type in _FITS.get(kind, frozenset({"string"}))


def _named_score(needed: RoleField, column: str) -> int:
    """As name_score; of a field that takes whole names, by a spelling of the header alone."""
    if not needed.whole:
        return name_score(needed.names, column)
    spellings = spellings_of(column)
    names = [*needed.names, needed.name]
    places = [at for at, name in enumerate(names) if plain_name(name) in spellings]
    return 100 - min(places) if places else 0


def name_score(names: Iterable[str], column: str) -> int:
    """100 for the name itself, less for one of its words; an earlier synonym is a little surer."""
    words = words_of(column)
    bare = [word for word in words if word not in _UNIT_WORDS] or words
    best = 0
    for place, name in enumerate(names):
        wanted = words_of(name)
        plain = [word for word in wanted if word not in _UNIT_WORDS] or wanted
        if words == wanted or "".join(words) == "".join(wanted):
            best = max(best, 100 - place)
        elif bare == plain:
            best = max(best, 90 - place)
        elif set(plain) <= set(bare) and _denied(plain) == _denied(bare):
            best = max(best, 55 + 5 * len(plain) - place)
    return best


def _denied(words: Iterable[str]) -> frozenset[str]:
    """The words that turn a name into its contrary: « non domestique » is not « domestique »."""
    return _NEGATIONS & frozenset(words)


def _sample(column: TableColumn) -> list[str]:
    step = max(1, len(column.values) // _LOOKED_AT)
    values = column.written or column.values
    return [str(value) for value in values[::step] if value is not None]


def _share(values: Sequence[str], holds: object) -> float:
    assert callable(holds)
    return sum(map(bool, map(holds, values))) / len(values) if values else 0.0


def _share_in(values: Sequence[str], among: frozenset[str]) -> float:
    return _share(values, lambda text: fold(text).strip() in among)


def folded_values(column: TableColumn) -> frozenset[str]:
    distinct = set(column.written or column.values) - {None}
    return frozenset(fold(str(value)).strip() for value in distinct)
