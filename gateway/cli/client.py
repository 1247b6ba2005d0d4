"""Sends a caller's document or file to the demo, or to a gateway elsewhere, by one path."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import typer
from rich.console import Console

from catalog.model.problem import CallerProblem, DeniedProblem, Problem
from gateway.base.problems import GatewayUnreachable
from gateway.cli.connection import FAILURES, OK, Response, opened
from gateway.cli.demo_agents import token_of
from gateway.cli.demo_folder import demo_at, running_address
from gateway.cli.hints import at_a_terminal
from gateway.cli.kept_tokens import token_for
from gateway.cli.language import language_of_the_terminal
from gateway.control.problems import TokenRequired
from gateway.demo_mode.state import DemoState

GATEWAY = "http://127.0.0.1:8000"
_PACKAGES = (
    "catalog",
    "policies",
    "federation",
    "intake",
    "services_run",
    "papers",
    "schema",
    "gateway",
)
_ROOT = Path(__file__).resolve().parents[2]
_TIMEOUT_S = 60.0
_DONE = frozenset({OK, 201})


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of a command, and the gateway that is asked."""

    agent: str | None
    on_behalf_of: str | None
    token: str | None
    gateway: str | None
    """As it was named; None: the demo's, or the one of this machine."""
    state: Path
    said: Mapping[str, str] = field(default_factory=dict)
    """Headers that say what for."""

    @property
    def address(self) -> str:
        return self.gateway or GATEWAY

    @property
    def is_anonymous(self) -> bool:
        return self.agent is None and token_of_caller(self) is None

    def refuse_nobody(self) -> None:
        """Raises TokenRequired for an anonymous caller, who would get an empty list instead."""
        if self.is_anonymous:
            raise TokenRequired


def token_of_caller(caller: Caller) -> str | None:
    """The one that was given, else the one that `login` kept; None for an agent of the demo."""
    if caller.token is not None or caller.agent is not None:
        return caller.token
    return token_for(caller.address)


