"""The contents of one column of stacked rows, in each arm and in all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from sqlglot import exp

from catalog.standards.conformity import converts, is_code_table
from catalog.standards.standard import standards
from federation.standards.standard_cells import codes_of, factor_of


class Kind(Enum):
    LABEL = auto()
    """The same for every row of an arm: `'Rennes' AS epci`."""
    CELL = auto()
    """A column as it is, a day cut, or a sum: of every arm something."""
    EMPTY = auto()
    """NULL, and nothing else."""
    PARTIAL = auto()
    """Of some arms a cell, of the others nothing: as a label it tells them apart."""
    COMPUTED = auto()


TELL_APART = frozenset({Kind.LABEL, Kind.PARTIAL})
_CELLS = frozenset({Kind.CELL, Kind.PARTIAL, Kind.EMPTY})


@dataclass(frozen=True, slots=True)
class Output:
    """`read`: the (dataset id, column name) that it is made of. `unit`: the one that its values are
    in; `is_converted` where they were multiplied to be. `codes`: (word, code) of the standard, as
    the column's owner declares them.
    """

    name: str
    kind: Kind
    read: frozenset[tuple[str, str]] = frozenset()
    unit: str | None = None
    is_converted: bool = False
    codes: frozenset[tuple[str, str]] = frozenset()


def of_both(one: Output, two: Output) -> Output:
    """A column of the rows of two arms, one below the other."""
    units = {each.unit for each in (one, two) if each.kind is not Kind.EMPTY}
    is_converted = one.is_converted or two.is_converted
    kind = _kind_of_both(one.kind, two.kind)
    if is_converted and len(units) > 1:
        # A sum of what was multiplied for one arm alone would tell, once grouped, what each has.
        kind = Kind.COMPUTED
    unit = next(iter(units)) if len(units) == 1 else None
    return Output(one.name, kind, one.read | two.read, unit, is_converted)


def _kind_of_both(one: Kind, two: Kind) -> Kind:
    """A constant beside a cell would tell, once grouped, what each arm has."""
    if one is two:
        return one
    return Kind.PARTIAL if {one, two} <= _CELLS else Kind.COMPUTED


def is_recoded(case: exp.Case, cell: Output) -> bool:
    """True where words are replaced by a standard's own table, or as the column's owner declares,
    and nothing else is.
    """
    codes = codes_of(case)
    if not codes:
        return False
    rest = {word: code for word, code in codes.items() if (word, code) not in cell.codes}
    return not rest or is_code_table(rest, standards().values())


def converted(product: exp.Mul, cell: Output) -> Output | None:
    """A cell in another unit: multiplied once, by a factor that is declared for its own."""
    factor = factor_of(product)
    if factor is None or cell.unit is None or cell.is_converted:
        return None
    unit = converts(factor, cell.unit)
    return None if unit is None else replace(cell, unit=unit, is_converted=True)
