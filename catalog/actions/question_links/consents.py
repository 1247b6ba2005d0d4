"""Consents of owners to links that pass on what they give: given, and taken back."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.question_links.problems import LinkNeedsNoConsent, UnknownQuestionLink
from catalog.changes import Changes
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.model.question_link import LinkConsent, QuestionLink
from catalog.snapshot import Snapshot

_WHO_ANSWERS = frozenset({"approver", "steward"})


def asking(link: QuestionLink, catalog: Snapshot) -> tuple[Message, ...]:
    """To the owner of each agreement that a new link waits for."""
    reader = catalog.organisations[link.organisation].name
    return tuple(
        Message(
            kind="link.awaits_consent",
            key=f"link.awaits_consent/{link.id}/{agreement.citation}",
            to=(agreement.grantor,),
            roles=_WHO_ANSWERS,
            about=link.id,
            facts={
                "organisation": reader,
                "agreements": agreement.citation,
                "end": paris_day(link.ends_at).isoformat(),
            },
        )
        for agreement in catalog.agreements
        if agreement.citation in link.awaits
    )


def consent_to_link(link_id: str, actor: Actor, facts: Facts) -> Acted:
    """For every agreement of the actor's body that the link waits for. Raises UnknownQuestionLink,
    LinkNeedsNoConsent.
    """
    link, own = _link_over(link_id, actor, facts)
    waiting = [each.citation for each in own if each.citation in link.awaited]
    if not waiting or actor.organisation is None or actor.issuer is None:
        raise LinkNeedsNoConsent(link=link.id)
    consents = tuple(
        LinkConsent(each, actor.organisation, actor.issuer, actor.agent, facts.now)
        for each in waiting
    )
    after = replace(link, consents=(*link.consents, *consents))
    sentence = Bilingual(
        f"Votre organisme accepte que le lien {link.id} donne à d'autres les données reçues par"
        f" {', '.join(waiting)}.",
        f"Your body consents to the link {link.id} passing on the data received under"
        f" {', '.join(waiting)}.",
    )
    return Acted("consent_to_link", Changes((after,)), (sentence,))


def end_link_consent(link_id: str, actor: Actor, facts: Facts) -> Acted:
    """From the next request on. Raises UnknownQuestionLink, LinkNeedsNoConsent."""
    link, _ = _link_over(link_id, actor, facts)
    others = tuple(each for each in link.consents if each.organisation != actor.organisation)
    if len(others) == len(link.consents):
        raise LinkNeedsNoConsent(link=link.id)
    sentence = Bilingual(
        f"Votre organisme n'accepte plus que le lien {link.id} donne ses données à d'autres.",
        f"Your body consents no more to the link {link.id} passing its data on.",
    )
    after = replace(link, consents=others)
    return Acted("end_link_consent", Changes((after,)), (sentence,))


def _link_over(
    link_id: str, actor: Actor, facts: Facts
) -> tuple[QuestionLink, tuple[Agreement, ...]]:
    """A link in use that waits for the actor's body, and the agreements by which it does."""
    link = facts.catalog.question_links.get(link_id)
    own = tuple(
        each
        for each in facts.catalog.agreements
        if link is not None and each.citation in link.awaits and each.grantor == actor.organisation
    )
    if link is None or not own or not link.opens(facts.now):
        raise UnknownQuestionLink(link=link_id[:60])
    return link, own
