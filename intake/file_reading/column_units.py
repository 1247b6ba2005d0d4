"""In which unit each figure of a column is: its header's, unless half of the cells say another.

A cell that says its own unit is converted where a fixed number leads to the column's. Where two
readings make sense, both are asked about, and neither is added up in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.number_text import Marks, Written, value_of
from intake.file_reading.typed import MOST_SHOWN, ColumnQuestion
from intake.file_reading.unit_factors import factor_between
from intake.file_reading.units import unit_sign
from intake.file_reading.values import Cell

OWN, HEADER = "own", "header"
RATES = frozenset({"%", "ratio"})
_HALF = Decimal("0.5")
_FAR = 10


@dataclass(frozen=True, slots=True)
class UnitReading:
    """`unit`: the column's. `factors`: by what is written in a cell ("" where nothing is), the
    number that takes the figure to it; a unit that is missing there has none.
    """

    unit: str | None
    factors: Mapping[str, Decimal]
    questions: tuple[ColumnQuestion, ...] = ()
    is_chosen: bool = False

    def value(self, value: Decimal, written: str | None) -> Decimal | None:
        factor = self.factors.get(written or "")
        return None if factor is None else value * factor


@dataclass(slots=True)
class UnitEvidence:
    """`header`: the unit that the header gives; `meaning`: the one that goes with what is measured.

    `bare`: how many cells say no unit, with their figures; `numbers`: the texts that are numbers.
    """

    name: str
    header: str | None
    meaning: str | None
    marks: Marks
    numbers: Mapping[Cell, Written]
    bare: Mapping[Cell, Decimal] = field(default_factory=dict)
    count: int = 0
    is_certain: bool = False
    """Each row says the unit beside: no cell is believed against it."""

    @property
    def units_written(self) -> dict[str, int]:
        return self.marks.units

    def cells_in(self, unit: str) -> list[Cell]:
        return [cell for cell, parts in self.numbers.items() if parts.unit == unit]


def judge_units(evidence: UnitEvidence, answers: ReadingAnswers) -> UnitReading:
    """The unit of the column, and the factor of each unit that its cells write."""
    written, header = evidence.units_written, evidence.header
    one = {"": Decimal(1)}
    if not written:
        return UnitReading(header or evidence.meaning, one)
    if header is None and _is_meant(evidence):
        header = evidence.meaning
    others = {
        unit: count for unit, count in written.items() if header and not _is_same(unit, header)
    }  # fmt: skip
    if header is not None and not others:
        return UnitReading(header, {**one, **dict.fromkeys(written, Decimal(1))})
    is_minority = sum(others.values()) < _HALF * evidence.count
    if header is not None and (is_minority or evidence.is_certain):
        return _by_header(evidence, header, others, answers.of("cell_unit", evidence.name))
    if len(written) > 1:
        return _mixed(evidence, answers.of("mixed_units", evidence.name))
    return _by_cells(evidence, header, answers)


def _is_meant(evidence: UnitEvidence) -> bool:
    """Of what is measured by its name, cells say the unit or a multiple of it."""
    meaning = evidence.meaning
    return meaning is not None and any(factor_of(unit, meaning) for unit in evidence.units_written)


def _is_same(unit: str, header: str) -> bool:
    """`45 €` under `Prix (€/t)` is what the header says; a percentage is no ratio."""
    return unit == header or header.startswith(f"{unit}/")


def factor_of(source: str, target: str) -> Decimal | None:
    return Decimal(1) if _is_same(source, target) else factor_between(source, target)


def _by_header(
    evidence: UnitEvidence, header: str, others: Mapping[str, int], answer: str | None
) -> UnitReading:
    """The header is believed; each other cell by what it says, unless its figure fits as it is."""
    factors = {"": Decimal(1)}
    doubtful: list[str] = []
    converted: list[str] = []
    for unit in evidence.units_written:
        factor = factor_of(unit, header)
        if unit not in others or answer == HEADER:
            factors[unit] = Decimal(1)
        else:
            if factor is not None:
                factors[unit] = factor
            is_doubtful = factor is None or _fits_better_bare(evidence, unit, factor)
            (doubtful if is_doubtful else converted).append(unit)
    questions = []
    is_asked = answer is None and not evidence.is_certain
    if header in RATES and not doubtful:
        # 83 % under a header of fractions is that fraction, however few say so.
        if converted and is_asked:
            questions.append(_note_of_conversion(evidence, header, converted, factors))
    elif (doubtful or converted) and is_asked:
        questions.append(_ask(evidence, header, [*doubtful, *converted]))
    elif doubtful and answer is None:
        questions.append(_ask(evidence, header, doubtful))
    return UnitReading(header, factors, tuple(questions), is_chosen=answer is not None)


def _note_of_conversion(
    evidence: UnitEvidence, header: str, units: list[str], factors: Mapping[str, Decimal]
) -> ColumnQuestion:
    cells = [cell for unit in units for cell in evidence.cells_in(unit)]
    examples = tuple(
        f"{cell} → {in_words(_figure(evidence, cell, factors))} {unit_sign(header)}"
        for cell in cells[:MOST_SHOWN]
    )
    return ColumnQuestion("unit_by_cell", examples, is_settled=True)


def _fits_better_bare(evidence: UnitEvidence, unit: str, factor: Decimal) -> bool:
    """As it stands it is of the column's size, and converted it is far from it."""
    if evidence.is_certain:
        return False
    sizes = sorted(abs(value) for value in evidence.bare.values() if value)
    if len(sizes) < 3:
        return False
    low, high = sizes[0], sizes[-1]
    for cell in evidence.cells_in(unit):
        value = value_of(evidence.numbers[cell], evidence.marks)
        if value is None or not value:
            continue
        size = abs(value)
        converted = size * factor
        is_far = converted * _FAR < low or converted > high * _FAR
        if low <= size <= high and is_far:
            return True
    return False


