"""Commands of a session as they run: transactions that read, settings, cursors, COPY."""

from __future__ import annotations

from pygwire.messages import ParameterStatus
from typing_extensions import override

from gateway.postgresql.commands import Command
from gateway.postgresql.encoders import RowsEncoder
from gateway.postgresql.running import Answers
from gateway.postgresql.session_settings import REPORTED
from gateway.postgresql.statement import Query, plain_request
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.streaming import Outgoing


class Runner(Answers):
    """All statements of one session."""

    @override
    async def command(  # noqa: C901 - one branch for each verb
        self, command: Command, *, is_described: bool
    ) -> None:
        match command.verb:
            case "show":
                here = self.setting_row(command)
                if is_described:
                    await self.rows_here(here)
                    return
            case "show_ours":
                await self._show_ours(command, is_described=is_described)
                return
            case "fetch":
                await self._fetch(command)
                return
            case "copy":
                query = self.inner(command.query, ()).bound((), (), self.settings)
                await self.stream(query, is_described=False, copy=command)
                return
            case "declare" if is_described:
                query = self.inner(command.query, ()).bound((), (), self.settings)
                self.declare(command.name, query, ())
            case "close" if command.name == "all":
                await self.close()
            case "close":
                self.portal(command.name)
                await self.close_portal(command.name)
            case "set" | "reset" | "discard":
                await self._set(command)
            case _:
                was_failed = self.status == "E"
                await self._end_transaction(command)
                if was_failed and command.verb == "commit":
                    self.complete("ROLLBACK")
                    return
        self.complete(command.tag)

    async def _end_transaction(self, command: Command) -> None:
        match command.verb:
            case "begin":
                self.status = "T"
            case "commit" | "rollback":
                self.status = "I"
                await self.close()
            case "rollback_to":
                self.status = "T"

    async def _set(self, command: Command) -> None:
        before = dict(self.settings.reported())
        if command.verb == "set":
            self.settings.set(command.name, command.value)
        elif command.verb == "reset" and command.name != "all":
            self.settings.set(command.name, None)
        else:
            self.settings.reset()
            if command.tag == "DISCARD ALL":
                await self.close()
        for name, value in self.settings.reported():
            if name in REPORTED and before.get(name) != value:
                self.wire.put(ParameterStatus(name=name, value=value).to_wire())

    async def _fetch(self, command: Command) -> None:
        portal = self.portal(command.name)
        if portal.columns is None and isinstance(portal.what, Query):
            portal.columns = await self.columns_of(portal.what)
        if command.tag == "FETCH":
            self.describe(portal.columns, portal.formats)
        rows = 0
        if command.count != 0:
            rows, _ = await self.take(portal, command.count or 0)
        self.complete(command.tag, rows)

    async def _show_ours(self, command: Command, *, is_described: bool) -> None:
        """SHOW TABLES and its like: the entrance of SQL answers them as they are."""
        request = plain_request(command.query, self.who, self.settings)
        self.reference = request.id
        encoder = RowsEncoder(lambda: None, (), self.settings.zone, is_described=is_described)
        out = Outgoing(encoder, self.wire.send, self.ports.writers)
        await answer_sql(request, self.ports, out)
        self.complete("SELECT", out.rows)
