"""Each folder of tests/cases/sql: a statement, and what it is read as, or the Problem it meets.

`statement.sql`; `asked.json` where the decision (tests.unit.federation.world) is not the owner's,
or there are parameters; `read.txt` or `problem.json` is what is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.model.problem import Problem
from federation.limits import Limits
from federation.plan import DUCKDB, Plan
from federation.planning import plan_slice
from federation.sql.catalog_statements import CatalogStatement
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from tests.unit.federation.datasets import DATASETS, PAIE
from tests.unit.federation.world import binding, snapshot

CASES = Path(__file__).resolve().parents[2] / "cases" / "sql"


@dataclass(frozen=True)
class SqlCase:
    folder: Path
    statement: str
    decision: str
    parameters: tuple[object, ...]

    @property
    def kept(self) -> Path:
        refused = self.folder.name.startswith("refused_")
        return self.folder / ("problem.json" if refused else "read.txt")


def all_cases() -> list[SqlCase]:
    return [_read(each) for each in sorted(CASES.iterdir())]


def _read(folder: Path) -> SqlCase:
    asked = folder / "asked.json"
    said = json.loads(asked.read_text("utf-8")) if asked.exists() else {}
    return SqlCase(
        folder,
        (folder / "statement.sql").read_text("utf-8"),
        said.get("decision", "owner"),
        tuple(said.get("parameters", ())),
    )


def names() -> SqlNames:
    """`paie` is hidden."""
    return SqlNames.of(snapshot(), [each.id for each in DATASETS if each is not PAIE])


def outcome(case: SqlCase) -> str:
    try:
        given = read_parameters(case.parameters, case.statement)
        read = read_sql(case.statement, given, names())
        if isinstance(read, CatalogStatement):
            return _shown(read)
        plan = plan_slice(
            read,
            binding(case.decision),
            snapshot(),
            Limits(),
            frozenset({DUCKDB}),
            DUCKDB,
        )
    except Problem as problem:
        return _told(problem)
    return _planned(read.tree.sql(dialect="trino", pretty=True), plan)


def _shown(read: CatalogStatement) -> str:
    lines = [" | ".join(name for name, _ in read.columns)]
    return "\n".join([*lines, *(" | ".join(row) for row in read.rows)]) + "\n"


def _planned(read: str, plan: Plan) -> str:
    parameters = [f":{each.name} {each.type.scalar} {each.source}" for each in plan.parameters]
    columns = [
        f"{cell.key}: {cell.wire}" for cell in plan.logical.shape.fields if hasattr(cell, "wire")
    ]
    parts = [read, *parameters, "", *columns, "", *plan.materialized, plan.text]
    return "\n".join(parts) + "\n"


def _told(problem: Problem) -> str:
    place = problem.place
    said: dict[str, Any] = {
        "code": problem.code,
        "fr": problem.sentence("fr"),
        "en": problem.sentence("en"),
        "place": None if place is None else [place.line, place.column],
        "next": problem.next_step("en"),
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
