"""Machines that come by a key: whose it is, whether it opens anything now, and from where."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Protocol

from catalog.model.paris import paris_day
from catalog.model.service_account import KEYS_ISSUER
from catalog.model.subject import Strength
from catalog.snapshot import Snapshot
from gateway.identity.claims import Claims
from gateway.identity.key_problems import KeyFromElsewhere
from gateway.identity.key_text import PREFIX, digest_of, is_well_written
from gateway.identity.tokens import bad_token

_LONGEST_BASIC = 400


class CurrentCatalog(Protocol):
    async def current(self) -> Snapshot: ...


@dataclass(slots=True)
class KeyUses:
    """The last day of use of each key, written beside the requests, once a day and key."""

    days: dict[str, date] = field(default_factory=dict)
    unwritten: dict[str, date] = field(default_factory=dict)

    def note(self, key: str, day: date) -> None:
        if self.days.get(key) != day:
            self.days[key] = self.unwritten[key] = day


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Looks a key up by its digest in the catalog of this moment: revocation holds at once."""

    catalog: CurrentCatalog
    clock: Callable[[], datetime]
    uses: KeyUses = field(default_factory=KeyUses)

    async def claims_of(self, text: str, address: str) -> Claims:
        """`address` as `gateway.reading.query.request.read_address` tells it. Raises BadToken,
        KeyFromElsewhere.
        """
        if not is_well_written(text):
            raise bad_token(
                "cette clé est mal recopiée (sa somme de contrôle ne convient pas)",
                "this key is miscopied (its checksum does not fit)",
            )
        digest = digest_of(text)
        account = (await self.catalog.current()).service_account_of(digest)
        key = None if account is None else account.key_of(digest)
        if account is None or key is None:
            raise bad_token("cette clé est inconnue", "this key is unknown")
        if account.revoked_at is not None:
            raise bad_token("cette clé a été révoquée", "this key was revoked")
        now = self.clock()
        if account.confirm_before is not None and now >= account.confirm_before:
            raise bad_token(
                "la personne qui l'a faite n'a plus de rôle, et personne ne l'a confirmée",
                "the person who made it has no role any more, and nobody confirmed it",
            )
        if not account.opens(key.id, now):
            raise bad_token("cette clé a expiré", "this key has expired")
        if not comes_from(account.networks, address):
            raise KeyFromElsewhere(key=account.name)
        self.uses.note(key.id, paris_day(now))
        return Claims(
            issuer=KEYS_ISSUER,
            sub=account.id,
            siren=account.organisation,
            proves=frozenset({Strength.READ}),
            via="key",
            key=key.id,
        )


def comes_from(networks: tuple[str, ...], address: str) -> bool:
    """An address that is not known comes from nowhere."""
    if not networks:
        return True
    try:
        where = ip_network(address)
    except ValueError:
        return False
    return any(_holds(ip_network(each), where) for each in networks)


def key_within(scheme: str, credentials: str) -> str | None:
    """The key that an `Authorization` bears: as bearer, or as the password of Basic (RFC 7617),
    whatever its user is called; None where there is none.
    """
    if scheme == "bearer":
        return credentials if credentials.startswith(PREFIX) else None
    if scheme != "basic" or len(credentials) > _LONGEST_BASIC:
        return None
    try:
        _, _, password = b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return password if password.startswith(PREFIX) else None


def _holds(allowed: IPv4Network | IPv6Network, where: IPv4Network | IPv6Network) -> bool:
    if isinstance(allowed, IPv4Network):
        return isinstance(where, IPv4Network) and where.subnet_of(allowed)
    return isinstance(where, IPv6Network) and where.subnet_of(allowed)
