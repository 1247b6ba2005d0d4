"""Files of a generated world, and how each is laid out: all that two readings share of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` are the titles by field; `factor` makes the mass of the file kilograms."""

    role: str
    columns: dict[str, str]
    delimiter: str = ";"
    encoding: str = "utf-8"
    factor: Decimal = Decimal(1)
    day: str = "%Y-%m-%d"


@dataclass(slots=True)
class RawFiles:
    """`traits`: what was planted, in a word each. `parameters`: as a person types them."""

    traits: set[str] = field(default_factory=set)
    texts: dict[str, list[list[str]]] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, layout: Layout, rows: list[list[str]]) -> None:
        self.layouts[name], self.texts[name] = layout, [list(layout.columns.values()), *rows]

    def write(self, folder: Path) -> None:
        for name, rows in self.texts.items():
            layout = self.layouts[name]
            with (folder / name).open("w", encoding=layout.encoding, newline="") as file:
                csv.writer(file, delimiter=layout.delimiter, lineterminator="\n").writerows(rows)


def cells_of(folder: Path, name: str, layout: Layout) -> list[dict[str, str]]:
    """The rows of a file, by field."""
    with (folder / name).open(encoding=layout.encoding, newline="") as file:
        rows = list(csv.DictReader(file, delimiter=layout.delimiter))
    return [
        {key: (row[title] or "").strip() for key, title in layout.columns.items()} for row in rows
    ]


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def comma(value: Decimal, places: int = 2) -> str:
    return f"{value:.{places}f}".replace(".", ",")
