"""Statements of one session as they run: which path each takes, and what its client is sent."""

from __future__ import annotations

from collections.abc import Sequence

from pygwire.messages import (
    Bind,
    CommandComplete,
    EmptyQueryResponse,
    NoData,
    ParameterDescription,
    PortalSuspended,
)

from federation.postgresql.parsing import parse_catalog_query
from federation.postgresql.problems import not_here
from federation.postgresql.rows import data_rows
from federation.postgresql.scan import Written, read_message
from federation.sql.problems import SqlSeveralStatements
from gateway.postgresql.catalogs import CatalogQuery, Catalogs, is_about_catalogs
from gateway.postgresql.commands import QUERIES, Command, read_command
from gateway.postgresql.encoders import (
    CopyEncoder,
    Here,
    OutColumn,
    RowsEncoder,
    out_columns,
    row_description,
)
from gateway.postgresql.portals import Parts, Portal
from gateway.postgresql.problems import (
    PostgresqlCatalogsElsewhere,
    PostgresqlNothingPrepared,
    PostgresqlTooManyPrepared,
)
from gateway.postgresql.session_settings import SessionSettings
from gateway.postgresql.session_values import rows_of_texts, session_values
from gateway.postgresql.statement import Query, Who, plain_request, request_of
from gateway.postgresql.wire import Wire
from gateway.reading.query.ports import Ports
from gateway.reading.query.spool import Spool
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_described import describe_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing

_KEPT = 50
MOST_PORTALS = 500
Resolved = Query | Written | CatalogQuery | Command
"""A query of data, of the session itself, of catalogs, or a command."""


