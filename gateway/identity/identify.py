"""The caller of a request: by its token, or by the session of its browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.model.session import Session
from catalog.model.subject import Strength
from gateway.base.problems import BadToken
from gateway.identity.authentication import Authenticator, Claims
from gateway.identity.request_rates import RequestRates
from gateway.identity.strength import proved


def is_bearer(authorization: str | None) -> bool:
    return authorization is not None and authorization[:7].lower() == "bearer "


@dataclass(frozen=True, slots=True)
class Shown:
    """The evidence of the caller in one request; `address` is as `read_address` tells it."""

    authorization: str | None = field(repr=False)
    session: Claims | None
    address: str


async def identify(
    shown: Shown, authenticator: Authenticator, rates: RequestRates
) -> Claims | None:
    """None for whoever shows nothing. A bearer's token comes before the session of a cookie, which
    browsers send along unasked; what is no bearer's does not. Raises what `authenticate` raises,
    and TooManyRequests where tokens from this address were bad too often.
    """
    if shown.session is not None and not is_bearer(shown.authorization):
        return shown.session
    if shown.authorization is None:
        return None
    rates.refuse_after_failures(shown.address)
    try:
        return await authenticator.authenticate(shown.authorization, shown.address)
    except BadToken:
        rates.count_failure(shown.address)
        raise


def claims_of(session: Session, proves: frozenset[Strength]) -> Claims:
    """`proves` is what the level of its sign-in suffices for."""
    return Claims(
        issuer=session.issuer,
        sub=session.sub,
        siren=session.siren,
        proves=proved(proves, may_approve=session.may_approve),
        acr=session.acr,
        via="session",
    )
