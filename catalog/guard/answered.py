"""Columns of a cell that need not be told: somebody answers for them, or the new agreement has no
part in them.

That other agreements isolate something already is no reason to let one more do so: only a DPO of
the owner may say so, and only for as long as the agreement that they said it of is in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.guard.cells import Cell, Partition
from catalog.guard.sources import Gathering
from catalog.model.agreement import IN_FORCE, Agreement


@dataclass(frozen=True, slots=True)
class Answered:
    """`overridden` are the others for which a DPO of the same owner answers, by citation. One that
    was itself stopped is let through by nothing but its own override.
    """

    overridden: dict[str, Agreement]
    was_stopped: bool

    @classmethod
    def of(cls, facts: Gathering) -> Answered:
        guard = facts.agreement.life.guard
        return cls(
            {each.citation: each for each in facts.others if _answers_for(each, facts.agreement)},
            guard is not None and guard.stops,
        )

    def untold(
        self, cell: Cell, communes: Sequence[str], partition: Partition, facts: Gathering
    ) -> Cell:
        """With the columns of which something is to be told.

        What the head of the pool itself gets must be of it: what two bodies below it get, somebody
        who gets nothing would not put together.
        """
        columns = frozenset(
            column
            for column in cell.columns
            if _is_of_head(cell, column, partition)
            and not self._is_settled(cell, column, communes, partition, facts)
        )
        return Cell(cell.land, columns, cell.among)

    def _is_settled(
        self,
        cell: Cell,
        column: str,
        communes: Sequence[str],
        partition: Partition,
        facts: Gathering,
    ) -> bool:
        new, before = cell.among & ~partition.old, cell.among & partition.old
        if not partition.is_known(cell, column) or partition.follows_only_with(new, cell, column):
            return False
        # What two bodies isolated, whose grouping got nothing of it, was told to nobody.
        if not partition.touches(partition.of_head & before, cell, column, before):
            return False
        if not partition.has_part(new, cell, column, cell.among):
            return True
        if self.was_stopped:
            return False
        return any(
            set(communes) <= set(_communes(each))
            and set(facts.book.names(facts.catalog.datasets[each.dataset_id], (column,)))
            <= set(_columns(each))
            and partition.has_part(_bits(citation, partition), cell, column, before)
            for citation, each in self.overridden.items()
        )


def _answers_for(other: Agreement, examined: Agreement) -> bool:
    """A new version is a new text: what was said of the one it replaces does not hold for it."""
    guard = other.life.guard
    return (
        guard is not None
        and guard.stops
        and guard.override is not None
        and other.state in IN_FORCE
        and other.grantor == examined.grantor
        and other.id != examined.id
    )


def _is_of_head(cell: Cell, column: str, partition: Partition) -> bool:
    bits = partition.of_head & cell.among
    return partition.touches(bits, cell, column, cell.among) or partition.follows_only_with(
        bits, cell, column
    )


def _bits(citation: str, partition: Partition) -> int:
    return sum(1 << bit for bit, each in enumerate(partition.sources) if each.origin == citation)


def _communes(agreement: Agreement) -> tuple[str, ...]:
    guard = agreement.life.guard
    return () if guard is None else guard.communes


def _columns(agreement: Agreement) -> tuple[str, ...]:
    guard = agreement.life.guard
    return () if guard is None else guard.columns
