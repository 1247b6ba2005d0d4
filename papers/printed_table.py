"""A table as a paper prints it: what is the same for all rows is told once above it, and why a
value is not there under the row that lacks it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.model.problem import Language
from papers.sheet import Fact, SheetTable
from papers.shown import header_of, is_numeric, shown_cell, shown_row
from papers.words import words_of

_REASONS = "reasons"
FOR_ALL = {"fr": "Pour toutes les lignes : ", "en": "For all rows: "}


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """`above`: what the columns hold that the table does without, empty without any."""

    above: str
    table: SheetTable


def printed_table(
    table: Mapping[str, Any], caption: str, language: Language, omitted: Collection[str] = ()
) -> PrintedTable:
    """`omitted`: columns that the words around the table tell already."""
    return _Printing(table, language).printed(caption, omitted)


def facts_of(
    table: Mapping[str, Any], place: int, language: Language, omitted: Collection[str] = ()
) -> tuple[Fact, ...]:
    """One row of it, column by column; of a value that is not there, why, where that is known."""
    reasons, none = why_missing(table, language), words_of(language)["none"]
    facts = []
    for column, value in zip(table["columns"], table["rows"][place], strict=True):
        name, header = column["name"], header_of(column, language)
        if name in omitted or name not in table.get("shown", [name]):
            continue
        if value is not None:
            facts.append(Fact(header, shown_cell(value, column, language)))
        elif (place, name) in reasons:
            facts.append(Fact(header, f"{none} ({reasons[place, name]})"))
    return tuple(facts)


def why_missing(table: Mapping[str, Any], language: Language) -> dict[tuple[int, str], str]:
    """By the place of a row and the name of a column, why there is no value."""
    return {
        (place, name): str(reason[language])
        for reason in table.get("missing", ())
        for name, places in reason["columns"].items()
        for place in places
    }


def grouped(reasons: Sequence[tuple[str, str]], language: Language) -> str:
    """Names that lack a value for the same reason are told together: `a, b : why ; c : why`."""
    colon, between = (" : ", " ; ") if language == "fr" else (": ", "; ")
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons:
        by_reason.setdefault(reason, []).append(name)
    return between.join(f"{', '.join(names)}{colon}{why}" for why, names in by_reason.items())


def with_rows(table: Mapping[str, Any], places: Sequence[int]) -> dict[str, Any]:
    """The same table with these rows alone, in this order."""
    new = {place: at for at, place in enumerate(places)}
    missing = [
        {
            **reason,
            "columns": {
                name: [new[place] for place in of if place in new]
                for name, of in reason["columns"].items()
            },
        }
        for reason in table.get("missing", ())
    ]
    return {**table, "rows": [table["rows"][place] for place in places], "missing": missing}


_FEW = 2
"""Names that are told beside a reason; what more columns lack for the same one is plain."""


class _Printing:
    """One table in one language. Only its `shown` columns are printed."""

    def __init__(self, table: Mapping[str, Any], language: Language) -> None:
        self.language: Language = language
        self.columns: Sequence[Mapping[str, Any]] = table["columns"]
        self.rows: Sequence[Sequence[Any]] = table["rows"]
        self.cells = [shown_row(row, self.columns, language) for row in self.rows]
        self.reasons = why_missing(table, language)
        names = [column["name"] for column in self.columns]
        shown = table.get("shown", names)
        self.shown = [at for at, name in enumerate(names) if name in shown]
        # Figures of earlier versions tell the reasons of a row in one text.
        is_beside = _REASONS in names and _REASONS not in shown
        self.reasons_at = names.index(_REASONS) if is_beside else None

    def printed(self, caption: str, omitted: Collection[str]) -> PrintedTable:
        candidates = [at for at in self.shown if self.columns[at]["name"] not in omitted]
        above = self._above(candidates)
        kept = [at for at in candidates if at not in above] or candidates
        lines = [] if kept == candidates else [line for line in above.values() if line[1]]
        notes = tuple(self._note(place, kept) for place in range(len(self.rows)))
        table = SheetTable(
            caption,
            tuple(header_of(self.columns[at], self.language) for at in kept),
            tuple(is_numeric(self.columns[at]) for at in kept),
            tuple(tuple(row[at] for at in kept) for row in self.cells),
            notes=notes if any(notes) else (),
        )
        # One value that several columns have is told once.
        told_once = f"{grouped(lines, self.language)}." if lines else ""
        return PrintedTable(told_once, table)

    def _above(self, candidates: Sequence[int]) -> dict[int, tuple[str, str]]:
        """By its place, a column that all rows have the same in, with the value to be told; a
        column that is empty for no reason, or that repeats an earlier one, has none.
        """
        if len(self.rows) < 2:
            return {}
        above: dict[int, tuple[str, str]] = {}
        for at in candidates:
            header = header_of(self.columns[at], self.language)
            if (value := self._same(at)) is not None:
                above[at] = (header, value)
            elif self._is_repeated(at, candidates):
                above[at] = (header, "")
        return above

    def _same(self, at: int) -> str | None:
        if len({row[at] for row in self.cells}) > 1:
            return None
        if self.rows[0][at] is not None:
            return self.cells[0][at]
        name = self.columns[at]["name"]
        known = {self.reasons.get((place, name)) for place in range(len(self.rows))}
        if self.reasons_at is not None or len(known) > 1:
            return None
        reason = known.pop()
        none = words_of(self.language)["none"]
        return "" if reason is None else f"{none} ({reason})"

    def _is_repeated(self, at: int, candidates: Sequence[int]) -> bool:
        if not is_numeric(self.columns[at]) or self.columns[at]["unit"] is None:
            return False
        values = [row[at] for row in self.cells]
        unit = self.columns[at]["unit"]
        return any(
            self.columns[one]["unit"] == unit and [row[one] for row in self.cells] == values
            for one in candidates
            if one < at
        )

    def _note(self, place: int, kept: Sequence[int]) -> str:
        lacking = [at for at in kept if self.rows[place][at] is None]
        if self.reasons_at is not None:
            row_reasons = self.rows[place][self.reasons_at]
            return (
                str(row_reasons[self.language]) if lacking and isinstance(row_reasons, dict) else ""
            )
        reasons = [
            (str(self.columns[at]["label"][self.language]), reason)
            for at in lacking
            if (reason := self.reasons.get((place, self.columns[at]["name"]))) is not None
        ]
        if len(reasons) > _FEW and len({reason for _, reason in reasons}) == 1:
            # The dashes of the row show of what.
            return reasons[0][1]
        return grouped(reasons, self.language)
