"""Reads the queries of `tests/contract/cases`: SQL that a reviewer reads alone.

-- A sentence that says what must be equal on every engine.
-- shows: total bigint, flux string
-- with: seuil decimal '3.50', codes string ["a", "b"]        (JSON; one `-- with:` a line)
-- gives: [[12, "OMR"]]                                       (JSON; what is right, not only equal)
SELECT …
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import LiteralSource, Parameter, WireType

ROOT = Path(__file__).resolve().parent / "cases"

_TYPES = {each.value: ColumnType(each) for each in ScalarType} | {
    "decimal": ColumnType(ScalarType.DECIMAL, 10, 2)
}


@dataclass(frozen=True)
class ContractCase:
    """`gives` is None where equality is all that is asked. No place is left out."""

    topic: str
    title: str
    sql: str
    columns: tuple[tuple[str, WireType], ...]
    parameters: tuple[Parameter, ...] = ()
    gives: list[list[Any]] | None = None

    def __str__(self) -> str:
        return f"{self.topic}: {self.title}"


def contract_cases() -> list[ContractCase]:
    return [
        _read(path.stem, block)
        for path in sorted(ROOT.glob("*.sql"))
        for block in path.read_text("utf-8").split("\n\n")
        if block.strip()
    ]


def _read(topic: str, block: str) -> ContractCase:
    notes = [line.removeprefix("-- ") for line in block.splitlines() if line.startswith("-- ")]
    sql = "\n".join(line for line in block.splitlines() if not line.startswith("--"))
    title, *rest = notes
    said: dict[str, list[str]] = {}
    for note in rest:
        key, _, value = note.partition(": ")
        said.setdefault(key, []).append(value)
    unknown = said.keys() - {"shows", "with", "gives"}
    assert not unknown, f"{topic}: {title}: {unknown}"
    return ContractCase(
        topic=topic,
        title=title,
        sql=sql,
        columns=tuple(_column(each) for each in ", ".join(said["shows"]).split(", ")),
        parameters=tuple(_parameter(each) for each in said.get("with", [])),
        gives=json.loads(" ".join(said["gives"])) if "gives" in said else None,
    )


def _column(text: str) -> tuple[str, WireType]:
    name, wire = text.split()
    return name, WireType(wire)


def _parameter(text: str) -> Parameter:
    name, kind, value = text.split(" ", 2)
    around = {"contains": ("%", "%"), "starts": ("", "%"), "ends": ("%", "")}
    like = around.get(kind)
    return Parameter(
        name=name,
        type=_TYPES["string" if like else kind],
        source=LiteralSource(json.loads(value)),
        prefix=like[0] if like else "",
        suffix=like[1] if like else "",
    )
