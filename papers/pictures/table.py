"""The figures of a picture as a table: in the page, and as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.exports.formulas import guarded
from papers.pictures.markup import Drawn, element
from papers.pictures.reader import Reader, decimals_of

NO_FIGURE = "—"


@dataclass(frozen=True, slots=True)
class Column:
    """`unit` stands in the header, once, and not in each cell."""

    name: str
    unit: str = ""
    numeric: bool = False

    @property
    def header(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def alignment(self) -> str | None:
        """The class of its cells."""
        return "number" if self.numeric else None


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row names it. A number is as it was given; None is no data."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | float | None, ...], ...]

    def html(self, reader: Reader) -> Drawn:
        head = element(
            "tr",
            *(
                element("th", column.header, scope="col", class_=column.alignment)
                for column in self.columns
            ),
        )
        rows = (self._row(texts) for texts in self.texts(reader))
        return element(
            "table",
            element("caption", self.caption),
            element("thead", head),
            element("tbody", *rows),
            class_="picture-table",
        )

    def texts(self, reader: Reader) -> list[tuple[str, ...]]:
        """Its rows as people read them: as many decimals in all of a column."""
        decimals = [
            decimals_of(value for value in values if not isinstance(value, str))
            for values in zip(*self.rows, strict=True)
        ]
        return [
            tuple(_shown(value, count, reader) for value, count in zip(row, decimals, strict=True))
            for row in self.rows
        ]

    def _row(self, texts: Sequence[str]) -> Drawn:
        cells = (
            element("td", text, class_=column.alignment)
            for column, text in zip(self.columns[1:], texts[1:], strict=True)
        )
        return element("tr", element("th", texts[0], scope="row"), *cells)

    def csv(self, reader: Reader) -> str:
        """As Excel opens it by a double click: a byte-order mark; semicolons and decimal commas in
        French. Text that would be a formula has an apostrophe before it.
        """
        separator = ";" if reader.language == "fr" else ","
        header = [guarded(column.header) for column in self.columns]
        lines = [header, *([_filed(value, reader) for value in row] for row in self.rows)]
        written = (separator.join(map(_quoted, line)) for line in lines)
        return "\ufeff" + "".join(f"{line}\r\n" for line in written)


def _shown(value: str | float | None, decimals: int, reader: Reader) -> str:
    if value is None:
        return NO_FIGURE
    return value if isinstance(value, str) else reader.number(value, decimals)


def _filed(value: str | float | None, reader: Reader) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return reader.plain(value)
    return guarded(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
