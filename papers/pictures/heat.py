"""Members by month as a table whose cells are coloured: the table is the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from papers.pictures.commune_map import StatusClass
from papers.pictures.fifths import Fifths, fifths
from papers.pictures.markup import Drawn, element
from papers.pictures.palette import NO_DATA, SHADES
from papers.pictures.picture import Picture
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One value a column; None is no data."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One key of a class a column; None is no data."""

    label: str
    keys: tuple[str | None, ...]


def heat_table(
    reader: Reader,
    title: str,
    of: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    unit: str,
    sentence: str | None = None,
) -> Picture:
    """`of` is the header of the rows' names, `columns` those of the months. Shades are the fifths
    of all values of the table.
    """
    bounds = fifths(value for row in rows for value in row.values if value is not None)
    headers = (Column(of), *(Column(name, numeric=True) for name in columns))
    table = Table(f"{title} ({unit})" if unit else title, headers, tuple(
        (row.label, *row.values) for row in rows
    ))  # fmt: skip
    decimals = decimals_of(value for row in rows for value in row.values)
    cells = (
        (row.label, [_value_cell(reader, bounds, value, decimals) for value in row.values])
        for row in rows
    )
    return Picture(
        reader,
        title,
        sentence or _sentence(reader, rows, columns, unit),
        table,
        "table",
        notes=(reader.gettext("Plus une case est foncée, plus sa valeur est haute."),),
        figures=_coloured(table, cells),
    )


def status_table(
    reader: Reader,
    title: str,
    of: str,
    columns: Sequence[str],
    rows: Sequence[StatusRow],
    classes: Sequence[StatusClass],
    sentence: str | None = None,
) -> Picture:
    """A state in each cell: its word, its shape and its colour."""
    by_key = {state.key: state for state in classes}
    none = reader.gettext("sans donnée")
    headers = (Column(of), *(Column(name) for name in columns))
    labels = tuple(
        (row.label, *(none if key is None else by_key[key].label for key in row.keys))
        for row in rows
    )
    table = Table(title, headers, labels)
    cells = ((row.label, [_status_cell(by_key, key, none) for key in row.keys]) for row in rows)
    return Picture(
        reader,
        title,
        sentence or _status_sentence(reader, rows, by_key, none),
        table,
        "table",
        figures=_coloured(table, cells),
    )


def _coloured(table: Table, rows: Iterable[tuple[str, list[Drawn]]]) -> Drawn:
    head = element(
        "tr",
        *(
            element("th", column.header, scope="col", class_=column.alignment)
            for column in table.columns
        ),
    )
    body = (element("tr", element("th", label, scope="row"), *cells) for label, cells in rows)
    return element(
        "table",
        element("caption", table.caption),
        element("thead", head),
        element("tbody", *body),
        class_="picture-table picture-heat",
    )


def _value_cell(reader: Reader, bounds: Fifths, value: float | None, decimals: int) -> Drawn:
    if value is None:
        words = element("span", reader.gettext("sans donnée"), class_="hidden")
        return element(
            "td",
            element("span", "—", aria_hidden="true"),
            words,
            class_=f"number {NO_DATA.name}",
        )
    ink = SHADES[bounds.shade_of(value)]
    return element("td", reader.number(value, decimals), class_=f"number {ink.name}")


def _status_cell(by_key: Mapping[str, StatusClass], key: str | None, none: str) -> Drawn:
    if key is None:
        return element("td", none, class_=f"state {NO_DATA.name}")
    state = by_key[key]
    shape = element("span", state.tone.shape, aria_hidden="true", class_="shape")
    return element("td", shape, element("span", state.label), class_=f"state {state.tone.ink.name}")


def _sentence(reader: Reader, rows: Sequence[HeatRow], columns: Sequence[str], unit: str) -> str:
    known = [
        (value, row.label, column)
        for row in rows
        for value, column in zip(row.values, columns, strict=True)
        if value is not None
    ]
    if not known:
        return reader.gettext("Aucune donnée pour ces mois.")
    low, high = min(known), max(known)
    decimals = decimals_of(value for value, _, _ in known)
    words = reader.gettext(
        "De %(low)s (%(low_name)s, %(low_column)s) à %(high)s (%(high_name)s, %(high_column)s)."
    )
    sentence = words % {
        "low": reader.quantity(low[0], unit, decimals),
        "low_name": low[1],
        "low_column": low[2],
        "high": reader.quantity(high[0], unit, decimals),
        "high_name": high[1],
        "high_column": high[2],
    }
    missing = sum(len(row.values) for row in rows) - len(known)
    if not missing:
        return sentence
    words = reader.gettext("Cases sans donnée : %(count)s.")
    return f"{sentence} {words % {'count': reader.number(missing)}}"


def _status_sentence(
    reader: Reader, rows: Sequence[StatusRow], by_key: Mapping[str, StatusClass], none: str
) -> str:
    counts: dict[str | None, int] = dict.fromkeys((*by_key, None), 0)
    for row in rows:
        for key in row.keys:
            counts[key] += 1
    parts = [
        f"{none if key is None else by_key[key].label} {reader.number(count)}"
        for key, count in counts.items()
        if count
    ]
    if not parts:
        return reader.gettext("Aucune case à montrer.")
    words = reader.gettext("En nombre de cases : %(parts)s.")
    return words % {"parts": ", ".join(parts)}
