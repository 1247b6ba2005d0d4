"""Shadows by what their readers may know of: made when first asked, shared, dropped when old."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg
from psycopg import pq, sql

from federation.catalog_shadow.server import READER, TEMPLATE, ShadowServer
from federation.catalog_shadow.tables import ShadowTable, digest_of
from federation.postgresql.kinds import Kind

MOST_SHADOWS = 32
MOST_ROWS = 100_000
MOST_BYTES = 32 * 1024 * 1024
TOO_LARGE = "54000"
"""PostgreSQL's own state for a limit of a program that is exceeded."""
_SEARCH_PATH = b"SELECT pg_catalog.set_config('search_path', $1, false)"
_TYPES = {kind: kind.value for kind in Kind}
T = TypeVar("T")
_Cells = tuple[bytes | None, ...]


@dataclass(frozen=True, slots=True)
class ShadowColumnOut:
    """A column of an answer, as PostgreSQL describes it."""

    name: str
    oid: int
    size: int
    modifier: int


@dataclass(frozen=True, slots=True)
class ShadowAnswer:
    """`cells` by column, in the forms that were asked for."""

    columns: tuple[ShadowColumnOut, ...]
    cells: tuple[tuple[bytes | None, ...], ...]
    rows: int


class ShadowRefused(Exception):  # noqa: N818 - the gateway tells it as a problem of its own
    """PostgreSQL's own refusal of a statement about catalogs: its code, and a sentence of its."""

    def __init__(self, state: str, sentence: str) -> None:
        super().__init__(state)
        self.state, self.sentence = state, sentence


@dataclass(slots=True)
class Shadows:
    """All of it blocks: called in threads. One statement at a time for each of eight backends."""

    server: ShadowServer
    _databases: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _idle: OrderedDict[str, list[psycopg.Connection]] = field(default_factory=OrderedDict)
    _making: threading.Lock = field(default_factory=threading.Lock)
    most: int = 8

    def describe(
        self,
        tables: Sequence[ShadowTable],
        text: str,
        oids: Sequence[int],
        search_path: Sequence[str],
    ) -> tuple[list[int], tuple[ShadowColumnOut, ...]]:
        """The types of the parameters, and the columns."""

        def work(connection: psycopg.Connection) -> tuple[list[int], tuple[ShadowColumnOut, ...]]:
            pg = connection.pgconn
            _checked(pg.prepare(b"", text.encode(), list(oids)))
            prepared = _checked(pg.describe_prepared(b""))
            parameters = [prepared.param_type(at) for at in range(prepared.nparams)]
            return parameters, _columns(prepared)

        return self._within(tables, search_path, work)

    def run(
        self,
        tables: Sequence[ShadowTable],
        text: str,
        oids: Sequence[int],
        values: Sequence[bytes | None],
        formats: Sequence[int],
        forms_asked: Sequence[int],
        search_path: Sequence[str],
    ) -> ShadowAnswer:
        """`forms_asked`: the form of each column, or of all, or none said. Raises ShadowRefused."""

        def work(connection: psycopg.Connection) -> ShadowAnswer:
            pg, answers = connection.pgconn, {}
            for form in set(forms_asked) or {0}:
                pg.send_query_params(
                    text.encode(),
                    list(values),
                    list(oids) + [0] * (len(values) - len(oids)),
                    _spread(formats, len(values)),
                    form,
                )
                answers[form] = _rows_of(pg)
            return _answer(answers, forms_asked)

        return self._within(tables, search_path, work)

    def close(self) -> None:
        with self._making:
            for connections in self._idle.values():
                for connection in connections:
                    connection.close()
            self._idle.clear()
            self._databases.clear()
            self.server.stop()

    def _within(
        self,
        tables: Sequence[ShadowTable],
        search_path: Sequence[str],
        work: Callable[[psycopg.Connection], T],
    ) -> T:
        digest = digest_of(tables)
        connection = self._take(digest, tables)
        is_good = False
        try:
            path = [name.encode() for name in search_path] or sorted(
                {table.schema.encode() for table in tables}
            )
            joined = b", ".join(b'"' + name.replace(b'"', b'""') + b'"' for name in path)
            _checked(
                connection.pgconn.exec_params(
                    _SEARCH_PATH,
                    [joined + b", public"],
                )
            )
            answer = work(connection)
            is_good = True
        except ShadowRefused as refused:
            # Of too large an answer the rest is still to come: its backend ends.
            is_good = refused.state != TOO_LARGE
            raise
        finally:
            self._give_back(digest, connection, is_good=is_good)
        return answer

    def _take(self, digest: str, tables: Sequence[ShadowTable]) -> psycopg.Connection:
        with self._making:
            if not self.server.is_running:
                self._forget_all()
                self.server.start()
            database = self._databases.get(digest)
            if database is None:
                database = self._make(tables)
                self._databases[digest] = database
                self._drop_old()
            self._databases.move_to_end(digest)
            idle = self._idle.get(digest)
            if idle:
                return idle.pop()
            self._make_room()
            return self.server.connect(database, as_reader=True)

    def _give_back(self, digest: str, connection: psycopg.Connection, *, is_good: bool) -> None:
        with self._making:
            if is_good and digest in self._databases and not connection.closed:
                self._idle.setdefault(digest, []).append(connection)
                self._idle.move_to_end(digest)
            else:
                connection.close()

    def _make_room(self) -> None:
        """The backend that waits for the longest ends for the next: eight at most wait."""
        count = sum(len(connections) for connections in self._idle.values())
        while count >= self.most:
            digest, connections = next(item for item in self._idle.items() if item[1])
            connections.pop().close()
            if not connections:
                del self._idle[digest]
            count -= 1

    def _drop_old(self) -> None:
        while len(self._databases) > MOST_SHADOWS:
            digest, database = self._databases.popitem(last=False)
            for connection in self._idle.pop(digest, []):
                connection.close()
            with suppress(psycopg.Error), self.server.connect("postgres", as_reader=False) as admin:
                admin.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database))
                )

    def _forget_all(self) -> None:
        for connections in self._idle.values():
            for connection in connections:
                with suppress(psycopg.Error):
                    connection.close()
        self._idle.clear()
        self._databases.clear()

    def _make(self, tables: Sequence[ShadowTable]) -> str:
        """Its name is nobody's: what its tables are shows in none."""
        database = f"s_{secrets.token_hex(8)}"
        identifier = sql.Identifier(database)
        with self.server.connect("postgres", as_reader=False) as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    identifier, sql.Identifier(TEMPLATE)
                )
            )
            admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(identifier))
            admin.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    identifier, sql.Identifier(READER)
                )
            )
        with self.server.connect(database, as_reader=False) as admin:
            admin.execute(sql.SQL("; ").join(_definitions(tables)))
        return database


