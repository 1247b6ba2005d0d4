"""Links: whether one opens anything now, from where, and as whom it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from catalog.model.question_link import QuestionLink, version_of
from catalog.model.saved_operation import SavedOperation
from catalog.model.subject import Strength, Subject
from catalog.snapshot import Snapshot
from gateway.identity.claims import Claims
from gateway.identity.keys import CurrentCatalog, comes_from
from gateway.identity.link_problems import LinkFromElsewhere, UnknownLink, ended
from gateway.identity.link_text import digest_of_secret, is_secret
from gateway.identity.request_rates import RequestRates


@dataclass(frozen=True, slots=True)
class LinkRing:
    """Looks a link up by its digest in the catalog of this moment: revocation holds at once."""

    catalog: CurrentCatalog
    clock: Callable[[], datetime]

    async def link_of(self, secret: str, address: str, rates: RequestRates) -> QuestionLink:
        """`address` as `gateway.reading.query.request.read_address` tells it. Raises UnknownLink,
        LinkEnded, LinkFromElsewhere, and TooManyRequests where secrets from this address were
        unknown too often.
        """
        rates.refuse_after_failures(address)
        link = None
        if is_secret(secret):
            link = (await self.catalog.current()).question_link_of(digest_of_secret(secret))
        if link is None:
            rates.count_failure(address)
            raise UnknownLink
        refuse_ended(link, self.clock())
        if not comes_from(link.networks, address):
            raise LinkFromElsewhere
        return link


def claims_of_link(link: QuestionLink) -> Claims:
    """Of the person who made it, for their body: it proves no more than reading needs."""
    return Claims(
        issuer=link.issuer,
        sub=link.sub,
        siren=link.organisation,
        proves=frozenset({Strength.READ}),
        via="link",
        link=link.id,
    )


def refuse_ended(link: QuestionLink, now: datetime) -> None:
    """Raises LinkEnded."""
    if link.revoked_at is not None:
        raise ended("il a été révoqué", "it was revoked")
    if not link.opens(now):
        raise ended("son dernier jour est passé", "its last day is over")


def refuse_other_version(saved: SavedOperation | None, version: str) -> None:
    """Raises LinkEnded where the question that a link was made for is there no more."""
    if saved is None:
        raise ended("sa question n'est plus enregistrée", "its question is saved no more")
    if version_of(saved) != version:
        raise ended(
            "sa question a changé depuis qu'il a été fait",
            "its question has changed since it was made",
        )


def subject_of_link(
    link_id: str | None, snapshot: Snapshot, purpose: str | None, now: datetime
) -> Subject:
    """The person who made it, with the roles, groups and purposes of today. Raises LinkEnded once
    they have no role in the body for which they made it, or it opens nothing any more.
    """
    link = snapshot.question_links.get(link_id or "")
    if link is None:
        raise ended("il n'est plus enregistré", "it is kept no more")
    refuse_ended(link, now)
    maker = snapshot.agents.get((link.issuer, link.sub))
    if maker is None or maker.organisation != link.organisation or not maker.has_role:
        raise ended(
            "la personne qui l'a fait n'a plus de rôle dans son organisme",
            "the person who made it has no role in their body any more",
        )
    return Subject(
        agent=maker.sub,
        issuer=maker.issuer,
        organisation=maker.organisation,
        kind=maker.kind.value,
        roles=maker.roles,
        groups=maker.groups,
        purposes=maker.purposes,
        purpose=purpose,
        proves=frozenset({Strength.READ}),
        via="link",
        link=link.id,
    )
