"""From GraphQL inputs to what the rules take: slugs become sides, nothing is judged here."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.agreement import AgreementDraft, ColumnGrant, CombineDraft, TermsDraft
from catalog.actions.columns import suggestion
from catalog.actions.facts import Findings
from catalog.actions.granted_rows import (
    ListedTerritory,
    OwnTerritory,
    RowComparison,
    RowsDraft,
)
from catalog.actions.problems import UnknownParty
from catalog.model.agreement import AgreementState
from catalog.model.hosting import HostingDemand
from catalog.model.identifiers import Siren
from catalog.model.terms import (
    AgreementLimits,
    Contact,
    EnforceableAct,
    MembersRule,
    PersonalDataBlock,
    UnitaryTerms,
)
from catalog.snapshot import Snapshot
from gateway.control.agreement_input import (
    AgreementInput,
    ContactInput,
    EnforceableActInput,
    GrantedTerritoryInput,
    HostingInput,
    PersonalDataInput,
    RowsInput,
)
from gateway.control.problems import RecipientNeeded, RowsNotSaid

_REWRITTEN = frozenset({AgreementState.DRAFT, AgreementState.CHANGES_REQUESTED})


def read_agreement_input(
    given: AgreementInput, side: Siren | None, snapshot: Snapshot, findings: Findings
) -> AgreementDraft:
    """`side` is the organisation acted for. What cannot be read is added to `findings`: then the
    draft is only good for being judged with them.
    """
    grantor, dataset = split_dataset(given.dataset, side, snapshot, findings)
    to = resolve_recipient(given.to, side, grantor, findings)
    rows = read_rows(given.rows, findings)
    return AgreementDraft(
        id=given.id,
        version=version_to_write(given.id, snapshot),
        grantor=grantor,
        to=to,
        dataset=dataset,
        title=given.title,
        columns=tuple(
            ColumnGrant(each.name, each.transform, each.constant, each.secret_text)
            for each in given.columns
        ),
        rows=rows,
        purposes=frozenset(given.purposes),
        legal_basis=given.legal_basis,
        start=given.start,
        end=given.end,
        output=given.output,
        time_zone=given.time_zone,
        members=None if given.members is None else MembersRule(given.members),
        terms=_read_terms(given),
    )


def read_act(given: EnforceableActInput) -> EnforceableAct:
    return EnforceableAct(given.reference, given.enforceable_since)


def split_dataset(
    dataset: str, side: Siren | None, snapshot: Snapshot, findings: Findings
) -> tuple[Siren, str]:
    """By any of its names; one alone is of one's own organisation."""
    dot = "." if "." in dataset else "__"
    owner, between, name = dataset.partition(dot)
    if not between and side is not None:
        return side, dataset
    found = snapshot.organisation_spelt(owner)
    if found is None:
        slugs = [each.slug for each in snapshot.organisations.values()]
        problem = UnknownParty(name=owner[:100], did_you_mean=suggestion(owner, slugs))
        findings.add(problem, "dataset")
        return Siren("000000000"), name
    return found.siren, name


def resolve_recipient(
    to: str | None, side: Siren | None, grantor: Siren, findings: Findings
) -> str:
    """The recipient of an agreement: a caller who names none and asks for data of another owner
    asks for its own organisation.
    """
    if to is not None:
        return to
    if side is None or side == grantor:
        findings.add(RecipientNeeded(), "to")
    return side or ""


def version_to_write(agreement: str, snapshot: Snapshot) -> int:
    """The one that may still be rewritten, else the next one."""
    versions = [each for each in snapshot.agreements if each.id == agreement]
    if not versions:
        return 1
    latest = max(versions, key=lambda each: each.version)
    return latest.version if latest.state in _REWRITTEN else latest.version + 1


def read_rows(given: RowsInput, findings: Findings) -> RowsDraft:
    own, listed = given.own_territory, given.listed_territory
    # Rows that nobody mentioned must not mean every row.
    if given.all is bool(own or listed or given.compare):
        findings.add(RowsNotSaid(), "rows")
    return RowsDraft(
        own_territory=None if own is None else OwnTerritory(own.competence, own.at),
        listed_territory=None
        if listed is None
        else ListedTerritory(tuple(listed.communes), listed.on, listed.at),
        compare=tuple(
            RowComparison(each.column, each.op, tuple(each.values)) for each in given.compare
        ),
    )


def read_territory(
    given: GrantedTerritoryInput, before: RowsDraft, findings: Findings
) -> RowsDraft:
    """The rows of before with other communes: what else they are chosen by stays."""
    rows = RowsInput(
        all=given.all,
        own_territory=given.own_territory,
        listed_territory=given.listed_territory,
    )
    return replace(read_rows(rows, findings), compare=before.compare)


def _read_terms(given: AgreementInput) -> TermsDraft:
    personal, unitary = given.personal_data, given.unitary
    return TermsDraft(
        relation=given.relation,
        personal_data=None if personal is None else read_personal(personal),
        combine=CombineDraft(given.combine.kind, tuple(given.combine.datasets)),
        notice_days=given.notice_days,
        onward_sharing=given.onward_sharing,
        limits=AgreementLimits(given.limits.queries_per_day, given.limits.rows_per_query),
        unitary=None if unitary is None else UnitaryTerms(unitary.max_rows),
        template=given.template,
        hosting=None if given.hosting is None else read_hosting(given.hosting),
    )


def read_hosting(given: HostingInput) -> HostingDemand:
    return HostingDemand(
        tuple(sorted(set(given.countries))),
        given.secnumcloud,
        tuple(sorted(set(given.operated_by))),
    )


def read_personal(given: PersonalDataInput) -> PersonalDataBlock:
    return PersonalDataBlock(
        controller=_contact(given.controller),
        dpo=_contact(given.dpo),
        persons=tuple(given.persons),
        data_categories=tuple(given.data_categories),
        recipients=tuple(given.recipients),
        transfers=given.transfers,
        retention=given.retention,
        security_measures=given.security_measures,
        dpia_reference=given.dpia_reference,
        dpia_waiver=given.dpia_waiver,
        joint_arrangement=given.joint_arrangement,
        processor_contract=given.processor_contract,
    )


def _contact(given: ContactInput) -> Contact:
    return Contact(given.name, given.email)
