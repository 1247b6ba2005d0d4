"""The name of a block of rows, as it stands alone above the headers of the block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.fold import fold
from intake.file_reading.cell_text import is_label, is_year, row_text, shown
from intake.file_reading.page_heads import mentions_a_page
from intake.file_reading.row_cells import filled
from intake.file_reading.values import IgnoredRow, Reason, Row, Sheet

_MOST_PAIRS, _MOST_OF_WIDTH = 3, 0.5
_BETWEEN, _STROKES = " – ", " :.-"


def name_of_block(row: Row) -> str | None:
    """`Déchèterie nord`; of `Poste : | RD 157` the value, and of several such pairs all of their
    text. None for any other row.
    """
    present = filled(row, range(len(row)))
    if len(present) == 1:
        names = is_label(row[present[0]]) or is_year(row[present[0]])
        return shown(row[present[0]]).strip() if names else None
    labels, values = present[::2], present[1::2]
    if not labels or len(labels) != len(values) or len(labels) > _MOST_PAIRS:
        return None
    if not all(is_label(row[at]) and shown(row[at]).rstrip().endswith(":") for at in labels):
        return None
    if len(values) == 1:
        return shown(row[values[0]]).strip()
    return " ".join(shown(row[at]).strip() for at in present)


def name_over_header(row: Row, width: int) -> str | None:
    """Of a row right above a header of `width` names: words alone, or words and little else, as in
    `PARC NORD | 120 places`.
    """
    if (name := name_of_block(row)) is not None:
        return name
    present = filled(row, range(len(row)))
    is_short = 0 < len(present) <= _MOST_OF_WIDTH * width
    text = row_text(row)
    is_name = is_short and is_label(row[present[0]]) and not mentions_a_page(text)
    return text if is_name else None


def names_over_rows(labels: Mapping[int, str], data: Sequence[int]) -> list[str]:
    """The name over each row of `data`. A name right above another is that of several blocks: it
    stands before each of theirs.
    """
    names: list[str] = []
    outer = current = ""
    pending = sorted(labels)
    for at in data:
        while pending and pending[0] < at:
            place = pending.pop(0)
            if place + 1 in labels:
                is_third = place - 1 in labels
                outer = _BETWEEN.join([outer, labels[place]]) if is_third else labels[place]
                continue
            current = _BETWEEN.join([outer, labels[place]]) if outer else labels[place]
        names.append(current)
    return names


def are_added_up(sheet: Sheet, alone: Sequence[int], ignored: Sequence[IgnoredRow]) -> bool:
    """Most of the words that stand alone are in those of the rows of sums: `Équipe 1`, and below
    `Sous-total Équipe 1`. The others may be over such words.
    """
    sums = [fold(row.text) for row in ignored if row.reason in {Reason.SUBTOTAL, Reason.TOTAL}]
    texts = [fold(row_text(sheet.rows[at])).strip(_STROKES) for at in alone]
    summed = sum(any(text in words for words in sums) for text in texts)
    return summed > 1 and summed >= _MOST_OF_WIDTH * len(texts)
