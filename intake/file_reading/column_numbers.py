"""A column of numbers: its marks, its unit, and the figures that its cells stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.column_units import (
    RATES,
    UnitEvidence,
    UnitReading,
    in_words,
    judge_units,
)
from intake.file_reading.names import (
    names_a_class_of_prices,
    names_a_code,
    names_a_count,
    names_money,
    words_of,
)
from intake.file_reading.number_text import (
    Marks,
    Written,
    marks_of,
    parts_of,
    settle_dot,
    value_of,
)
from intake.file_reading.outliers import (
    DIVIDE,
    VALUE,
    ask_of_far,
    ask_of_sentinels,
    far_figures,
    number_sentinels,
)
from intake.file_reading.percent_scale import (
    LARGE,
    PERCENT,
    ask_of_fractions,
    fractions_among,
)
from intake.file_reading.product_figures import product_figures
from intake.file_reading.scaled_figures import scaled_figures
from intake.file_reading.typed import ENOUGH, MOST_SHOWN, MOSTLY, Typed, are_one_word
from intake.file_reading.units import (
    MILLIONS,
    MONEY,
    THOUSANDS,
    unit_by_meaning,
    unit_in_name,
)
from intake.file_reading.values import Cell, Flag
from intake.file_reading.vocabulary import vocabulary

_SEVERAL, _HALF = 8, 0.5
_OF_TEXTS = vocabulary(
    "remarque remarques observation observations commentaire commentaires libelle"
)
_TWO_WORDS, _SIZES = 2, 5
_RANKS = vocabulary("etage etages niveau niveaux classe note cote grade rang categorie indice")
_OF_MINUTES = re.compile(r"[(\[]\s*h{1,2}\s*[,.]\s*m[min]{0,2}\s*[)\]]", re.IGNORECASE)
_MISREAD = re.compile(r"(?=.*\d)(?=.*[OolI])[\dOolI]{2,9}(?:[.,][\dOolI]{1,3})?")
"""`1O0`, `l50`: letters that a machine for reading paper took for figures."""
_ROUGH = re.compile(
    r"<?\s?L\.?[DQ]\.?|traces?|non détectée?s?|inf\.? (?:à la )?L[DQ]|"
    r"(?:env(?:iron|\.)?|~|≈|<=?|>=?|≤|≥|±|ca\.?|approx\.?|about|plus de|moins de|près de|inf\.?|"
    r"sup\.?)\s*\d[\d\s.,]*|\d[\d\s.,]*(?:à|-|–|\+|to|et|ou)\s*\d[\d\s.,]*|\d[\d\s.,]*"
    r"(?:env\.?|environ|\?|estim\w*|prov\w*|\([^()]{1,20}\)|(?:dont|sauf|hors|y compris)\s.{1,30})",
    re.IGNORECASE,
)


def as_numbers(
    cells: ColumnCells, typed: Typed, real: Counter[Cell], answers: ReadingAnswers, *,
    comma_elsewhere: bool, is_forced: bool = False, groups_elsewhere: bool = False,
    dot_elsewhere: bool = False,
) -> bool:  # fmt: skip
    """False where too few cells are numbers, and nobody says that they are (`is_forced`).

    `groups_elsewhere`: another column proves that commas part thousands; `dot_elsewhere`: that dots
    part decimals.
    """
    name = cells.name
    if _OF_MINUTES.search(name):
        # `1,30` is an hour and a half there: no decimal, and nothing to be added up.
        return False
    written: dict[Cell, Written | None] = {
        cell: parts_of(cell)
        for cell in real
        if isinstance(cell, str) and not isinstance(cell, Flag)
    }
    numbers = {cell: parts for cell, parts in written.items() if parts is not None}
    marks = marks_of((parts, real[cell]) for cell, parts in numbers.items())
    scaled = scaled_figures(real)
    products = product_figures(name, real, cells.unit or unit_in_name(name))
    if scaled or products:
        scaled = {**scaled, **products}
        numbers = {**numbers, **scaled}
        marks = _with_scaled(numbers, scaled, real)
    if marks.is_unsure and comma_elsewhere and marks.decimal == ".":
        marks.decimal, marks.thousands = None, "."
        marks.shows_decimals = marks.is_unsure = False
    answer = answers.of("thousands_mark", name)
    is_whole = unit_by_meaning(name, None) == "hab" or names_a_count(name)
    settle_dot(marks, answer or ("decimals" if dot_elsewhere and not is_whole else None))
    dots = answer or ("dots" if dot_elsewhere else None)
    _group_by_commas(name, marks, dots, groups_elsewhere=groups_elsewhere)
    plain = _plain_figures(real, numbers, marks)
    units = _units(cells, real, numbers, plain, marks, answers)
    values = {
        cell: value for cell, figure in plain.items()
        if (value := units.value(figure, _unit_of(numbers, cell))) is not None
    }  # fmt: skip
    fits = sum(real[cell] for cell in values)
    enough = MOSTLY if cells.unit or unit_in_name(name) else ENOUGH
    is_enough = fits >= enough * sum(real.values()) or units.is_chosen or is_forced
    if not is_enough and not set(words_of(name)) & _OF_TEXTS:
        others = [cell for cell in real if cell not in plain]
        is_enough = _are_rough_figures(others, real) or (
            (_are_measured(values) or (_are_remarks(others) and not _names_a_rank(name)))
            and are_one_word(others, real)
        )
    if not fits or not is_enough:
        # In units that cannot be counted together a column stays text until a person has chosen.
        if sum(real[cell] for cell in plain) >= ENOUGH * sum(real.values()):
            typed.questions += units.questions
        return False
    typed.misfits.update({
        cell: "other_unit" if cell in plain else "not_a_number"
        for cell in real if cell not in values
    })  # fmt: skip
    typed.questions += units.questions
    _say_form(cells, typed, marks, values, numbers=bool(numbers))
    typed.column.unit = units.unit
    values = _settled(cells, typed, real, values, numbers, answers)
    typed.values = dict(values)
    if scaled:
        typed.column.format["scaled"] = True
        shown = [(cell, value) for cell in scaled if isinstance(value := values.get(cell), Decimal)]
        code = "product_figures" if products else "scaled_figures"
        typed.doubts[code] = tuple(
            f"{cell} → {in_words(value)}" for cell, value in shown[:MOST_SHOWN]
        )
    _say_type(typed, values, marks, numbers=bool(numbers))
    if any(question.code == "percent_scale" for question in typed.questions):
        # As percentages they are whole by chance: their fractions have decimals.
        typed.column.type = "decimal"
    if marks.is_unsure:
        typed.doubts["thousands_mark"] = tuple(str(cell) for cell in list(numbers)[:3])
    return True


def _group_by_commas(
    name: str, marks: Marks, answer: str | None, *, groups_elsewhere: bool
) -> None:
    """Inhabitants have no decimals: `1,037` is above a thousand; a quantity may be in tonnes,
    unless `1,250.50` beside it proves that commas part thousands.

    `answer`: a person's, or `dots` where the columns beside have decimals after dots. They settle
    `2,395` among figures below a thousand that have no comma, and leave it open where all have.
    """
    if not marks.may_group or answer == "decimals":
        return
    is_proven = groups_elsewhere or unit_by_meaning(name, None) == "hab"
    if is_proven or answer == "thousands" or (answer and marks.has_small):
        marks.decimal, marks.thousands, marks.shows_decimals = None, ",", False
    elif answer:
        marks.is_unsure = True


def _with_scaled(
    numbers: Mapping[Cell, Written], scaled: Mapping[Cell, Written], real: Counter[Cell]
) -> Marks:
    """The decimals of `12,4 k` say what mark parts them, and not that the column has decimals."""
    marks = marks_of((parts, real[cell]) for cell, parts in numbers.items())
    plain = marks_of((parts, real[cell]) for cell, parts in numbers.items() if cell not in scaled)
    marks.shows_decimals = plain.shows_decimals
    return marks


def _are_measured(values: Mapping[Cell, Decimal]) -> bool:
    """Not the few small figures of storeys or grades, among which a word is one more."""
    sizes = set(values.values())
    return len(sizes) >= _SEVERAL or any(size != size.to_integral_value() for size in sizes)


def _are_remarks(others: Sequence[Cell]) -> bool:
    """Several words, or words in brackets: what happened, and no value of a list."""
    return all(isinstance(cell, str) and len(cell.split()) > 1 for cell in others)


def words_among_figures(name: str, real: Counter[Cell]) -> tuple[str, ...]:
    """One word or two in a column that is a text for them alone: `HS` among hours.

    Empty where the name is of ranks, codes or texts, or the other cells are few or alike.
    """
    if names_a_code(name) or _names_a_rank(name) or set(words_of(name)) & _OF_TEXTS:
        return ()
    words = [cell for cell in real if isinstance(cell, str) and parts_of(cell) is None]
    figures = sum(real.values()) - sum(real[cell] for cell in words)
    are_words = all(word.strip().isalpha() for word in words)
    is_mostly = 2 * figures > sum(real.values())
    is_meant = 0 < len(words) <= _TWO_WORDS and are_words and is_mostly
    return tuple(map(str, words)) if is_meant and len(real) - len(words) >= _SIZES else ()


def _names_a_rank(name: str) -> bool:
    return bool(set(words_of(name)) & _RANKS)


def _are_rough_figures(others: Sequence[Cell], real: Mapping[Cell, int]) -> bool:
    """`env. 120`, `< 20`, `100 à 120`: unread, and told, where half of the cells are figures."""
    count = sum(real[cell] for cell in others)
    return 0 < count <= _HALF * sum(real.values()) and all(
        isinstance(cell, str)
        and (_ROUGH.fullmatch(text := cell.strip()) or _MISREAD.fullmatch(text))
        for cell in others
    )


def _plain_figures(
    real: Counter[Cell], numbers: Mapping[Cell, Written], marks: Marks
) -> dict[Cell, Decimal]:
    """Each cell's figure as it is written, in whatever unit."""
    figures: dict[Cell, Decimal] = {}
    for cell in real:
        if isinstance(cell, int | float):
            figures[cell] = Decimal(repr(cell))
        elif cell in numbers and (value := value_of(numbers[cell], marks)) is not None:
            figures[cell] = value
    return figures


