"""The one question asked of the law: everything it may need, so that it holds no state."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, assert_never
from zoneinfo import ZoneInfo

import orjson

from catalog.caches import remembered
from catalog.model.agreement import ASKED_ABOUT, Agreement, AgreementState
from catalog.model.consent import Consent, ServiceRun
from catalog.model.dataset import Dataset
from catalog.model.hosting import NOTHING_SAID, Hosting, HostingDemand, Installation
from catalog.model.mandate import Mandate
from catalog.model.question_link import LinkConsent
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.storage import Storage
from catalog.model.subject import Subject
from catalog.suspensions import standing_causes

Json = dict[str, Any]
_PARIS = "Europe/Paris"


class Action(StrEnum):
    """`discover`: may they know it exists; `read`: what may they see of it."""

    DISCOVER = "discover"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Question:
    """`facts` is everything but `now`: its digest is a key of the decision cache.

    `named` is the other: what the query names of its datasets, None when no query asks. The law is
    told all columns, and answers about all; that it was asked about one opens no other.
    """

    facts: Json
    now: str
    digest: str = field(init=False)
    named: frozenset[tuple[str, str]] | None = None

    def __post_init__(self) -> None:
        text = orjson.dumps(self.facts, option=orjson.OPT_SORT_KEYS)
        object.__setattr__(self, "digest", hashlib.sha256(text).hexdigest())

    def at(self, now: datetime) -> Question:
        """The same question at another moment; the digest, which leaves `now` out, stays."""
        return self._but(utc_text(now), self.named)

    def about(self, named: frozenset[tuple[str, str]] | None) -> Question:
        """The same question, asked for a query that names these columns."""
        return self._but(self.now, named)

    def _but(self, now: str, named: frozenset[tuple[str, str]] | None) -> Question:
        """Without working the digest out again: each request does this three times."""
        moved, write = object.__new__(Question), object.__setattr__
        write(moved, "facts", self.facts)
        write(moved, "now", now)
        write(moved, "digest", self.digest)
        write(moved, "named", named)
        return moved

    def document(self) -> Json:
        """The input document, as `policies/question.schema.json` describes it."""
        return {**self.facts, "now": self.now}


def ask_about(
    subject: Subject,
    action: Action,
    datasets: tuple[Dataset, ...],
    agreements: tuple[Agreement, ...],
    now: datetime,
    mandates: tuple[Mandate, ...] = (),
    *,
    storages: Mapping[str, Storage] | None = None,
    installation: Installation = NOTHING_SAID,
    run: ServiceRun | None = None,
    consents: tuple[Consent, ...] = (),
    link_consents: tuple[LinkConsent, ...] = (),
) -> Question:
    """One question for all datasets of a query.

    `agreements` and `mandates` may hold more than concerns them: of the agreements, only those
    that both signed, over these datasets, that the reader reads by
    (`catalog.beneficiaries.agreements_read_by`), go along, with their dates, as signed; of the
    mandates, only those from the principal to the subject's organisation. Who asks to read is told
    that an agreement was revoked: it goes along without what it gave. How everything is hosted
    goes along where somebody demands something of it, and nowhere else. Consents go along with the
    run of the service that they are for, over these datasets. Of who comes by a link, and of nobody
    else, the law is told that and how agreements let rows be passed on, with `link_consents`.
    """
    asked = {dataset.id for dataset in datasets}
    reads, is_link = action is Action.READ, subject.link is not None
    facts: Json = {
        "subject": subject_facts(subject),
        "on_behalf_of": subject.on_behalf_of,
        "purpose": subject.purpose,
        **_scope_facts(subject),
        **_run_facts(run, consents, asked),
        **({"link": _link_facts(link_consents)} if is_link else {}),
        "action": action.value,
        "datasets": [_dataset_facts(dataset, with_columns=reads) for dataset in datasets],
        "agreements": [
            _agreement_facts(agreement, as_signed=reads and not _was_revoked(agreement))
            | ({"onward_sharing": agreement.terms.onward_sharing.value} if is_link else {})
            for agreement in sorted(agreements, key=lambda each: each.citation)
            if agreement.dataset_id in asked
            and (agreement.state in ASKED_ABOUT or (reads and _was_revoked(agreement)))
            and agreement.grantee == subject.reader
        ],
        "mandates": [
            mandate_facts(mandate)
            for mandate in sorted(mandates, key=lambda each: each.id)
            if mandate.principal == subject.on_behalf_of
            and mandate.mandatary == subject.organisation
            and mandate.ended_at is None
        ],
    }
    if reads:
        _add_hosting(facts, datasets, storages or {}, installation)
    return Question(facts=facts, now=utc_text(now))


def _add_hosting(
    facts: Json,
    datasets: tuple[Dataset, ...],
    storages: Mapping[str, Storage],
    installation: Installation,
) -> None:
    """A question in which nothing is demanded stays as it was before anything could be."""
    demanded = {each["dataset"] for each in facts["agreements"] if "hosting" in each}
    demanded |= {dataset.id for dataset in datasets if dataset.hosting is not None}
    if not demanded:
        return
    facts["installation"] = {
        part.value: _hosting_facts(each) for part, each in installation.parts().items()
    }
    for dataset, written in zip(datasets, facts["datasets"], strict=True):
        storage = storages.get(dataset.storage_id)
        if dataset.id in demanded and storage is not None:
            written["storage"] = _hosting_facts(storage.hosting)


def _hosting_facts(hosting: Hosting) -> Json:
    return {
        "country": hosting.country,
        "secnumcloud": hosting.secnumcloud,
        "operator": hosting.operator,
    }


def _demand_facts(demand: HostingDemand) -> Json:
    return {
        "countries": sorted(demand.countries),
        "secnumcloud": demand.secnumcloud,
        "operated_by": sorted(demand.operated_by),
    }


def utc_text(instant: datetime) -> str:
    """`2026-11-25T01:54:53Z`: canonical, so that Rego may compare instants as text."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_starts_at(day: date, time_zone: str) -> datetime:
    """The UTC instant at which `day` begins in `time_zone`."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


@remembered(maxsize=4096)
def _day_start_text(day: date, time_zone: str) -> str:
    # The same few days come back in every question.
    return utc_text(day_starts_at(day, time_zone))


def subject_facts(subject: Subject) -> Json:
    return {
        "agent": subject.agent,
        "organisation": subject.organisation,
        "kind": subject.kind,
        "roles": sorted(subject.roles),
        "groups": sorted(subject.groups),
        "purposes": sorted(subject.purposes),
    }


def _scope_facts(subject: Subject) -> Json:
    """The law refuses a key that does not say them, and whoever else does."""
    return {} if subject.scope is None else {"scope": sorted(subject.scope.datasets)}


def _run_facts(run: ServiceRun | None, consents: tuple[Consent, ...], ids: set[str]) -> Json:
    if run is None:
        return {}
    return {
        "run": {
            "service": run.service,
            "digest": run.digest,
            "bindings": {dataset: digest for dataset, digest in run.bindings if dataset in ids},
            "consents": [
                _consent_facts(one)
                for one in sorted(consents, key=lambda each: each.id)
                if one.dataset in ids and one.service == run.service
            ],
        }
    }


def _link_facts(consents: tuple[LinkConsent, ...]) -> Json:
    return {"consents": sorted(each.agreement for each in consents)}


def _consent_facts(consent: Consent) -> Json:
    """`ends_at`: the instant of its withdrawal, or the midnight after its last day."""
    end = _day_start_text(consent.end + timedelta(days=1), _PARIS)
    return {
        "id": consent.id,
        "dataset": consent.dataset,
        "owner": consent.owner,
        "service": consent.service,
        "digest": consent.digest,
        "binding": consent.binding,
        "purpose": consent.purpose,
        "starts_at": utc_text(consent.at),
        "ends_at": end if consent.ended_at is None else min(end, utc_text(consent.ended_at)),
        "columns": {one.column: one.classification for one in consent.columns},
        "body_column": consent.body_column,
    }


def mandate_facts(mandate: Mandate) -> Json:
    """`ends_at` is the first instant outside, null when it has no end."""
    end = mandate.end
    return {
        "id": mandate.id,
        "principal": mandate.principal,
        "mandatary": mandate.mandatary,
        "actions": sorted(mandate.actions),
        "competences": sorted(mandate.competences),
        "datasets": sorted(mandate.datasets),
        "starts_at": _day_start_text(mandate.start, _PARIS),
        "ends_at": None if end is None else _day_start_text(end + timedelta(days=1), _PARIS),
    }


def _dataset_facts(dataset: Dataset, *, with_columns: bool) -> Json:
    demand = dataset.hosting if with_columns else None
    return {
        "id": dataset.id,
        "owner": dataset.owner,
        "listing": dataset.listing.value,
        "access_level": dataset.access_level.value,
        "personal_data": dataset.personal_data,
        "highest_classification": int(dataset.highest_classification),
        "reader_groups": sorted(dataset.reader_groups),
        "columns": {column.id: int(column.classification) for column in dataset.columns}
        if with_columns
        else {},
        **({} if demand is None else {"hosting": _demand_facts(demand)}),
    }


def _was_revoked(agreement: Agreement) -> bool:
    """And since when: one that a declaration brought without the day is told to nobody."""
    return agreement.state is AgreementState.REVOKED and agreement.ended_at is not None


def _agreement_facts(agreement: Agreement, *, as_signed: bool) -> Json:
    demand = agreement.terms.hosting if as_signed else None
    return {
        "id": agreement.citation,
        "dataset": agreement.dataset_id,
        "grantor": agreement.grantor,
        "grantee": agreement.grantee,
        "state": agreement.state.value,
        "starts_at": _day_start_text(agreement.start, agreement.time_zone),
        "ends_at": _end_text(agreement),
        "purposes": sorted(agreement.purposes),
        "output": agreement.output.value,
        "competences": sorted(competences_of(agreement.rows)),
        **_suspension_facts(agreement),
        "columns": {
            granted.column: {
                "classification": granted.classification,
                "transform": granted.transform.value,
                "constant": granted.constant,
            }
            for granted in agreement.columns
        }
        if as_signed
        else {},
        "rows": rows_document(agreement.rows) if as_signed else {"kind": "all"},
        **({} if demand is None else {"hosting": _demand_facts(demand)}),
    }


def _suspension_facts(agreement: Agreement) -> Json:
    """The causes that stand, where any does: whatever its state says, nothing is read meanwhile."""
    causes = standing_causes(agreement)
    return {"suspended_by": [each.value for each in causes]} if causes else {}


def _end_text(agreement: Agreement) -> str:
    """When it was revoked, or the midnight after its last day."""
    if _was_revoked(agreement) and agreement.ended_at is not None:
        return utc_text(agreement.ended_at)
    return _day_start_text(agreement.end + timedelta(days=1), agreement.time_zone)


def competences_of(rows: RowCondition) -> frozenset[str]:
    """The competences whose territory bounds these rows: a mandate may be for some only."""
    match rows:
        case InTerritory(competence=competence):
            return frozenset({competence})
        case AllOf(conditions):
            return frozenset[str]().union(*map(competences_of, conditions))
        case _:
            return frozenset()


def rows_document(rows: RowCondition) -> Json:
    """A row condition as JSON; `policies.reading.read_rows` reads it back."""
    match rows:
        case AllRows():
            return {"kind": "all"}
        case InTerritory(column, of, competence, date_column):
            return {
                "kind": "in_territory",
                "column": column,
                "of": of,
                "competence": competence,
                "date_column": date_column,
            }
        case InListedTerritory(column, communes, at, date_column):
            return {
                "kind": "in_listed_territory",
                "column": column,
                "communes": list(communes),
                "at": at.isoformat(),
                "date_column": date_column,
            }
        case Compare(column, op, values):
            return {"kind": "compare", "column": column, "op": op.value, "values": list(values)}
        case AllOf(conditions):
            return {"kind": "all_of", "conditions": [rows_document(each) for each in conditions]}
        case _:
            assert_never(rows)
