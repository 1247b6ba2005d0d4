"""One session: its start, its messages in their order, and what each is answered."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from pygwire.constants import TransactionStatus
from pygwire.messages import (
    AuthenticationCleartextPassword,
    AuthenticationOk,
    BackendKeyData,
    Bind,
    BindComplete,
    Close,
    CloseComplete,
    Describe,
    EmptyQueryResponse,
    Execute,
    Flush,
    FunctionCall,
    NegotiateProtocolVersion,
    ParameterStatus,
    Parse,
    ParseComplete,
    PasswordMessage,
    PGMessage,
    ReadyForQuery,
    Sync,
    Terminate,
)
from pygwire.messages import (
    Query as QueryMessage,
)

from catalog.model.problem import DeniedProblem, Problem
from federation.engines.query_tag import CALLER
from federation.postgresql.problems import not_here
from federation.postgresql.scan import Written, read_message
from federation.sql.problems import SqlSeveralStatements
from gateway.base.error_reporting import report_operator_problem, report_unexpected
from gateway.base.problems import BadToken, ShuttingDown
from gateway.postgresql.catalogs import Catalogs
from gateway.postgresql.command_running import Runner
from gateway.postgresql.error_states import error_message
from gateway.postgresql.frames import Codec, Opening
from gateway.postgresql.places import Place
from gateway.postgresql.problems import (
    PostgresqlCancelled,
    PostgresqlInFailedTransaction,
    PostgresqlLate,
    PostgresqlNothingPrepared,
    PostgresqlPassword,
    PostgresqlProtocol,
    PostgresqlTooManyPrepared,
    PostgresqlWithoutTls,
)
from gateway.postgresql.session_settings import SessionSettings
from gateway.postgresql.statement import Who, opening_request
from gateway.postgresql.wire import MAX_BYTES, Gone, TooLong, Wire
from gateway.reading.query.callers import identify
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import read_address

START_S = 20.0
"""For the handshake, the password and the rest of a start together."""
MOST_PREPARED = 500
_PROTOCOL = 0x00030000
_log = structlog.get_logger()


class Session:
    """`process` and `secret` are what a request to cancel must say."""

    def __init__(
        self,
        wire: Wire,
        opening: Opening,
        ports: Ports,
        idle_s: float,
        process: int,
        secret: bytes,
        catalogs: Catalogs,
        place: Place,
    ) -> None:
        self.process, self.secret = process, secret
        self._place = place
        self._wire = wire
        self._opening = opening
        self._ports = ports
        self._idle_s = idle_s
        self._codec = Codec(wire)
        self._catalogs = catalogs
        self._settings = SessionSettings(version=catalogs.version)
        self._prepared: dict[str, tuple[Written | None, tuple[int, ...]]] = {}
        self._runner: Runner | None = None
        self._running: asyncio.Task[None] | None = None
        self._is_cancelled = self._is_skipping = False

    def cancel(self) -> None:
        """Stops the statement that runs, which is told so; nothing where none does."""
        if self._running is not None:
            self._is_cancelled = True
            self._running.cancel()

    def leave(self) -> None:
        """Nobody is there any more: what runs is stopped."""
        if self._running is not None:
            self._running.cancel()

    async def run(self) -> None:
        """Until its client leaves, or what it sends cannot be read."""
        try:
            try:
                async with asyncio.timeout(START_S):
                    if not await self._open():
                        return
            except TimeoutError:
                raise PostgresqlLate(seconds=round(START_S)) from None
            self._wire.most_bytes = MAX_BYTES
            await self._serve()
        except Gone:
            pass
        except TooLong:
            self._end_with(PostgresqlProtocol())
        except Problem as problem:
            self._end_with(problem)
        finally:
            if self._runner is not None:
                await self._runner.close()
            self._wire.close()

    def _end_with(self, problem: Problem) -> None:
        report_operator_problem((problem,), self._reference)
        with contextlib.suppress(Gone):
            self._wire.put(
                error_message(problem, self._settings.language, self._reference, ends=True)
            )

    @property
    def _reference(self) -> str:
        return "" if self._runner is None else self._runner.reference

    async def _open(self) -> bool:
        """False for a connection that only asked to cancel another's query."""
        start = await self._opening.read(self._wire, self._codec)
        if start is None:
            return False
        self._wire.is_started = True
        self._settings.begin(start.params)
        if not self._opening.is_encrypted:
            raise PostgresqlWithoutTls
        unknown = [each for each in start.params if each.startswith("_pq_.")]
        if start.protocol_version != _PROTOCOL or unknown:
            # An older minor version than was asked for: clients go on with that.
            version = NegotiateProtocolVersion(newest_minor=_PROTOCOL, unrecognized=unknown)
            self._wire.put(version.to_wire())
        self._codec.expect_password()
        await self._wire.send(AuthenticationCleartextPassword().to_wire())
        message = self._codec.read(await self._wire.message())
        if not isinstance(message, PasswordMessage):
            raise PostgresqlProtocol
        password = message.password
        key = password if isinstance(password, str) else password.decode("utf-8", "replace")
        who = Who(f"Bearer {key}", read_address(self._wire.address))
        await self._identify(who, key)
        self._place.prove(CALLER.get())
        self._runner = Runner(
            self._wire, self._ports, who, self._settings, self.process, self._catalogs
        )
        self._codec.expect_queries()
        self._wire.put(AuthenticationOk().to_wire())
        for name, value in self._settings.reported():
            self._wire.put(ParameterStatus(name=name, value=value).to_wire())
        self._wire.put(BackendKeyData(process_id=self.process, secret_key=self.secret).to_wire())
        await self._ready()
        return True

    async def _identify(self, who: Who, key: str) -> None:
        """Raises PostgresqlPassword, of all keys that open nothing alike; DeniedProblem of one that
        is good, and not for this door or not from here.
        """
        if not key.strip():
            raise PostgresqlPassword
        try:
            await identify(opening_request(who, self._settings), self._ports)
        except BadToken:
            raise PostgresqlPassword from None
        except DeniedProblem as problem:
            if problem.code == "purpose_not_assigned":
                return
            raise

    async def _serve(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._idle_s):
                    frame = await self._wire.message()
            except TimeoutError:
                raise PostgresqlLate(seconds=round(self._idle_s)) from None
            if self._ports.stopping.is_set():
                raise ShuttingDown
            message = self._codec.read(frame)
            if isinstance(message, Terminate):
                return
            if isinstance(message, QueryMessage):
                self._is_skipping = False
                await self._answer(partial(self._simple, message.query_string))
                await self._ready()
            elif isinstance(message, Sync):
                self._is_skipping = False
                await self._runner_of().sync()
                await self._ready()
            elif isinstance(message, Flush) or self._is_skipping:
                continue
            elif isinstance(message, FunctionCall):
                await self._answer(self._refuse_call)
                await self._ready()
            else:
                self._is_skipping = not await self._answer(partial(self._extended, message))

    async def _ready(self) -> None:
        status = self._runner_of().status
        await self._wire.send(ReadyForQuery(status=TransactionStatus(status)).to_wire())

    def _runner_of(self) -> Runner:
        if self._runner is None:
            raise PostgresqlProtocol
        return self._runner

    async def _answer(self, work: Callable[[], Awaitable[None]]) -> bool:
        """False where an error was told. What a client asks to be cancelled is stopped within."""
        runner = self._runner_of()
        try:
            self._running = asyncio.ensure_future(self._within_time(work))
            try:
                await self._running
            finally:
                self._running = None
        except asyncio.CancelledError:
            if not self._is_cancelled:
                raise Gone from None
            problem: Problem = PostgresqlCancelled()
        except Problem as told:
            problem = told
        except (Gone, TooLong):
            raise
        except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a caller
            problem = report_unexpected(bug, runner.reference)
        else:
            return True
        finally:
            self._is_cancelled = False
        report_operator_problem((problem,), runner.reference)
        runner.fail()
        if isinstance(problem, BadToken):
            # Its key opens nothing any more.
            raise PostgresqlPassword
        message = error_message(problem, self._settings.language, runner.reference)
        await self._wire.send(message)
        return False

    async def _within_time(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                await work()
        except TimeoutError:
            raise PostgresqlCancelled from None

    async def _refuse_call(self) -> None:
        raise not_here("FunctionCall")

    async def _simple(self, text: str) -> None:
        runner = self._runner_of()
        statements = read_message(text)
        if not statements:
            self._wire.put(EmptyQueryResponse().to_wire())
        for statement in statements:
            self._refuse_in_failed(statement)
            self._forget(statement)
            await runner.run_simple(statement)

    def _refuse_in_failed(self, statement: Written | None) -> None:
        ends = {"ROLLBACK", "COMMIT", "END", "ABORT"}
        is_failed = self._runner_of().status == "E"
        if is_failed and (statement is None or statement.first not in ends):
            raise PostgresqlInFailedTransaction

    def _forget(self, statement: Written) -> None:
        words = statement.words
        if words[:1] == ("DEALLOCATE",):
            if words[-1] == "ALL":
                self._prepared.clear()
            else:
                self._prepared.pop(statement.scanned.tokens[-1].value.lower(), None)
        elif words[:2] == ("DISCARD", "ALL"):
            self._prepared.clear()

    async def _extended(  # noqa: C901 - one branch for part message
        self, message: PGMessage
    ) -> None:
        runner = self._runner_of()
        match message:
            case Parse():
                self._parse(message)
                self._wire.put(ParseComplete().to_wire())
            case Bind():
                statement, oids = self._statement(message.statement)
                self._refuse_in_failed(statement)
                if message.portal in runner.portals and message.portal:
                    raise not_here(f"portal {message.portal[:20]}")
                if len(runner.portals) >= MOST_PREPARED:
                    raise PostgresqlTooManyPrepared(limit=MOST_PREPARED)
                await runner.bind(message, statement, oids)
                self._wire.put(BindComplete().to_wire())
            case Describe(kind="S"):
                statement, oids = self._statement(message.name)
                await runner.describe_statement(statement, oids)
            case Describe():
                await runner.describe_portal(message.name)
            case Execute():
                portal = runner.portal(message.portal)
                if isinstance(portal.what, str):
                    for part in read_message(portal.what):
                        self._refuse_in_failed(part)
                        self._forget(part)
                await runner.execute(message.portal, message.max_rows)
            case Close(kind="S"):
                self._prepared.pop(message.name, None)
                self._wire.put(CloseComplete().to_wire())
            case Close():
                await runner.close_portal(message.name)
                self._wire.put(CloseComplete().to_wire())
            case _:
                raise PostgresqlProtocol

    def _parse(self, message: Parse) -> None:
        if message.statement and message.statement in self._prepared:
            raise not_here(f"PREPARE {message.statement[:20]}")
        if len(self._prepared) >= MOST_PREPARED:
            raise PostgresqlTooManyPrepared(limit=MOST_PREPARED)
        statements = read_message(message.query)
        if len(statements) > 1:
            raise SqlSeveralStatements
        statement = statements[0] if statements else None
        oids = tuple(message.param_types)
        self._refuse_in_failed(statement)
        if statement is not None:
            self._runner_of().check(statement, oids)
        self._prepared[message.statement] = (statement, oids)

    def _statement(self, name: str) -> tuple[Written | None, tuple[int, ...]]:
        prepared = self._prepared.get(name)
        if prepared is None:
            raise PostgresqlNothingPrepared(name=name[:40])
        return prepared
