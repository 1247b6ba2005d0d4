"""The result of a run, as one canonical document: figures, tables, coverage, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.figure_value import FigureValue
from services_run.folder import AnswerPart, Service
from services_run.notices import Notice
from services_run.plain_values import plain
from services_run.published import origin_of, published

_MOST_SENTENCES = 200
_COVERAGE = ("communes", "communes_expected", "communes_missing", "months", "months_expected")


def result_of(
    service: Service,
    answer: Mapping[str, Any],
    notices: Sequence[Notice],
    year: int | None = None,
) -> dict[str, Any]:
    """Numbers are texts with all their digits; a value in two languages is `{fr, en}`. `year`: of
    what is told by the year, the one that is asked for; else the last complete one, else the last.
    """
    parts = [(part, _value_at(answer, part.path)) for part in service.answer]
    shown = [(part, rows) for part, rows in parts if part.form != "one"]
    summary = _summary(parts)
    year = year or _year_of(summary)
    of_the_year = [row for row in summary if year is None or _year(row) == year]
    return {
        "title": {"fr": service.title.fr, "en": service.title.en},
        "figures": _figures(service, parts, of_the_year, year if summary else None),
        "tables": {
            ".".join(part.path): _table(service, part, _rows_of(part, rows), year)
            for part, rows in shown
        },
        "sentences": _sentences(shown),
        "coverage": _coverage(of_the_year),
        **({} if service.sending is None else {"sending": service.sending.table}),
        "notices": [
            {
                "code": notice.code,
                "fr": notice.text.fr,
                "en": notice.text.en,
                "count": notice.count,
            }
            for notice in notices
        ],
    }


def _value_at(answer: Mapping[str, Any], path: Sequence[str]) -> Any:
    value: Any = answer
    for name in path:
        value = value.get(name, {}) if isinstance(value, Mapping) else {}
    return value


def _rows_of(part: AnswerPart, value: Any) -> list[dict[str, Any]]:
    if part.form == "map":
        return [{str(part.key): key, **row} for key, row in value.items()]
    return list(value or [])


def _summary(parts: Sequence[tuple[AnswerPart, Any]]) -> list[dict[str, Any]]:
    """The rows of the first table whose figures have reasons: one a year, where it has years."""
    rows = [_rows_of(part, value) for part, value in parts if part.form == "rows" and part.reasons]
    return rows[0] if rows else []


def _year(row: Mapping[str, Any]) -> Any:
    return row.get("annee", row.get("year"))


def _year_of(summary: Sequence[Mapping[str, Any]]) -> int | None:
    """None where no row has a year."""
    years = [year for row in summary if (year := _year(row)) is not None]
    whole = [
        _year(row)
        for row in summary
        if row.get("months_expected") and row["months"] >= row["months_expected"]
    ]
    return max(whole or years, default=None)


def _figures(
    service: Service,
    parts: Sequence[tuple[AnswerPart, Any]],
    of_the_year: Sequence[Mapping[str, Any]],
    year: int | None,
) -> list[dict[str, Any]]:
    """Of what is one, every value; of a summary in rows, the indicators of one row of its year: the
    one that knows most of them, named where there are others; without a value where the year is not
    there.
    """
    figures = []
    for part, value in parts:
        if part.form == "one":
            figures += [
                _figure(service, name, cell)
                for name, cell in value.items()
                if not isinstance(cell, dict | list)
            ]
    if of_the_year:
        row = _telling_most(service, of_the_year)
        figures += [
            _indicator(
                _named(one, row) if len(of_the_year) > 1 else one,
                row[one["name"]],
                row.get("reasons", {}).get(one["name"]),
                _year(row),
                service.measured.unchecked.get(one["name"]),
                origin_of(service, one, row),
            )
            for one in service.indicators
            if one["name"] in row and _is_told(one, row)
        ]
    elif year is not None:
        none = {"fr": f"aucune donnée de {year}", "en": f"no data of {year}", "code": "no_year"}
        figures += [
            _indicator(one, None, none, year)
            for one in service.indicators
            if "instead_of" not in one
        ]
    return figures


def _is_told(indicator: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """One that stands `instead_of` another is told where it has a value and the other has none."""
    other = indicator.get("instead_of")
    return other is None or (row.get(other) is None and row[indicator["name"]] is not None)


def _telling_most(service: Service, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The last of those that do."""
    names = [one["name"] for one in service.indicators]
    return max(reversed(rows), key=lambda row: sum(row.get(name) is not None for name in names))


