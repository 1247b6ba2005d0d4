"""The gateway's doors as each reader opens them, and the files that they give, read by clients."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal

import asyncpg
import openpyxl
import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from catalog.model.dataset import ScalarType
from tests.integration.doors.matrix import MEDIA_TYPES, NOT_COMPARED
from tests.integration.doors.typed_questions import TypedQuestion
from tests.integration.doors.typed_rows import READERS, TYPES
from tests.integration.doors.typed_values import loaded, of_cell, of_json_text, of_value

Typed = list[list[object]] | str
"""The rows, or the code of the refusal; NOT_COMPARED where the door has no such question."""


@dataclass
class Clients:
    """The gateway's addresses and its PostgreSQL port, as each reader."""

    http: object
    token: Callable[[str], str]
    _sessions: dict[tuple[str, str], object] = field(default_factory=dict)

    def headers(self, reader: str) -> dict[str, str]:
        agent, purpose = READERS[reader]
        said = {} if agent is None else {"Authorization": f"Bearer {self.token(agent)}"}
        return said if purpose is None else said | {"Interco-Purpose": purpose}

    async def psycopg(self, reader: str):
        return await self._session("psycopg", reader, self._open_psycopg)

    async def asyncpg(self, reader: str):
        return await self._session("asyncpg", reader, self._open_asyncpg)

    async def _session(self, kind, reader, opened):
        if (kind, reader) not in self._sessions:
            self._sessions[kind, reader] = await opened(*READERS[reader])
        return self._sessions[kind, reader]

    async def _open_psycopg(self, agent, purpose):
        options = "-c TimeZone=UTC" + (f" -c interco.purpose={purpose}" if purpose else "")
        dsn = f"host=127.0.0.1 port={self.http.postgres_port} user=x dbname=interco sslmode=require"
        return await psycopg.AsyncConnection.connect(
            dsn, password=self.token(agent), options=options, autocommit=True
        )

    async def _open_asyncpg(self, agent, purpose):
        said = {"interco.purpose": purpose} if purpose else {}
        return await asyncpg.connect(
            host="127.0.0.1",
            port=self.http.postgres_port,
            user="x",
            database="interco",
            password=self.token(agent),
            ssl="require",
            server_settings=said,
        )

    async def close(self):
        for each in self._sessions.values():
            await each.close()


Client = Callable[[Clients, TypedQuestion], Awaitable[Typed]]


async def by_csv(clients: Clients, question: TypedQuestion) -> Typed:
    """Read by Arrow's reader, told the types: it knows an empty text from none by its quotes."""
    answer = await _sql(clients, question, "csv")
    if answer.status_code != 200:
        return answer.json()["code"]
    options = pa_csv.ConvertOptions(
        column_types={name: _CSV_TYPES[TYPES[name].scalar] for name in question.columns},
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
        true_values=["true"],
        false_values=["false"],
    )
    table = pa_csv.read_csv(
        io.BytesIO(answer.content),
        convert_options=options,
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
    )
    return _rows_of_table(table, question)


_CSV_TYPES = {
    ScalarType.STRING: pa.string(),
    ScalarType.JSON: pa.string(),
    ScalarType.INTEGER: pa.int32(),
    ScalarType.BIGINT: pa.int64(),
    ScalarType.DECIMAL: pa.decimal128(38, 10),
    ScalarType.FLOAT: pa.float64(),
    ScalarType.BOOLEAN: pa.bool_(),
    ScalarType.DATE: pa.date32(),
    ScalarType.TIME: pa.time64("us"),
    ScalarType.TIMESTAMP: pa.timestamp("us"),
    ScalarType.TIMESTAMP_TZ: pa.timestamp("us", "UTC"),
}


async def by_parquet(clients: Clients, question: TypedQuestion) -> Typed:
    answer = await _sql(clients, question, "parquet")
    if answer.status_code != 200:
        return answer.json()["code"]
    table = pq.read_table(io.BytesIO(answer.content))
    for name in question.columns:
        kind = TYPES[name]
        if kind.scalar is ScalarType.DECIMAL:
            assert table.schema.field(name).type == pa.decimal128(kind.precision, kind.scale), name
        else:
            assert table.schema.field(name).type == _CSV_TYPES[kind.scalar], name
    return _rows_of_table(table, question)


def _rows_of_table(table: pa.Table, question: TypedQuestion) -> list[list[object]]:
    assert table.column_names == list(question.columns)
    return [
        [of_json_text(name, row[name]) for name in question.columns] for row in table.to_pylist()
    ]


async def _sql(clients: Clients, question: TypedQuestion, answer_format: str):
    accept = {"Accept": MEDIA_TYPES[answer_format]}
    headers = clients.headers(question.reader) | accept
    return await clients.http.post("/v1/sql", json={"query": question.sql}, headers=headers)


async def _file(clients: Clients, question: TypedQuestion, file: str):
    if READERS[question.reader][0] is None:
        # Nobody's body has saved a question.
        return None
    path = f"/v1/questions/{question.name}/{file}"
    return await clients.http.get(path, headers=clients.headers(question.reader))


async def by_workbook(clients: Clients, question: TypedQuestion) -> Typed:
    answer = await _file(clients, question, "rows.xlsx")
    if answer is None:
        return NOT_COMPARED
    if answer.status_code != 200:
        return answer.json()["code"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    header, *rows = book.worksheets[0].iter_rows()
    assert [each.value for each in header] == list(question.columns)
    for row in rows:
        assert all(cell.data_type != "f" for cell in row)
    return [
        [of_cell(name, cell) for name, cell in zip(question.columns, row, strict=True)]
        for row in rows
    ]


async def by_geojson(clients: Clients, question: TypedQuestion) -> Typed:
    answer = await _file(clients, question, "rows.geojson")
    if answer is None:
        return NOT_COMPARED
    if answer.status_code != 200:
        code = answer.json()["code"]
        has_place = {"longitude", "latitude"} <= {*question.columns}
        return NOT_COMPARED if code == "no_geometry" and not has_place else code
    features = loaded(answer.content)["features"]
    for each in features:
        check_point(each)
    return [
        [of_value(name, each["properties"][name]) for name in question.columns] for each in features
    ]


def check_point(feature) -> None:
    told = feature["properties"]
    if {"longitude", "latitude"} <= told.keys():
        place = [told["longitude"], told["latitude"]]
        expected = None if None in place else [Decimal(str(each)) for each in place]
        geometry = feature["geometry"]
        assert (geometry and [Decimal(str(each)) for each in geometry["coordinates"]]) == expected