def _unit_of(numbers: Mapping[Cell, Written], cell: Cell) -> str | None:
    return numbers[cell].unit if isinstance(cell, str) and cell in numbers else None


def _units(
    cells: ColumnCells, real: Counter[Cell], numbers: Mapping[Cell, Written],
    plain: Mapping[Cell, Decimal], marks: Marks, answers: ReadingAnswers,
) -> UnitReading:  # fmt: skip
    largest = max((abs(float(value)) for value in plain.values()), default=None)
    header = "ratio" if cells.is_percent else cells.unit or unit_in_name(cells.name)
    meaning = unit_by_meaning(cells.name, largest) if cells.unit_beside is None else None
    if header in {THOUSANDS, MILLIONS}:
        # `Population (en milliers)`: in thousands of what its name says.
        header = _in_powers(header, meaning)
        meaning = None
    if meaning == "EUR" and names_a_class_of_prices(cells.name) and _are_whole(plain):
        # Whole figures without a sign of money may be how many paid it.
        meaning = None
    if names_a_code(cells.name) and not names_money(cells.name):
        header = None if header == "EUR" else header
        meaning = None if meaning == "EUR" else meaning
    bare = {cell: value for cell, value in plain.items() if _unit_of(numbers, cell) is None}
    count = sum(real[cell] for cell in plain)
    evidence = UnitEvidence(
        cells.name, header, meaning, marks, numbers, bare, count,
        is_certain=cells.is_unit_by_row,
    )  # fmt: skip
    return judge_units(evidence, answers)


