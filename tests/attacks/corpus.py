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

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from catalog.model.agreement import Output
from catalog.model.identifiers import CommuneCode
from catalog.model.problem import CallerProblem, DeniedProblem, Problem
from catalog.model.row_condition import Compare, CompareOp, InListedTerritory
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
from tests.integration.oracle.scenario import CODES

CORPUS = Path(__file__).parents[1] / "cases" / "attacks"
MARK = "=== "
HARMLESS = "harmless"
_NOTHING = GivenParameters((), ())
SEED = 93
_SHARED = tuple(map(CommuneCode, CODES[:4]))
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
    """`collectes` mostly hidden and masked, `paie` not to be discovered, `points` one's own.

    Two agreements show `collectes`: no engine settles their "or" by an index or a statistic before
    it comes to what a caller wrote.
    """
    world = draw_world(Random(SEED), databases)
    datasets = dict(world.decision.datasets)
    columns = {f"a_{name}": cell for name, cell in _SHOWN.items()}
    shared = InListedTerritory("a_code", _SHARED, date(2014, 1, 1), "a_jour")
    low = Compare("a_nombre", CompareOp.LTE, ("2",))
    without_flux = {name: cell for name, cell in columns.items() if name != "a_flux"}
    datasets["a"] = _allowed(
        Branch("c1@1", columns, shared, Output.DETAIL),
        Branch("c2@1", without_flux, low, Output.DETAIL),
    )
    columns = {f"b_{name}": CellTransform(Transform.CLEAR) for name in NAMES if name != "grand"}
    few = Compare("b_nombre", CompareOp.GT, ("0",))
    datasets["b"] = _allowed(Branch("c4@1", columns, few, Output.DETAIL))
    datasets["d"] = DatasetDecision(False, False, (), ())
    # Of a commune that nobody knows no condition is true, and none false.
    unknown = {**world.rows["a"][0], "code": None, "jour": date(2018, 1, 1), "nombre": 7}
    rows = {**world.rows, "a": [*world.rows["a"], unknown]}
    return replace(world, decision=replace(world.decision, datasets=datasets), rows=rows)


def _allowed(*branches: Branch) -> DatasetDecision:
    return DatasetDecision(True, True, branches, ())


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
        plan = arena.plan(query_of(attack, world))
    except (CallerProblem, DeniedProblem) as problem:
        return told(problem)
    one, other = arena.outcomes(plan, values_in(world), is_ordered=False)
    assert not one.differs_from(other), (one, other)
    assert one.canary is None
    return HARMLESS


def query_of(attack: Attack, world: World) -> LogicalQuery:
    read = read_attack(attack.statement, world)
    assert not isinstance(read, CatalogStatement)
    return read


def values_in(world: World) -> Mapping[str, object]:
    """Those of a statement without parameters."""
    return {PARAMETERS: [], CLOCK: clock_values(world.now)}


def told(problem: Problem) -> str:
    """`refused sql_construct: =>`: the code, and what its sentences, in both languages, name."""
    assert problem.sentence("fr") != problem.sentence("en")
    named = [str(problem.facts[each]) for each in _NAMING if each in problem.facts]
    return ": ".join([f"refused {problem.code}", *named[:1]])


_NAMING = ("what", "column", "dataset", "character", "name", "source", "limit", "found_en")