def ask(document: str, variables: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    """The `data`, whole: problems are told on standard error, and end the command."""
    answer = answer_to(document, variables, caller)
    errors: list[dict[str, Any]] = answer.get("errors") or []
    if errors:
        tell(errors)
        raise typer.Exit(max(exit_code_of(each["extensions"]["code"]) for each in errors))
    data: dict[str, Any] = answer["data"]
    return data


def answer_to(document: str, variables: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    """The answer to a GraphQL document, problems and all."""
    body = orjson.dumps({"query": document, "variables": variables})
    with sent(caller, "/graphql", body, "application/graphql-response+json") as answer:
        try:
            found = orjson.loads(answer.read())
        except FAILURES:
            found = None
    if not isinstance(found, dict) or not ({"data", "errors"} & found.keys()):
        raise GatewayUnreachable(address=caller.address)
    return found


def download(path: str, caller: Caller) -> bytes:
    """The file, whole: problems are told on standard error, and end the command."""
    return _received(caller, path, Sent(accept="*/*"))


def transfer(
    method: str, path: str, body: bytes | None, caller: Caller, timeout_s: float
) -> dict[str, Any]:
    """The JSON that answers a file, or a request without one; problems end the command."""
    request = Sent(body, "application/json", method, "application/octet-stream", timeout_s)
    try:
        document: dict[str, Any] = orjson.loads(_received(caller, path, request))
    except ValueError:
        raise GatewayUnreachable(address=caller.address) from None
    return document


@dataclass(frozen=True, slots=True)
class Sent:
    """`method` None: POST where there is a body, else GET."""

    body: bytes | None = None
    accept: str = "*/*"
    method: str | None = None
    content_type: str = "application/json"
    timeout_s: float | None = _TIMEOUT_S


def _received(caller: Caller, path: str, request: Sent) -> bytes:
    with _exchanged(caller, path, request) as answer:
        try:
            content = answer.read()
            if answer.status in _DONE:
                return content
            told = orjson.loads(content)
            parts = [
                {
                    "message": each["title"],
                    "extensions": {"code": each["code"], "next": each["detail"]},
                }
                for each in told.get("problems") or (told,)
            ]
        except (*FAILURES, KeyError, TypeError, AttributeError):
            raise GatewayUnreachable(address=caller.address) from None
    tell(parts)
    raise typer.Exit(max(exit_code_of(each["extensions"]["code"]) for each in parts))


@contextmanager
def sent(
    caller: Caller,
    path: str,
    body: bytes | None,
    accept: str,
    *,
    timeout_s: float | None = _TIMEOUT_S,
) -> Iterator[Response]:
    """The response of the caller's gateway: POST where there is a body, else GET.

    Raises GatewayUnreachable where nothing answers; what reads the response sees to a cut.
    """
    request = Sent(body, accept, timeout_s=timeout_s)
    with _exchanged(caller, path, request) as response:
        yield response


@contextmanager
def _exchanged(caller: Caller, path: str, request: Sent) -> Iterator[Response]:
    headers = {
        "Accept": request.accept,
        "Accept-Language": language_of_the_terminal(),
        **caller.said,
    }
    if request.body is not None:
        headers["Content-Type"] = request.content_type
    if caller.on_behalf_of is not None:
        headers["Interco-On-Behalf-Of"] = caller.on_behalf_of
    address: str | None = caller.address
    token = token_of_caller(caller)
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    elif caller.gateway is None or caller.agent is not None:
        state = DemoState(caller.state)
        address = running_address(state)
        if address is None:
            yield asyncio.run(_answered_here(caller, path, request, headers))
            return
        if caller.agent is not None:
            headers["Authorization"] = f"Bearer {token_of(state, caller.agent)}"
    exchange = opened(
        f"{address}{path}",
        body=request.body,
        method=request.method,
        headers=headers,
        timeout_s=request.timeout_s,
    )
    try:
        response = exchange.__enter__()
    except FAILURES:
        raise GatewayUnreachable(address=caller.address) from None
    try:
        yield response
    finally:
        exchange.__exit__(None, None, None)


async def _answered_here(
    caller: Caller, path: str, request: Sent, headers: dict[str, str]
) -> Response:
    """By the same application, in this process, where no demo runs."""
    from gateway.base.logging import configure_logging

    configure_logging("error")
    async with demo_at(caller.state) as demo:
        if caller.agent is not None:
            headers["Authorization"] = f"Bearer {await demo.token(caller.agent)}"
        async with demo.client() as client:
            method = request.method or ("GET" if request.body is None else "POST")
            answer = await client.request(method, path, content=request.body, headers=headers)
    return Response(answer.status_code, iter((answer.content,)), dict(answer.headers))


def tell(errors: list[dict[str, Any]]) -> None:
    """On standard error: which part, what is wrong, what to do next."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for error in errors:
        extensions = error["extensions"]
        where = extensions.get("path")
        console.print(
            f"{where + ': ' if where else ''}{error['message']} [{extensions['code']}]",
            markup=False,
        )
        console.print(f"  → {at_a_terminal(extensions['next'])}", markup=False)


def exit_code_of(code: str) -> int:
    """As for a Problem met here: 2 for what was asked, 4 for a refusal, 1 for the rest.

    The gateway sends the code alone: its family is looked up among all that may be told.
    """
    for package in _PACKAGES:
        for file in (_ROOT / package).rglob("*problems.py"):
            importlib.import_module(".".join(file.relative_to(_ROOT).with_suffix("").parts))
    kind = next((each for each in _problems() if getattr(each, "code", None) == code), None)
    if kind is None:
        return 1
    if issubclass(kind, CallerProblem):
        return 2
    return 4 if issubclass(kind, DeniedProblem) else 1


def _problems(kind: type[Problem] = Problem) -> Iterator[type[Problem]]:
    for each in kind.__subclasses__():
        yield each
        yield from _problems(each)
