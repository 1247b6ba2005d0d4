"""The ports that the pages of sign-in and the guard of sessions need, built once by the wiring."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from catalog.model.arrival import Arrival
from catalog.model.session import Session
from catalog.model.subject import Strength
from gateway.identity.authentication import Claims
from gateway.identity.identify import claims_of
from gateway.identity.sessions import Sessions
from gateway.identity.sign_in import SignIn
from gateway.identity.signed_in import Identity
from gateway.identity.strength import proved

NoteArrival = Callable[[Arrival, frozenset[Strength]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class SignInPorts:
    """`strongest` are the levels (`acr`) that suffice to bind, `first` those that a first sign-in
    must reach (none: whatever the provider gives). `note_arrival` keeps who signed in for a body.
    `is_secure`: people come over https.
    """

    sign_in: SignIn
    sessions: Sessions
    proves: Callable[[str | None], frozenset[Strength]]
    strongest: tuple[str, ...]
    first: tuple[str, ...] = ()
    note_arrival: NoteArrival | None = None
    is_secure: bool = True

    async def keep_keys(self) -> None:
        """For ever: what a provider removed is not trusted because nobody signed in meanwhile."""
        keys = [each.keys for each in self.sign_in.providers.values() if each.signs]
        await asyncio.gather(*(each.keep_young() for each in keys))

    async def aclose(self) -> None:
        for provider in self.sign_in.providers.values():
            await provider.keys.aclose()

    def proves_of(self, identity: Identity) -> frozenset[Strength]:
        return proved(self.proves(identity.acr), may_approve=identity.may_approve)

    def claims_of(self, session: Session) -> Claims:
        return claims_of(session, self.proves(session.acr))
