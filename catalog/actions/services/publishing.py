"""A version of a service enters the catalog once, for good; rules are pure."""

from __future__ import annotations

from collections.abc import Callable

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services.problems import ServiceOfAnotherPublisher, ServiceVersionPublished
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.published_service import PublishedService

Sign = Callable[[PublishedService], PublishedService]
"""The same, with the key and the signature of the installation."""


def publish(wanted: PublishedService, own: Siren | None, sign: Sign, facts: Facts) -> Acted:
    """`own`: the body that publishes, None for the operator. What is there already, word for word,
    changes nothing. Raises ServiceVersionPublished, ServiceOfAnotherPublisher.
    """
    versions = [one for one in facts.catalog.services.values() if one.service == wanted.service]
    publishers = {one.publisher for one in versions} | {wanted.publisher}
    if len(publishers) > 1 or (own is not None and own != wanted.publisher):
        owner = next((one.publisher for one in versions), wanted.publisher)
        raise ServiceOfAnotherPublisher(service=wanted.service, publisher=owner)
    known = facts.catalog.services.get(wanted.id)
    if known is not None and known.digest != wanted.digest:
        raise ServiceVersionPublished(version=wanted.version, service=wanted.service)
    sentence = Bilingual(
        f"Le service {wanted.service} {wanted.version} est publié ({wanted.digest[:23]}…).",
        f"Service {wanted.service} {wanted.version} is published ({wanted.digest[:23]}…).",
    )
    changes = Changes() if known is not None else Changes((sign(wanted),))
    return Acted("publish_service", changes, (sentence,))
