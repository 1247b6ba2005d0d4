"""The options that say who asks and where, once for every command that asks a gateway."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.cli.client import GATEWAY, Caller
from gateway.cli.demo_folder import STATE, STATE_OPTION

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
_WHERE = "Where, with --token or after `login`."
GATEWAY_OPTION = Annotated[str, typer.Option("--gateway", envvar="INTERCO_GATEWAY", help=_WHERE)]
NAMED_GATEWAY_OPTION = Annotated[
    str | None,
    typer.Option("--gateway", envvar="INTERCO_GATEWAY", help=_WHERE, show_default=GATEWAY),
]
Command = Callable[..., None]


def with_caller(*, may_act_for_another: bool = False) -> Callable[[Command], Command]:
    """Gives a command that takes `caller` the options that make one, in its place.

    `may_act_for_another` adds `--on-behalf-of`.
    """

    def decorated(command: Command) -> Command:
        signature = inspect.signature(command, eval_str=True)
        own = [each for name, each in signature.parameters.items() if name != "caller"]
        options = _options(may_act_for_another=may_act_for_another)

        @wraps(command)
        def called(
            *,
            agent: str | None,
            on_behalf_of: str | None = None,
            token: str | None,
            gateway: str | None,
            state: Path,
            **given: Any,
        ) -> None:
            command(caller=Caller(agent, on_behalf_of, token, gateway, state), **given)

        parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own]
        # Typer reads the signature for the options, and these for their types.
        called.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[*parameters, *options]
        )
        called.__annotations__ = {each.name: each.annotation for each in (*parameters, *options)}
        return called

    return decorated


def _options(*, may_act_for_another: bool) -> list[inspect.Parameter]:
    known: list[tuple[str, object, object]] = [
        ("agent", AGENT_OPTION, None),
        ("token", TOKEN_OPTION, None),
        ("gateway", NAMED_GATEWAY_OPTION, None),
        ("state", STATE_OPTION, STATE),
    ]
    if may_act_for_another:
        known.insert(1, ("on_behalf_of", BEHALF_OPTION, None))
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for name, annotation, default in known
    ]
