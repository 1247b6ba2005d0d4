"""A person as a provider has just shown them: who, for which body, how strongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.model.identifiers import InvalidSiren, Siren
from gateway.base.settings import ProviderSettings

_MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """`siren` is None where the provider named no body, or one that it may not assert.

    `may_approve`: it said that the person is an agent of that body, and no contractor, partner or
    trainee. Nothing here is a role: those are the catalog's.
    """

    provider: str
    issuer: str
    sub: str
    siren: Siren | None
    organisation_label: str | None
    person: str | None
    email: str | None
    acr: str | None
    may_approve: bool
    id_token: str | None = field(default=None, repr=False)


def read_identity(
    settings: ProviderSettings,
    id_claims: Mapping[str, Any],
    userinfo: Mapping[str, Any],
    id_token: str,
) -> Identity:
    """From what was checked already. How strong the sign-in was is the id token's to say alone."""
    names = settings.claims
    claims = {**id_claims, **userinfo}
    person = " ".join(
        filter(None, (_text(claims, names.given_name), _text(claims, names.family_name)))
    )
    return Identity(
        provider=settings.name,
        issuer=settings.issuer,
        sub=str(id_claims["sub"]),
        siren=_asserted_siren(settings, claims.get(names.siret)),
        organisation_label=_text(claims, names.organisation),
        person=person or _text(claims, "name"),
        email=_text(claims, names.email),
        acr=_level(id_claims, settings),
        may_approve=_is_agent(settings, claims),
        id_token=id_token,
    )


def _level(id_claims: Mapping[str, Any], settings: ProviderSettings) -> str | None:
    """As it is written: one with a blank beside it is another level, which no list names."""
    stated = id_claims.get("acr")
    if stated is None:
        return settings.assumed_acr
    return stated[:_MAX_TEXT] if isinstance(stated, str) and stated.isprintable() else ""


def _asserted_siren(settings: ProviderSettings, siret: object) -> Siren | None:
    """The first nine digits of a SIRET, or a SIREN as it is."""
    digits = siret.replace(" ", "") if isinstance(siret, str) else ""
    if len(digits) not in {9, 14} or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        siren = Siren.parse(digits[:9])
    except InvalidSiren:
        return None
    return siren if settings.sirens is None or siren in settings.sirens else None


def _is_agent(settings: ProviderSettings, claims: Mapping[str, Any]) -> bool:
    """A population that is not told is not held against whoever has the role: providers may leave
    it out. A role that is not told is.
    """
    names = settings.claims
    if claims.get(names.population) not in (None, "agent"):
        return False
    roles = claims.get(names.roles)
    known = roles if isinstance(roles, list) else []
    wanted = settings.approving_roles
    return not wanted or any(isinstance(each, str) and each in wanted for each in known)


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    """Printable, bounded; None where it is something else."""
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip():
        return None
    return "".join(each for each in value if each.isprintable()).strip()[:_MAX_TEXT] or None
