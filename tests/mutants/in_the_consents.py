"""Bugs of consents: a run reads more than its owner lets it, or somebody else does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from catalog.model.consent import Consent, ConsentedColumn, ConsentedRole, ServiceRun
from catalog.model.dataset import Dataset
from catalog.model.published_service import BoundField
from catalog.model.row_condition import Compare, CompareOp
from catalog.model.subject import Subject
from policies.decision import Branch
from policies.embedded import EmbeddedPolicy
from policies.question import Action, ask_about
from tests.integration.oracle.mutants import InPython, InTheLaw
from tests.policies.facts import AGENT, NOON, STRANGER, TOWN, dataset

_LAW = "consent.rego"
BUGS: dict[str, InPython | InTheLaw] = {
    "another text of the service reads": InTheLaw(
        _LAW, "consent.digest == run.digest", "run.digest"
    ),
    "columns are bound otherwise": InTheLaw(
        _LAW, "consent.binding == run.bindings[dataset.id]", "run.bindings[dataset.id]"
    ),
    "for any purpose": InTheLaw(_LAW, "consent.purpose == question.purpose", "question.purpose"),
    "for a purpose that the person has not": InTheLaw(
        _LAW, "question.purpose in question.subject.purposes", "question.purpose"
    ),
    "it has no end": InTheLaw(_LAW, "question.now < consent.ends_at", "consent.ends_at"),
    "it holds before it was given": InTheLaw(
        _LAW, "consent.starts_at <= question.now", "consent.starts_at"
    ),
    "a machine reads by it": InTheLaw(
        _LAW, 'question.subject.kind == "person"', "question.subject.kind"
    ),
    "a person without a role reads by it": InTheLaw(
        _LAW, "acts_for_own_organisation(question)", "question.subject.organisation != null"
    ),
    "what is personal is read": InTheLaw(_LAW, "not personal(dataset)", "dataset.id"),
    "another body consents for the owner": InTheLaw(
        _LAW, "consent.owner == dataset.owner", "consent.owner"
    ),
    "a column that was classified higher is read": InTheLaw(
        _LAW, "dataset.columns[id] <= classification", "dataset.columns[id] <= classification + 3"
    ),
    "rows about others are read": InTheLaw(
        _LAW,
        '{"kind": "compare", "column": consent.body_column, "op": "eq", "values": [dataset.owner]}',
        '{"kind": "all"}',
    ),
    "what was withdrawn goes on": InPython(
        "policies.question", "_consent_facts", "end if consent.ended_at is None else", "end or"
    ),
}

_SERVICE, _TEXT = "comparaison@1.4.1", "sha256:text"
_ROLE = ConsentedRole("valeurs", (BoundField("organisme", "column-00"),))
_CONSENT = Consent(
    id="consent-town-comparaison-1",
    owner=TOWN,
    dataset="collectes",
    service=_SERVICE,
    digest=_TEXT,
    roles=(_ROLE,),
    columns=(ConsentedColumn("column-00", 1),),
    body_column="column-00",
    purpose="rpqs_dechets",
    end=date(2027, 12, 31),
    by_issuer="urn:a",
    by_sub="anne",
    at=NOON - timedelta(days=1),
)
_RUN = ServiceRun(_SERVICE, _TEXT, (("collectes", _CONSENT.binding),))


@dataclass(frozen=True)
class Case:
    """What is asked; as it stands, the run of a person who may."""

    consent: Consent = _CONSENT
    run: ServiceRun | None = _RUN
    subject: Subject = AGENT
    over: Dataset = field(default_factory=dataset)


def _must_not_be_read() -> Iterator[tuple[str, Case]]:
    yield "without a run", Case(run=None)
    yield "another version", Case(replace(_CONSENT, service="comparaison@1.3.0"))
    yield "another text", Case(run=replace(_RUN, digest="sha256:other"))
    yield "other columns", Case(run=replace(_RUN, bindings=(("collectes", "other"),)))
    yield "another purpose", Case(subject=replace(AGENT, purpose="planification_collecte"))
    unassigned = replace(AGENT, purposes=frozenset({"planification_collecte"}))
    yield "a purpose that is not assigned", Case(subject=unassigned)
    yield "ended", Case(replace(_CONSENT, end=date(2026, 11, 24)))
    yield "withdrawn", Case(replace(_CONSENT, ended_at=NOON))
    yield "not given yet", Case(replace(_CONSENT, at=NOON + timedelta(seconds=1)))
    yield "a machine", Case(subject=replace(AGENT, kind="machine"))
    yield "without a role", Case(subject=replace(AGENT, roles=frozenset()))
    yield "for nobody's body", Case(subject=replace(AGENT, organisation=None))
    yield "by another body", Case(replace(_CONSENT, owner=STRANGER))
    yield "personal", Case(over=dataset(personal_data=True))
    higher = replace(_CONSENT, columns=(ConsentedColumn("column-00", 0),))
    yield "classified higher", Case(higher)


async def consent_that_tells(law: EmbeddedPolicy) -> str | None:
    """The first that is read and must not be, or is not as it must be."""
    (branch, *others) = await _branches(law, Case())
    own_rows = Compare("column-00", CompareOp.EQ, (TOWN,))
    is_as_consented = (branch.agreement, branch.rows, list(branch.columns)) == (
        _CONSENT.id,
        own_rows,
        ["column-00"],
    )
    if others or not is_as_consented:
        return "more than what was consented"
    for name, case in _must_not_be_read():
        if await _branches(law, case):
            return name
    return None


async def _branches(law: EmbeddedPolicy, case: Case) -> tuple[Branch, ...]:
    asked = ask_about(
        case.subject,
        Action.READ,
        (case.over,),
        (),
        NOON,
        run=case.run,
        consents=(case.consent,),
    )
    return (await law.decide(asked)).datasets["collectes"].branches


def tells(law: EmbeddedPolicy | None = None) -> str | None:
    return asyncio.run(consent_that_tells(law or EmbeddedPolicy(deadline_s=30)))
