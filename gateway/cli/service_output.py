"""A service and its trial as a terminal, a program or a spreadsheet reads them."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from catalog.exports.formulas import guarded
from catalog.model.bilingual import Bilingual
from catalog.model.problem import Language
from gateway.cli.answer_tables import console_of_tables
from services_run.answering import written
from services_run.folder import AnswerPart, Service
from services_run.trial import Trial

_MOST_SHOWN = 40
_BOM = "\ufeff"
"""By which a spreadsheet knows that a file is UTF-8."""
_JSON = msgspec.json.Encoder(decimal_format="number")


def print_json(value: Any) -> None:
    """Decimals as numbers with all their digits."""
    typer.echo(msgspec.json.format(_JSON.encode(value), indent=2).decode())


def description(service: Service, digest: str) -> dict[str, Any]:
    return {
        "id": service.id,
        "version": service.version,
        "title": _both(service.title),
        "description": _both(service.description),
        "licence": service.licence,
        "publisher": {"siren": service.publisher, "name": service.publisher_name},
        "digest": digest,
        "changelog": [{"version": version, **_both(text)} for version, text in service.changelog],
        "requires": {
            name: {
                "label": _both(role.label),
                "optional": role.optional,
                "standard": role.standard,
                "files": list(role.files),
                "reference": role.reference,
                "fields": {
                    key: {
                        "type": needed.type,
                        "unit": needed.unit,
                        "concept": needed.concept,
                        "optional": needed.optional,
                    }
                    for key, needed in role.fields.items()
                },
            }
            for name, role in service.roles.items()
        },
        "parameters": {
            name: {"type": one.type, "default": one.default, **_both(one.label)}
            for name, one in service.parameters.items()
        },
        "indicators": [dict(indicator) for indicator in service.indicators],
        "answer": [
            {
                "path": ".".join(part.path),
                "form": part.form,
                "view": None if part.view is None else dict(part.view),
            }
            for part in service.answer
        ],
        "exports": dict(service.exports),
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def trial_document(service: Service, trial: Trial) -> dict[str, Any]:
    """The document that `--format json` prints: the answer with bindings, notices and questions."""
    return {
        "service": {"id": service.id, "version": service.version},
        "bound": trial.bound,
        "notices": [
            {
                "code": notice.code,
                "file": notice.file,
                "rows": list(notice.rows),
                "count": notice.count,
                **_both(notice.text),
            }
            for notice in trial.notices
        ],
        "questions": [
            {
                "key": question.key,
                "file": question.file,
                "choices": list(question.choices),
                "fr": question.fr,
                "en": question.en,
                "answer": f"--columns {question.key}=COLUMN",
            }
            for question in trial.questions
        ],
        **trial.answer,
    }


def write_service(shown: Mapping[str, Any], language: Language) -> None:
    french = language == "fr"
    typer.echo(f"{shown['id']} {shown['version']}  {shown['title'][language]}")
    typer.echo(shown["description"][language])
    publisher = shown["publisher"]
    typer.echo(f"{publisher['name']} ({publisher['siren']}), {shown['licence']}")
    typer.echo(shown["digest"])
    may_lack = "facultatif" if french else "optional"
    for name, role in shown["requires"].items():
        mark = f" ({may_lack})" if role["optional"] else ""
        typer.echo(f"\n{name}: {role['label'][language]}{mark}")
        if role["files"]:
            typer.echo(f"  {', '.join(role['files'])}")
        for key, needed in role["fields"].items():
            parts = [needed["type"], needed["unit"], needed["concept"]]
            lacks = f" ({may_lack})" if needed["optional"] else ""
            typer.echo(f"  {key}: {', '.join(filter(None, parts))}{lacks}")
    for name, one in shown["parameters"].items():
        default = "…" if one["default"] is None else one["default"]
        typer.echo(f"\n--set {name}={default}\n  {one[language]}")


def write_trial(service: Service, trial: Trial, language: Language) -> None:
    """Prints the bindings, notices and questions; then the answer, its longest tables cut."""
    french = language == "fr"
    for bound in trial.bound:
        columns = ", ".join(
            f"{name} = {column['column']}" for name, column in bound["columns"].items()
        )
        rows = "lignes" if french else "rows"
        typer.echo(f"{bound['role']}: {bound['file']}, {bound['rows']} {rows} ({columns})")
    for notice in trial.notices:
        typer.echo(f"! {notice.text.fr if french else notice.text.en}")
    for question in trial.questions:
        typer.echo(f"? {question.fr if french else question.en}")
        typer.echo(f"  → --columns {question.key}={'|'.join(question.choices)}")
    console = console_of_tables()
    for part in service.answer if trial.answer else ():
        if part.view is None or part.view["kind"] != "data":
            _write_part(part, trial.answer, language, console)


def _write_part(
    part: AnswerPart, answer: Mapping[str, Any], language: Language, console: Console
) -> None:
    value: Any = answer
    for name in part.path:
        value = value[name]
    console.print(f"\n{'.'.join(part.path)}", markup=False)
    if part.form == "one":
        for name, cell in _cells(value):
            console.print(f"  {name}: {written(cell, language)}", markup=False)
    elif part.sentences is not None:
        for row in value[:_MOST_SHOWN]:
            sentence = row.get("sentence")
            console.print(f"  · {sentence[language] if sentence else row}", markup=False)
        _say_more(len(value), language, console)
    else:
        shown = () if part.view is None else part.view.get("columns", ())
        _print_table(value, part.key, shown, language, console)


def _cells(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, cell) for name, cell in value.items() if not isinstance(cell, dict))


def _print_table(
    value: Any, key: str | None, shown: Sequence[str], language: Language, console: Console
) -> None:
    """`shown`: the only columns, where the service says which."""
    rows = [{str(key): name, **row} for name, row in value.items()] if key else value
    names = shown or list(dict.fromkeys(name for row in rows for name in row))
    table = Table(*names)
    for row in rows[:_MOST_SHOWN]:
        table.add_row(*(_cell(row.get(name), language) for name in names))
    console.print(table, markup=False)
    _say_more(len(rows), language, console)


def _cell(value: Any, language: Language) -> str:
    if isinstance(value, dict):
        return _in_words(value, language)
    return ", ".join(map(str, value)) if isinstance(value, list) else written(value, language)


def _in_words(value: Mapping[str, Any], language: Language) -> str:
    """A text in two languages, or reasons by figure."""
    if language in value:
        return str(value[language])
    return "; ".join(f"{name}: {_in_words(each, language)}" for name, each in value.items())


def _say_more(count: int, language: Language, console: Console) -> None:
    left = count - _MOST_SHOWN
    if left > 0:
        words = (
            f"… et {left} de plus : --format json"
            if language == "fr"
            else f"… and {left} more: --format json"
        )
        console.print(f"  {words}", markup=False)


def write_csv(service: Service, trial: Trial, language: Language) -> None:
    """The service's own export `csv`, else its first table, as a French spreadsheet opens it."""
    step = service.exports.get("csv")
    parts = [part for part in service.answer if part.form == "rows"]
    chosen = next((part for part in parts if part.step == step), parts[0] if parts else None)
    if chosen is None or not trial.answer:
        return
    rows: Any = trial.answer
    for name in chosen.path:
        rows = rows[name]
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(guarded, names))
    for row in rows:
        writer.writerow([_csv_cell(row.get(name), language) for name in names])
    sys.stdout.write(_BOM + text.getvalue())


def _csv_cell(value: Any, language: Language) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case dict():
            text = _in_words(value, language)
        case list():
            text = ", ".join(map(str, value))
        case _:
            text = str(value)
    return guarded(text)
