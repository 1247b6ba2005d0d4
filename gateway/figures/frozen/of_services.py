"""The result of a service as an answer to be frozen: its figures and tables, signed as one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from catalog.actions.figures.content import FigureAnswer, FigureLabel, FigureSource
from catalog.canonical_json import write_canonical
from catalog.model.published_service import Activation
from catalog.purposes import PURPOSES
from catalog.standards.coverage import SourceStatus
from catalog.standpoint import Standpoint
from gateway.figures.activations.service import Run
from gateway.figures.activations.sources import RunSource
from gateway.figures.activations.year_of_report import YEAR
from gateway.figures.activations.yearly_rows import YearlyRows
from gateway.figures.frozen.commune_sheets import sign_sheets
from gateway.figures.frozen.declared_report import declared_of, sending_of
from gateway.figures.frozen.kept_tables import kept_tables
from gateway.figures.frozen.problems import FigureUnsigned
from gateway.figures.frozen.territory import communes_expected
from papers.report_opening import FIGURES
from papers.report_sheet import report_title
from services_run.folder import Service

_DECIMAL = re.compile(r"-?\d+\.\d+")
_LONGEST_TITLE, _MOST_COMMUNES = 200, 400


def year_of(result: Mapping[str, Any]) -> int | None:
    """The one that its figures are of."""
    return next((one["year"] for one in result["figures"] if one["year"] is not None), None)


def service_answer(
    run: Run, activation: Activation, service: Service, standpoint: Standpoint
) -> FigureAnswer:
    """Tables that would make a paper too long are left out, and named. Raises FigureUnsigned."""
    year = year_of(run.result)
    tables, left_out = kept_tables(tables_of_run(run.result), service, year)
    answer = {
        "tables": tables,
        "figures": run.result["figures"],
        "left_out": left_out,
        "report": report_of(service, run.result, tables, activation.purpose),
    }
    receipt = run.sign(write_canonical(answer))
    if receipt is None:
        raise FigureUnsigned
    of_year = run.count_of_year()
    body = standpoint.snapshot.organisations[activation.body]
    shown = {"siren": str(body.siren), "name": body.name}
    return FigureAnswer(
        query=run.statement,
        parameters=[dict(run.result["parameters"])],
        purpose=activation.purpose,
        answer=answer,
        sources=tuple(source for read in run.sources for source in _sources(read, of_year)),
        receipt=receipt,
        service=activation.published,
        scope=scope_of(run.result, communes_expected(tables, year, standpoint)),
        sheets=sign_sheets(answer, shown, receipt, run.sign),
        mark=run.mark,
    )


def tables_of_run(result: Mapping[str, Any]) -> dict[str, Any]:
    """The values that the service says in one line each, then its tables, in its order."""
    return {FIGURES: _figures(result), **result["tables"]}


def report_of(
    service: Service, result: Mapping[str, Any], tables: Collection[str], purpose: str | None
) -> dict[str, Any]:
    """The title of a report and the order of its tables: canonical JSON keeps no order of names."""
    report = service.report
    fr, en = service.title if report is None else report.title
    known = PURPOSES.get(purpose or "")
    return {
        "title": {"fr": fr, "en": en},
        "year": year_of(result),
        "order": list(tables),
        "left_out": [
            table["label"]
            for name, table in result["tables"].items()
            if table["rows"] and name not in tables
        ],
        "purpose": None if known is None else {"fr": known.label_fr, "en": known.label_en},
        "service": {"fr": service.title.fr, "en": service.title.en},
        "parameters": _parameters(service, result.get("parameters") or {}),
        **({} if report is None else declared_of(report, service, result, year_of(result))),
        **({} if service.sending is None else {"sending": sending_of(service.sending)}),
    }


def _parameters(service: Service, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parameters that have a value, in words, but the body itself; after a semicolon a label
    tells what happens without. `typed`: a value of a person, beside the data; a year is one of the
    data.
    """
    return [
        {
            "fr": parameter.label.fr.partition(" ;")[0].rstrip("."),
            "en": parameter.label.en.partition(";")[0].rstrip("."),
            "value": _plain(value),
            "typed": name != YEAR and _plain(value) != _plain(parameter.default),
        }
        for name, value in given.items()
        if (parameter := service.parameters.get(name)) is not None
        and value is not None
        and not parameter.is_body
    ]


def _plain(value: object) -> str:
    """A decimal without the zeros at its end: 2.00 is the default 2."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if _DECIMAL.fullmatch(text) else text


def label_of(label: FigureLabel, answered: FigureAnswer, body: str) -> FigureLabel:
    """The label of a report: given titles and a given year, else the report's own."""
    known: Mapping[str, Any] = answered.answer["report"]
    report = {**known, "year": known["year"] or label.year}
    return replace(
        label,
        title_fr=label.title_fr or report_title(report, body, "fr")[:_LONGEST_TITLE],
        title_en=label.title_en or report_title(report, body, "en")[:_LONGEST_TITLE],
        year=label.year or report["year"],
    )


def scope_of(
    result: Mapping[str, Any], territory: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The coverage of a run, as answers to statements say it: a service counts the communes that it
    has (`number`) and names the missing ones; months where it counts them. `territory`: the
    communes that are expected where the service was given no list of them.
    """
    coverage: Mapping[str, Any] = result.get("coverage") or {}
    expected_number = _count(coverage, "communes_expected")
    missing = coverage.get("communes_missing") or []
    if expected_number is None and territory is not None:
        expected_number, missing = territory["number"], territory["missing"]
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
            "expected": expected_number,
            "missing": list(missing),
        }
        scope["months"] = {"number": months, "expected": expected}
    return scope


def _count(coverage: Mapping[str, Any], name: str) -> int | None:
    value = coverage.get(name)
    return None if value is None else int(value)


def _sources(read: RunSource, of_year: Mapping[str, YearlyRows]) -> list[FigureSource]:
    """One for each agreement that gave it; with its rows of the year, where that is known."""
    yearly = of_year.get(read.dataset)
    rows = None if yearly is None else yearly.rows
    communes = None
    if yearly is not None and yearly.communes is not None:
        communes = tuple(sorted(yearly.communes))[:_MOST_COMMUNES]
        communes = None if len(yearly.communes) > _MOST_COMMUNES else communes
    return [
        FigureSource(read.dataset, read.version, citation, rows, communes)
        for citation in read.agreements or (None,)
    ]


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