def _in_powers(power: str, unit: str | None) -> str | None:
    if unit == "EUR":
        return "kEUR" if power == THOUSANDS else "MEUR"
    return f"{power} {unit}" if unit else None


def _are_whole(figures: Mapping[Cell, Decimal]) -> bool:
    return all(value == value.to_integral_value() for value in figures.values())


def _say_form(
    cells: ColumnCells, typed: Typed, marks: Marks, values: Mapping[Cell, Decimal], *,
    numbers: bool,
) -> None:  # fmt: skip
    form = typed.column.format
    if cells.unit_beside is not None:
        form["unit_by"] = cells.unit_beside
    if any(isinstance(cell, int | float) for cell in values):
        form["cell"] = "number"
    if cells.is_percent:
        form["percent"] = True
        typed.doubts["percentage"] = ()
    if not numbers:
        return
    if marks.decimal is not None:
        form["decimal"] = marks.decimal
    if marks.thousands is not None:
        form["thousands"] = marks.thousands
    if marks.suffix:
        form["suffix"] = marks.suffix
    if marks.has_brackets:
        form["negative"] = "parentheses"
        typed.doubts["negative_amounts"] = ()
    if marks.is_mixed:
        typed.doubts["mixed_decimal_marks"] = ()


def _say_type(
    typed: Typed, values: Mapping[Cell, Decimal], marks: Marks, *, numbers: bool
) -> None:  # fmt: skip
    whole = all(value == value.to_integral_value() for value in values.values())
    typed.column.type = "integer" if whole and not (marks.shows_decimals and numbers) else "decimal"
    if whole and typed.column.unit in MONEY:
        typed.column.type = "decimal"


