"""What is asked in every world before anything random: the shortest ways to what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from catalog.model.dataset import Dataset
from federation.problems import ColumnNotGranted, HashesNotComparable
from tests.attacks.sources import Pen, Shown
from tests.attacks.worlds import NAMES, SLUGS

Question = tuple[str, str | None]
"""A statement, and the code that it must be refused with; None: it may be answered or not."""
ANSWERED = "answered"


def standing_questions(pen: Pen) -> Iterator[Question]:
    readable = pen.readable()
    for dataset in readable:
        table = f"{SLUGS[dataset.owner]}.{dataset.name}"
        name = str(dataset.name)
        yield f"WITH {name} AS (SELECT * FROM {table}) SELECT * FROM {name}", ANSWERED
        yield f"WITH {name} AS (SELECT 1 AS one) SELECT t.* FROM {table} t", ANSWERED
        for withheld in sorted(set(NAMES) - {each.name for each in _shown(dataset, pen)})[:1]:
            yield f"SELECT t.{withheld} FROM {table} t", ColumnNotGranted.code
            yield f"SELECT 1 AS a FROM {table} WHERE {withheld} IS NULL", ColumnNotGranted.code
    for one, other in combinations(readable, 2):
        yield from _of_two(one, other, pen)


def _of_two(one: Dataset, other: Dataset, pen: Pen) -> Iterator[Question]:
    left, right = (f"{SLUGS[each.owner]}.{each.name}" for each in (one, other))
    yield f"SELECT l.*, r.* FROM {left} l CROSS JOIN {right} r", None
    yield f"SELECT l.* FROM {right} r CROSS JOIN {left} l", None
    if _is_limited(one, pen) or _is_limited(other, pen):
        # Then it is for another reason that they may not meet.
        return
    hashed = [each for each in _shown(one, pen) if each.keys]
    plain = {each.name: each for each in _shown(other, pen)}
    for each in hashed[:1]:
        if each.name in plain and plain[each.name].keys != each.keys:
            on = f"l.{each.name} = r.{each.name}"
            yield f"SELECT 1 AS a FROM {left} l JOIN {right} r ON {on}", HashesNotComparable.code


def _shown(dataset: Dataset, pen: Pen) -> tuple[Shown, ...]:
    return pen.columns_of(dataset, mistakes=0.0)


def _is_limited(dataset: Dataset, pen: Pen) -> bool:
    cited = {branch.agreement for branch in pen.world.branches(dataset.id)}
    freely = {"a", "b", "c", "d"}
    return any(
        set(each.terms.combine.datasets) != freely
        for each in pen.world.snapshot.agreements
        if each.citation in cited
    )
