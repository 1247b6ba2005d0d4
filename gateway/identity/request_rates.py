"""Limits of the requests that an address, an agent and an organisation may send in a minute.

Our own: one number a key and a microsecond a request, where the library `limits` takes fifteen on
the way to every answer.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.caches import Cache
from catalog.model.subject import Subject
from gateway.base.worker_memory import WorkerMemory
from gateway.identity.problems import TooManyRequests

_MINUTE_S = 60.0
_MOST_OWED_S = 300.0
"""The longest time for which requests that other machines let through are paid for afterwards."""
_ALONE: AbstractContextManager[None] = nullcontext()
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


_RATES = {each.value: each for each in Rate}
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

    def of(self, rate: Rate) -> int:
        match rate:
            case Rate.ADDRESS:
                return self.of_an_address
            case Rate.AGENT:
                return self.of_an_agent
            case Rate.ORGANISATION:
                return self.of_an_organisation
            case Rate.FAILURES:
                return self.failures_of_an_address
            case Rate.SIGN_INS:
                return self.sign_ins_of_an_address

    @property
    def are_any(self) -> bool:
        return any(self.of(rate) for rate in Rate)


@dataclass(slots=True)
class RequestRates:
    """Of this process, or of all workers of one machine; several machines tell each other
    (`gateway.identity.rate_exchange`).

    Each key holds the moment at which all that it asked will have been paid for (the generic cell
    rate algorithm): no list of past requests is kept.
    """

    limits: RateLimits = field(default_factory=RateLimits)
    clock: Callable[[], float] = time.monotonic
    memory: WorkerMemory | None = None
    """The memory in which workers of one machine count together; None: each counts alone."""
    mark_key: bytes | None = None
    """Of the digests that other machines are told instead of names: the same on all of them."""
    counted: Counter[str] | None = field(default=None, init=False, repr=False)
    """The requests that were let through since others were last told, by mark."""
    _paid_until: Cache[tuple[Rate, str], float] = field(
        default_factory=lambda: Cache("identity.request_rates", _REMEMBERED), repr=False
    )

    def __post_init__(self) -> None:
        if self.mark_key is not None:
            self.counted = Counter()

    def count_elsewhere(self, mark: str, requests: int) -> None:
        """Counts requests that another machine let through, unless their limit is unknown here."""
        rate = _RATES.get(mark.partition(":")[0])
        most = 0 if rate is None else self.limits.of(rate)
        if rate is None or not most:
            return
        with self._counted():
            now = self.clock()
            until = max(self._until(rate, mark), now) + requests * _MINUTE_S / most
            self._keep(rate, mark, min(until, now + _MOST_OWED_S))

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
        if not most:
            return
        mark = self._mark(Rate.FAILURES, address)
        with self._counted():
            is_beyond = self._ahead_s(Rate.FAILURES, mark) > _MINUTE_S - _MINUTE_S / most
        if is_beyond:
            raise _refusal(Rate.FAILURES)

    def count_failure(self, address: str) -> None:
        """A token or a key proved nobody."""
        most = self.limits.failures_of_an_address
        if most:
            mark = self._mark(Rate.FAILURES, address)
            with self._counted():
                self._add(Rate.FAILURES, mark, most)

    def _count(self, rate: Rate, key: str, most: int) -> None:
        if not most:
            return
        mark = self._mark(rate, key)
        with self._counted():
            is_beyond = self._ahead_s(rate, mark) > _MINUTE_S - _MINUTE_S / most
            if not is_beyond:
                self._add(rate, mark, most)
        if is_beyond:
            raise _refusal(rate)

    def _ahead_s(self, rate: Rate, key: str) -> float:
        return self._until(rate, key) - self.clock()

    def _add(self, rate: Rate, key: str, most: int) -> None:
        self._keep(rate, key, max(self._until(rate, key), self.clock()) + _MINUTE_S / most)
        # Where the database is away for long, so many are remembered.
        if self.counted is not None and (key in self.counted or len(self.counted) < _REMEMBERED):
            self.counted[key] += 1

    def _mark(self, rate: Rate, key: str) -> str:
        """The mark of a key: the key itself where no other machine is told, else its digest."""
        if self.mark_key is None:
            return key
        digest = hashlib.blake2b(key.encode(), digest_size=16, key=self.mark_key)
        return f"{rate.value}:{digest.hexdigest()}"

    def _keep(self, rate: Rate, key: str, until: float) -> None:
        if self.memory is None:
            self._paid_until.keep((rate, key), until)
        else:
            self.memory.keep_paid((rate.value, key), until)

    def _until(self, rate: Rate, key: str) -> float:
        if self.memory is None:
            return self._paid_until.find((rate, key)) or 0.0
        return self.memory.paid_until((rate.value, key)) or 0.0

    def _counted(self) -> AbstractContextManager[None]:
        return _ALONE if self.memory is None else self.memory.held()


def _refusal(rate: Rate) -> TooManyRequests:
    fr, en = _WHOSE[rate]
    return TooManyRequests(whose_fr=fr, whose_en=en)
