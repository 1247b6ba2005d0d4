"""A campaign opened, closed, and what was seen of it: pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from catalog.actions.campaigns.problems import CampaignClosed, TooManyCampaigns
from catalog.actions.campaigns.requesting import (
    PlannedRequest,
    Requested,
    refused_alike,
    send_requests,
)
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import DraftAgreement
from catalog.actions.sharing.perform import perform
from catalog.actions.sharing.references import next_reference
from catalog.actions.sharing.submitting import check_submission
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.campaign import Campaign, CampaignReceipt, CampaignRequest, Obstacle
from catalog.model.identifiers import Siren

MOST_OF_A_BODY = 500
_LOOKED_TODAY = timedelta(days=1)
_REASONS: Mapping[Obstacle, Bilingual] = {
    Obstacle.NOT_REGISTERED: Bilingual("n'est pas inscrit", "is not registered"),
    Obstacle.NOTHING_INSTALLED: Bilingual("rien d'installé", "nothing installed"),
    Obstacle.NO_SUCH_DATA: Bilingual("n'a pas ces données", "has no such data"),
    Obstacle.DRAFT_REFUSED: Bilingual("", ""),
}


def open_campaign(
    campaign: Campaign,
    planned: Sequence[PlannedRequest],
    actor: Actor,
    facts: Facts,
    *,
    is_tried: bool = False,
) -> Acted:
    """`is_tried`: its sentences say what would be. Raises TooManyCampaigns; ActRefused where every
    draft is refused: nothing is kept then.
    """
    own = [one for one in facts.catalog.campaigns.values() if one.body == campaign.body]
    if len(own) >= MOST_OF_A_BODY:
        raise TooManyCampaigns(limit=MOST_OF_A_BODY)
    reference = next_reference("camp", facts.catalog.campaigns, facts.now)
    numbered = replace(campaign, id=reference)
    requested = send_requests(planned, numbered, actor, facts)
    if refused_alike(planned, requested):
        _raise_the_first(planned, actor, facts)
    opened = replace(numbered, requests=requested.requests)
    changes = Changes((*requested.agreements, opened), messages=requested.messages)
    verb = Bilingual("s'ouvrira", "will open") if is_tried else Bilingual("est ouverte", "is open")
    sentences = (
        Bilingual(
            f"La campagne {reference}, « {opened.title} », {verb.fr}.",
            f'Campaign {reference}, "{opened.title}", {verb.en}.',
        ),
        *sentences_of(requested, facts, is_tried=is_tried),
    )
    return Acted("open_campaign", changes, sentences)


def sentences_of(
    requested: Requested, facts: Facts, *, is_tried: bool = False
) -> tuple[Bilingual, ...]:
    """Sentences on each member's outcome, in groups; on its expected outcome where it
    `is_tried`.
    """
    requests = requested.requests
    groups = (
        (
            [one for one in requests if one.agreement is not None and not one.was_in_force],
            "Une demande partira, à signer par"
            if is_tried
            else "Une demande est partie, à signer par",
            "A request will leave, to be signed by"
            if is_tried
            else "A request has left, to be signed by",
        ),
        (
            [one for one in requests if one.was_in_force],
            "Une convention en vigueur donne déjà tout, rien n'est à signer",
            "An agreement in force gives all of it already, nothing is to be signed",
        ),
        (
            [one for one in requests if one.obstacle is not None],
            "Aucune demande ne peut être faite à"
            if is_tried
            else "Aucune demande n'a pu être faite à",
            "No request can be made to" if is_tried else "No request could be made to",
        ),
    )
    return tuple(
        Bilingual(
            f"{french} : {_names(members, facts, 0)}.",
            f"{english}: {_names(members, facts, 1)}.",
        )
        for members, french, english in groups
        if members
    )


def close_campaign(campaign: Campaign, facts: Facts) -> Acted:
    """Closes the campaign: requests stay, nobody is reminded any more. Raises CampaignClosed."""
    refuse_closed(campaign)
    closed = replace(campaign, closed_at=facts.now)
    sentences = (
        Bilingual(
            f"La campagne {campaign.id} est close : plus personne n'est relancé.",
            f"Campaign {campaign.id} is closed: nobody is reminded any more.",
        ),
        Bilingual(
            "Les conventions demeurent, et les demandes sans réponse suivent leur cours.",
            "The agreements stay, and requests without an answer go their way.",
        ),
    )
    return Acted("close_campaign", Changes((closed,)), sentences)


def note_receipts(
    campaign: Campaign, months: Mapping[Siren, frozenset[date]], facts: Facts
) -> Acted:
    """Notes the months just seen, by member, unless the same were noted within the last day."""
    receipts = {receipt.member: receipt for receipt in campaign.receipts}
    members = {request.member for request in campaign.requests}
    changed = False
    for member, seen in sorted(months.items()):
        wanted = tuple(
            month for month in sorted(seen) if campaign.first_month <= month <= campaign.last_month
        )
        before = receipts.get(member)
        is_old = before is None or facts.now - before.at >= _LOOKED_TODAY
        if member in members and (is_old or (before is not None and before.months != wanted)):
            receipts[member] = CampaignReceipt(member, wanted, facts.now)
            changed = True
    if not changed:
        return Acted("note_campaign", Changes())
    noted = replace(campaign, receipts=tuple(receipts[member] for member in sorted(receipts)))
    return Acted("note_campaign", Changes((noted,)))


def refuse_closed(campaign: Campaign) -> None:
    """Raises CampaignClosed."""
    if not campaign.is_open:
        raise CampaignClosed(campaign=campaign.id)


def _raise_the_first(planned: Sequence[PlannedRequest], actor: Actor, facts: Facts) -> None:
    """As the request act refuses it; where only its submission is refused, by what that says.

    Raises ActRefused.
    """
    first = next(plan.draft for plan in planned if plan.draft is not None)
    acted = perform(DraftAgreement(first), actor, facts)
    assert acted.agreement is not None
    check_submission(acted.agreement, facts)
    raise AssertionError  # its submission was refused


def _names(requests: Sequence[CampaignRequest], facts: Facts, place: int) -> str:
    """With the reason of what could not be asked; `place` 0 for French, 1 for English."""
    known, names = facts.catalog.organisations, []
    for one in requests:
        name = known[one.member].name if one.member in known else str(one.member)
        reason = "" if one.obstacle is None else _REASONS[one.obstacle][place]
        if one.obstacle is Obstacle.DRAFT_REFUSED:
            reason = (one.why_fr, one.why_en)[place]
        names.append(f"{name} ({reason})" if reason else name)
    return ", ".join(names)
