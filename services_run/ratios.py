"""Each ratio of an answer, checked by the engine: both sides cover the same communes, months and
categories, and the figure is theirs. Where not, there is no figure, and a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from catalog.model.bilingual import Bilingual
from services_run.covered import Covered
from services_run.folder import AnswerPart, Service
from services_run.measures import PREVIOUS, Covers, Measure, Ratio
from services_run.notices import Notice
from services_run.ratio_reasons import COVERAGES_DIFFER, REASONS
from services_run.running import Rows
from services_run.sides import Claim, Side, Sides

_SLACK = Decimal("1e-9")
"""Of a figure in floating point, as a share of it."""


def refuse_unlike_ratios(
    service: Service, rows: Mapping[str, Rows], covered: Covered
) -> list[Notice]:
    """Empties, in `rows`, each ratio that its two sides do not bear out, with a reason; a notice
    for each column and reason.
    """
    sides = Sides(service.measured, covered)
    refused: dict[tuple[str, str], int] = {}
    for part in service.answer:
        for row in rows[part.step]:
            for ratio in service.measured.ratios.values():
                if row.get(ratio.column) is None:
                    continue
                fault = _fault(ratio, row, part.covers, sides)
                if fault is not None:
                    _refuse(row, ratio.column, fault, part)
                    refused[ratio.column, fault] = refused.get((ratio.column, fault), 0) + 1
    return [
        _refusal_notice(service, column, fault, count) for (column, fault), count in refused.items()
    ]


def _fault(ratio: Ratio, row: Mapping[str, Any], covers: Covers | None, sides: Sides) -> str | None:
    claim = _claim(ratio, row, covers)
    if claim is None:
        return COVERAGES_DIFFER
    year = claim.year
    if ratio.over_year is not None:
        year = year - 1 if ratio.over_year == PREVIOUS else int(ratio.over_year)
    of = sides.side(ratio.of, claim.year, claim)
    over = sides.side(ratio.over, year, claim)
    if of.fault or over.fault:
        return of.fault or over.fault
    measures = sides.measures.measures
    if not _are_alike(measures[ratio.of], of, measures[ratio.over], over, claim):
        return COVERAGES_DIFFER
    if over.value == 0:
        return COVERAGES_DIFFER
    wanted = ratio.times * of.value / over.value - ratio.minus
    return None if _is_theirs(row[ratio.column], wanted) else COVERAGES_DIFFER


def _claim(ratio: Ratio, row: Mapping[str, Any], covers: Covers | None) -> Claim | None:
    if covers is None or not isinstance(row.get(covers.year), int):
        return None
    communes = str(row.get(ratio.communes or covers.communes) or "").split()
    named = covers.categories if ratio.categories is None else ratio.categories
    kept = str(row.get(named) or "").split() if isinstance(named, str) else named
    return Claim(row[covers.year], frozenset(communes), frozenset(kept) if kept else None)


def _are_alike(
    of_measure: Measure, of: Side, over_measure: Measure, over: Side, claim: Claim
) -> bool:
    """True where both sides hold the same categories. Inhabitants have no category, and one measure
    is always like itself: a stream that a year has not counts as none of it.
    """
    if of_measure.role is None or over_measure.role is None:
        return True
    if of_measure.name == over_measure.name:
        return True
    if of_measure.category is None or over_measure.category is None:
        return claim.categories is None
    held_of, held_over = of.held or set(), over.held or set()
    if claim.categories is None:
        return held_of == held_over
    return claim.categories <= held_of and claim.categories <= held_over


def _is_theirs(value: Any, wanted: Decimal) -> bool:
    """True where the value is the wanted number, rounded to the value's last digit: half of a digit
    is rounded away from zero.
    """
    number = Decimal(str(value))
    if isinstance(value, float):
        return abs(number - wanted) <= _SLACK * max(Decimal(1), abs(wanted))
    return number == wanted.quantize(number, ROUND_HALF_UP)


def _refuse(row: dict[str, Any], column: str, fault: str, part: AnswerPart) -> None:
    row[column] = None
    if part.reasons is not None:
        before = row.get(part.reasons)
        row[part.reasons] = "\n".join(one for one in (before, f"{column}: {fault}") if one)


def _refusal_notice(service: Service, column: str, fault: str, count: int) -> Notice:
    label = service.labels.get(column)
    fr, en = (column, column) if label is None else (label.text.fr, label.text.en)
    why = REASONS[fault]
    lines = f"{count} ligne{'s' if count > 1 else ''}"
    return Notice(
        fault,
        Bilingual(
            f"« {fr} » n'est pas donné sur {lines} : {why.fr}.",
            f'"{en}" is not given in {count} row{"" if count == 1 else "s"}: {why.en}.',
        ),
        count=count,
    )
