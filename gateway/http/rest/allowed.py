"""The law, asked before a body is received: a caller who may not act never makes us parse."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends

from catalog.model.identifiers import Siren
from catalog.standpoint import Standpoint
from gateway.acts.commit import ask_all
from gateway.acts.figures import own_body
from gateway.acts.loading import INSEE
from gateway.http.rest.caller import SignedIn, TheServices
from gateway.services import Services
from policies.acts import ActQuestion
from policies.figures import FigureQuestion
from policies.problems import MandateRequired
from policies.sharing import SharingQuestion


async def ask_first(act: str, caller: Standpoint, services: Services) -> None:
    """Of an act on what is the caller's own body's, by its name in the law; the act itself asks
    again, with its facts. Raises ActsRefused.
    """
    question = SharingQuestion(caller.subject, act, caller.now)
    await ask_all((question,), caller, services.acts.law)


def allowed(act: str) -> Any:
    """The same, for the `dependencies` of a route: they come before its body."""

    async def ask(caller: SignedIn, services: TheServices) -> None:
        await ask_first(act, caller, services)

    return Depends(ask)


async def may_act_on_figures(caller: SignedIn, services: TheServices) -> None:
    """Asks for `send`, which names no source: to freeze and to correct is for the same people.
    Raises ActsRefused.
    """
    subject = caller.subject
    question = FigureQuestion(subject, "send", own_body(subject), None)
    await ask_all((question,), caller, services.acts.law)


async def may_declare(caller: SignedIn, services: TheServices) -> None:
    """Asks about nothing declared yet: is the caller a steward, or the operator? Raises
    ActsRefused, and MandateRequired under a mandate, since a declaration is one's own.
    """
    subject = caller.subject
    if subject.on_behalf_of is not None:
        raise MandateRequired
    body: Siren = subject.organisation or INSEE
    question = ActQuestion(subject, body, frozenset())
    await ask_all((question,), caller, services.acts.law)


OF_FIGURES = Depends(may_act_on_figures)
Declaring = Annotated[None, Depends(may_declare)]
