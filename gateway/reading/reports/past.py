"""A past request explained from what the audit kept: never from its text, which was not kept."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from catalog.model.audit import AuditIntent, RecordedRequest
from catalog.model.bilingual import Bilingual
from catalog.model.consent import is_of_consent
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.model.version import CatalogVersion
from catalog.problems import UnknownCatalogVersion
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.reading.query.kept_plan import read_kept
from gateway.reading.query.ports import Ports
from gateway.reading.reports.access_values import (
    ExplainedDataset,
    ExplainedStatement,
    Explanation,
)
from gateway.reading.reports.effective import OWNERS_PEOPLE
from gateway.reading.reports.parts import name_dataset, write_branches, write_denials
from gateway.reading.reports.scopes import name_organisation
from gateway.reading.reports.statements import tell_part, tell_whole
from policies.decision import DatasetDecision
from policies.question import Question, utc_text

_OTHER_LAW = Bilingual(
    fr="Les règles d'accès ont changé depuis : la décision d'alors n'est pas refaite.",
    en="The access rules have changed since: the decision of that time is not made again.",
)
_NOT_KEPT = Bilingual(
    fr="Cette requête est antérieure à la conservation des questions : seule sa trace est montrée.",
    en="This request is from before questions were kept: only its record is shown.",
)
_END_UNKNOWN = Bilingual(
    fr="Issue inconnue : la passerelle s'est arrêtée avant de la noter ; des lignes ont pu partir.",
    en="Outcome unknown: the gateway stopped before it was recorded; rows may have left.",
)
_ONLY_YOURS = Bilingual(
    fr="Seule la part qui touche les jeux de votre organisme est montrée.",
    en="Only the part that concerns your organisation's datasets is shown.",
)


async def explain_past(request_id: str, standpoint: Standpoint, ports: Ports) -> Explanation | None:
    """For who asked it, whole; for the stewards and the DPO of an owner it touched, their part.

    None for everybody else, and for a request that never was: the same answer.
    """
    subject, snapshot = standpoint.subject, standpoint.snapshot
    recorded = await ports.records.recorded_request(request_id)
    if recorded is None:
        return None
    owners = _owners(recorded, snapshot)
    owner = None if is_asker(subject, recorded.intent) else _part_of(subject, owners)
    if owner is None and not is_asker(subject, recorded.intent):
        return None
    past = await _picture(recorded.intent, snapshot, ports)
    mine = [each for each in recorded.intent.datasets if owner in {None, owners[each]}]
    decided = await _decide(recorded, ports)
    only_part = owner is not None and set(owners.values()) != {owner}
    return _tell(recorded, mine, owner, decided, past, ports, only_part=only_part)


def is_asker(subject: Subject, intent: AuditIntent) -> bool:
    """The same agent, still of the same organisation; nobody is the anonymous of the past."""
    return (
        subject.agent is not None
        and (subject.issuer, subject.agent) == (intent.issuer, intent.sub)
        and subject.organisation == intent.organisation
    )


def _part_of(subject: Subject, owners: Mapping[str, Siren | None]) -> Siren | None:
    own = subject.organisation
    if own is None or subject.on_behalf_of is not None or not subject.roles & OWNERS_PEOPLE:
        return None
    return own if own in owners.values() else None


def _owners(recorded: RecordedRequest, snapshot: Snapshot) -> dict[str, Siren | None]:
    """The owner of each dataset then, as the law was told; today's, where that was not kept."""
    if recorded.facts is not None:
        told = orjson.loads(recorded.facts)["datasets"]
        return {each["id"]: Siren(each["owner"]) for each in told}
    known = snapshot.datasets
    return {each: known[each].owner if each in known else None for each in recorded.intent.datasets}


async def _picture(intent: AuditIntent, snapshot: Snapshot, ports: Ports) -> Snapshot:
    """The catalog as the request read it."""
    version: CatalogVersion | None = intent.catalog
    if version is None or version == snapshot.version:
        return snapshot
    try:
        return await ports.records.at(version)
    except UnknownCatalogVersion:
        return snapshot


