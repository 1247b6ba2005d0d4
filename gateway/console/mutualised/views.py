"""A result as a page shows it: figures in words, charts, tables that are cut, what it covers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from catalog.model.problem import Language
from gateway.console.mutualised.result_tables import table_in
from gateway.console.picture_reader import reader_of
from gateway.console.rendering import write_day, write_number
from papers.pictures.bars import Bar, ranked_bars
from papers.pictures.markup import Drawn
from papers.pictures.reader import Reader

MOST_ROWS = 100
_MOST_BARS = 30
_YEARS = ("annee", "year")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_NEVER_SHOWN = frozenset({"sentence", "reasons"})


def figures(result: Mapping[str, Any], language: Language) -> list[dict[str, Any]]:
    """A card each, those with a value first. Figures of one year that have no value for one reason
    share a card, so that the reason is read once; euros have their own, for costs may be given.
    """
    shown: list[dict[str, Any]] = []
    alike: dict[tuple[object, ...], dict[str, Any]] = {}
    for figure in result["figures"]:
        value, reason = figure["value"], figure["reason"]
        card = {
            "labels": [figure["label"][language]],
            "value": None if value is None else cell(value, language, numeric=True),
            "unit": (figure["unit"] or "").replace("EUR", "€"),
            "reason": None if reason is None else reason[language],
            "year": figure["year"],
            "note": figure["note"][language] if "note" in figure else None,
        }
        if value is None and reason is not None:
            key = card["reason"], card["year"], card["unit"].startswith("€")
            if key in alike:
                alike[key]["labels"] += card["labels"]
                continue
            alike[key] = card
        shown.append(card)
    return sorted(shown, key=lambda card: card["value"] is None)


def tables(
    result: Mapping[str, Any], language: Language, rows_at: str = "", settings: str = ""
) -> list[dict[str, Any]]:
    """Tables with rows that a page shows, each cut to a hundred rows, its columns those of the
    page. Data stand in them by their titles: their names are for the files. `rows_at`: the
    address under which rows have pages of their own, where their service says so; `settings`: the
    query that follows it.
    """
    shown = []
    titles = {one["name"]: one["title"][language] for one in result["sources"]}
    for name, table in result["tables"].items():
        if table["view"] == "data" or not table["rows"]:
            continue
        names = [column["name"] for column in table["columns"]]
        places = [names.index(column) for column in table["shown"] if column not in _NEVER_SHOWN]
        columns = [table["columns"][place] for place in places]
        numeric = [column["type"] in {"integer", "decimal"} for column in columns]
        shown.append(
            {
                "name": name,
                "label": table["label"][language],
                "headers": [_header(column, language) for column in columns],
                "numeric": [place for place, is_number in enumerate(numeric) if is_number],
                "rows": [
                    [
                        cell(
                            _titled(row[place], titles),
                            language,
                            numeric=is_number and columns[at]["name"] not in _YEARS,
                        )
                        for at, (place, is_number) in enumerate(zip(places, numeric, strict=True))
                    ]
                    for row in table["rows"][:MOST_ROWS]
                ],
                "count": len(table["rows"]),
                "links": _links(table, f"{rows_at}/{name}", settings) if rows_at else [],
            }
        )
    return shown


def _links(table: Mapping[str, Any], address: str, settings: str) -> list[str]:
    """The address of the page of each row that is shown; none where rows have no pages."""
    if "detail" not in table:
        return []
    names = table_in(table).row_names()[:MOST_ROWS]
    return [f"{address}/{quote(name)}{settings}" for name in names]


def _titled(value: object, titles: Mapping[str, str]) -> object:
    """A list of data by their names becomes that of their titles."""
    return [titles.get(one, one) for one in value] if isinstance(value, list) else value


def charts(result: Mapping[str, Any], language: Language) -> list[Drawn]:
    """Bars of the tables that ask for them: of the year of the figures, by their first
    indicator.
    """
    reader = reader_of(language)
    year = next((one["year"] for one in result["figures"] if one["year"] is not None), None)
    drawn = []
    for name, table in result["tables"].items():
        if table["view"] == "bars" and table["rows"]:
            made = _bars(reader, name, table, language, year)
            if made is not None:
                drawn.append(made)
    return drawn


def _bars(
    reader: Reader, name: str, table: Mapping[str, Any], language: Language, of_year: int | None
) -> Drawn | None:
    columns = table["columns"]
    label = next((at for at, one in enumerate(columns) if one["type"] in {"text", "words"}), None)
    indicators = [
        at
        for at, one in enumerate(columns)
        if one["type"] == "decimal" and (one["unit"] or "") not in {"", "kg"}
    ]
    if label is None or not indicators:
        return None
    year = next((at for at, one in enumerate(columns) if one["name"] in _YEARS), None)
    rows = table["rows"]
    if year is not None:
        last = of_year or max(row[year] for row in rows)
        rows = [row for row in rows if row[year] == last]
    # The first that any row has: of a partial year, that of the communes whose year is whole.
    value = next(
        (at for at in indicators if any(row[at] is not None for row in rows)), indicators[0]
    )
    bars = [
        Bar(cell(row[label], language), None if row[value] is None else float(row[value]))
        for row in rows[:_MOST_BARS]
    ]
    colon = " : " if language == "fr" else ": "
    title = f"{table['label'][language]}{colon}{columns[value]['label'][language]}"
    if year is not None:
        title = f"{title}, {last}"
    picture = ranked_bars(
        reader,
        title,
        bars,
        columns[value]["unit"] or "",
        columns[label]["label"][language],
    )
    return picture.html(f"chart-{name.replace('.', '-').replace('_', '-')}")


def _header(column: Mapping[str, Any], language: Language) -> str:
    label, unit = str(column["label"][language]), column["unit"]
    return f"{label} ({unit})" if unit else label


def cell(  # noqa: PLR0911 - one return a kind of value
    value: object, language: Language, *, numeric: bool = False
) -> str:
    match value:
        case None | "" | []:
            return "—"
        case list():
            return ", ".join(str(one) for one in value)
        case dict():
            return str(value.get(language) or "; ".join(str(key) for key in value))
        case bool():
            return str(value)
        case str() if _MOMENT.fullmatch(value):
            return f"{write_day(value[:10], language)}, {value[11:16]}"
        case _ if numeric:
            return write_number(str(value), language)
        case _:
            return str(value)


def choices_of(form: Mapping[str, str]) -> dict[str, Any]:
    """As GraphQL takes them: of each role that the form names, the data that were chosen."""
    datasets = [
        {"role": name.removeprefix("data-"), "datasets": [chosen] if chosen else []}
        for name, chosen in form.items()
        if name.startswith("data-")
    ]
    columns = [
        {"key": name.removeprefix("column-"), "column": value}
        for name, value in form.items()
        if name.startswith("column-") and value
    ]
    return {
        "datasets": datasets,
        "columns": columns,
        "purpose": form.get("purpose") or None,
        "overlap": form.get("overlap") or None,
    }
