"""Sums and reminders that stand among the rows: set aside, told, and asked about where a row looks
like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.fold import fold
from intake.file_reading.answers import AS_DATA, ReadingAnswers
from intake.file_reading.cell_text import is_number, shown
from intake.file_reading.count_rows import find_count_rows
from intake.file_reading.header import Header
from intake.file_reading.page_sums import find_page_sums
from intake.file_reading.parts_of_lines import PART_ROWS, PARTS, find_parts_of_lines
from intake.file_reading.row_cells import filled
from intake.file_reading.row_reasons import Rows
from intake.file_reading.statistic_rows import find_statistic_rows
from intake.file_reading.sum_rows import SumRows, find_sum_rows
from intake.file_reading.sums_of_blocks import find_sums_of_blocks
from intake.file_reading.values import Reason, Row, Sheet

SUM_ROWS, AFTER_TOTAL, FOUND_SUMS = "sum_rows", "after_total", "unlabelled_total"
STATISTICS = "statistic_rows"
_FEW, _FEW_OF, _LEAST_GROUPS = 3, 0.1, 2
_OF_ANOTHER_YEAR = (
    "rappel", "pour rappel", "a titre de rappel", "evolution", "evol.", "evol ", "pour memoire",
    "annee precedente", "variation", "var.", "progression",
)  # fmt: skip
_REMINDERS = (
    *_OF_ANOTHER_YEAR,
    "ecart", "difference", "budget", "objectif", "n-1", "n - 1", "soit", "dont", "taux", "%",
    "exercice prec",
)  # fmt: skip
"""Beginnings of lines that compare a total with another."""


def set_sums_aside(sheet: Sheet, header: Header, rows: Rows, answers: ReadingAnswers) -> None:
    """Sums are left out unless a person says that they are data; a row under a grand total that
    may be one of data stays, and is asked about.
    """
    pages = find_page_sums(sheet, header, rows.data)
    _set_aside(sheet, header, rows, pages, answers)
    parts = find_parts_of_lines(sheet, header, rows)
    _set_aside(sheet, header, rows, parts, answers, note=PARTS, question=PART_ROWS)
    sums = find_sum_rows(sheet, header, rows.data)
    _set_aside(sheet, header, rows, sums, answers)
    blocks = find_sums_of_blocks(sheet, header, rows.data)
    if blocks.of and answers.of(SUM_ROWS) != AS_DATA:
        _set_aside(sheet, header, rows, blocks, answers)
        # A total of all blocks is found once their own sums are out.
        sums = find_sum_rows(sheet, header, rows.data)
        _set_aside(sheet, header, rows, sums, answers)
    if _set_statistics_aside(sheet, header, rows, answers):
        # A total of all blocks may stand beyond them.
        sums = find_sum_rows(sheet, header, rows.data)
        _set_aside(sheet, header, rows, sums, answers)
    _set_reminders_aside(sheet, header, rows, sums.whole, answers)


def _set_aside(
    sheet: Sheet, header: Header, rows: Rows, sums: SumRows, answers: ReadingAnswers, *,
    note: str = FOUND_SUMS, question: str = SUM_ROWS,
) -> None:  # fmt: skip
    if answers.of(question) == AS_DATA:
        return
    is_settled = answers.of(question) is not None
    _name_groups(sheet, header, rows, sums)
    _leave_sums(sheet, rows, sums.plain, len(rows.data), sums.of)
    _leave_sums(sheet, rows, sums.doubtful, len(rows.data), sums.of)
    plain = [*sums.plain, *(sums.doubtful if is_settled else ())]
    rows.questions[note] = sorted([*rows.questions.get(note, []), *plain])
    doubtful = [] if is_settled else sums.doubtful
    rows.questions[question] = sorted([*rows.questions.get(question, []), *doubtful])


def _set_statistics_aside(
    sheet: Sheet, header: Header, rows: Rows, answers: ReadingAnswers
) -> bool:
    """Sets rows of averages and other statistics aside; True where some were set aside."""
    if answers.of(SUM_ROWS) == AS_DATA:
        return False
    statistics = find_statistic_rows(sheet, header, rows.data, rows.groups)
    counts = find_count_rows(sheet, header, [
        at for at in rows.data if at not in {*statistics.plain, *statistics.doubtful}
    ])  # fmt: skip
    statistics.plain += counts.plain
    statistics.doubtful += counts.doubtful
    is_settled = answers.of(SUM_ROWS) is not None
    rows.leave(sheet, [*statistics.plain, *statistics.doubtful], Reason.AVERAGE)
    plain = [*statistics.plain, *(statistics.doubtful if is_settled else ())]
    rows.questions[STATISTICS] = sorted(plain)
    if not is_settled:
        asked_before = rows.questions.get(SUM_ROWS, [])
        rows.questions[SUM_ROWS] = sorted([*asked_before, *statistics.doubtful])
    return bool(statistics.plain or statistics.doubtful)


def _name_groups(sheet: Sheet, header: Header, rows: Rows, sums: SumRows) -> None:
    """The words of a sum that stands above its rows name them, as in a compact pivot table."""
    heads = [at for at in rows.data if at in sums.heads]
    if rows.groups or len(heads) < _LEAST_GROUPS:
        return
    label = ""
    for at in rows.data:
        if at in sums.heads:
            row = sheet.rows[at]
            words = [shown(row[column]) for column in filled(row, header.columns)
                     if not is_number(row[column])]  # fmt: skip
            label = " ".join(words) or label
        rows.groups.append(label)


def _leave_sums(
    sheet: Sheet, rows: Rows, indexes: Sequence[int], among: int, of: dict[int, int]
) -> None:
    for at in indexes:
        rows.leave(sheet, [at], Reason.TOTAL if 2 * of[at] > among else Reason.SUBTOTAL)


def _set_reminders_aside(
    sheet: Sheet, header: Header, rows: Rows, whole: Sequence[int], answers: ReadingAnswers
) -> None:
    totals = [row.row - 1 for row in rows.ignored if row.reason is Reason.TOTAL]
    ends = _reminders_at_the_end(sheet, header, rows.data, has_total=bool(totals))
    rows.leave(sheet, ends, Reason.FOOTER)
    if not totals:
        return
    last = max(totals)
    under = [at for at in rows.data if at > last]
    if not under or len(under) > max(_FEW, _FEW_OF * len(rows.data)):
        return
    above = sorted(len(filled(sheet.rows[at], header.columns)) for at in rows.data if at < last)
    if not above or len(above) <= len(under):
        return
    median = above[len(above) // 2]
    plain = [at for at in under if _is_reminder(sheet.rows[at], header)]
    others = [at for at in under if at not in plain]
    is_grand = last in whole or fold(_first(sheet.rows[last], header)).strip(" :*-") in {
        *("total", "totaux", "total general", "grand total", "ensemble", "total du territoire"),
    }
    if is_grand:
        sparse = [at for at in others if len(filled(sheet.rows[at], header.columns)) < median]
        plain += sparse if answers.of(AFTER_TOTAL) is None else []
        others = [at for at in others if at not in plain]
    if answers.of(AFTER_TOTAL) == "aside":
        plain, others = [*plain, *others], []
    rows.leave(sheet, plain, Reason.FOOTER)
    if is_grand and answers.of(AFTER_TOTAL) is None:
        rows.questions[AFTER_TOTAL] = others


def _first(row: Row, header: Header) -> str:
    present = filled(row, header.columns)
    return shown(row[present[0]]) if present else ""


def _is_reminder(row: Row, header: Header) -> bool:
    return fold(_first(row, header)).strip(" :*-").startswith(_REMINDERS)


def _reminders_at_the_end(
    sheet: Sheet, header: Header, data: Sequence[int], *, has_total: bool
) -> list[int]:
    """Few last rows that compare with another year, wherever the total stands."""
    ends: list[int] = []
    for at in reversed(data):
        words = fold(_first(sheet.rows[at], header)).strip(" :*-")
        if not words.startswith(_REMINDERS if has_total else _OF_ANOTHER_YEAR):
            break
        ends.append(at)
    above = [len(filled(sheet.rows[at], header.columns)) for at in data[: len(data) - len(ends)]]
    if not ends or len(ends) > _FEW or len(above) <= len(ends):
        return []
    usual = sorted(above)[len(above) // 2]
    is_short = all(len(filled(sheet.rows[at], header.columns)) < usual for at in ends)
    return ends if is_short else []
