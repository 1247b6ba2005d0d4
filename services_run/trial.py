"""A service tried on the files of a folder: what is asked, what is said first, what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services_run.answering import answer_of, sentence_of
from services_run.binding import Binding
from services_run.covered import covered
from services_run.file_roles import answers_of, find_files
from services_run.folder import Service
from services_run.input_tables import InputTables, input_tables
from services_run.inputs import decimal_of
from services_run.notices import Notice
from services_run.problems import ServiceColumnMissing, ServiceParameterUnread
from services_run.ratios import refuse_unlike_ratios
from services_run.running import Rows, run_steps
from services_run.tables import FileTable
from services_run.territories import Territories


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
    service: Service,
    folder: Path,
    given: Mapping[str, str],
    parameters: Mapping[str, str],
    territories: Territories | None = None,
) -> Trial:
    """`given`: answers, `role.field=column` or `role=file`. Raises CallerProblems."""
    values = parameter_values(service, parameters)
    files = find_files(service, folder, answers_of(service, given))
    trial = Trial(_bound(service, files.tables), files.notices)
    question = _question(service, files.tables)
    if question is not None:
        trial.questions = [question]
        return trial
    computed = compute(service, files.tables, values, territories=territories)
    trial.notices += computed.notices
    trial.answer = computed.answer
    return trial


def compute(
    service: Service,
    inputs: Mapping[str, Sequence[tuple[FileTable, Binding]]],
    values: Mapping[str, object],
    *,
    territories: Territories | None = None,
) -> Trial:
    """The service over the tables of its roles, whose columns are bound; without what is bound.
    `territories`: what its body and the owners of its files cover, where memberships tell.

    Raises what `run_steps` raises.
    """
    made = input_tables(service, inputs, values, territories or Territories())
    return answered(service, made, run_steps(service, made.tables, made.types), values)


def answered(
    service: Service,
    made: InputTables,
    rows: Mapping[str, Rows],
    values: Mapping[str, object],
) -> Trial:
    """From the rows of its steps over the tables that were made."""
    trial = Trial([], made.notices)
    if service.measured.ratios:
        roles = {name: made.tables[name] for name in service.roles}
        sums = covered(service.measured, roles, values, made.successions, made.extents)
        trial.notices += refuse_unlike_ratios(service, rows, sums)
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
    """The notices of the service's own queries about the files, one for each row."""
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