def _ask(evidence: UnitEvidence, header: str, doubtful: list[str]) -> ColumnQuestion:
    cells = [cell for unit in doubtful for cell in evidence.cells_in(unit)][:MOST_SHOWN]
    readings = []
    for cell in cells:
        value = value_of(evidence.numbers[cell], evidence.marks) or Decimal(0)
        factor = factor_of(evidence.numbers[cell].unit or "", header)
        own = "—" if factor is None else f"{in_words(value * factor)} {unit_sign(header)}"
        readings.append((cell, (own, f"{in_words(value)} {unit_sign(header)}")))
    return ColumnQuestion(
        "cell_unit", tuple(str(cell) for cell in cells), (OWN, HEADER), tuple(readings)
    )  # fmt: skip


def _mixed(evidence: UnitEvidence, chosen: str | None) -> UnitReading:
    """Several units and no header that holds: counted in the one that comes most, and asked."""
    written = evidence.units_written
    target = chosen if chosen in written else max(written, key=lambda unit: written[unit])
    factors = {"": Decimal(1)}
    for unit in written:
        if (factor := factor_of(unit, target)) is not None:
            factors[unit] = factor
    if chosen in written:
        return UnitReading(target, factors, is_chosen=True)
    cells = [evidence.cells_in(unit)[0] for unit in list(written)[:MOST_SHOWN]]
    readings = tuple((cell, _in_each(evidence, cell, list(written))) for cell in cells)
    question = ColumnQuestion("mixed_units", tuple(written), tuple(written), readings)
    return UnitReading(target, factors, (question,))


def _in_each(evidence: UnitEvidence, cell: Cell, units: list[str]) -> tuple[str, ...]:
    written = evidence.numbers[cell]
    value = value_of(written, evidence.marks) or Decimal(0)
    texts = []
    for unit in units:
        factor = factor_of(written.unit or "", unit)
        texts.append("—" if factor is None else f"{in_words(value * factor)} {unit_sign(unit)}")
    return tuple(texts)


def _by_cells(evidence: UnitEvidence, header: str | None, answers: ReadingAnswers) -> UnitReading:
    """All cells that say a unit say the same one, and no header says it."""
    unit, count = next(iter(evidence.units_written.items()))
    if header is not None and count < evidence.count:
        return _bare_beside(evidence, header, unit, answers.of("bare_unit", evidence.name))
    if header is None and count < _HALF * evidence.count:
        return _few(evidence, unit, answers.of("few_units", evidence.name))
    return UnitReading(unit, {"": Decimal(1), unit: Decimal(1)})


def _bare_beside(evidence: UnitEvidence, header: str, unit: str, answer: str | None) -> UnitReading:
    """Half of the cells say another unit than the header: the others are in one of the two."""
    factor = factor_of(header, unit)
    same = {"": Decimal(1), unit: Decimal(1)}
    if answer == header and factor is not None:
        return UnitReading(unit, {"": factor, unit: Decimal(1)}, is_chosen=True)
    if answer == unit:
        return UnitReading(unit, same, is_chosen=True)
    choices = header, unit
    shown = tuple(
        (cell, tuple(f"{in_words(value)} {unit_sign(each)}" for each in choices))
        for cell, value in list(evidence.bare.items())[:MOST_SHOWN]
    )
    return UnitReading(unit, same, (ColumnQuestion("bare_unit", choices, choices, shown),))


def _few(evidence: UnitEvidence, unit: str, answer: str | None) -> UnitReading:
    """Few cells say a unit and nothing says that of the others; beside 17 %, bare figures up to one
    are shares as well, and asked about as such.
    """
    same = {"": Decimal(1), unit: Decimal(1)}
    if unit == "%" and answer is None and _are_shares(evidence):
        return UnitReading(unit, same)
    if answer is not None:
        if answer == HEADER:
            return UnitReading(unit, same, is_chosen=True)
        return UnitReading(None, {"": Decimal(1)}, is_chosen=True)
    cells = evidence.cells_in(unit)[:MOST_SHOWN]
    shown = tuple((cell, ("—", str(cell))) for cell in cells)
    examples = tuple(str(cell) for cell in cells)
    return UnitReading(None, same, (ColumnQuestion("few_units", examples, (OWN, HEADER), shown),))


def _are_shares(evidence: UnitEvidence) -> bool:
    bare = [abs(value) for value in evidence.bare.values()]
    whole = [value_of(evidence.numbers[cell], evidence.marks) for cell in evidence.cells_in("%")]
    is_apart = any(value is not None and abs(value) > 1 for value in whole)
    return bool(bare) and is_apart and max(bare) <= 1


def _figure(evidence: UnitEvidence, cell: Cell, factors: Mapping[str, Decimal]) -> Decimal:
    written = evidence.numbers[cell]
    value = value_of(written, evidence.marks) or Decimal(0)
    return value * factors.get(written.unit or "", Decimal(1))


def in_words(value: Decimal) -> str:
    """As people write it in French: `0,85`."""
    return f"{value.normalize():f}".replace(".", ",")
