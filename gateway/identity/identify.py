"""Who asks: by the token of the request, or by the session of its browser."""

from __future__ import annotations

from catalog.model.session import Session
from catalog.model.subject import Strength
from gateway.identity.authentication import Authenticator, Claims


def is_bearer(authorization: str | None) -> bool:
    return authorization is not None and authorization[:7].lower() == "bearer "


async def identify(
    authorization: str | None, session: Claims | None, authenticator: Authenticator
) -> Claims | None:
    """None for whoever shows nothing. A bearer's token comes before the session of a cookie, which
    browsers send along unasked; what is no bearer's does not. Raises what `authenticate` raises.
    """
    if session is not None and not is_bearer(authorization):
        return session
    return await authenticator.authenticate(authorization)


def claims_of(session: Session, proves: frozenset[Strength]) -> Claims:
    """`proves` is what the level of its sign-in suffices for; who is no agent of the body does not
    bind it, however strong the sign-in was.
    """
    allowed = proves if session.may_approve else proves - {Strength.APPROVE}
    return Claims(
        issuer=session.issuer,
        sub=session.sub,
        siren=session.siren,
        proves=allowed,
        acr=session.acr,
        via="session",
    )
