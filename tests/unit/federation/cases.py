"""Reads the before/after pairs of `tests/cases/rewrites`: SQL that a reviewer reads alone.

-- A sentence that says what the case shows.
-- decision: territory
-- columns: a string, b decimal
-- parameters: p0 date, p1 string contains
-- engine: postgres
-- planned: on copies, keeps the answer, limits first, orders again, or computes

SELECT … before …
---
SELECT … after …            or:  refused: the_code, and the sentence on the next line
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from federation.logical import Parameter, WireType
from federation.plan import DUCKDB
from tests.unit.federation.world import parameter

ROOT = Path(__file__).resolve().parents[2] / "cases" / "rewrites"


@dataclass(frozen=True)
class Case:
    path: Path
    decision: str
    engine: str
    planned: str | None
    columns: tuple[tuple[str, WireType], ...]
    parameters: tuple[Parameter, ...]
    before: str
    after: str

    @property
    def rewrite(self) -> str:
        return self.path.parent.name

    @property
    def refusal(self) -> str | None:
        return self.after if self.after.startswith("refused: ") else None


def read_case(path: Path) -> Case:
    head, _, after = path.read_text("utf-8").partition("\n---\n")
    lines = head.splitlines()
    notes = [line.removeprefix("-- ") for line in lines if line.startswith("-- ")]
    said = dict(note.split(": ", 1) for note in notes[1:] if ": " in note)
    return Case(
        path=path,
        decision=said.get("decision", "territory"),
        engine=said.get("engine", DUCKDB),
        planned=said.get("planned"),
        columns=tuple(
            (name, WireType(wire))
            for name, wire in (each.split() for each in _listed(said.get("columns")))
        ),
        parameters=tuple(
            parameter(name, type_name, around=" ".join(around))
            for name, type_name, *around in (
                each.split() for each in _listed(said.get("parameters"))
            )
        ),
        before="\n".join(line for line in lines if not line.startswith("-- ")).strip(),
        after=after.strip(),
    )


def _listed(text: str | None) -> list[str]:
    return [each.strip() for each in text.split(",")] if text else []


def all_cases() -> list[Case]:
    return [read_case(path) for path in sorted(ROOT.glob("*/*.sql"))]
