"""A share of a whole, a measure and a limited territory: together they give the hidden rows.

If `part_commune` sums to one for each weighing and the mass is the net mass times the share, the
visible lines give the net mass, and so the line of the commune that is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.actions.facts import Findings
from catalog.actions.problems import ShareBesideMeasure
from catalog.model.agreement import OVER, Agreement
from catalog.model.column_types import NUMBERS
from catalog.model.dataset import Column, Dataset
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.transform import Transform

_SHOWS_NOTHING = frozenset({Transform.NULL, Transform.CONSTANT})


def refuse_shares_beside_measures(
    agreement: Agreement, dataset: Dataset, agreements: Sequence[Agreement], findings: Findings
) -> None:
    """In the agreement itself, and beside any other that the grantee has over the same dataset."""
    beside = [(agreement, "", "")] + [
        (other, f" (convention {other.citation})", f" (agreement {other.citation})")
        for other in agreements
        if _read_together(agreement, other)
    ]
    for other, elsewhere_fr, elsewhere_en in beside:
        if not _limits_territory((agreement, other), dataset):
            continue
        for share, measure in _pairs(agreement, other, dataset):
            problem = ShareBesideMeasure(
                share=share.name,
                measure=measure.name,
                elsewhere_fr=elsewhere_fr,
                elsewhere_en=elsewhere_en,
            )
            ours = {each.name for each in _shown(agreement, dataset)}
            findings.add(problem, "columns", share.name if share.name in ours else measure.name)


def _read_together(agreement: Agreement, other: Agreement) -> bool:
    return (
        other.id != agreement.id
        and other.grantee == agreement.grantee
        and other.dataset_id == agreement.dataset_id
        and other.state not in OVER
        and other.start <= agreement.end
        and agreement.start <= other.end
    )


def _pairs(
    agreement: Agreement, other: Agreement, dataset: Dataset
) -> Iterable[tuple[Column, Column]]:
    ours, theirs = _shown(agreement, dataset), _shown(other, dataset)
    both = {each.id: each for each in (*ours, *theirs)}.values()
    for share in both:
        for measure in both:
            # What one agreement shows by itself was judged when it was written.
            together = other is agreement or (share in ours) != (measure in ours)
            if share.share_of_whole and _measures(measure) and measure != share and together:
                yield share, measure


def _shown(agreement: Agreement, dataset: Dataset) -> list[Column]:
    present = {each.id: each for each in dataset.columns}
    return [
        present[granted.column]
        for granted in agreement.columns
        if granted.column in present and granted.transform not in _SHOWS_NOTHING
    ]


def _measures(column: Column) -> bool:
    return column.unit is not None and column.type.scalar in NUMBERS


def _limits_territory(agreements: Iterable[Agreement], dataset: Dataset) -> bool:
    return any(_is_territorial(each.rows, dataset) for each in agreements)


def _is_territorial(rows: RowCondition, dataset: Dataset) -> bool:
    """A list of commune codes limits a territory as well as the grantee's own does."""
    match rows:
        case AllRows():
            return False
        case InTerritory() | InListedTerritory():
            return True
        case Compare(column=column):
            bound = dataset.territory is not None and dataset.territory.column == column
            return bound or any(
                each.id == column and each.concept == "commune" for each in dataset.columns
            )
        case AllOf(conditions):
            return any(_is_territorial(each, dataset) for each in conditions)
