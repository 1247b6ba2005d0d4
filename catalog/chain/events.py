"""From a line of the audit to the events of the chains that it belongs to, one a body.

Each body is told its own part alone: its datasets, their columns, the agreements that open them.
How many rows left is told where nothing else was read beside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from catalog.canonical_json import write_canonical
from catalog.chain.records import PLATFORM, Event, RecordKind
from catalog.changes import ActRecord
from catalog.codec import write_value
from catalog.model.audit import AuditIntent, AuditOutcome, column_read
from catalog.snapshot import Snapshot

Owners = Mapping[str, str]
"""The body that owned each dataset when it was read, by id."""


def read_events(
    intent: AuditIntent, owners: Owners, agent: str | None, catalog: Snapshot
) -> Iterator[Event]:
    """`agent` is the pseudonym of whoever asked."""
    bodies = bodies_of_read(intent, owners)
    for body in bodies:
        datasets = [each for each in intent.datasets if owners.get(each, PLATFORM) == body]
        yield Event(
            body,
            RecordKind.READ,
            intent.request_id,
            write_value(intent.at),
            {
                **_who(intent, agent),
                "datasets": datasets,
                "columns": _columns(intent, datasets),
                "agreements": _agreements(intent, datasets, catalog, is_alone=len(bodies) == 1),
                "beside_others": len(bodies) > 1,
                **_decided(intent),
            },
        )


def end_events(intent: AuditIntent, outcome: AuditOutcome, owners: Owners) -> Iterator[Event]:
    bodies = bodies_of_read(intent, owners)
    is_known = outcome.is_known
    ended = intent.at + timedelta(milliseconds=outcome.duration_ms)
    for body in bodies:
        yield Event(
            body,
            RecordKind.END,
            intent.request_id,
            write_value(ended) if is_known else None,
            {
                "status": outcome.status,
                "rows": outcome.rows if is_known and len(bodies) == 1 else None,
                "duration_ms": round(outcome.duration_ms) if is_known else None,
                "problem": outcome.problem_code,
            },
        )


def act_events(
    number: str, act: ActRecord, agent: str | None, catalog: Snapshot
) -> Iterator[Event]:
    """`number` is `epoch/number` of the version that the act made."""
    for body in bodies_of_act(act, catalog):
        yield Event(
            body,
            RecordKind.ACT,
            number,
            write_value(act.at),
            {
                "action": act.action,
                "agent": agent,
                "organisation": act.for_organisation and str(act.for_organisation),
                "summary": hashlib.sha256(write_canonical(act.summary)).hexdigest(),
                **proven_by(act.summary),
            },
        )


def proven_by(summary: Mapping[str, Any]) -> dict[str, str | None]:
    """The actor's proof of identity, and the mandate under which they acted."""
    return {
        "acr": summary.get("acr"),
        "via": summary.get("via"),
        "mandate": summary.get("under_mandate"),
    }


def bodies_of_read(intent: AuditIntent, owners: Owners) -> list[str]:
    return sorted({owners.get(each, PLATFORM) for each in intent.datasets}) or [PLATFORM]


def bodies_of_act(act: ActRecord, catalog: Snapshot) -> list[str]:
    """The organisation acted for, and the parties of each agreement and mandate that the act names;
    PLATFORM where there is none.
    """
    bodies = {act.for_organisation} - {None}
    cited = act.summary.get("agreements")
    if isinstance(cited, Mapping):
        for agreement in catalog.agreements:
            if agreement.citation in cited:
                bodies |= set(agreement.parties)
    mandate = act.summary.get("mandate")
    for known in catalog.mandates:
        if known.id == mandate:
            bodies |= {known.principal, known.mandatary}
    return sorted(str(each) for each in bodies) or [PLATFORM]


def _who(intent: AuditIntent, agent: str | None) -> dict[str, Any]:
    return {
        "agent": agent,
        "organisation": intent.organisation and str(intent.organisation),
        "on_behalf_of": intent.on_behalf_of and str(intent.on_behalf_of),
        "purpose": intent.purpose,
        # The reference itself may name a person: the audit has it, for its own time.
        "file_reference": intent.file_reference is not None,
        **({} if intent.door is None else {"door": intent.door}),
        **({} if intent.link is None else {"link": intent.link}),
    }


def _decided(intent: AuditIntent) -> dict[str, Any]:
    catalog = intent.catalog
    return {
        "policy_revision": intent.policy_revision,
        "question": intent.question_digest,
        "decision": intent.decision_digest,
        "document": intent.document_digest,
        "plan": intent.plan_digest,
        "catalog": catalog and {"epoch": catalog.epoch, "number": catalog.number},
    }


def _columns(intent: AuditIntent, datasets: Collection[str]) -> list[str]:
    if set(datasets) == set(intent.datasets):
        return list(intent.columns)
    begins = tuple(column_read(each, "") for each in datasets)
    return [each for each in intent.columns if each.startswith(begins)]


def _agreements(
    intent: AuditIntent, datasets: Collection[str], catalog: Snapshot, *, is_alone: bool
) -> list[str]:
    if is_alone:
        return list(intent.agreements)
    opened = {each.citation: each.dataset_id for each in catalog.agreements}
    return [each for each in intent.agreements if opened.get(each) in datasets]
