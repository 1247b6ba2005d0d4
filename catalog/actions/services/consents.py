"""A body lets a version of a service read its own rows, ends that, and is told of each run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services.problems import (
    ConsentOver,
    ConsentRefused,
    UnknownConsent,
    UnknownPublishedService,
)
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.consent import Consent
from catalog.model.dataset import Classification, Dataset, ScalarType
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.paris import paris_day

_LONGEST = timedelta(days=3 * 366)
_LEAST_TOLD = frozenset({"steward", "approver", "dpo"})


def give_consent(wanted: Consent, facts: Facts) -> Acted:
    """`wanted`: without an id. Raises UnknownPublishedService, ConsentRefused."""
    published = facts.catalog.services.get(wanted.service)
    if published is None or published.digest != wanted.digest:
        raise UnknownPublishedService(service=wanted.service[:80])
    dataset = facts.catalog.datasets.get(wanted.dataset)
    if dataset is None or dataset.owner != wanted.owner:
        _refuse("ces données ne sont pas de votre organisme", "these data are not your body's")
    _check_data(wanted, dataset)
    _check_terms(wanted, facts)
    numbered = replace(wanted, id=_free_id(wanted, facts))
    body = facts.catalog.organisations[wanted.owner]
    sentence = Bilingual(
        f"{body.name} laisse {wanted.service} lire ses propres lignes de « {dataset.title_fr} »,"
        f" jusqu'au {wanted.end:%d/%m/%Y}. L'organisme qui lance le service ne les lit pas ; il"
        " voit ce que les requêtes de ce texte en calculent, que son éditeur a écrites, non la"
        " plateforme. Chaque lecture vous est annoncée, avec son reçu.",
        f'{body.name} lets {wanted.service} read its own rows of "{dataset.title_en}" until'
        f" {wanted.end.isoformat()}. The body that runs the service does not read them; it sees"
        " what the queries of this text compute, which its publisher wrote, not the platform. You"
        " are told of each reading, with its receipt.",
    )
    return Acted("give_consent", Changes((numbered,)), (sentence,))


def end_consent(consent_id: str, own: Siren, facts: Facts) -> Acted:
    """From this moment on no run reads by it. Raises UnknownConsent, ConsentOver."""
    before = own_consent(consent_id, own, facts)
    if before.ended_at is not None:
        raise ConsentOver(consent=consent_id[:80])
    ended = replace(before, ended_at=facts.now)
    sentence = Bilingual(
        f"Le consentement {before.id} est retiré : plus aucun service ne lit ces lignes par lui.",
        f"Consent {before.id} is withdrawn: no service reads these rows by it any more.",
    )
    return Acted("end_consent", Changes((ended,)), (sentence,))


def tell_owners(
    runner: Siren, receipts: tuple[tuple[Consent, str], ...], once: str, facts: Facts
) -> Acted:
    """`receipts`: what each consent gave to a run, signed, for its owner alone; the same `once` of
    the same body is told once.
    """
    body = facts.catalog.organisations[runner]
    messages = tuple(
        Message(
            kind="consent.read",
            key=f"consent.read/{consent.id}/{runner}/{once}",
            to=(consent.owner,),
            roles=_LEAST_TOLD,
            about=consent.id,
            facts={
                "organisation": body.name,
                "service": consent.service,
                "dataset": consent.dataset,
                "purpose": consent.purpose,
                "receipt": receipt,
            },
        )
        for consent, receipt in receipts
    )
    sentence = Bilingual("Chaque détenteur l'apprend.", "Each owner is told.")
    return Acted("read_by_consent", Changes(messages=messages), (sentence,))


def own_consent(consent_id: str, own: Siren | None, facts: Facts) -> Consent:
    """Another body's is as unknown as none. Raises UnknownConsent."""
    known = facts.catalog.consents.get(consent_id)
    if known is None or known.owner != own:
        raise UnknownConsent(consent=consent_id[:80])
    return known


def _check_data(wanted: Consent, dataset: Dataset) -> None:
    if dataset.personal_data or dataset.highest_classification >= Classification.PERSONAL:
        _refuse("ces données concernent des personnes", "these data are about persons")
    columns = {column.id: column for column in dataset.columns}
    given = {one.column: one.classification for one in wanted.columns}
    used = {
        column
        for role in wanted.roles
        for pair in role.fields
        for column in (pair.column, pair.time)
        if column is not None
    }
    is_sound = (
        bool(wanted.roles)
        and used == set(given)
        and all(one in columns and columns[one].classification == given[one] for one in given)
    )
    if not is_sound:
        _refuse("une colonne n'est pas de ces données", "a column is not of these data")
    column = columns.get(wanted.body_column)
    if wanted.body_column not in given or column is None:
        _refuse(
            "aucune colonne ne dit de quel organisme est la ligne", "no column says whose row it is"
        )
    if column.type.scalar is not ScalarType.STRING:
        _refuse(
            f"« {column.label_fr} » n'est pas un texte : un SIREN y perdrait ses zéros",
            f'"{column.label_en}" is no text: a SIREN would lose its zeros there',
        )


def _check_terms(wanted: Consent, facts: Facts) -> None:
    today = paris_day(facts.now)
    if wanted.purpose not in facts.catalog.purposes:
        _refuse(
            f"la finalité « {wanted.purpose[:60]} » n'existe pas",
            f'there is no purpose "{wanted.purpose[:60]}"',
        )
    if not today <= wanted.end <= today + _LONGEST:
        _refuse(
            "sa fin est passée, ou à plus de trois ans", "its end is past, or beyond three years"
        )
    for other in facts.catalog.consents.values():
        is_same = (other.dataset, other.service) == (wanted.dataset, wanted.service)
        if is_same and other.ended_at is None and other.end >= today:
            _refuse(
                f"{other.id} vaut déjà pour ces données et ce service ; retirez-le d'abord",
                f"{other.id} holds for these data and this service already; withdraw it first",
            )


def _refuse(fr: str, en: str) -> NoReturn:
    raise ConsentRefused(why_fr=fr, why_en=en)


def _free_id(wanted: Consent, facts: Facts) -> str:
    slug = facts.catalog.organisations[wanted.owner].slug
    name, number = f"consent-{slug}-{wanted.service.partition('@')[0]}", 1
    while f"{name}-{number}" in facts.catalog.consents:
        number += 1
    return f"{name}-{number}"
