"""A service tried on the files of a folder: what is asked, what is said first, what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from federation.services.answering import answer_of, sentence_of
from federation.services.binding import Binding
from federation.services.file_roles import answers_of, find_files
from federation.services.folder import Role, Service
from federation.services.inputs import FILE, LINE, TIMED, decimal_of, input_of, sql_type
from federation.services.notices import Notice
from federation.services.portable import Types
from federation.services.problems import ServiceColumnMissing, ServiceParameterUnread
from federation.services.reference import COMMUNES, TYPES, communes_table
from federation.services.running import PARAMETERS, Rows, parameter_table, run_steps
from federation.services.tables import FileTable


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """`key` is what `--columns` takes; `choices`: names of columns of `file`."""

    key: str
    file: str
    choices: tuple[str, ...]
    fr: str
    en: str


@dataclass(slots=True)
class Trial:
    """`bound`: by role, the file and the column of each field. Without an answer while a question
    is open.
    """

    bound: list[dict[str, Any]]
    notices: list[Notice]
    questions: list[ColumnQuestion] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)


def try_service(
    service: Service, folder: Path, given: Mapping[str, str], parameters: Mapping[str, str]
) -> Trial:
    """`given`: answers, `role.field=column` or `role=file`. Raises CallerProblems."""
    values = parameter_values(service, parameters)
    files = find_files(service, folder, answers_of(service, given))
    trial = Trial(_bound(service, files.tables), files.notices)
    question = _question(service, files.tables)
    if question is not None:
        trial.questions = [question]
        return trial
    computed = compute(service, files.tables, values)
    trial.notices += computed.notices
    trial.answer = computed.answer
    return trial


def compute(
    service: Service,
    inputs: Mapping[str, Sequence[tuple[FileTable, Binding]]],
    values: Mapping[str, object],
    *,
    time_limit_s: float | None = None,
) -> Trial:
    """The service over the tables of its roles, whose columns are bound; without what is bound.

    Raises what `run_steps` raises.
    """
    trial = Trial([], [])
    tables: dict[str, pa.Table] = {}
    types: dict[str, Types] = {}
    for name, role in service.roles.items():
        if role.reference is None:
            made = input_of(role, inputs.get(name, []))
            trial.notices += made.notices
            tables[name], types[name] = made.table, _types(role)
    for name, role in service.roles.items():
        if role.reference == COMMUNES:
            tables[name], types[name] = communes_table(*_places_and_years(service, tables)), TYPES
    tables[PARAMETERS], types[PARAMETERS] = parameter_table(service, values)
    rows = run_steps(service, tables, types, time_limit_s=time_limit_s)
    trial.notices += _notices(service, rows)
    trial.answer = answer_of(service, rows)
    return trial


def parameter_values(service: Service, given: Mapping[str, str]) -> dict[str, object]:
    """Each parameter of the service in its type. Raises ServiceParameterUnread."""
    values: dict[str, object] = {}
    for name in given.keys() - service.parameters.keys():
        raise ServiceParameterUnread(value=given[name], parameter=name, type="—")
    for name, parameter in service.parameters.items():
        text = given.get(name, parameter.default)
        value: object = text
        # As a person writes it: 1 000 000,50.
        written = "".join(str(text).split())
        if text is not None and parameter.type == "integer":
            number = decimal_of(written, 0)
            value = None if number is None else int(number)
        elif text is not None and parameter.type.startswith("decimal"):
            scale = int(parameter.type.rstrip(")").split(",")[1])
            value = decimal_of(written, scale)
        if value is None and text is not None:
            raise ServiceParameterUnread(value=str(text)[:40], parameter=name, type=parameter.type)
        values[name] = value
    return values


def _places_and_years(
    service: Service, tables: Mapping[str, pa.Table]
) -> tuple[set[str], set[int]]:
    """The commune codes that the files name, and the years of their days."""
    codes: set[str] = set()
    years: set[int] = set()
    for name, table in tables.items():
        for needed in service.roles[name].fields.values():
            if needed.concept == "commune":
                cells = table[needed.name].unique().to_pylist()
                codes |= {str(code).strip() for code in cells if code is not None}
            elif needed.type in {"date", "moment"}:
                days = table[needed.name].unique().to_pylist()
                years |= {day.year for day in days if day is not None}
    return codes, years


def _types(role: Role) -> Types:
    types = {name: sql_type(needed.type) for name, needed in role.fields.items()}
    return {**types, LINE: "bigint", FILE: "varchar", TIMED: "boolean"}


def _bound(
    service: Service, tables: Mapping[str, list[tuple[FileTable, Binding]]]
) -> list[dict[str, Any]]:
    return [
        {
            "role": role,
            "file": table.file,
            "rows": len(table.rows),
            "columns": {
                name: {"column": table.columns[at].name, "by": binding.by[name]}
                for name, at in binding.columns.items()
            },
            "missing": [
                name for name in service.roles[role].fields
                if name not in binding.columns and name not in binding.open
            ],
        }
        for role, many in tables.items() for table, binding in many
    ]  # fmt: skip


def _question(
    service: Service, tables: Mapping[str, list[tuple[FileTable, Binding]]]
) -> ColumnQuestion | None:
    """The first column that nothing tells; raises ServiceColumnMissing where there is none."""
    for role_name, many in tables.items():
        role = service.roles[role_name]
        for table, binding in many:
            for name, positions in binding.open.items():
                if not positions:
                    raise ServiceColumnMissing(
                        file=table.file, field=name, role=role_name, role_fr=role.label.fr,
                        role_en=role.label.en,
                    )  # fmt: skip
                choices = tuple(table.columns[at].name for at in positions)
                return ColumnQuestion(
                    key=f"{role_name}.{name}",
                    file=table.file,
                    choices=choices,
                    fr=f"Dans « {table.file} », quelle colonne est « {name} » ?",
                    en=f'In "{table.file}", which column is "{name}"?',
                )
    return None


def _notices(service: Service, rows: Mapping[str, Rows]) -> list[Notice]:
    """What the service's own queries say of the files, each row of them a notice."""
    return [
        Notice(
            code=str(row["code"]),
            text=sentence_of(service.sentences[str(row["code"])], row),
            file=row.get("fichier"),
            count=int(row.get("lignes") or 0),
        )
        for step in service.notices
        for row in rows[step]
    ]
