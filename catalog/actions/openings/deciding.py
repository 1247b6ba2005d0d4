"""The second person's answer to an opening: it is confirmed, refused, or taken back."""

from __future__ import annotations

import dataclasses
from typing import Final

from catalog.actions.dataset import check_openness
from catalog.actions.facts import Facts, Findings
from catalog.actions.openings.messages import message_decided
from catalog.actions.openings.problems import (
    NoReasonToRefuse,
    NothingToConfirm,
    OpeningChanged,
    PersonalNeverOpen,
)
from catalog.actions.openings.widening import digest_of_opened, opened, personal_before
from catalog.actions.outcome import Acted
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.opening import Opening

_MOST_CHARACTERS: Final = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """In the words of the person who refuses."""

    reason: str


def confirm_opening(dataset: Dataset, sha256: str, person: str, facts: Facts) -> Acted:
    """Opens exactly what has the digest `sha256`. Raises NothingToConfirm, OpeningChanged,
    PersonalNeverOpen, ActRefused.
    """
    opening, storage = opening_of(dataset, facts), facts.catalog.storages.get(dataset.storage_id)
    if not sha256 == opening.sha256 == digest_of_opened(dataset, opening, storage):
        raise OpeningChanged(dataset=dataset.name)
    wanted, findings = opened(dataset, opening), Findings()
    personal = personal_before(dataset, wanted)
    if personal:
        raise PersonalNeverOpen(dataset=dataset.name, columns=", ".join(personal))
    check_openness(wanted, findings)
    findings.raise_any()
    message = message_decided("opening.confirmed", opening, dataset, facts.catalog, person=person)
    sentence = Bilingual(
        f"« {dataset.title_fr} » est ouvert comme proposé, dès maintenant.",
        f'"{dataset.title_en or dataset.title_fr}" is opened as proposed, from now on.',
    )
    return Acted("confirm_opening", Changes((wanted,), (opening,), (message,)), (sentence,))


def refuse_opening(dataset: Dataset, reason: str, person: str, facts: Facts) -> Acted:
    """Raises NothingToConfirm, NoReasonToRefuse, ActRefused."""
    opening, given, findings = opening_of(dataset, facts), reason.strip(), Findings()
    if not 0 < len(given) <= _MOST_CHARACTERS:
        raise NoReasonToRefuse
    refuse_unsafe_texts(Answer(given), findings)
    findings.raise_any()
    message = message_decided(
        "opening.refused", opening, dataset, facts.catalog, person=person, reason=given
    )
    sentence = Bilingual(
        f"L'ouverture de « {dataset.title_fr} » est refusée : rien n'en change, et le référent "
        "en lit la raison.",
        f'The opening of "{dataset.title_en or dataset.title_fr}" is refused: nothing of it '
        "changes, and the steward reads why.",
    )
    return Acted("refuse_opening", Changes(removed=(opening,), messages=(message,)), (sentence,))


def withdraw_opening(dataset: Dataset, person: str, facts: Facts) -> Acted:
    """Raises NothingToConfirm."""
    opening = opening_of(dataset, facts)
    message = message_decided("opening.withdrawn", opening, dataset, facts.catalog, person=person)
    sentence = Bilingual(
        f"L'ouverture de « {dataset.title_fr} » n'est plus proposée.",
        f'The opening of "{dataset.title_en or dataset.title_fr}" is proposed no longer.',
    )
    return Acted("withdraw_opening", Changes(removed=(opening,), messages=(message,)), (sentence,))


def opening_of(dataset: Dataset, facts: Facts) -> Opening:
    """Raises NothingToConfirm."""
    opening = facts.catalog.openings.get(dataset.id)
    if opening is None:
        raise NothingToConfirm(dataset=dataset.name)
    return opening
