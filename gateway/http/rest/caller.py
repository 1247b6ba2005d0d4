"""The caller at a REST address, from the token and the headers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPBearer

from catalog.model.problem import Language
from catalog.standpoint import Standpoint
from gateway.base.problems import BadToken
from gateway.http.headers import refuse_key_in_address
from gateway.http.session_guard import session_claims
from gateway.identity.identify import Shown, identify
from gateway.identity.key_problems import KeyOutsideScope
from gateway.identity.subject import (
    refuse_other_purpose,
    refuse_outside_scope,
    refuse_unknown_purpose,
    resolve_subject,
)
from gateway.reading.query.request import read_address, read_language
from gateway.services import Services

_BEARER = HTTPBearer(
    auto_error=False,
    bearerFormat="JWT",
    description="An access token of an issuer that the operator trusts.",
)


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def language_of(
    accept_language: Annotated[
        str | None,
        Header(description="`fr` (when nothing is said) or `en`: of the sentences."),
    ] = None,
) -> Language:
    return read_language(accept_language)


async def signed_in(
    request: Request,
    _token: Annotated[object, Security(_BEARER)],
    interco_on_behalf_of: Annotated[
        str | None,
        Header(description="The SIREN of whoever gave the caller's organisation a mandate."),
    ] = None,
) -> Standpoint:
    """Raises BadToken without a token, what `resolve_subject` raises, KeyForOtherPurposes and
    UnknownPurpose.
    """
    caller = await _standpoint(request, interco_on_behalf_of)
    refuse_outside_scope(caller.subject, "rest", "json")
    return caller


async def depositor(
    request: Request,
    _token: Annotated[object, Security(_BEARER)],
    interco_on_behalf_of: Annotated[
        str | None,
        Header(description="The SIREN of whoever gave the caller a mandate to deposit."),
    ] = None,
) -> Standpoint:
    """As `signed_in`, for the door of deposits: a key gets rows in no format there."""
    caller = await _standpoint(request, interco_on_behalf_of)
    scope = caller.subject.scope
    if scope is not None and "deposits" not in scope.doors:
        raise KeyOutsideScope(what="deposits", allowed=", ".join(sorted(scope.doors)))
    return caller


async def _standpoint(request: Request, on_behalf_of: str | None) -> Standpoint:
    ports = services_of(request).query
    refuse_key_in_address(request)
    address = read_address(None if request.client is None else request.client.host)
    shown = Shown(request.headers.get("authorization"), session_claims(request), address)
    claims = await identify(shown, ports.authenticator, ports.rates)
    if claims is None:
        raise BadToken(reason_fr="il manque", reason_en="it is missing")
    snapshot, now = await ports.catalog.current(), ports.clock()
    subject = resolve_subject(claims, snapshot, purpose=None, on_behalf_of=on_behalf_of, now=now)
    purpose = request.headers.get("interco-purpose") or None
    refuse_other_purpose(subject, purpose)
    refuse_unknown_purpose(purpose, snapshot)
    ports.rates.count_request(subject, address)
    return Standpoint(subject, snapshot, now)


Depositor = Annotated[Standpoint, Depends(depositor)]
SignedIn = Annotated[Standpoint, Depends(signed_in)]
LanguageAsked = Annotated[Language, Depends(language_of)]
TheServices = Annotated[Services, Depends(services_of)]
