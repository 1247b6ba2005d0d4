"""The table of a service that has one row a year, and the years of it that a report compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model.problem import Language
from papers.shown import YEARS

_SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Yearly:
    """A table with one row a year: the place of the report's row, and of the one that it is
    compared with; `passed_over` is a year between them that has no figure.
    """

    name: str
    table: Mapping[str, Any]
    year: int
    row: int
    compared: tuple[int, int] | None
    passed_over: tuple[int, int] | None

    def value(self, row: int, column: str) -> Any:
        at = next(at for at, one in enumerate(self.table["columns"]) if one["name"] == column)
        return self.table["rows"][row][at]

    def sentence(self, language: Language) -> str:
        """The service's sentence on the report's year, empty where it has none."""
        sentence = self.value(self.row, _SENTENCE) if self.has(_SENTENCE) else None
        return str(sentence[language]) if isinstance(sentence, dict) else ""

    def has(self, column: str) -> bool:
        return any(one["name"] == column for one in self.table["columns"])


def yearly_of(content: Mapping[str, Any]) -> Yearly | None:
    """The first table in the service's order that has one row a year, the report's among them."""
    answer = content["answer"]
    year = answer["report"]["year"]
    figures = {figure["name"] for figure in answer["figures"]}
    for name in answer["report"]["order"]:
        table = answer["tables"][name]
        places = [at for at, one in enumerate(table["columns"]) if one["name"] in YEARS]
        if not places or year is None:
            continue
        rows = {row[places[0]]: at for at, row in enumerate(table["rows"])}
        if year not in rows or len(rows) < len(table["rows"]):
            continue
        valued = [at for at, one in enumerate(table["columns"]) if one["name"] in figures]
        before = sorted((one for one in rows if one < year), reverse=True)
        with_figures = [
            one for one in before if any(table["rows"][rows[one]][at] is not None for at in valued)
        ]
        compared = with_figures[0] if with_figures else None
        passed = before[0] if before and before[0] != compared else None
        return Yearly(
            name,
            table,
            year,
            rows[year],
            None if compared is None else (compared, rows[compared]),
            None if passed is None else (passed, rows[passed]),
        )
    return None
