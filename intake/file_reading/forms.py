"""A sheet that is a form: a label and its value a line. It is no table, and is not read as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from catalog.fold import fold
from intake.file_reading.cell_text import is_label, shown, sort_of
from intake.file_reading.forms_alike import forms_alike
from intake.file_reading.forms_below import are_forms_below
from intake.file_reading.row_cells import filled
from intake.file_reading.values import Cell, Row, Sheet
from intake.file_reading.vocabulary import vocabulary

_LEAST, _MOST_LINES = 4, 80
_MOST_CELLS = 8
_MOSTLY, _HALF, _COLONS = 0.75, 0.5, 0.6
_VALUES = vocabulary("valeur valeurs value montant resultat reponse nombre quantite total donnee")
_SORTS = 3
_TEXT = "text"


def forms_among(sheets: Sequence[Sheet]) -> set[int]:
    """Indexes of the sheets that are forms: by their colons, by values of every sort under no
    header, or since another sheet has the same labels beside other values.
    """
    labels = [_labels(sheet) for sheet in sheets]
    forms = {at for at, sheet in enumerate(sheets) if are_forms_below(sheet)}
    forms |= forms_alike(sheets)
    for at, own in enumerate(labels):
        if len(own) < _LEAST:
            continue
        is_alike = any(
            other and len(own & other) >= 0.8 * max(len(own), len(other))
            for place, other in enumerate(labels)
            if place != at
        )
        is_alone = not _heads(sheets[at]) and not _is_wide(sheets[at])
        is_mixed = _is_mixed(sheets[at]) and (is_alike or is_alone)
        if is_mixed or _has_colons(sheets[at]):
            forms.add(at)
    return forms


def _pairs(sheet: Sheet) -> list[tuple[Cell, Cell]]:
    """The label and the value of each line, or two pairs and more on a line; none where most lines
    hold something else.
    """
    lines = [row for row in sheet.rows if any(cell is not None for cell in row)]
    if not _LEAST <= len(lines) <= _MOST_LINES:
        return []
    pairs: list[tuple[Cell, Cell]] = []
    held = 0
    is_wide = _is_wide(sheet)
    if is_wide and _are_even(lines):
        return []
    for row in lines:
        present = filled(row, range(len(row)))
        labels, values = present[::2], present[1::2]
        if len(present) % 2 or len(present) > _MOST_CELLS or not all(
            is_label(row[at]) for at in labels
        ):  # fmt: skip
            continue
        held += 1
        pairs += [(row[one], row[other]) for one, other in zip(labels, values, strict=True)]
    # Between pairs that stand beside each other there is room for titles and remarks.
    return pairs if held >= (_HALF if is_wide else _MOSTLY) * len(lines) else []


def _is_wide(sheet: Sheet) -> bool:
    """A line of four cells and more: two pairs, or a row of a table."""
    return any(len(filled(row, range(len(row)))) > 3 for row in sheet.rows)


def _are_even(lines: Sequence[Row]) -> bool:
    """As the rows of a table are: lines of a form hold one pair, two, or a remark."""
    widths = Counter(len(filled(row, range(len(row)))) for row in lines)
    return max(widths.values()) >= _MOSTLY * len(lines)


def _labels(sheet: Sheet) -> set[str]:
    pairs = _pairs(sheet)
    labels = {fold(str(label)) for label, _ in pairs}
    return labels if len(labels) == len(pairs) else set()


def _has_colons(sheet: Sheet) -> bool:
    pairs = _pairs(sheet)
    colons = sum(str(label).rstrip().endswith(":") for label, _ in pairs)
    least = _HALF if _is_wide(sheet) else _COLONS
    return bool(pairs) and colons >= least * len(pairs)


def _is_mixed(sheet: Sheet) -> bool:
    """Values of three sorts, none of which is nearly all."""
    sorts = Counter(sort_of(value) for _, value in _pairs(sheet))
    return len(sorts) >= _SORTS and max(sorts.values()) < 0.8 * sorts.total()


def _heads(sheet: Sheet) -> bool:
    """The first line names what stands below: `Indicateur | Valeur`, or `Flux | Tonnage` over
    values most of which are numbers or days.
    """
    pairs = _pairs(sheet)
    if not pairs:
        return False
    below = Counter(sort_of(value) for _, value in pairs[1:])
    sort, count = below.most_common(1)[0]
    is_over_values = sort != _TEXT and count >= _COLONS * below.total()
    is_named = sort_of(pairs[0][1]) == _TEXT and is_over_values
    return is_named or fold(shown(pairs[0][1])).strip() in _VALUES
