"""`/v1/keys`: the keys of machines of one's own body, for whoever drives them by a program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field, StrictBool

from catalog.actions.keys.keys import KeyAsked
from catalog.actions.keys.problems import (
    KeyEndedUnconfirmed,
    KeyNeedsNoConfirmation,
    UnknownKey,
)
from catalog.actions.problems import ActRefused
from catalog.model.doors import DOOR_CODES, USUAL_DOORS
from catalog.model.problem import Language
from catalog.problems import CatalogMoved
from federation.results.formats.choice import ANSWER_FORMATS
from gateway.acts.keys import KeyService
from gateway.acts.machine_keys import OVERLAP_DAYS
from gateway.acts.machine_keys import KeyDone as Done
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.http.rest.allowed import allowed
from gateway.http.rest.bodies import SentStrictly, Shown, body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from policies.sign_in_problems import SignInTooWeak

router = APIRouter(route_class=ProblemRoute, tags=["keys"])


class _Sent(SentStrictly):
    dry_run: StrictBool = Field(False, description="Say what would be done, and no more.")


class KeyWanted(_Sent):
    """What the key may read, and from where."""

    name: str = Field(examples=["Tableau de bord des déchets"])
    datasets: list[str] = Field(examples=[["val-d-ille-aubigne.collectes"]])
    purposes: list[str] = Field(default_factory=list)
    formats: list[str] = Field(
        default_factory=lambda: list(ANSWER_FORMATS), examples=[list(ANSWER_FORMATS)]
    )
    doors: list[str] = Field(default_factory=lambda: list(USUAL_DOORS), examples=[list(DOOR_CODES)])
    networks: list[str] = Field(default_factory=list, description="CIDR. Empty: from anywhere.")
    last_day: dt.date | None = Field(None, description="The longest that is allowed when not said.")
    operations: list[str] = Field(
        default_factory=list,
        description="Names of saved documents, the only ones it may send. Empty: any.",
    )


class RotationWanted(_Sent):
    last_day: dt.date | None = Field(None, description="Of the new key.")
    overlap_days: int = Field(OVERLAP_DAYS, description="How long the earlier keys still serve.")


class RevocationWanted(_Sent):
    """Nothing need be said."""


class ConfirmationWanted(_Sent):
    """Nothing need be said."""


class MachineKey(Shown):
    """A machine and its keys; never a key itself."""

    id: str
    name: str
    datasets: list[str]
    purposes: list[str]
    formats: list[str]
    doors: list[str]
    networks: list[str]
    made_by: str
    made_at: dt.datetime
    ends_at: dt.datetime
    revoked_at: dt.datetime | None
    confirm_before: dt.datetime | None = Field(
        description="It ends then unless a steward confirms it: its maker has left."
    )
    last_used: dt.date | None = Field(description="A day in Paris.")
    operations: list[str] = Field(
        description="Hashes (SHA-256) of the only documents it may send. Empty: any."
    )


class MachineKeys(Shown):
    keys: list[MachineKey]


class KeyDone(Shown):
    """`key` is shown here alone, once."""

    act: str
    applied: bool
    sentences: list[str] = Field(description="In the language asked for.")
    id: str | None
    key: str | None


SentModel = TypeVar("SentModel", bound=_Sent)


def _read(model: type[SentModel]) -> Callable[[Request], Awaitable[SentModel]]:
    async def read(request: Request) -> SentModel:
        return await read_sent(model, request, may_be_empty=True)

    return read


async def key_service(caller: SignedIn, services: TheServices) -> KeyService:
    return KeyService(caller.subject, services.acts)


Keys = Annotated[KeyService, Depends(key_service)]
Machine = Annotated[str, Path(description="Its id: `cle-1a2b3c4d`.")]
_ALWAYS = (BadToken, UnknownAgent, ActsRefused)
_ACTS = (*_ALWAYS, SignInTooWeak, CatalogMoved, RequestNotAsDescribed, DocumentTooLarge)


@router.get("/keys", summary="The keys of one's own body", responses=responses_of(*_ALWAYS))
async def keys(service: Keys, response: Response) -> MachineKeys:
    """For stewards: what each machine may read, until when, and the day of its last use."""
    response.headers["Cache-Control"] = "no-store"
    return MachineKeys(keys=[MachineKey.model_validate(each) for each in await service.keys()])


@router.post(
    "/keys",
    summary="Make a key for a machine",
    responses=responses_of(*_ACTS, ActRefused),
    dependencies=[allowed("make_key")],
    openapi_extra=body_of(KeyWanted),
)
async def make(
    sent: Annotated[KeyWanted, Depends(_read(KeyWanted))],
    service: Keys,
    language: LanguageAsked,
    response: Response,
) -> KeyDone:
    """The answer holds the key, once: only its digest is kept."""
    wanted = KeyAsked(
        name=sent.name,
        datasets=tuple(sent.datasets),
        purposes=frozenset(sent.purposes),
        formats=frozenset(sent.formats),
        doors=frozenset(sent.doors),
        networks=tuple(sent.networks),
        last_day=sent.last_day,
        operations=tuple(sent.operations),
    )
    made = await service.make(wanted, dry_run=sent.dry_run)
    return _done(made, language, response)


@router.post(
    "/keys/{machine}/rotate",
    summary="Make a new key for the same machine",
    responses=responses_of(*_ACTS, ActRefused, UnknownKey),
    dependencies=[allowed("rotate_key")],
    openapi_extra=body_of(RotationWanted, required=False),
)
async def rotate(
    machine: Machine,
    sent: Annotated[RotationWanted, Depends(_read(RotationWanted))],
    service: Keys,
    language: LanguageAsked,
    response: Response,
) -> KeyDone:
    """The earlier ones still serve for some days."""
    made = await service.rotate(machine, sent.last_day, sent.overlap_days, dry_run=sent.dry_run)
    return _done(made, language, response)


@router.post(
    "/keys/{machine}/revoke",
    summary="Take all keys of a machine away",
    responses=responses_of(*_ACTS, UnknownKey),
    dependencies=[allowed("revoke_key")],
    openapi_extra=body_of(RevocationWanted, required=False),
)
async def revoke(
    machine: Machine,
    sent: Annotated[RevocationWanted, Depends(_read(RevocationWanted))],
    service: Keys,
    language: LanguageAsked,
    response: Response,
) -> KeyDone:
    """For the next request on; queries that run end."""
    made = await service.revoke(machine, dry_run=sent.dry_run)
    return _done(made, language, response)


@router.post(
    "/keys/{machine}/confirm",
    summary="Keep a key in use whose maker has left",
    responses=responses_of(*_ACTS, UnknownKey, KeyNeedsNoConfirmation, KeyEndedUnconfirmed),
    dependencies=[allowed("confirm_key")],
    openapi_extra=body_of(ConfirmationWanted, required=False),
)
async def confirm(
    machine: Machine,
    sent: Annotated[ConfirmationWanted, Depends(_read(ConfirmationWanted))],
    service: Keys,
    language: LanguageAsked,
    response: Response,
) -> KeyDone:
    """Whoever confirms it answers for it from now on."""
    made = await service.confirm(machine, dry_run=sent.dry_run)
    return _done(made, language, response)


def _done(done: Done, language: Language, response: Response) -> KeyDone:
    response.headers["Cache-Control"] = "no-store"
    return KeyDone(
        act=done.act,
        applied=done.applied,
        sentences=[each.fr if language == "fr" else each.en for each in done.sentences],
        id=done.id,
        key=done.key,
    )
