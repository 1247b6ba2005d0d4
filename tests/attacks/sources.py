"""What a generated statement may name: the sources in its scope, and the kinds of its columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from catalog.model.dataset import Dataset, ScalarType
from catalog.model.transform import Transform
from federation.logical import WireType
from tests.attacks.worlds import SLUGS, World

KINDS = {
    ScalarType.STRING: "text",
    ScalarType.INTEGER: "int",
    ScalarType.BIGINT: "big",
    ScalarType.DECIMAL: "dec",
    ScalarType.FLOAT: "num",
    ScalarType.BOOLEAN: "bool",
    ScalarType.DATE: "date",
    ScalarType.TIMESTAMP: "local",
    ScalarType.TIMESTAMP_TZ: "instant",
}
WIRES = {
    "text": WireType.STRING,
    "int": WireType.BIGINT,
    "big": WireType.BIGINT,
    "dec": WireType.DECIMAL,
    "num": WireType.FLOAT,
    "bool": WireType.BOOLEAN,
    "date": WireType.DATE,
    "local": WireType.TIMESTAMP,
    "instant": WireType.TIMESTAMP_TZ,
}
ORDERED = ("text", "int", "big", "dec", "num", "date", "local", "instant")
MISTAKES = 0.004
"""How often a column is named that nobody granted: each time, the whole statement is refused."""

Keys = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """A column of a source: its kind, and the keys under which some of its cells are hashed."""

    name: str
    kind: str
    keys: Keys = frozenset()


@dataclass(frozen=True)
class Source:
    alias: str
    columns: tuple[Shown, ...]


@dataclass(frozen=True)
class Term:
    """An expression in SQL."""

    sql: str
    kind: str
    keys: Keys = frozenset()


@dataclass
class Pen:
    """What is shared while one statement is written; `reached` counts its constructs."""

    random: Random
    world: World
    reached: Counter[str] = field(default_factory=Counter)
    named: set[str] = field(default_factory=set)
    aliases: int = 0
    parameters: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """By name: the kind, and the wire values that it is asked with, one after the other."""

    def alias(self) -> str:
        self.aliases += 1
        return f"s{self.aliases}"

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def table(self, dataset: Dataset) -> str:
        self.named.add(dataset.id)
        owner, name = SLUGS[dataset.owner], str(dataset.name)
        if self.chance(0.03):
            owner, name = owner.upper(), f'"{name}"'
        return f"{owner}.{name}"

    def readable(self) -> list[Dataset]:
        return [each for each in self.world.datasets if self.world.branches(each.id)]

    def columns_of(self, dataset: Dataset, mistakes: float = MISTAKES) -> tuple[Shown, ...]:
        branches = self.world.branches(dataset.id)
        names = {column.id: column for column in dataset.columns}
        granted = {each for branch in branches for each in branch.columns}
        return tuple(
            Shown(
                column.name,
                KINDS[column.type.scalar],
                frozenset(
                    (branch.agreement, column_id)
                    for branch in branches
                    if column_id in branch.columns
                    and branch.columns[column_id].transform is Transform.KEYED_HASH
                ),
            )
            for column_id, column in names.items()
            if column_id in granted or self.chance(mistakes)
        )