def _definitions(tables: Sequence[ShadowTable]) -> list[sql.Composable]:
    reader = sql.Identifier(READER)
    statements: list[sql.Composable] = []
    for schema in sorted({table.schema for table in tables}):
        identifier = sql.Identifier(schema)
        statements.append(sql.SQL("CREATE SCHEMA {}").format(identifier))
        statements.append(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(identifier, reader))
    for table in tables:
        identifier = sql.Identifier(table.schema, table.name)
        parts: list[sql.Composable] = [
            sql.SQL("{} {}").format(sql.Identifier(column.name), _type(column.kind, column.digits))
            for column in table.columns
        ]
        if table.key:
            parts.append(
                sql.SQL("PRIMARY KEY ({})").format(
                    sql.SQL(", ").join(map(sql.Identifier, table.key))
                )
            )
        statements.append(
            sql.SQL("CREATE TABLE {} ({})").format(identifier, sql.SQL(", ").join(parts))
        )
        statements.append(sql.SQL("GRANT SELECT ON {} TO {}").format(identifier, reader))
        if table.label:
            statements.append(
                sql.SQL("COMMENT ON TABLE {} IS {}").format(identifier, sql.Literal(table.label))
            )
        statements += [
            sql.SQL("COMMENT ON COLUMN {} IS {}").format(
                sql.Identifier(table.schema, table.name, column.name), sql.Literal(column.label)
            )
            for column in table.columns
            if column.label
        ]
    return statements


def _type(kind: Kind, digits: tuple[int, int] | None) -> sql.Composable:
    if kind is Kind.NUMERIC and digits is not None:
        return sql.SQL("numeric({}, {})").format(*map(sql.Literal, digits))
    return sql.Identifier("pg_catalog", _TYPES[kind])


def _checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in {pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK}:
        return result
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"XX000").decode()
    sentence = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode()
    raise ShadowRefused(state, sentence)


def _columns(result: pq.abc.PGresult) -> tuple[ShadowColumnOut, ...]:
    return tuple(
        ShadowColumnOut(
            (result.fname(at) or b"").decode(),
            result.ftype(at),
            result.fsize(at),
            result.fmod(at),
        )
        for at in range(result.nfields)
    )


def _rows_of(pg: pq.abc.PGconn) -> tuple[tuple[ShadowColumnOut, ...], list[_Cells]]:
    """Row by row: of an answer that grows too large, no more is taken than is kept."""
    pg.set_single_row_mode()
    columns: tuple[ShadowColumnOut, ...] = ()
    rows: list[_Cells] = []
    size = 0
    while (result := pg.get_result()) is not None:
        if result.status != pq.ExecStatus.SINGLE_TUPLE:
            _checked(result)
            columns = _columns(result)
            continue
        cells = tuple(result.get_value(0, at) for at in range(result.nfields))
        size += sum(len(cell) for cell in cells if cell is not None)
        if len(rows) == MOST_ROWS or size > MOST_BYTES:
            raise ShadowRefused(TOO_LARGE, f"more than {MOST_ROWS} rows or {MOST_BYTES} bytes")
        rows.append(cells)
    return columns, rows


def _answer(
    answers: Mapping[int, tuple[tuple[ShadowColumnOut, ...], list[_Cells]]],
    forms_asked: Sequence[int],
) -> ShadowAnswer:
    columns, rows = next(iter(answers.values()))
    forms = _spread(forms_asked, len(columns))
    cells = tuple(tuple(row[at] for row in answers[form][1]) for at, form in enumerate(forms))
    return ShadowAnswer(columns, cells, len(rows))


def _spread(formats: Sequence[int], count: int) -> list[int]:
    if not formats:
        return [0] * count
    return [formats[0]] * count if len(formats) == 1 else list(formats)
