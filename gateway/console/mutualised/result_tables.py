"""Tables of a result whose rows have pages: read by type, and the names of their rows."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Words(msgspec.Struct, frozen=True):
    fr: str
    en: str

    def of(self, language: Literal["fr", "en"]) -> str:
        return self.fr if language == "fr" else self.en


class ResultColumn(msgspec.Struct, frozen=True):
    name: str
    label: Words
    unit: str | None
    type: str


class Curve(msgspec.Struct, frozen=True):
    table: str
    by: dict[str, str]
    day: str
    value: str
    since: str | None = None
    until: str | None = None


class Detail(msgspec.Struct, frozen=True):
    key: tuple[str, ...]
    curve: Curve | None = None


class ResultTable(msgspec.Struct, frozen=True):
    label: dict[str, str]
    columns: tuple[ResultColumn, ...]
    rows: list[list[Any]]
    detail: Detail | None = None

    @property
    def places(self) -> dict[str, int]:
        return {column.name: at for at, column in enumerate(self.columns)}

    def row_names(self) -> list[str]:
        """Of each row its values of the key, joined by strokes; none where rows have no pages, or
        the table has not all columns of the key.
        """
        places = self.places
        if self.detail is None or not places.keys() >= set(self.detail.key):
            return []
        key = [places[name] for name in self.detail.key]
        return ["/".join(str(row[place]) for place in key) for row in self.rows]

    def row_called(self, name: str) -> dict[str, Any] | None:
        """Its cells by column; None where no row has that name."""
        names = self.row_names()
        if name not in names:
            return None
        return dict(zip(self.places, self.rows[names.index(name)], strict=True))


def table_in(table: object) -> ResultTable:
    """Of the tables of a result document."""
    return msgspec.convert(table, ResultTable)
