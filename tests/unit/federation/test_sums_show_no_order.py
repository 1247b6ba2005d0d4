"""The last digit of a sum of doubles depends on the order in which they are added up.

Covers federation.rewrites.reading_order.
"""

from __future__ import annotations

import pytest
from sqlglot import parse_one

from catalog.model.dataset import ObjectKind
from catalog.model.storage import PostgresqlOptions, Storage, StorageKind
from federation.limits import Limits
from federation.logical import LogicalQuery, Shape, SliceKind, WireType
from federation.plan import POSTGRES
from federation.planning import plan_slice
from tests.contract.world import VILLE, Place, binding_of_place, snapshot_of_place

DATABASE = Storage(
    "s_base",
    VILLE,
    StorageKind.POSTGRESQL,
    PostgresqlOptions("localhost", 5432, "base", "interco", "disable"),
)


@pytest.mark.parametrize(
    ("selected", "dataset", "by_position"),
    [
        ("SUM(m.ratio)", "masquees", True),
        ("AVG(m.ratio)", "masquees", True),
        ("SUM(m.poids)", "masquees", False),
        ("COUNT(*)", "masquees", False),
        # Its owner sees every row.
        ("SUM(m.ratio)", "mesures", False),
    ],
)
def test_a_slice_that_sums_doubles_is_read_by_position(selected, dataset, by_position):
    place = Place("postgresql", POSTGRES, ObjectKind.TABLE, DATABASE)
    snapshot = snapshot_of_place(place)
    logical = LogicalQuery(
        kind=SliceKind.AGGREGATE,
        datasets=(f"d_{dataset}",),
        tree=parse_one(f"SELECT {selected} AS c0 FROM ville.{dataset} AS m", read="trino"),
        parameters=(),
        shape=Shape(()),
        columns=(("c0", WireType.FLOAT),),
        max_rows=2,
    )
    engines = frozenset({POSTGRES})
    plan = plan_slice(logical, binding_of_place(snapshot), snapshot, Limits(), engines, POSTGRES)
    assert plan.by_position == by_position
