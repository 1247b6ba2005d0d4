"""Two databases that differ only in what the reader may not see: hidden rows and masked cells.

A change is kept only if an oracle that knows neither SQL nor the compiler says that every branch
still holds the same rows and shows the same cells. So what a transform leaves out (the day of a
month, the commune of an EPCI, what follows in a hashed text) differs too, wherever it can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlglot import exp

from catalog.cog import load_cog
from catalog.model.dataset import Dataset
from catalog.model.transform import Transform
from federation.keys import DerivedKeys
from federation.rewrites import expressions, masks
from policies.decision import Branch
from tests.attacks.worlds import NAMES, World, draw_value, mark_of
from tests.integration.oracle.governed_rows import Oracle, granted
from tests.integration.oracle.scenario import CODES, Row

CANARY = "CANARI"
KEYRING = DerivedKeys(b"a master key for tests, 32 bytes.")
HASHED_LENGTH = 3
"""Of a hashed text, what takes part in its hash here: see `hash_of_a_beginning`."""
_INTEGERS = (4_242_421, 2_147_483_611)
_DAY = date(1942, 4, 2)


@dataclass(frozen=True)
class Twins:
    """`with_canaries` holds canaries wherever nothing is shown, `without` other values, or less.

    `differing` counts what differs between them: "row", and each transform whose cells do.
    """

    with_canaries: World
    without: World
    differing: Counter[str]


class _Oracle(Oracle):
    def hashed(self, purpose: tuple[str, ...], text: str) -> str:
        return super().hashed(purpose, text[:HASHED_LENGTH])


def hash_of_a_beginning(value: exp.Expr, *keys: Any) -> exp.Expr:
    """Stands for the keyed hash in the masks: values that differ further on hash alike.

    No two texts share a real hash, so no two worlds could differ under one. This one is the real
    one of three characters; whatever is done with the rest, or with the order of raw values, shows.
    """
    start, length = exp.Literal.number(1), exp.Literal.number(HASHED_LENGTH)
    return expressions.keyed_hash(exp.Substring(this=value, start=start, length=length), *keys)


@contextmanager
def hashing_beginnings() -> Iterator[None]:
    """While an attack goes on: everything else of the compiler is as it is."""
    real, masks.keyed_hash = masks.keyed_hash, hash_of_a_beginning  # type: ignore[assignment]
    try:
        yield
    finally:
        masks.keyed_hash = real


def twins(random: Random, world: World) -> Twins:
    branches = {each.id: world.branches(each.id) for each in world.datasets}
    oracle = _Oracle(world.snapshot, branches, load_cog(), world.now, world.reader, KEYRING)
    differing: Counter[str] = Counter()
    one: dict[str, list[Row]] = {}
    other: dict[str, list[Row]] = {}
    for dataset in world.datasets:
        one[dataset.id], other[dataset.id] = [], []
        change = _Change(random, oracle, dataset, branches[dataset.id], differing)
        for row in world.rows[dataset.id]:
            first, second = change.both(row)
            one[dataset.id].append(first)
            if second is not None:
                other[dataset.id].append(second)
    return Twins(replace(world, rows=one), replace(world, rows=other), differing)


class _Change:
    def __init__(
        self,
        random: Random,
        oracle: _Oracle,
        dataset: Dataset,
        branches: tuple[Branch, ...],
        differing: Counter[str],
    ) -> None:
        self.random, self.oracle, self.dataset = random, oracle, dataset
        self.branches, self.differing = branches, differing
        self.names = granted(dataset, branches)

    def both(self, row: Row) -> tuple[Row, Row | None]:
        holding = self._holding(row)
        if holding:
            return self._masked(row, holding)
        self.differing["row"] += 1
        hidden = self._with(row, NAMES, self._canary, ())
        if self.random.random() < 0.5:
            return hidden, None
        return hidden, self._with(row, NAMES, self._other, ())

    def _masked(self, row: Row, holding: tuple[Branch, ...]) -> tuple[Row, Row]:
        names = [each for each in NAMES if not self._is_clear(each, holding)]
        shown = self._shown(row, holding)
        first = self._with(row, names, self._canary, holding, shown)
        second = self._with(row, names, self._other, holding, shown)
        for name in names:
            if first[name] != second[name]:
                self.differing[self._transform(name, holding)] += 1
        return first, second

    def _with(
        self,
        row: Row,
        names: Any,
        values: Any,
        holding: tuple[Branch, ...],
        shown: list[Any] | None = None,
    ) -> Row:
        """As many of `names` replaced as leave the row held and shown as it was."""
        changed = dict(row)
        for name in names:
            for value in values(name, row[name]):
                tried = {**changed, name: value}
                if self._holding(tried) != holding:
                    continue
                if shown is None or self._shown(tried, holding) == shown:
                    changed = tried
                    break
        return changed

    def _holding(self, row: Row) -> tuple[Branch, ...]:
        return tuple(
            each for each in self.branches if self.oracle.holds(each.rows, self.dataset, row)
        )

    def _shown(self, row: Row, holding: tuple[Branch, ...]) -> list[Any]:
        held = list(holding)
        return [self.oracle.cell(self.dataset, name, held, row) for name in self.names]

    def _transform(self, name: str, holding: tuple[Branch, ...]) -> str:
        column_id = f"{self.dataset.id}_{name}"
        looks = [each.columns[column_id].transform for each in holding if column_id in each.columns]
        return looks[0].value if looks else "withheld"

    def _is_clear(self, name: str, holding: tuple[Branch, ...]) -> bool:
        column_id = f"{self.dataset.id}_{name}"
        cells = [each.columns.get(column_id) for each in holding]
        return any(cell is not None and cell.transform is Transform.CLEAR for cell in cells)

    def _canary(  # noqa: C901 - one case a column
        self, name: str, value: Any
    ) -> Iterator[Any]:
        number = self.random.randint(0, 8)
        match name:
            case "nombre":
                yield self.random.choice(_INTEGERS) + number
            case "grand":
                yield 4_242_421_000_000 + number
            case "montant":
                yield Decimal("4242.421") + number
            case "taux":
                yield 4242.5 + number
            case "actif":
                yield True
            case "jour":
                yield _DAY + timedelta(days=number)
            case "saisi":
                yield datetime(1942, 4, 2 + number, 4, 2)  # noqa: DTZ001 - the source's own clock
            case "instant":
                yield datetime(1942, 4, 2 + number, 4, 2, tzinfo=UTC)
            case "code":
                pass
            case "id":
                yield f"{CANARY}-{number}{mark_of(self.dataset)}"
            case _:
                yield f"{CANARY}-{number}"
        yield from self._nearby(name, value, f"-{CANARY}-{number}")

    def _other(self, name: str, value: Any) -> Iterator[Any]:
        if self.random.random() < 0.3:
            yield None
        yield draw_value(self.random, name)
        yield from self._nearby(name, value, "-autre")

    def _nearby(self, name: str, value: Any, ending: str) -> Iterator[Any]:
        """What a transform may leave out of a value."""
        if name == "code":
            yield from self.random.sample(CODES, 6)
        elif value is None:
            return
        elif isinstance(value, str):
            yield f"{value[:HASHED_LENGTH]}{ending}"
        elif isinstance(value, date):
            for _ in range(3):
                yield value.replace(day=self.random.randint(1, 28))
            yield value.replace(month=self.random.randint(1, 12), day=self.random.randint(1, 28))
