"""How many requests a minute an address, an agent and an organisation may send.

Our own: one number a key and a microsecond a request, where the library `limits` takes fifteen on
the way to every answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.caches import Cache
from catalog.model.subject import Subject
from gateway.identity.problems import TooManyRequests

_MINUTE_S = 60.0
_REMEMBERED = 50_000
"""The keys that asked last; one that is forgotten begins again with a whole minute's worth."""


class Rate(StrEnum):
    ADDRESS = "address"
    AGENT = "agent"
    ORGANISATION = "organisation"
    FAILURES = "failures"
    """Tokens, keys and sign-ins from one address that proved nobody."""
    SIGN_INS = "sign_ins"
    """Begun from one address: what is pending is kept, and whoever filled that would stop all."""


_WHOSE = {
    Rate.ADDRESS: ("de votre adresse, sans jeton", "from your address, without a token"),
    Rate.AGENT: ("de votre compte", "of your account"),
    Rate.ORGANISATION: ("de votre organisme", "of your organisation"),
    Rate.FAILURES: (
        "de votre adresse avec un jeton ou une clé non valables",
        "from your address with a token or a key that is not valid",
    ),
    Rate.SIGN_INS: ("de connexion depuis votre adresse", "to sign in from your address"),
}


@dataclass(frozen=True, slots=True)
class RateLimits:
    """A minute each; 0: no limit. A whole minute's worth may come at once."""

    of_an_address: int = 0
    of_an_agent: int = 0
    of_an_organisation: int = 0
    failures_of_an_address: int = 0
    sign_ins_of_an_address: int = 0


@dataclass(slots=True)
class RequestRates:
    """Of this process alone: several behind one address let through as many times as much.

    Each key holds the moment at which all that it asked will have been paid for (the generic cell
    rate algorithm): no list of past requests is kept.
    """

    limits: RateLimits = field(default_factory=RateLimits)
    clock: Callable[[], float] = time.monotonic
    _paid_until: Cache[tuple[Rate, str], float] = field(
        default_factory=lambda: Cache("identity.request_rates", _REMEMBERED), repr=False
    )

    def count_request(self, subject: Subject, address: str) -> None:
        """Before anything is looked up for it. Raises TooManyRequests."""
        if subject.is_anonymous:
            self._count(Rate.ADDRESS, address, self.limits.of_an_address)
            return
        self._count(Rate.AGENT, f"{subject.issuer} {subject.agent}", self.limits.of_an_agent)
        if subject.organisation is not None:
            organisation = str(subject.organisation)
            self._count(Rate.ORGANISATION, organisation, self.limits.of_an_organisation)

    def count_sign_in(self, address: str) -> None:
        """Before anything of it is kept. Raises TooManyRequests."""
        self._count(Rate.SIGN_INS, address, self.limits.sign_ins_of_an_address)

    def refuse_after_failures(self, address: str) -> None:
        """Before a token or a key is looked at. Raises TooManyRequests."""
        most = self.limits.failures_of_an_address
        if most and self._ahead_s(Rate.FAILURES, address) > _MINUTE_S - _MINUTE_S / most:
            raise _refusal(Rate.FAILURES)

    def count_failure(self, address: str) -> None:
        """A token or a key proved nobody."""
        most = self.limits.failures_of_an_address
        if most:
            self._add(Rate.FAILURES, address, most)

    def _count(self, rate: Rate, key: str, most: int) -> None:
        if not most:
            return
        if self._ahead_s(rate, key) > _MINUTE_S - _MINUTE_S / most:
            raise _refusal(rate)
        self._add(rate, key, most)

    def _ahead_s(self, rate: Rate, key: str) -> float:
        return (self._paid_until.find((rate, key)) or 0.0) - self.clock()

    def _add(self, rate: Rate, key: str, most: int) -> None:
        now = self.clock()
        paid = max(self._paid_until.find((rate, key)) or 0.0, now)
        self._paid_until.keep((rate, key), paid + _MINUTE_S / most)


def _refusal(rate: Rate) -> TooManyRequests:
    fr, en = _WHOSE[rate]
    return TooManyRequests(whose_fr=fr, whose_en=en)
