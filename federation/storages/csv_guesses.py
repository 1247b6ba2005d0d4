"""The likely type and format of a column of texts, from some of its cells: only a proposal.

Types and formats are proposed by the very spellings that readings accept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlglot import exp

from catalog.fold import fold
from catalog.model.column_types import NUMBERS, TYPES
from catalog.model.dataset import ColumnType, ScalarType, TextFormat
from federation.dialects.text_values import is_spelt_as
from federation.rewrites.number_texts import BLANKS, number_pattern
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.column_types import type_column
from intake.file_reading.meanings import concept_before_typing
from intake.file_reading.typed import ENOUGH, Typed
from intake.file_reading.values import Cell

_PLAIN = TextFormat()
_MOST_ODD = 1 - ENOUGH
"""Of the cells may be otherwise: the check of the dataset then says which, and on which line."""
_TRUTHS = (("true", "false"), ("oui", "non"), ("vrai", "faux"), ("o", "n"), ("yes", "no"))
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%y")
_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_WIDTHS = {"%Y": 4, "%y": 2, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2}
_STRING = ColumnType(ScalarType.STRING)
_INTEGER, _BIGINT = ColumnType(ScalarType.INTEGER), ColumnType(ScalarType.BIGINT)
_AS_SPELT = {record.read_as: each for each, record in TYPES.items() if record.spelling}
_LEAST_DIGITS, _MOST_DIGITS = 12, 38


@dataclass(frozen=True, slots=True)
class Guess:
    """`odd`: the first cell that is written otherwise, where most are as proposed."""

    type: ColumnType
    text_format: TextFormat | None = None
    concept: str | None = None
    odd: str | None = None


def guess_column(name: str, cells: Sequence[str]) -> Guess:
    """`cells` hold no empty text. Nothing said is text."""
    concept = _concept(name, cells)
    if not cells or concept is not None:
        return Guess(_STRING, concept=concept)
    typed = _typed(name, cells)
    words = set(typed.nothing)
    kept = [each for each in cells if each not in words]
    guess = _spelling(typed, kept)
    if guess is None:
        return Guess(_STRING)
    if words:
        form = guess.text_format or _PLAIN
        guess = replace(guess, text_format=replace(form, empty=tuple(sorted(words))))
    doubtful = next((each for each in typed.questions if not each.is_settled), None)
    if guess.odd is None and doubtful is not None and doubtful.examples:
        return replace(guess, odd=doubtful.examples[0])
    return guess


def _typed(name: str, cells: Sequence[str]) -> Typed:
    """As a dropped file is read: one reader says what a column is."""
    counts: Counter[Cell] = Counter(cells)
    column = ColumnCells(0, name, rows=len(cells), cells=counts)
    concept = concept_before_typing(name, counts)
    return type_column(column, concept, ReadingAnswers(), comma_elsewhere=False)


def _spelling(typed: Typed, cells: Sequence[str]) -> Guess | None:
    """The one spelling in which the engine reads that type where the file lies; None where it has
    none (months in words, brackets, several units): the column is then text.
    """
    match typed.column.type:
        case "boolean":
            return _truth(cells) or _flags(typed)
        case "date":
            return _day(cells)
        case "timestamp" | "timestamp_tz":
            return _moment(cells)
        case "integer" | "decimal":
            return _number(cells)
        case kind if kind in _AS_SPELT:
            return _as_spelt(_AS_SPELT[kind], cells)
    return None


def _flags(typed: Typed) -> Guess | None:
    """`1` and `0`, where one word each stands for yes and for no."""
    true, false = typed.column.format.get("true"), typed.column.format.get("false")
    if not isinstance(true, list) or not isinstance(false, list) or len(true) != 1:
        return None
    if len(false) != 1 or not false[0]:
        return None
    return Guess(ColumnType(ScalarType.BOOLEAN), TextFormat(true=true[0], false=false[0]))


def merged(one: Guess, other: Guess) -> Guess:
    """Of two files of one folder: what reads both, text where nothing else does."""
    if one == other:
        return one
    kinds = {one.type.scalar, other.type.scalar}
    empty = tuple(sorted({*_form(one).empty, *_form(other).empty}))
    forms = [replace(_form(each), empty=()) for each in (one, other)]
    if forms[0] != forms[1] and _PLAIN in forms and kinds <= NUMBERS:
        forms = [max(forms, key=lambda each: each != _PLAIN)] * 2
    if forms[0] != forms[1] or not (len(kinds) == 1 or kinds <= NUMBERS):
        return Guess(_STRING, concept=one.concept if one.concept == other.concept else None)
    form = replace(forms[0], empty=empty)
    odd = one.odd or other.odd
    return Guess(_widest(one.type, other.type), None if form == _PLAIN else form, None, odd)


def _form(guess: Guess) -> TextFormat:
    return guess.text_format or _PLAIN


def _widest(one: ColumnType, other: ColumnType) -> ColumnType:
    if one == other:
        return one
    if ScalarType.DECIMAL not in {one.scalar, other.scalar}:
        return _BIGINT
    whole = max((each.precision or 10) - (each.scale or 0) for each in (one, other))
    scale = max(each.scale or 0 for each in (one, other))
    return ColumnType(ScalarType.DECIMAL, min(whole + scale, _MOST_DIGITS), scale)


def _concept(name: str, cells: Collection[str]) -> str | None:
    """Of the concepts that both a name and every cell bear out."""
    words = _words(name)
    if not cells:
        return None
    if words & {"insee", "commune", "com"} and _all(cells, r"\d{5}|2[AB]\d{3}"):
        # A postal code has five digits too, and is no commune's code.
        return None if words & {"postal", "cp"} else "commune"
    for concept, digits in (("siret", 14), ("siren", 9)):
        if concept in words and _all(cells, rf"\d{{{digits}}}"):
            return concept
    return None


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", fold(name)))


def _all(cells: Collection[str], pattern: str) -> bool:
    known = re.compile(pattern)
    return all(known.fullmatch(each) for each in cells)


def _odd(cells: Sequence[str], is_right: Callable[[str], bool]) -> tuple[bool, str | None]:
    """True where nearly all cells are right, with the first that is not, if any; else False."""
    wrong = [each for each in cells if not is_right(each)]
    if not cells or len(wrong) > _MOST_ODD * len(cells):
        return False, None
    return True, next(iter(wrong), None)


def _truth(cells: Sequence[str]) -> Guess | None:
    seen = sorted(set(cells))
    for true, false in _TRUTHS:
        if not seen or not {each.casefold() for each in seen} <= {true, false}:
            continue
        style = next(
            each for each in (str.lower, str.upper, str.capitalize) if each(seen[0]) == seen[0]
        )
        form = TextFormat(true=style(true), false=style(false))
        if set(seen) <= {form.true, form.false}:
            return Guess(ColumnType(ScalarType.BOOLEAN), None if form == _PLAIN else form)
    return None


def _day(cells: Sequence[str]) -> Guess | None:
    for form in _DATES:
        fits, odd = _odd(cells, partial(_is_moment, form=form))
        if fits:
            written = None if form == _PLAIN.date else TextFormat(date=form)
            return Guess(ColumnType(ScalarType.DATE), written, odd=odd)
    return None


def _moment(cells: Sequence[str]) -> Guess | None:
    for kind, spelling in (
        (ScalarType.TIMESTAMP, exp.DType.TIMESTAMP),
        (ScalarType.TIMESTAMP_TZ, exp.DType.TIMESTAMPTZ),
    ):
        fits, odd = _odd(cells, partial(is_spelt_as, scalar=spelling))
        if fits:
            return Guess(ColumnType(kind), odd=odd)
    for form in _TIMES:
        fits, odd = _odd(cells, partial(_is_moment, form=form))
        if fits:
            return Guess(ColumnType(ScalarType.TIMESTAMP), TextFormat(timestamp=form), odd=odd)
    return None


def _as_spelt(scalar: ScalarType, cells: Sequence[str]) -> Guess | None:
    """Of a type that has one spelling, whatever its text format."""
    node = exp.DType[TYPES[scalar].node]
    fits, odd = _odd(cells, partial(is_spelt_as, scalar=node))
    return Guess(ColumnType(scalar), odd=odd) if fits else None


def _is_moment(cell: str, form: str) -> bool:
    """By fields of fixed width, and by the calendar."""
    if len(cell) != sum(_WIDTHS.get(each, 1) for each in re.findall("%.|.", form)):
        return False
    try:
        return datetime.strptime(cell, form).year > 0  # noqa: DTZ007 - nothing is kept of it
    except ValueError:
        return False


def _number(cells: Sequence[str]) -> Guess | None:
    suffix = _suffix(cells)
    for whole in (True, False):
        for thousands in ("", " ", "'", "."):
            for mark in ("." if whole else ",", *(() if whole else (".",))):
                form = TextFormat(decimal_mark=mark, thousands=thousands, suffix=suffix)
                if thousands == ("." if whole else mark):
                    continue
                pattern = re.compile(number_pattern(form, is_whole=whole))
                is_number = partial(_is_number, pattern=pattern)
                fits, odd = _odd(cells, is_number)
                if fits:
                    right = [each for each in cells if is_number(each)]
                    kind = _size(right, form, is_whole=whole)
                    written = None if form == _PLAIN else form
                    return None if kind is None else Guess(kind, written, odd=odd)
    return None


def _is_number(cell: str, pattern: re.Pattern[str]) -> bool:
    return pattern.fullmatch(_spaced(cell)) is not None


def _suffix(cells: Sequence[str]) -> str:
    """The sign behind the digits of half of the cells: `€`, `%`, `kg`; empty where signs differ."""
    ends = [re.search(r"(?<=[\d ])([^\W\d_]{1,3}|[€$£%‰°])\Z", _spaced(each)) for each in cells]
    said = [each[1] for each in ends if each]
    return said[0] if said and len(set(said)) == 1 and len(said) >= len(cells) / 2 else ""


def _spaced(cell: str) -> str:
    return cell.translate(dict.fromkeys(map(ord, BLANKS), " "))


def _size(cells: Sequence[str], form: TextFormat, *, is_whole: bool) -> ColumnType | None:
    parts = [
        re.sub(r"[^\d|]", "", each.replace(form.decimal_mark, "|") if not is_whole else each)
        for each in cells
    ]
    whole = max(len(each.partition("|")[0]) for each in parts)
    scale = max(len(each.partition("|")[2]) for each in parts)
    if not is_whole:
        digits = max(_LEAST_DIGITS, whole + scale + 2)
        return ColumnType(ScalarType.DECIMAL, digits, scale) if digits <= _MOST_DIGITS else None
    return _INTEGER if whole <= 8 else _BIGINT if whole <= 18 else None
