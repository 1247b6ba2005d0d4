"""What somebody asks of the demo, or of a gateway elsewhere: a document, a file; one path."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from catalog.model.problem import CallerProblem, DeniedProblem, Problem
from gateway.cli.demo_folder import STATE_OPTION, demo_at
from gateway.cli.language import language_of_the_terminal
from gateway.logging import configure_logging
from gateway.problems import GatewayUnreachable

AGENT_OPTION = Annotated[
    str | None, typer.Option("--as", help="An agent of the demo: approver@valcobreizh.")
]
BEHALF_OPTION = Annotated[
    str | None,
    typer.Option("--on-behalf-of", help="The SIREN of whoever gave your organisation a mandate."),
]
TOKEN_OPTION = Annotated[
    str | None, typer.Option("--token", envvar="INTERCO_TOKEN", help="Outside the demo.")
]
GATEWAY_OPTION = Annotated[
    str, typer.Option("--gateway", envvar="INTERCO_GATEWAY", help="Where, with --token.")
]
GATEWAY = "http://127.0.0.1:8000"
STATE = Path(".interco")
_PACKAGES = ("catalog", "policies", "federation", "schema", "gateway")
__all__ = ["STATE_OPTION", "Caller", "ask", "download"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and where."""

    agent: str | None
    on_behalf_of: str | None
    token: str | None
    address: str
    state: Path


def ask(document: str, variables: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    """The `data`, whole: problems are told on standard error, and end the command."""
    configure_logging("error")
    answer = asyncio.run(_ask(document, variables, caller))
    errors: list[dict[str, Any]] = answer.get("errors") or []
    if errors:
        tell(errors)
        raise typer.Exit(max(exit_code_of(each["extensions"]["code"]) for each in errors))
    data: dict[str, Any] = answer["data"]
    return data


def download(path: str, caller: Caller) -> bytes:
    """The file, whole: problems are told on standard error, and end the command."""
    configure_logging("error")
    answer = asyncio.run(_download(path, caller))
    if answer.status_code == httpx.codes.OK:
        return answer.content
    try:
        told = answer.json()
        parts = [
            {"message": each["title"], "extensions": {"code": each["code"], "next": each["detail"]}}
            for each in told.get("problems") or (told,)
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise GatewayUnreachable(address=caller.address) from None
    tell(parts)
    raise typer.Exit(max(exit_code_of(each["extensions"]["code"]) for each in parts))


async def _ask(document: str, variables: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    body = {"query": document, "variables": variables}
    async with client_of(caller) as client:
        try:
            found = (await client.post("/graphql", json=body)).json()
        except (httpx.HTTPError, ValueError):
            raise GatewayUnreachable(address=caller.address) from None
    if not isinstance(found, dict) or not ({"data", "errors"} & found.keys()):
        raise GatewayUnreachable(address=caller.address)
    return found


async def _download(path: str, caller: Caller) -> httpx.Response:
    async with client_of(caller) as client:
        try:
            return await client.get(path, headers={"Accept": "*/*"})
        except httpx.HTTPError:
            raise GatewayUnreachable(address=caller.address) from None


@asynccontextmanager
async def client_of(caller: Caller) -> AsyncIterator[httpx.AsyncClient]:
    """Of the gateway that `caller` means, with the headers that say who asks."""
    headers = {
        "Accept": "application/graphql-response+json",
        "Accept-Language": language_of_the_terminal(),
    }
    if caller.on_behalf_of is not None:
        headers["Interco-On-Behalf-Of"] = caller.on_behalf_of
    if caller.token is not None:
        headers["Authorization"] = f"Bearer {caller.token}"
        async with httpx.AsyncClient(base_url=caller.address, timeout=60) as client:
            client.headers.update(headers)
            yield client
        return
    async with demo_at(caller.state) as demo:
        if caller.agent is not None:
            headers["Authorization"] = f"Bearer {await demo.token(caller.agent)}"
        async with demo.client() as client:
            client.headers.update(headers)
            yield client


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
        console.print(f"  → {extensions['next']}", markup=False)


def exit_code_of(code: str) -> int:
    """As for a Problem met here: 2 for what was asked, 4 for a refusal, 1 for the rest.

    The gateway sends the code alone: its family is looked up among all that may be told.
    """
    for name in _PACKAGES:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if found.name.endswith(".problems"):
                importlib.import_module(found.name)
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
