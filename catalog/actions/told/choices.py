"""Rules for the rhythm of a person's mails, and for the data that they follow."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.services.activations import own_activation
from catalog.actions.told.following import may_follow
from catalog.actions.told.problems import (
    NothingToFollow,
    ServiceWithoutAlerts,
    TooManyServicesFollowed,
    TooMuchFollowed,
)
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.mail_choices import MailChoices, MailRhythm
from catalog.snapshot import Snapshot

MOST_FOLLOWED = 200
_ACT = "choose_messages"
_RHYTHMS = {
    MailRhythm.EACH: Bilingual(
        "Chaque message part aussitôt par courriel.", "Each message leaves at once as a mail."
    ),
    MailRhythm.DAY: Bilingual(
        "Vos messages partent en un seul courriel par jour.",
        "Your messages leave in one mail a day.",
    ),
    MailRhythm.WEEK: Bilingual(
        "Vos messages partent en un seul courriel par semaine, le lundi.",
        "Your messages leave in one mail a week, on Monday.",
    ),
}


def choose_rhythm(rhythm: MailRhythm, actor: Actor, facts: Facts) -> Acted:
    """Mails that already wait go out when it was said; those to come, by the new rhythm."""
    after = replace(_own(actor, facts.catalog), rhythm=rhythm)
    return Acted(_ACT, Changes((after,)), (_RHYTHMS[rhythm],))


def follow(dataset: Dataset, actor: Actor, facts: Facts) -> Acted:
    """Followed again, it stays where it is. Raises NothingToFollow, TooMuchFollowed."""
    before = _own(actor, facts.catalog)
    if not may_follow(dataset, actor.organisation, facts):
        raise NothingToFollow(dataset=dataset.title_fr)
    if dataset.id in before.followed:
        return Acted(_ACT, Changes((before,)), (_followed(dataset),))
    # What exists no more, or was withdrawn, makes room.
    remaining = tuple(each for each in before.followed if each in facts.catalog.datasets)
    if len(remaining) >= MOST_FOLLOWED:
        raise TooMuchFollowed(most=MOST_FOLLOWED)
    after = replace(before, followed=(*remaining, dataset.id))
    return Acted(_ACT, Changes((after,)), (_followed(dataset),))


def unfollow(dataset_id: str, actor: Actor, facts: Facts) -> Acted:
    """Changes nothing where the data are not followed."""
    before = _own(actor, facts.catalog)
    remaining = tuple(each for each in before.followed if each != dataset_id)
    sentence = Bilingual("Vous ne suivez plus ces données.", "You no longer follow these data.")
    return Acted(_ACT, Changes((replace(before, followed=remaining),)), (sentence,))


def follow_service(
    activation_id: str, title: Bilingual, actor: Actor, facts: Facts, *, has_alerts: bool
) -> Acted:
    """`has_alerts`: its service has a list of them. Raises UnknownActivation, ServiceWithoutAlerts,
    TooManyServicesFollowed.
    """
    own_activation(activation_id, actor.organisation, facts)
    before = _own(actor, facts.catalog)
    if not has_alerts:
        raise ServiceWithoutAlerts(service_fr=title.fr, service_en=title.en)
    remaining = tuple(
        each
        for each in before.followed_services
        if each in facts.catalog.activations and each != activation_id
    )
    if len(remaining) >= MOST_FOLLOWED:
        raise TooManyServicesFollowed(most=MOST_FOLLOWED)
    after = replace(before, followed_services=(*remaining, activation_id))
    sentence = Bilingual(
        f"Vous suivez « {title.fr} » : un message vous dira ce qui commence et ce qui finit.",
        f'You follow "{title.en}": a message will tell you what begins and what ends.',
    )
    return Acted(_ACT, Changes((after,)), (sentence,))


def unfollow_service(activation_id: str, actor: Actor, facts: Facts) -> Acted:
    """Changes nothing where it is not followed."""
    before = _own(actor, facts.catalog)
    remaining = tuple(each for each in before.followed_services if each != activation_id)
    sentence = Bilingual("Vous ne suivez plus ce service.", "You no longer follow this service.")
    return Acted(_ACT, Changes((replace(before, followed_services=remaining),)), (sentence,))


def _own(actor: Actor, catalog: Snapshot) -> MailChoices:
    if actor.issuer is None:
        raise TypeError("the law lets persons through, nobody else")
    identity = (actor.issuer, actor.agent)
    return catalog.mail_choices.get(identity) or MailChoices(*identity)


def _followed(dataset: Dataset) -> Bilingual:
    return Bilingual(
        f"Vous suivez « {dataset.title_fr} » : un message vous dira ce qui change.",
        f'You follow "{dataset.title_en}": a message will tell you what changes.',
    )
