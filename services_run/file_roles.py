"""The file of a folder for each role: by its name, else by its columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

from catalog.fold import fold
from catalog.model.problem import Problem
from services_run import notices
from services_run.binding import Binding, Known, bind, folded_values
from services_run.documents import table_of_document
from services_run.folder import Role, Service
from services_run.notices import Notice
from services_run.problems import (
    ServiceColumnUnknown,
    ServiceDocumentUnread,
    ServiceFileMissing,
)
from services_run.tables import FileTable, read_table

_READ = frozenset(
    {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods", ".parquet", ".json", ".geojson"}
)


@dataclass(slots=True)
class Found:
    """The tables of each role, bound; `names` of files that serve nothing."""

    tables: dict[str, list[tuple[FileTable, Binding]]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answers:
    """`columns`: by role, then field, the column; `files`: by role, the file."""

    columns: Mapping[str, Mapping[str, str]]
    files: Mapping[str, str]


def answers_of(service: Service, given: Mapping[str, str]) -> Answers:
    """From `role.field=column` and `role=file`. Raises ServiceColumnUnknown."""
    columns: dict[str, dict[str, str]] = {}
    files: dict[str, str] = {}
    for key, value in given.items():
        role, _, name = key.partition(".")
        needed = service.roles.get(role)
        if needed is None or (name and name not in needed.fields):
            raise ServiceColumnUnknown(given=key, service=service.id)
        if name:
            columns.setdefault(role, {})[name] = value
        else:
            files[role] = value
    return Answers(columns, files)


def find_files(service: Service, folder: Path, answers: Answers) -> Found:
    """Raises ServiceFileMissing, and the problems of reading a file."""
    result = Found()
    paths = _distinct_files(folder, result.notices)
    roles = {name: role for name, role in service.roles.items() if role.reference is None}
    chosen = _by_name(roles, paths, answers, service.id)
    left = [
        path for path in paths if path not in {path for many in chosen.values() for path in many}
    ]
    known: dict[str, frozenset[str]] = {}
    referred = {
        key
        for role in roles.values()
        for needed in role.fields.values()
        for key in needed.values_of
    }
    for name, role in roles.items():
        given = answers.columns.get(name, {})
        files = [(_table(path, role), path) for path in chosen.get(name, ())]
        if not files and not role.optional:
            path = _by_columns(role, left, known, given)
            if path is None:
                raise ServiceFileMissing(
                    role=name, role_fr=role.label.fr, role_en=role.label.en, folder=folder.name,
                    patterns=", ".join(role.files),
                )  # fmt: skip
            left.remove(path)
            files = [(_table(path, role), path)]
        result.tables[name] = [
            (table, _bound(role, table, known, given, service.id)) for table, _ in files
        ]
        for table, binding in result.tables[name]:
            for column, position in binding.columns.items():
                key = f"{name}.{column}"
                if key in referred:
                    values = folded_values(table.columns[position])
                    known[key] = known.get(key, frozenset()) | values
    result.notices += [notices.file_unused(path.name) for path in left]
    return result


def _bound(
    role: Role, table: FileTable, known: Known, given: Mapping[str, str], service: str
) -> Binding:
    names = {fold(column.name) for column in table.columns}
    for column in given.values():
        if fold(column) not in names:
            raise ServiceColumnUnknown(given=column, service=service)
    return _of_document(role, table) if table.is_document else bind(role, table, known, given)


def _of_document(role: Role, table: FileTable) -> Binding:
    """The folder's paths say which is which; a path that leads nowhere leaves its field empty."""
    binding = Binding()
    for position, column in enumerate(table.columns):
        if any(value is not None for value in column.values):
            binding.columns[column.name], binding.by[column.name] = position, "document"
        elif not role.fields[column.name].optional:
            binding.open[column.name] = ()
    return binding


def _distinct_files(folder: Path, said_before: list[Notice]) -> list[Path]:
    """The files of the folder itself that can be read, each content once."""
    first: dict[str, str] = {}
    paths = []
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.lower() not in _READ:
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in first:
            said_before.append(notices.same_file(path.name, first[digest]))
        else:
            first[digest] = path.name
            paths.append(path)
    return paths


def _by_name(
    roles: Mapping[str, Role], paths: list[Path], answers: Answers, service: str
) -> dict[str, list[Path]]:
    """Each file goes where the longest pattern fits: `factures_detail*` before `factures*`."""
    chosen: dict[str, list[Path]] = {}
    by_name = {path.name: path for path in paths}
    for name, file in answers.files.items():
        if file not in by_name:
            raise ServiceColumnUnknown(given=file, service=service)
        chosen[name] = [by_name[file]]
    taken = {path for many in chosen.values() for path in many}
    for path in paths:
        if path in taken:
            continue
        stem = fold(path.stem)
        fits = [
            (len(pattern), name)
            for name, role in roles.items()
            if name not in answers.files
            and (path.suffix.lower() != ".json" or role.document is not None)
            for pattern in role.files
            if fnmatchcase(stem, fold(pattern))
        ]
        if fits:
            chosen.setdefault(max(fits)[1], []).append(path)
    return chosen


def _by_columns(
    role: Role, paths: list[Path], known: Known, given: Mapping[str, str]
) -> Path | None:
    """The one whose columns are the surest, of those that have all that the role requires."""
    scored = []
    for path in paths:
        if path.suffix.lower() == ".json" and role.document is None:
            continue
        try:
            binding = bind(role, _table(path, role), known, given)
        except (Problem, ValueError):
            continue
        if not binding.open:
            scored.append((binding.score, path.name, path))
    return max(scored)[2] if scored else None


def _table(path: Path, role: Role) -> FileTable:
    if path.suffix.lower() == ".json" and role.document is not None:
        rows, columns = role.document
        try:
            document = json.loads(path.read_text("utf-8-sig"), parse_float=Decimal)
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            raise ServiceDocumentUnread(file=path.name, line=line) from None
        return table_of_document(document, path.name, rows, columns)
    places = any(needed.concept == "commune" for needed in role.fields.values())
    return read_table(path.read_bytes(), path.name, places=places)