def _settled(
    cells: ColumnCells, typed: Typed, real: Counter[Cell], values: dict[Cell, Decimal],
    numbers: Mapping[Cell, Written], answers: ReadingAnswers,
) -> dict[Cell, Decimal]:  # fmt: skip
    """Without figures that say "nothing", percentages in one scale, none a thousand times off; as
    a person has answered, or asked.
    """
    name = cells.name
    sentinels = number_sentinels(name, values, real)
    answer = answers.of("sentinel", name)
    if sentinels and answer != VALUE and len(sentinels) < len(values):
        if answer is None:
            shown = [in_words(values[cell]) for cell in sentinels]
            typed.questions.append(ask_of_sentinels(sentinels, shown))
        for cell in sentinels:
            typed.nothing[str(cell)] += real[cell]
            del values[cell]
    if typed.column.unit in RATES:
        return _in_one_scale(typed, values, numbers, answers.of("percent_scale", name))
    if any(not question.is_settled for question in typed.questions):
        # One doubt at a time: figures in another unit are far from the others for that reason.
        return values
    moved = far_figures(name, values, real)
    answer = answers.of("magnitude", name)
    if moved and answer is None:
        typed.questions.append(ask_of_far(moved, values))
    elif moved and answer == DIVIDE:
        values.update(moved)
    return values


def _in_one_scale(
    typed: Typed, values: dict[Cell, Decimal], numbers: Mapping[Cell, Written], answer: str | None
) -> dict[Cell, Decimal]:  # fmt: skip
    """All percentages where 0,35 stands beside 35 %; all fractions in a column of fractions."""
    is_ratio = typed.column.unit == "ratio"
    units = {} if is_ratio else {cell: _unit_of(numbers, cell) for cell in values}
    fractions = fractions_among(values, units)
    if not fractions:
        return values
    if answer is None:
        typed.questions.append(ask_of_fractions(fractions, values))
    if is_ratio:
        return {
            cell: value / 100 if answer == PERCENT or abs(value) > LARGE else value
            for cell, value in values.items()
        }
    if answer == PERCENT:
        return values
    return {**values, **{cell: values[cell] * 100 for cell in fractions}}
