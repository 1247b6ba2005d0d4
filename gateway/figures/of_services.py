"""The result of a service as an answer to be frozen: its figures and tables, signed as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.actions.figures.content import FigureAnswer, FigureSource
from catalog.canonical_json import write_canonical
from catalog.model.published_service import Activation
from catalog.standards.coverage import SourceStatus
from gateway.activations.service import Run
from gateway.activations.sources import RunSource
from gateway.figures.answering import MOST_CELLS, MOST_ROWS
from gateway.figures.problems import FigureUnsigned
from gateway.paper.shown import shown_part

_MOST_BYTES = 200_000
"""Of the tables; a figure may have a little more, with its sources and receipt."""
_BESIDE = frozenset({"sentence", "reasons"})
FIGURES = "a_retenir"
"""The table of what the service says in one line each; its name stands first in the alphabet."""


def service_answer(run: Run, activation: Activation) -> FigureAnswer:
    """Tables that would make a paper too long are left out, and named. Raises FigureUnsigned."""
    tables: dict[str, Any] = {}
    left_out: list[str] = []
    cells = length = 0
    for name, table in {FIGURES: _figures(run.result), **run.result["tables"]}.items():
        if not table["rows"]:
            continue
        whole = _whole(table)
        # All its columns, else those that a page shows of it, else nothing of it.
        for kept in (whole, shown_part(whole)):
            more_cells = len(kept["rows"]) * len(kept["columns"])
            more_bytes = len(write_canonical(kept))
            is_long = len(kept["rows"]) > MOST_ROWS or cells + more_cells > MOST_CELLS
            if kept["columns"] and not is_long and length + more_bytes <= _MOST_BYTES:
                cells, length = cells + more_cells, length + more_bytes
                tables[name] = kept
                break
        else:
            left_out.append(name)
    answer = {"tables": tables, "figures": run.result["figures"], "left_out": left_out}
    receipt = run.sign(write_canonical(answer))
    if receipt is None:
        raise FigureUnsigned
    return FigureAnswer(
        query=run.statement,
        parameters=[dict(run.result["parameters"])],
        purpose=activation.purpose,
        answer=answer,
        sources=tuple(source for read in run.sources for source in _sources(read)),
        receipt=receipt,
        service=activation.published,
        scope=scope_of(run.result),
    )


def _whole(table: Mapping[str, Any]) -> dict[str, Any]:
    """With all its columns; `shown`: those of a page or a paper."""
    columns = table["columns"]
    labels = {column["name"]: column["label"] for column in columns}
    rows = [[_cell(value, labels) for value in row] for row in table["rows"]]
    return {
        "label": table["label"],
        "columns": columns,
        "rows": rows,
        "shown": [column["name"] for column in columns if _is_shown(column, table)],
    }


def _is_shown(column: Mapping[str, Any], table: Mapping[str, Any]) -> bool:
    """What is data for programs is in the workbook alone. Where the service does not choose,
    sentences, reasons and lists of names, which stand beside the figures, are not columns.
    """
    name, names = column["name"], [one["name"] for one in table["columns"]]
    if table.get("view") == "data":
        return False
    shown = table.get("shown", names)
    if shown == names:
        return name not in _BESIDE and column["type"] != "list"
    return name in shown


def scope_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """What a run covers, as answers to statements say it: a service counts the communes that it
    has (`number`) and names those that are missing; months where it counts them.
    """
    coverage: Mapping[str, Any] = result.get("coverage") or {}
    missing = coverage.get("communes_missing") or []
    months, expected = _count(coverage, "months"), _count(coverage, "months_expected")
    sources = [
        {
            "owner": source["owner"],
            "dataset": source["name"],
            "agreement": source["agreement"],
            "status": (SourceStatus.ANSWERED if source["rows"] else SourceStatus.EMPTY).value,
            "latest": source["latest"],
        }
        for source in result["sources"]
    ]
    lacks_months = months is not None and expected is not None and months < expected
    is_empty = any(source["status"] == SourceStatus.EMPTY for source in sources)
    scope: dict[str, Any] = {
        "sources": sources,
        "partial": bool(missing) or lacks_months or is_empty,
    }
    if coverage:
        scope["communes"] = {
            "number": _count(coverage, "communes"),
            "expected": _count(coverage, "communes_expected"),
            "missing": list(missing),
        }
        scope["months"] = {"number": months, "expected": expected}
    return scope


def _count(coverage: Mapping[str, Any], name: str) -> int | None:
    value = coverage.get(name)
    return None if value is None else int(value)


def _cell(value: Any, labels: Mapping[str, Mapping[str, str]]) -> Any:
    """One value, or a text in two languages: several codes are told one after the other, reasons
    each with the figure that is not there.
    """
    match value:
        case list():
            return ", ".join(map(str, value)) or None
        case {"fr": str(), "en": str()}:
            return value
        case dict():
            words = {
                language: between.join(
                    f"{labels.get(name, {}).get(language, name)}{colon}"
                    f"{reason.get(language, reason.get('code'))}"
                    for name, reason in value.items()
                )
                for language, colon, between in (("fr", " : ", " ; "), ("en", ": ", "; "))
            }
            return words if value else None
        case _:
            return value


def _sources(read: RunSource) -> list[FigureSource]:
    under = [FigureSource(read.dataset, read.version, citation) for citation in read.agreements]
    return under or [FigureSource(read.dataset, read.version)]


def _figures(result: Mapping[str, Any]) -> dict[str, Any]:
    """Each with its unit, and why it is not there."""
    columns = [
        {"name": name, "label": {"fr": fr, "en": en}, "unit": None, "type": "string"}
        for name, fr, en in (
            ("indicator", "Indicateur", "Indicator"),
            ("value", "Valeur", "Value"),
            ("unit", "Unité", "Unit"),
            ("reason", "Pourquoi il n'y en a pas", "Why there is none"),
        )
    ]
    rows = [
        [figure["label"], figure["value"], _unit(figure["unit"]), figure.get("reason")]
        for figure in result["figures"]
    ]
    label = {"fr": "À retenir", "en": "In short"}
    return {"label": label, "columns": columns, "rows": rows}


def _unit(unit: str | None) -> str | None:
    """As people write it."""
    return None if unit is None else unit.replace("EUR", "€")