class Answers:
    """`status` is PostgreSQL's: I outside a transaction, T within one, E within one that failed."""

    def __init__(
        self,
        wire: Wire,
        ports: Ports,
        who: Who,
        settings: SessionSettings,
        process: int,
        catalogs: Catalogs,
    ) -> None:
        self.status = "I"
        self.reference = ""
        self.portals: dict[str, Portal] = {}
        self.wire = wire
        self.ports = ports
        self.who = who
        self.catalogs = catalogs
        self.settings = settings
        self._process = process
        self._resolved: dict[tuple[str, tuple[int, ...]], Resolved] = {}

    async def close(self) -> None:
        for name in list(self.portals):
            await self.close_portal(name)

    def fail(self) -> None:
        if self.status == "T":
            self.status = "E"

    async def sync(self) -> None:
        """Outside a transaction each Sync ends one, and its portals with it."""
        if self.status == "I":
            await self.close()

    def check(self, statement: Written, oids: tuple[int, ...]) -> None:
        """Raises CallerProblems of a statement that cannot be read."""
        self._resolve(statement, oids)

    def _resolve(self, statement: Written, oids: tuple[int, ...]) -> Resolved:
        key = (statement.sent, oids)
        resolved: Resolved | None = self._resolved.get(key)
        if resolved is not None:
            return resolved
        if statement.first not in QUERIES:
            resolved = read_command(statement)
        elif self._here(statement) is not None:
            resolved = statement
        elif is_about_catalogs(statement):
            resolved = CatalogQuery.read(statement, oids)
        else:
            resolved = Query.read(statement, oids)
        if len(self._resolved) >= _KEPT:
            self._resolved.pop(next(iter(self._resolved)))
        self._resolved[key] = resolved
        return resolved

    def _here(self, statement: Written) -> Here | None:
        if "FROM" in statement.words:
            return None
        tree = parse_catalog_query(statement)
        return None if tree is None else session_values(tree, self.settings, self._process)

    def _request(self, query: Query) -> SqlRequest:
        request = request_of(query, self.who, self.settings)
        self.reference = request.id
        return request

    async def run_simple(self, statement: Written) -> None:
        resolved = self._resolve(statement, ())
        match resolved:
            case Query():
                query = resolved.bound((), (), self.settings)
                await self.stream(query, is_described=True)
            case Command():
                await self.command(resolved, is_described=True)
            case CatalogQuery():
                about = resolved.bound((), (), self.settings.search_path)
                await self.rows_here(await self._of_catalogs(about, ()))
            case _:
                await self.rows_here(self._answered_here(resolved))

    def _answered_here(self, statement: Written) -> Here:
        here = self._here(statement)
        if here is None:
            raise PostgresqlCatalogsElsewhere
        return here

    async def _of_catalogs(self, query: CatalogQuery, formats: Sequence[int]) -> Here:
        request = plain_request("", self.who, self.settings)
        self.reference = request.id
        return await self.catalogs.answer(query, request, self.ports, formats)

    async def rows_here(self, here: Here) -> None:
        """With their description, in texts."""
        self.wire.put(row_description(here.columns, ()))
        await self.wire.send(data_rows(here.cells((), self.settings.zone), here.rows))
        self.complete(here.tag, here.rows)

    def complete(self, tag: str, rows: int | None = None) -> None:
        if rows is not None and tag != "SHOW":
            tag = f"{tag} {rows}"
        self.wire.put(CommandComplete(tag=tag).to_wire())

    async def stream(
        self,
        query: Query,
        *,
        is_described: bool,
        formats: Sequence[int] = (),
        copy: Command | None = None,
    ) -> None:
        zone = self.settings.zone
        encoder: RowsEncoder | CopyEncoder
        if copy is None:
            encoder = RowsEncoder(lambda: query.names, formats, zone, is_described=is_described)
        else:
            encoder = CopyEncoder(lambda: query.names, copy.copy, zone)
        request = self._request(query)
        spool = Spool(self.wire.send, self.ports.spools, self.ports.writers)
        out = Outgoing(encoder, self.wire.send, self.ports.writers, spool)
        try:
            await answer_sql(request, self.ports, out)
        finally:
            spool.close()
        self._tell(out)
        self.complete("SELECT" if copy is None else "COPY", out.rows)

    def _tell(self, out: Outgoing) -> None:
        self.settings.last_answer["interco.request"] = self.reference
        self.settings.last_answer["interco.receipt"] = out.receipt or ""

    async def bind(self, message: Bind, statement: Written | None, oids: tuple[int, ...]) -> None:
        if message.portal in self.portals:
            await self.close_portal(message.portal)
        formats = tuple(message.result_formats)
        what: Query | Here | CatalogQuery | str
        if statement is None:
            what = ""
        else:
            resolved = self._resolve(statement, oids)
            match resolved:
                case Query():
                    what = resolved.bound(
                        message.param_values, tuple(message.param_formats), self.settings
                    )
                case Command(verb="declare"):
                    what = statement.sent
                    inner = self.inner(resolved.query, oids)
                    query = inner.bound(
                        message.param_values, tuple(message.param_formats), self.settings
                    )
                    self.portals[message.portal] = Portal(what, formats)
                    self.declare(resolved.name, query, (1,) if "BINARY" in statement.words else ())
                    return
                case Command(verb="show"):
                    what = self.setting_row(resolved)
                case Command():
                    what = statement.sent
                case CatalogQuery():
                    what = resolved.bound(
                        message.param_values,
                        tuple(message.param_formats),
                        self.settings.search_path,
                    )
                case _:
                    what = self._answered_here(resolved)
        self.portals[message.portal] = Portal(what, formats)

    def portal(self, name: str) -> Portal:
        portal = self.portals.get(name)
        if portal is None:
            raise PostgresqlNothingPrepared(name=name[:40])
        return portal

    async def close_portal(self, name: str) -> None:
        portal = self.portals.pop(name, None)
        if portal is not None:
            await portal.close()

    async def describe_statement(self, statement: Written | None, oids: tuple[int, ...]) -> None:
        resolved = None if statement is None else self._resolve(statement, oids)
        columns: tuple[OutColumn, ...] | None = None
        parameters: list[int] = []
        match resolved:
            case Query():
                query = resolved.bound(None, (), self.settings)
                columns = await self.columns_of(query)
                parameters = query.parameter_oids
            case Command(verb="show"):
                columns = self.setting_row(resolved).columns
            case Command(verb="declare"):
                query = self.inner(resolved.query, oids).bound(None, (), self.settings)
                await self.columns_of(query)
                parameters = query.parameter_oids
            case CatalogQuery():
                parameters, columns = await self._columns_of_catalogs(resolved)
            case Written():
                columns = self._answered_here(resolved).columns
            case _:
                columns = None
        self.wire.put(ParameterDescription(type_oids=parameters).to_wire())
        self.describe(columns, ())

    async def describe_portal(self, name: str) -> None:
        portal = self.portal(name)
        if portal.columns is None:
            if isinstance(portal.what, Query):
                portal.columns = await self.columns_of(portal.what)
            elif isinstance(portal.what, CatalogQuery):
                _, portal.columns = await self._columns_of_catalogs(portal.what)
            elif isinstance(portal.what, Here):
                portal.columns = portal.what.columns
        self.describe(portal.columns, portal.formats)

    async def _columns_of_catalogs(
        self, query: CatalogQuery
    ) -> tuple[list[int], tuple[OutColumn, ...]]:
        request = plain_request("", self.who, self.settings)
        self.reference = request.id
        return await self.catalogs.describe(query, request, self.ports)

    def describe(self, columns: tuple[OutColumn, ...] | None, formats: Sequence[int]) -> None:
        if columns is None:
            self.wire.put(NoData().to_wire())
        else:
            self.wire.put(row_description(columns, formats))

    async def columns_of(self, query: Query) -> tuple[OutColumn, ...]:
        encoder = RowsEncoder(lambda: query.names, (), self.settings.zone, is_described=False)
        out = Outgoing(encoder, self.wire.send, self.ports.writers)
        columns = await describe_sql(self._request(query), self.ports, out)
        return out_columns(columns, query.names)

    async def execute(self, name: str, most: int) -> None:
        portal = self.portal(name)
        if isinstance(portal.what, CatalogQuery):
            portal.what = await self._of_catalogs(portal.what, portal.formats)
        if isinstance(portal.what, str):
            await self._execute_command(portal)
        elif isinstance(portal.what, Query) and not most and portal.parts is None:
            if portal.is_done:
                self.complete("SELECT", 0)
                return
            portal.is_done = True
            await self.stream(portal.what, is_described=False, formats=portal.formats)
        else:
            await self._execute_part(portal, most)

    async def _execute_command(self, portal: Portal) -> None:
        statements = read_message(str(portal.what))
        if not statements:
            self.wire.put(EmptyQueryResponse().to_wire())
            return
        command = self._resolve(statements[0], ())
        if isinstance(command, Command):
            await self.command(command, is_described=False)

    async def _execute_part(self, portal: Portal, most: int) -> None:
        rows, is_more = await self.take(portal, most)
        if is_more and most:
            self.wire.put(PortalSuspended().to_wire())
        else:
            tag = portal.what.tag if isinstance(portal.what, Here) else "SELECT"
            self.complete(tag, rows)

    async def take(self, portal: Portal, most: int) -> tuple[int, bool]:
        """So many rows of a portal are sent; how many, and whether there may be more."""
        if portal.parts is None:
            zone = self.settings.zone
            what = portal.what
            names = what.names if isinstance(what, Query) else None
            query = what
            encoder = RowsEncoder(
                lambda: query.names if isinstance(query, Query) else names,
                portal.formats,
                zone,
                is_described=False,
            )
            portal.parts = Parts(encoder, portal.formats, zone)
            if isinstance(what, Query):
                out = portal.parts.start(self._request(what), self.ports)
                self._tell(out)
            elif isinstance(what, Here):
                portal.parts.hold(what)
        data, rows, is_more = await portal.parts.take(most)
        await self.wire.send(data)
        return rows, is_more

    def setting_row(self, command: Command) -> Here:
        if command.name == "all":
            rows: list[list[str | None]] = [[*each, ""] for each in self.settings.all()]
            return rows_of_texts(["name", "setting", "description"], rows, "SHOW")
        name, value = self.settings.show(command.name)
        return rows_of_texts([name], [[value]], "SHOW")

    def inner(self, text: str, oids: tuple[int, ...]) -> Query:
        statements = read_message(text)
        if len(statements) != 1:
            raise SqlSeveralStatements
        resolved = self._resolve(statements[0], oids)
        if not isinstance(resolved, Query):
            raise PostgresqlCatalogsElsewhere
        return resolved

    def declare(self, name: str, query: Query, formats: Sequence[int]) -> None:
        if self.status != "T":
            raise not_here("DECLARE", "BEGIN; DECLARE c CURSOR FOR SELECT …")
        if name in self.portals:
            raise not_here(f"DECLARE {name[:30]}", "CLOSE c")
        if len(self.portals) >= MOST_PORTALS:
            raise PostgresqlTooManyPrepared(limit=MOST_PORTALS)
        self.portals[name] = Portal(query, formats)

    async def command(self, command: Command, *, is_described: bool) -> None:
        """Runs a statement that is no query; `is_described` where a simple message asks for it."""
        raise NotImplementedError
