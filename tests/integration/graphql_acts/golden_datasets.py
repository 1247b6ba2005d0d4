"""The golden inputs of a service as registered datasets: in Parquet, in CSV, in PostgreSQL."""

import csv
import json
from datetime import datetime

import psycopg
import pyarrow.parquet as pq
from psycopg import sql

from catalog.model.dataset import (
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.model.storage import (
    FilesOptions,
    PostgresqlOptions,
    SecretReference,
    Storage,
    StorageKind,
)
from services_run.checking import find_service, load_service
from services_run.file_roles import answers_of, find_files
from services_run.inputs import input_of
from services_run.results import result_of
from services_run.trial import try_service

OWNER = Siren("200090884")
SECRET = "GOLDEN_POSTGRESQL"
_POSTGRESQL = {
    ScalarType.STRING: "text",
    ScalarType.BIGINT: "bigint",
    ScalarType.DATE: "date",
    ScalarType.TIMESTAMP: "timestamp",
}


def described(service):
    return load_service(find_service(service))


def golden_tables(service):
    """By role, the rows of its golden files, in the types and units of the role."""
    folder = service.folder / "golden" / "inputs"
    files = find_files(service, folder, answers_of(service, {})).tables
    return {
        name: (role, input_of(role, files[name]).table.select(list(role.fields)))
        for name, role in service.roles.items()
        if role.reference is None and files.get(name)
    }


def expected(service, territories):
    """What the golden files say, their names as those of the datasets."""
    trial = try_service(service, service.folder / "golden" / "inputs", {}, {}, territories)
    text = json.dumps(result_of(service, trial.answer, []), ensure_ascii=False)
    for file in (service.folder / "golden" / "inputs").iterdir():
        for bound in trial.bound:
            if bound["file"] == file.name:
                text = text.replace(file.name, f"valcobreizh.g_{bound['role']}")
    return json.loads(text)


def datasets_of(tables, kind, storage):
    return [_dataset(f"g_{name}", role, kind, storage) for name, (role, _) in tables.items()]


def choices(tables, service):
    empty = [name for name, role in service.roles.items() if role.reference is None]
    return {
        "datasets": [
            {
                "role": name,
                "datasets": [f"valcobreizh.g_{name}"] if name in tables else [],
            }
            for name in empty
        ]
    }


def files_storage(folder):
    return Storage("valcobreizh__golden", OWNER, StorageKind.FILES, FilesOptions(str(folder)))


def postgresql_storage(server, database):
    options = PostgresqlOptions(server.host, server.port, database, server.superuser, "disable")
    secret = SecretReference("env", SECRET)
    return Storage("valcobreizh__golden", OWNER, StorageKind.POSTGRESQL, options, secret)


def write_files(tables, folder, kind):
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, table) in tables.items():
        if kind is ObjectKind.PARQUET:
            pq.write_table(table, folder / f"g_{name}.parquet")
            continue
        with (folder / f"g_{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.column_names)
            writer.writerows([_cell(value) for value in row.values()] for row in table.to_pylist())


def write_postgresql(tables, address):
    with psycopg.connect(address) as connection:
        for name, (role, table) in tables.items():
            columns = sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(field), sql.SQL(_sql_type(needed.type)))
                for field, needed in role.fields.items()
            )
            target = sql.Identifier(f"g_{name}")
            connection.execute(sql.SQL("CREATE TABLE {} ({})").format(target, columns))
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(target)) as copy:
                for row in table.to_pylist():
                    copy.write_row(list(row.values()))


def _dataset(name, role, kind, storage):
    columns = tuple(
        Column(
            id=f"c{place}",
            name=Name.parse(field),
            type=_type(needed.type),
            source_name=field,
            label_fr=field,
            label_en=field,
            unit=needed.unit,
            concept=needed.concept,
        )
        for place, (field, needed) in enumerate(role.fields.items(), start=1)
    )
    if kind is ObjectKind.TABLE:
        physical = PhysicalObject(kind, name, schema="public")
    else:
        form = CsvFormat(columns=tuple(role.fields)) if kind is ObjectKind.CSV else None
        physical = PhysicalObject(kind, f"{name}.{kind.value}", csv=form)
    return Dataset(
        id=f"valcobreizh__{name}",
        owner=OWNER,
        storage_id=storage.id,
        name=Name.parse(name),
        title_fr=name,
        title_en=name,
        physical=physical,
        columns=columns,
    )


def _type(kind):
    if kind.startswith("decimal"):
        precision, scale = kind.removeprefix("decimal(").rstrip(")").split(",")
        return ColumnType(ScalarType.DECIMAL, int(precision), int(scale))
    scalar = {
        "integer": ScalarType.BIGINT,
        "date": ScalarType.DATE,
        "moment": ScalarType.TIMESTAMP,
    }.get(kind, ScalarType.STRING)
    return ColumnType(scalar)


def _sql_type(kind):
    made = _type(kind)
    if made.scalar is ScalarType.DECIMAL:
        return f"numeric({made.precision},{made.scale})"
    return _POSTGRESQL[made.scalar]


def _cell(value):
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
