"""Maps and lines of a result: of the tables whose service says which column is what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.contours.values import Contours
from catalog.model.problem import Language
from gateway.console.picture_reader import reader_of
from papers.pictures.commune_map import rate_map
from papers.pictures.lines import MONTHS, YearLine, year_lines
from papers.pictures.markup import Drawn
from papers.pictures.reader import Reader

_MOST_SERIES, _MOST_YEARS = 4, 5
ContoursOf = Callable[[Collection[str]], Contours | None]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of a table of the result: its columns by name, its rows that are drawn."""

    table: Mapping[str, Any]
    drawn: Mapping[str, Any]

    @property
    def places(self) -> Mapping[str, int]:
        return {column["name"]: at for at, column in enumerate(self.table["columns"])}

    def column(self, part: str) -> Mapping[str, Any]:
        column: Mapping[str, Any] = self.table["columns"][self.places[self.drawn[part]]]
        return column

    def kept(self) -> list[Sequence[Any]]:
        return [self.table["rows"][place] for place in self.drawn["rows"]]

    def value(self, row: Sequence[Any], part: str) -> Any:
        return row[self.places[self.drawn[part]]]

    def number(self, row: Sequence[Any]) -> float | None:
        value = self.value(row, "value")
        return None if value is None else float(value)


def drawings(result: Mapping[str, Any], language: Language, contours_of: ContoursOf) -> list[Drawn]:
    """Each with its sentence and its table; nothing for a table that lacks what is drawn."""
    reader, drawn = reader_of(language), []
    notes: set[str] = set()
    for name, table in result["tables"].items():
        wanted = table.get("drawing")
        if wanted is None or not table["rows"]:
            continue
        rows = _Rows(table, wanted)
        identity = f"drawing-{name.replace('.', '-').replace('_', '-')}"
        if table["view"] == "communes":
            drawn += _map(reader, rows, identity, contours_of, notes)
        elif table["view"] == "lines":
            drawn += _lines(reader, rows, identity)
    return drawn


def _map(
    reader: Reader, rows: _Rows, identity: str, contours_of: ContoursOf, notes: set[str]
) -> list[Drawn]:
    """`notes`: those of the maps before it, which are not made again; its own are added."""
    kept = rows.kept()
    if not kept:
        return []
    # Where no commune has the figure, the one that may be told instead.
    if "else" in rows.drawn and all(rows.number(row) is None for row in kept):
        rows = _Rows(rows.table, {**rows.drawn, "value": rows.drawn["else"]})
    values = {str(rows.value(row, "code")): rows.number(row) for row in kept}
    names = {str(rows.value(row, "code")): str(rows.value(row, "name")) for row in kept}
    title = _title(reader, rows)
    last = rows.drawn.get("last")
    if last is not None:
        title = f"{title}, {kept[0][rows.places[last]]}"
    unit = rows.column("value")["unit"] or ""
    picture = rate_map(reader, title, contours_of(sorted(values)), values, unit, names)
    new = tuple(note for note in picture.notes if note not in notes)
    notes.update(new)
    return [replace(picture, notes=new).html(identity)]


def _lines(reader: Reader, rows: _Rows, identity: str) -> list[Drawn]:
    """One picture a series, of the first few; a month is `2025-03`."""
    series: dict[str, dict[int, list[float | None]]] = {}
    for row in rows.kept():
        year, _, month = str(rows.value(row, "month")).partition("-")
        if not (year.isdecimal() and month[:2].isdecimal()):
            continue
        years = series.setdefault(str(rows.value(row, "of")), {})
        years.setdefault(int(year), [None] * MONTHS)[int(month[:2]) - 1] = rows.number(row)
    unit = rows.column("value")["unit"] or ""
    pictures = []
    for at, (label, years) in enumerate(list(series.items())[:_MOST_SERIES]):
        lines = [YearLine(year, tuple(years[year])) for year in sorted(years)[-_MOST_YEARS:]]
        title = f"{label}{_colon(reader)}{rows.column('value')['label'][reader.language]}"
        pictures.append(year_lines(reader, title, lines, unit).html(f"{identity}-{at}"))
    return pictures


def _title(reader: Reader, rows: _Rows) -> str:
    label, words = rows.column("value")["label"][reader.language], reader.gettext("Par commune")
    return f"{words}{_colon(reader)}{label}"


def _colon(reader: Reader) -> str:
    return " : " if reader.language == "fr" else ": "
