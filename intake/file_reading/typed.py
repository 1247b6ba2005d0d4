"""One column as it was typed: its values by cell, its misfits, and what typing it left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intake.file_reading.values import Cell, Column

ENOUGH = 0.9
"""The part of a column's cells that a type must hold; the others are told one by one."""
MOSTLY = 0.8
"""Enough where the header says a unit: what has one is a figure, a word beside it is unread."""
MOST_SHOWN = 3


_HALF, _LETTERS = 0.5, 4


def are_one_word(others: Sequence[Cell], real: Mapping[Cell, int]) -> bool:
    """One word, or two, that stand again and again where a figure or a day is not to be had:
    `fermé`, `en cours`. They are unread, and told.
    """
    words = {
        cell.strip().lower() for cell in others if isinstance(cell, str)
        and len(cell.strip()) >= _LETTERS and not any(sign.isdigit() for sign in cell)
    }  # fmt: skip
    count = sum(real[cell] for cell in others)
    is_of_words = len({str(cell).strip().lower() for cell in others}) == len(words)
    is_repeated = count >= len(words) * 2 or count == 1
    return (
        0 < len(words) <= 2
        and is_of_words
        and is_repeated
        and (count <= _HALF * sum(real.values()))
    )


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """A question of one column. `cells`: up to three of those that it is about, each with what it
    is under each of `choices`, in their order; `is_settled`: it is told, not asked.
    """

    code: str
    examples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    cells: tuple[tuple[Cell, tuple[str, ...]], ...] = ()
    is_settled: bool = False


@dataclass(slots=True)
class Typed:
    """`values`: what each cell becomes; `nothing`: cells that stand for nothing; `misfits`: cells
    that the type does not hold, by why. `doubts`: codes of questions that reading it settled.
    """

    column: Column
    values: dict[Cell, object] = field(default_factory=dict)
    nothing: Counter[str] = field(default_factory=Counter)
    misfits: dict[Cell, str] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    questions: list[ColumnQuestion] = field(default_factory=list)
    is_open_day: bool = False
    """Days that read both ways, and are read in the French order for want of a proof."""
