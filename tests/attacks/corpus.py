"""The standing corpus of attacks: statements with what must come of each, one file a class.

    Why this class is tried at all.
    === refused sql_construct: The query uses "query(…)", …
    SELECT * FROM query('SELECT 1')
    === harmless
    SELECT id FROM val.collectes

What is refused is named as the caller is told it. What is harmless answers alike in two worlds
that differ where nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from catalog.model.agreement import Output
from catalog.model.problem import CallerProblem, DeniedProblem, Problem
from catalog.model.row_condition import Compare, CompareOp
from catalog.model.transform import Transform
from federation.logical import LogicalQuery
from federation.sql.names import SqlNames
from federation.sql.parameters import GivenParameters
from federation.sql.values import CLOCK, PARAMETERS, clock_values
from federation.sql_reader import CatalogStatement, read_sql
from policies.decision import Branch, CellTransform, DatasetDecision
from tests.attacks.arena import Arena
from tests.attacks.twins import hashing_beginnings, twins
from tests.attacks.worlds import NAMES, Databases, World, draw_world

CORPUS = Path(__file__).parents[1] / "cases" / "attacks"
MARK = "=== "
HARMLESS = "harmless"
_NOTHING = GivenParameters((), ())
_SHOWN = {
    "id": CellTransform(Transform.CLEAR),
    "code": CellTransform(Transform.CLEAR),
    "nombre": CellTransform(Transform.CLEAR),
    "instant": CellTransform(Transform.CLEAR),
    "jour": CellTransform(Transform.MONTH),
    "flux": CellTransform(Transform.KEYED_HASH),
    "montant": CellTransform(Transform.NULL),
    "numero": CellTransform(Transform.CONSTANT, "caché"),
}


@dataclass(frozen=True)
class Attack:
    kind: str
    statement: str
    expected: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.statement[:60]}"


def attacks() -> Iterator[Attack]:
    for path in sorted(CORPUS.glob("*.txt")):
        _, *parts = path.read_bytes().decode().split(f"\n{MARK}")
        for part in parts:
            expected, _, statement = part.partition("\n")
            yield Attack(path.stem, statement.removesuffix("\n"), expected)


@cache
def standing_world() -> World:
    return make_standing_world(None)


def make_standing_world(databases: Databases | None) -> World:
    """`collectes` half hidden and half masked, `paie` not to be discovered, `points` one's own."""
    world = draw_world(Random(7), databases)
    datasets = dict(world.decision.datasets)
    hidden = Compare("a_nombre", CompareOp.LTE, ("7",))
    columns = {f"a_{name}": cell for name, cell in _SHOWN.items()}
    datasets["a"] = _allowed(Branch("c1@1", columns, hidden, Output.DETAIL))
    columns = {f"b_{name}": CellTransform(Transform.CLEAR) for name in NAMES if name != "grand"}
    few = Compare("b_nombre", CompareOp.GT, ("0",))
    datasets["b"] = _allowed(Branch("c4@1", columns, few, Output.DETAIL))
    datasets["d"] = DatasetDecision(False, False, (), ())
    return replace(world, decision=replace(world.decision, datasets=datasets))


def _allowed(branch: Branch) -> DatasetDecision:
    return DatasetDecision(True, True, (branch,), ())


def read_attack(statement: str, world: World) -> LogicalQuery | CatalogStatement:
    known = [key for key, each in world.decision.datasets.items() if each.discoverable]
    return read_sql(statement, _NOTHING, SqlNames.of(world.snapshot, known))


@contextmanager
def standing_arena() -> Iterator[Arena]:
    with hashing_beginnings():
        arena = Arena(twins(Random(1), standing_world()))
        try:
            yield arena
        finally:
            arena.close()


def outcome(attack: Attack, arena: Arena) -> str:
    """What comes of it now; an assertion when it does harm, or blames anybody but its sender."""
    world = arena.pair.with_canaries
    try:
        read = read_attack(attack.statement, world)
        assert not isinstance(read, CatalogStatement)
        plan = arena.plan(read)
    except (CallerProblem, DeniedProblem) as problem:
        return told(problem)
    values = {PARAMETERS: [], CLOCK: clock_values(world.now)}
    one, other = arena.outcomes(plan, values, is_ordered=False)
    assert not one.differs_from(other), (one, other)
    assert one.canary is None
    return HARMLESS


def told(problem: Problem) -> str:
    """`refused sql_construct: =>`: the code, and what its sentences, in both languages, name."""
    assert problem.sentence("fr") != problem.sentence("en")
    named = [str(problem.facts[each]) for each in _NAMING if each in problem.facts]
    return ": ".join([f"refused {problem.code}", *named[:1]])


_NAMING = ("what", "column", "dataset", "character", "name", "source", "limit", "found_en")
