"""`interco login`, `logout`, `whoami`: a person's own token, for the other commands."""

from __future__ import annotations

import threading
import time
import webbrowser
from typing import Annotated, Any

import orjson
import typer

from gateway.base.problems import GatewayUnreachable
from gateway.cli.caller_options import GATEWAY_OPTION, TOKEN_OPTION
from gateway.cli.client import GATEWAY, Caller, ask
from gateway.cli.connection import FAILURES, OK, opened
from gateway.cli.demo_folder import STATE
from gateway.cli.kept_tokens import KeptToken, forget, keep, kept_for, token_for
from gateway.cli.language import language_of_the_terminal
from gateway.identity.problems import NotSignedIn, TerminalNotOffered

_ME = "{ me { agent organisation { name } roles } }"


def add_to(app: typer.Typer) -> None:
    app.command(
        help="Signs you in at a provider of the gateway, for the other commands. Example: "
        "`./interco login --gateway https://interco.example`."
    )(login)
    app.command(help="Forgets the token that `login` kept.")(logout)
    app.command(help="Who the gateway takes you for.")(whoami)


def login(
    provider: Annotated[
        str | None, typer.Option("--provider", help="Its name; the first one when not said.")
    ] = None,
    device: Annotated[
        bool, typer.Option("--device", help="By a code that you type in another browser.")
    ] = False,
    address: GATEWAY_OPTION = GATEWAY,
) -> None:
    """The token is kept in ~/.config/interco/tokens.json, which its owner alone reads."""
    chosen = _chosen(address, provider)
    # Takes a second to import.
    from gateway.identity.terminal import (
        TerminalProvider,
        sign_in_by_browser,
        sign_in_by_device,
    )

    terminal = TerminalProvider(**chosen)
    token = (
        sign_in_by_device(terminal, _show_code)
        if device
        else sign_in_by_browser(terminal, _show_address)
    )
    if token is None:
        raise TerminalNotOffered(provider=terminal.label)
    keep(
        address,
        KeptToken(
            provider=terminal.name,
            issuer=terminal.issuer,
            discovery_url=terminal.discovery_url,
            client_id=terminal.client_id,
            expires_at=token.expires_at,
            access_token=token.access_token,
            refresh_token=token.refresh_token,
        ),
    )
    _print_me(address, token.access_token)


def logout(address: GATEWAY_OPTION = GATEWAY) -> None:
    """Nothing to forget is no mistake."""
    forget(address)
    typer.echo(_say(f"Déconnecté de {address}.", f"Signed out of {address}."))


def whoami(address: GATEWAY_OPTION = GATEWAY, given: TOKEN_OPTION = None) -> None:
    """Exit code 4 where nobody is signed in, or where the session is over."""
    token = given or token_for(address)
    if token is None:
        raise NotSignedIn
    _print_me(address, token)
    kept = None if given else kept_for(address)
    if kept is not None:
        minutes = max(0, round((kept.expires_at - time.time()) / 60))
        typer.echo(
            _say(
                f"par {kept.provider} ; le jeton vaut encore {minutes} min",
                f"by {kept.provider}; the token holds for {minutes} min more",
            )
        )


def _chosen(address: str, name: str | None) -> dict[str, str]:
    """The provider that the gateway offers to terminals under this name, or its first one."""
    try:
        with opened(f"{address}/sign-in/terminal", headers={}, timeout_s=10) as answer:
            offered: list[dict[str, str]] = (
                orjson.loads(answer.read())["providers"] if answer.status == OK else []
            )
    except (*FAILURES, KeyError):
        raise GatewayUnreachable(address=address) from None
    matching = [each for each in offered if name in (None, each["name"])]
    if not matching:
        raise TerminalNotOffered(provider=name or address)
    return matching[0]


def _print_me(address: str, token: str) -> None:
    me: dict[str, Any] = ask(_ME, {}, Caller(None, None, token, address, STATE))["me"]
    body = me["organisation"]
    name = _say("la plateforme", "the platform") if body is None else body["name"]
    typer.echo(f"{me['agent']} — {name} ({', '.join(me['roles'])})")


def _show_address(address: str) -> None:
    typer.echo(_say("Ouvrez cette adresse :", "Open this address:"), err=True)
    typer.echo(address, err=True)
    # Beside us: one that keeps the terminal (w3m, lynx) waits for the page that we answer with.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _show_code(address: str, code: str) -> None:
    typer.echo(_say("Ouvrez cette adresse :", "Open this address:") + f" {address}", err=True)
    typer.echo(_say("Code :", "Code:") + f" {code}", err=True)


def _say(fr: str, en: str) -> str:
    return fr if language_of_the_terminal() == "fr" else en