def _named(indicator: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """« OMR kg/hab : médiane des semblables », by the first text of its row."""
    name = next((value for value in row.values() if isinstance(value, str)), None)
    if name is None:
        return dict(indicator)
    label = indicator["label"]
    fr, en = (f"{label[one][:1].lower()}{label[one][1:]}" for one in ("fr", "en"))
    return {**indicator, "label": {"fr": f"{name} : {fr}", "en": f"{name}: {en}"}}


def _indicator(
    indicator: Mapping[str, Any],
    value: Any,
    reason: Mapping[str, str] | None,
    year: Any,
    unchecked: Bilingual | None = None,
    origin: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`unchecked`: why the engine checks nothing of a ratio, where its service says so."""
    note, label = indicator.get("note"), indicator["label"]
    return FigureValue(
        name=indicator["name"],
        label=Bilingual(label["fr"], label["en"]),
        unit=indicator.get("unit"),
        value=plain(published(indicator, value)),
        reason=None if reason is None else _reason(reason),
        year=plain(year),
        note=None if note is None else Bilingual(note["fr"], note["en"]),
        unchecked=unchecked,
        code=indicator.get("code"),
        direction=indicator.get("direction"),
        origin=origin or {},
    ).content()


def _figure(service: Service, name: str, cell: object) -> dict[str, Any]:
    label = service.labels.get(name)
    words = _label(service, name)
    unit = None if label is None else label.unit
    return FigureValue(name, Bilingual(words["fr"], words["en"]), unit, plain(cell)).content()


def _reason(reason: Mapping[str, str]) -> Bilingual:
    return Bilingual(reason.get("fr", reason["code"]), reason.get("en", reason["code"]))


def _label(service: Service, name: str) -> dict[str, str]:
    label = service.labels.get(name)
    if label is not None:
        return {"fr": label.text.fr, "en": label.text.en}
    words = name.replace("_", " ").capitalize()
    return {"fr": words, "en": words}


def _table(
    service: Service, part: AnswerPart, rows: list[dict[str, Any]], year: int | None
) -> dict[str, Any]:
    """All columns; `shown`: those of a page, where the service says which. `drawing`: which
    column is what in the map or the lines of it.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    view = dict(part.view or {"kind": "table"})
    cells = [[_in_words(service, name, row.get(name)) for name in names] for row in rows]
    columns = []
    for place, name in enumerate(names):
        label = service.labels.get(name)
        columns.append(
            {
                "name": name,
                "label": _label(service, name),
                "unit": None if label is None else label.unit,
                "type": _type_of([row[place] for row in cells]),
            }
        )
    path = ".".join(part.path)
    drawing = _drawing(view, rows, year)
    return {
        **({} if drawing is None else {"drawing": drawing}),
        **({"detail": view["detail"]} if "detail" in view else {}),
        "label": _label(service, path),
        "view": str(view["kind"]),
        "shown": [name for name in view.get("columns", names) if name in names],
        "columns": columns,
        "rows": [[plain(value) for value in row] for row in cells],
    }


def _drawing(
    view: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], year: int | None
) -> dict[str, Any] | None:
    """The columns of a map or of lines, by their part in it, and the places of the rows that are
    drawn: rows of one year, where `last` names its column. None where the view has neither.
    """
    wanted = view.get("map") or view.get("line")
    if wanted is None:
        return None
    places = [
        at
        for at, row in enumerate(rows)
        if all(row.get(name) == value for name, value in wanted.get("where", {}).items())
    ]
    last = wanted.get("last")
    if last is not None and places:
        wanted_year = year or max(rows[at][last] for at in places)
        places = [at for at in places if rows[at][last] == wanted_year]
    columns = {name: value for name, value in wanted.items() if name != "where"}
    return {**columns, "rows": places}


def _in_words(service: Service, name: str, value: Any) -> Any:
    """A code for which the service has words (`cause.duplicate`) is told by them."""
    label = service.labels.get(f"{name}.{value}") if isinstance(value, str) else None
    return value if label is None else {"fr": label.text.fr, "en": label.text.en}


def _sentences(parts: Sequence[tuple[AnswerPart, Any]]) -> list[dict[str, str]]:
    """Of the first table that has any."""
    for part, value in parts:
        if part.sentences is not None:
            rows = _rows_of(part, value)
            return [dict(row["sentence"]) for row in rows if "sentence" in row][:_MOST_SENTENCES]
    return []


def _coverage(of_the_year: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Of the last row of the summary that says it."""
    if of_the_year and "communes_expected" in of_the_year[-1]:
        return {name: plain(of_the_year[-1].get(name)) for name in _COVERAGE}
    return None


def _type_of(values: Sequence[object]) -> str:
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, int) for value in present):
        return "integer"
    if present and all(isinstance(value, Decimal | int) for value in present):
        return "decimal"
    if present and all(isinstance(value, dict) for value in present):
        return "words"
    if present and all(isinstance(value, list) for value in present):
        return "list"
    return "text"
