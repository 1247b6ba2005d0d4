"""A GraphQL document asked by somebody: of the demo, or of a gateway elsewhere; one path."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
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
__all__ = ["STATE_OPTION", "Caller", "ask"]


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


async def _ask(document: str, variables: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    headers = {
        "Accept": "application/graphql-response+json",
        "Accept-Language": language_of_the_terminal(),
    }
    if caller.on_behalf_of is not None:
        headers["Interco-On-Behalf-Of"] = caller.on_behalf_of
    async with AsyncExitStack() as stack:
        if caller.token is not None:
            headers["Authorization"] = f"Bearer {caller.token}"
            client = await stack.enter_async_context(
                httpx.AsyncClient(base_url=caller.address, timeout=60)
            )
        else:
            demo = await stack.enter_async_context(demo_at(caller.state))
            if caller.agent is not None:
                headers["Authorization"] = f"Bearer {await demo.token(caller.agent)}"
            client = await stack.enter_async_context(demo.client())
        body = {"query": document, "variables": variables}
        try:
            found = (await client.post("/graphql", json=body, headers=headers)).json()
        except (httpx.HTTPError, ValueError):
            raise GatewayUnreachable(address=caller.address) from None
    if not isinstance(found, dict) or not ({"data", "errors"} & found.keys()):
        raise GatewayUnreachable(address=caller.address)
    return found


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
