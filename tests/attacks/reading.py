"""A generated statement on its way in: its text and its values, as anybody would send them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from federation.logical import LogicalQuery
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql.values import CLOCK, PARAMETERS, clock_values
from federation.sql_reader import CatalogStatement, read_sql
from tests.attacks.expressions import BINDINGS
from tests.attacks.statements import Statement
from tests.attacks.worlds import World

_MARK = re.compile(r":(p[0-9]+)\b")
_NAMES = {
    "big": "bigint",
    "dec": "decimal(10, 3)",
    "date": "date",
    "local": "timestamp",
    "instant": "timestamp with time zone",
}


def read_statement(
    statement: Statement, world: World
) -> tuple[LogicalQuery, tuple[Mapping[str, object], ...]]:
    """What is asked, and the variables of each time that it is. Raises CallerProblems."""
    order = _MARK.findall(statement.sql)
    text = _MARK.sub("?", statement.sql)
    sets = [
        [_given(*statement.parameters[name], place) for name in order]
        for place in range(BINDINGS if order else 1)
    ]
    known = [key for key, each in world.decision.datasets.items() if each.discoverable]
    names = SqlNames.of(world.snapshot, known)
    given = [read_parameters(each) for each in sets]
    logical = read_sql(text, given[0], names)
    assert not isinstance(logical, CatalogStatement)
    clock = clock_values(world.now)
    return logical, tuple({PARAMETERS: list(each.values), CLOCK: clock} for each in given)


def _given(kind: str, wires: tuple[str, ...], place: int) -> object:
    wire = wires[place]
    match kind:
        case "text":
            return wire
        case "int":
            return int(wire)
        case "num":
            return float(wire)
        case _:
            return {"type": _NAMES[kind], "value": wire}
