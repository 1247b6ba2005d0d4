"""Reads `cases.sql`: a canonical SELECT without FROM (it reads `x`), and what each engine is sent.

`python -m tests.unit.dialects.cases` writes the file again from what is rendered now: read the
difference before you keep it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlglot import exp, parse_one

from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.to_sql import render_plan
from tests.unit.dialects.world import TABLES

PATH = Path(__file__).with_name("cases.sql")
ENGINES = (TRINO, DUCKDB, POSTGRES)
_FROM = re.compile(r' FROM (?:"s_s_\w+"\.|"s"\.)?"public"\."Table" AS "x"')


@dataclass(frozen=True)
class DialectCase:
    title: str
    canonical: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return self.title

    def tree(self) -> exp.Query:
        tree = cast("exp.Query", parse_one(self.canonical, read="trino"))
        source = exp.Table(
            this=exp.to_identifier("d"),
            db=exp.to_identifier("s"),
            alias=exp.TableAlias(this=exp.to_identifier("x")),
        )
        tree.set("from_", exp.From(this=source))
        return tree

    def rendered(self, engine: str) -> str:
        return _FROM.sub("", render_plan(self.tree(), engine, TABLES).text)


def dialect_cases() -> list[DialectCase]:
    return [_read(block) for block in PATH.read_text("utf-8").strip().split("\n\n")]


def _read(block: str) -> DialectCase:
    title, canonical, *outputs = block.splitlines()
    expected = dict(line.removeprefix("-- ").split(": ", 1) for line in outputs)
    return DialectCase(title.removeprefix("-- "), canonical, expected)


def main() -> None:
    blocks = []
    for case in dialect_cases():
        sent = [f"-- {engine}: {case.rendered(engine)}" for engine in ENGINES]
        blocks.append("\n".join([f"-- {case.title}", case.canonical, *sent]))
    PATH.write_text("\n\n".join(blocks) + "\n", "utf-8")


if __name__ == "__main__":
    main()
