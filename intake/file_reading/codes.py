"""Codes: text whose zeros and spaces are put right, whatever a spreadsheet has made of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from intake.file_reading.cell_text import shown
from intake.file_reading.day_text import day_of_digits
from intake.file_reading.days_of_years import may_be_year_days, names_year_days
from intake.file_reading.names import (
    names_a_code,
    names_a_day,
    names_a_quantity,
    names_money,
    words_of,
)
from intake.file_reading.units import unit_in_name
from intake.file_reading.values import Cell
from intake.file_reading.vocabulary import vocabulary

_LEADING_ZERO = re.compile(r"0\d+")
_DECIMAL_END = re.compile(r"[0-9AB]+\.0")
_DAMAGED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{2}")
_GROUPED = re.compile(r"\d[\d\s.-]*\d")
_LONG, _LONGER, _FEW = 8, 12, 2
_MOST_EXACT = 10**15
"""A spreadsheet keeps fifteen figures of a number: the others become noughts."""
_HHMM = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d")
_OF_HOURS = vocabulary("h heure heures hr horaire horaires hhmm")
_PLACES = vocabulary("latitude longitude lat lon lng")
_OF_ACCOUNTS = vocabulary(
    "nature article art imputation fonction sous chapitre chap compte cpte budgetaire nat fonct"
)
"""Of which a number such as 60612 names an account, whether or not a total stood beside it."""
_YES_OR_NO = frozenset({"oui", "non", "vrai", "faux", "yes", "no", "true", "false"})
_WIDTHS = {"siret": 14, "siren": 9, "commune": 5, "code_postal": 5}


def is_code(name: str, cells: Counter[Cell], concept: str | None) -> bool:
    """By what it is, by its name, or by zeros that no number keeps."""
    if concept in _WIDTHS or concept == "departement":
        return True
    if names_a_code(name):
        return not (_has_decimals(cells) or _is_a_class(name, cells) or _are_boxes(cells))
    if names_a_quantity(name):
        return False
    if names_year_days(name) or holds_year_days(name, cells):
        return True
    words = set(words_of(name))
    is_of_accounts = bool(words) and words <= _OF_ACCOUNTS and all(map(_is_whole, cells))
    is_counted = is_of_accounts or _are_counted_days(words, cells)
    if is_counted or are_hours_of_digits(words, cells):
        return True
    is_place = bool(words & _PLACES) or (names_money(name) and not _are_padded(cells))
    return not names_a_day(name) and not is_place and _is_written_as_code(cells)


def _are_boxes(cells: Counter[Cell]) -> bool:
    """`☑`, `☐`, yes or no under `Plaque posée`: no cell has a figure or a code in it."""
    texts = {cell.strip().lower() for cell in cells if isinstance(cell, str)}
    are_drawn = len(texts) == len(cells) and not any(map(str.isalnum, "".join(texts)))
    return bool(texts) and (are_drawn or texts <= _YES_OR_NO)


def _is_a_class(name: str, cells: Counter[Cell]) -> bool:
    """`CP` over how many pupils a school has there, beside `CE1`."""
    return words_of(name) == ["cp"] and all(
        _is_whole(cell) and len(shown(cell).strip()) <= _FEW for cell in cells
    )


def holds_year_days(name: str, cells: Counter[Cell]) -> bool:
    """Figures that may be a year and the number of a day, unless the name measures something."""
    if (
        names_a_quantity(name)
        or names_a_code(name)
        or names_money(name)
        or unit_in_name(name)
        or not all(map(_is_whole, cells))
    ):
        return False
    return may_be_year_days({shown(cell).strip().removesuffix(".0") for cell in cells})


def _are_padded(cells: Counter[Cell]) -> bool:
    """`0033410`, all as long and with a nought before it: no amount, whatever money is named."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    is_even = len({*map(len, texts)}) == 1 and len(texts) == len(cells) > _FEW
    return is_even and all(text.isdecimal() and text[0] == "0" for text in texts)


def _are_long_numbers(cells: Counter[Cell]) -> bool:
    """Of twelve figures and more, all as long: a meter's, an account's; nobody adds them up."""
    lengths = {
        len(str(int(cell))) if isinstance(cell, int | float) and _is_whole(cell) else 0
        for cell in cells
    }
    return len(cells) > _FEW and len(lengths) == 1 and min(lengths) >= _LONGER