async def _decide(
    recorded: RecordedRequest, ports: Ports
) -> Mapping[str, DatasetDecision] | Bilingual:
    """The decision made again from the same facts at the same moment, or why it cannot be."""
    intent = recorded.intent
    if recorded.facts is None:
        return _NOT_KEPT
    if intent.policy_revision != ports.policy.revision:
        return _OTHER_LAW
    question = Question(orjson.loads(recorded.facts), utc_text(intent.at))
    if question.digest != intent.question_digest:
        return _NOT_KEPT
    return (await ports.policy.decide(question)).datasets


def _tell(
    recorded: RecordedRequest,
    datasets: list[str],
    owner: Siren | None,
    decided: Mapping[str, DatasetDecision] | Bilingual,
    past: Snapshot,
    ports: Ports,
    *,
    only_part: bool,
) -> Explanation:
    intent, outcome = recorded.intent, None if only_part else recorded.outcome
    own, principal = intent.organisation, intent.on_behalf_of
    is_known = outcome is not None and outcome.is_known
    # Neither how many rows there were: they are told to whom they belong.
    is_hidden = owner is None and is_of_consent(intent.agreements, past.consents)
    notes = [decided] if isinstance(decided, Bilingual) else []
    if outcome is not None and not is_known:
        notes.append(_END_UNKNOWN)
    answers = {} if isinstance(decided, Bilingual) else decided
    return Explanation(
        request_id=intent.request_id,
        at=utc_text(intent.at),
        agent=intent.sub,
        organisation=None if own is None else name_organisation(own, past),
        on_behalf_of=None if principal is None else name_organisation(principal, past),
        purpose=intent.purpose,
        catalog_version=None if intent.catalog is None else intent.catalog.number,
        policy_revision=intent.policy_revision,
        same_revision=intent.policy_revision == ports.policy.revision,
        datasets=[
            _dataset(each, recorded, answers.get(each), past)
            for each in datasets
            if each in past.datasets
        ],
        statements=_statements(recorded, owner, datasets),
        status=None if outcome is None else outcome.status,
        rows=outcome.rows if outcome is not None and is_known and not is_hidden else None,
        problems=[],
        notes=[*notes, _ONLY_YOURS] if only_part else notes,
        duration_ms=outcome.duration_ms if outcome is not None and is_known else None,
    )


def _dataset(
    dataset_id: str,
    recorded: RecordedRequest,
    answer: DatasetDecision | None,
    past: Snapshot,
) -> ExplainedDataset:
    dataset, intent = past.datasets[dataset_id], recorded.intent
    return ExplainedDataset(
        dataset=name_dataset(dataset, past),
        allowed=None if answer is None else answer.allow,
        branches=[]
        if answer is None
        else write_branches(answer, dataset, paris_day(intent.at), past, cog_in(past)),
        denials=[]
        if answer is None
        else write_denials(
            answer.denials,
            dataset,
            past,
            organisation=intent.organisation,
            principal=intent.on_behalf_of,
        ),
        columns_read=_columns_read(dataset, recorded),
    )


def _columns_read(dataset: Dataset, recorded: RecordedRequest) -> list[str]:
    """From what ran; where that was not kept, as far as the record says whose they are."""
    if recorded.plan is not None:
        columns = [column for each in read_kept(recorded.plan) for column in each.columns]
        return sorted({name for of, name in columns if of == dataset.id})
    read = recorded.intent.columns_of(dataset.id) or ()
    return sorted(each.name for each in dataset.columns if each.id in read)


def _statements(
    recorded: RecordedRequest, owner: Siren | None, datasets: list[str]
) -> list[ExplainedStatement]:
    kept = read_kept(recorded.plan)
    if owner is None:
        return [tell_whole(each, None) for each in kept]
    parts = (tell_part(each, owner, datasets) for each in kept)
    return [each for each in parts if each is not None]