def _are_counted_days(words: set[str], cells: Counter[Cell]) -> bool:
    """`2025001`, `010325` under `Date` and no days of a known order: nobody adds them up."""
    is_named = any(word.startswith("date") for word in words)
    texts = [shown(cell).strip().removesuffix(".0") if _is_whole(cell) else "" for cell in cells]
    is_counted = is_named and bool(texts) and all(6 <= len(text) <= 8 for text in texts)
    return is_counted and not all(map(day_of_digits, texts))


def _is_written_as_code(cells: Counter[Cell]) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str)]
    if any(_LEADING_ZERO.fullmatch(text.strip()) for text in texts):
        return True
    if _are_long_numbers(cells):
        return True
    digits = [text for text in texts if text.strip().isdecimal()]
    lengths = {len(text.strip()) for text in digits}
    return len(digits) == len(cells) > 0 and len(lengths) == 1 and min(lengths) >= _LONG


def are_hours_of_digits(words: set[str], cells: Counter[Cell]) -> bool:
    """`0905`, `0012`, `2359`: hours and minutes, which nobody adds up."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    if not texts or len(texts) < len(cells):
        return False
    are_all = all(_HHMM.fullmatch(text) for text in texts)
    return are_all and (bool(words & _OF_HOURS) or any(text[0] == "0" for text in texts))


def _is_whole(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.strip().isdecimal()
    return isinstance(cell, int | float) and float(cell).is_integer()


def _has_decimals(cells: Counter[Cell]) -> bool:
    """A column of 12.5 and 3.25 is measured, whatever its name."""
    broken = sum(
        count for cell, count in cells.items() if isinstance(cell, float) and not cell.is_integer()
    )
    return broken > 0.5 * sum(cells.values())


def width_of(concept: str | None, padded: int | None, words: list[str]) -> int | None:
    """The number of characters of a code in whose place a number stands; None where unknown."""
    if padded is not None:
        return padded
    if concept is not None and concept in _WIDTHS:
        return _WIDTHS[concept]
    return 14 if {"pdl", "prm", "pce"} & set(words) else None


def repair(text: str, width: int | None, *, strips_spaces: bool) -> str:
    """`1004.0` to 01004, `000 616 235 69060` without its spaces."""
    code = text.strip()
    if _DECIMAL_END.fullmatch(code):
        code = code[:-2]
    if strips_spaces and _GROUPED.fullmatch(code):
        code = re.sub(r"[\s.-]", "", code)
    if width is not None and code.isdecimal() and 0 < width - len(code) <= max(1, width - 8):
        code = code.zfill(width)
    return code


def code_cells(
    name: str, cells: Counter[Cell], concept: str | None, padded: int | None
) -> tuple[Mapping[Cell, str], dict[str, object], Counter[Cell]]:
    """(the code by cell, the format that tells what was repaired, cells damaged past repair)."""
    words = words_of(name)
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    texts = [cell for cell in cells if isinstance(cell, str)]
    form: dict[str, object] = {}
    width = width_of(concept, padded, words)
    if numbers and width is None:
        width = _common_width(texts)
    strips = concept in {"siren", "siret"} or bool({"nir", "secu", "securite"} & set(words))
    codes: dict[Cell, str] = {}
    damaged: Counter[Cell] = Counter()
    changed_zero = changed_end = changed_space = False
    for cell in cells:
        if isinstance(cell, int | float):
            raw = str(int(cell)) if float(cell).is_integer() else repr(cell)
        else:
            raw = str(cell).strip()
        if isinstance(cell, str) and _DAMAGED.fullmatch(raw):
            damaged[cell] = cells[cell]
            continue
        if isinstance(cell, int | float) and abs(cell) >= _MOST_EXACT:
            damaged[cell] = cells[cell]
            continue
        code = repair(raw, width, strips_spaces=strips)
        changed_end |= raw.endswith(".0") and not code.endswith(".0")
        changed_zero |= len(code) > len(raw.removesuffix(".0"))
        changed_space |= strips and " " in raw
        codes[cell] = code
    if numbers:
        form["cell"], form["code"] = "number", True
    if changed_end:
        form["strip"] = ".0"
    if changed_zero and width is not None:
        form["pad"] = width
    if changed_space:
        form["remove"] = " "
    return codes, form, damaged


def _common_width(texts: list[str]) -> int | None:
    """The length that all cells have that are still text with leading zeros; None without one."""
    widths = {len(text.strip()) for text in texts if _LEADING_ZERO.fullmatch(text.strip())}
    return widths.pop() if len(widths) == 1 else None
