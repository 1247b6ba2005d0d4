"""An amendment: what is left out stays as the latest version says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TypeVar

import strawberry

from catalog.actions.agreement import AgreementDraft, ColumnGrant, CombineDraft, TermsDraft
from catalog.actions.facts import Findings
from catalog.actions.granted_rows import RowsDraft
from catalog.actions.redrafting import draft_of
from catalog.actions.sharing.problems import UnknownAgreement
from catalog.model.terms import AgreementLimits, MembersRule, UnitaryTerms
from gateway.control.agreement_input import (
    ColumnGrantInput,
    CombineInput,
    GrantedTerritoryInput,
    HostingInput,
    LimitsInput,
    PersonalDataInput,
    RowsInput,
    UnitaryInput,
)
from gateway.control.agreement_reading import (
    read_hosting,
    read_personal,
    read_rows,
    read_territory,
)
from gateway.control.context import ControlContext
from gateway.control.enums import OnwardSharing, Output, Relation
from gateway.control.problems import RowsNotSaid
from gateway.control.visible_agreements import agreements_seen

_Value = TypeVar("_Value")
_KEPT = strawberry.UNSET


@strawberry.input(
    description=(
        "Ce qui change ; le reste demeure. Null retire ce qui peut l'être. / "
        "What changes; the rest stays. Null takes away what may be."
    )
)
class AmendmentInput:
    agreement: str = strawberry.field(
        description="La convention, ou l'une de ses versions. / The agreement, or a version of it."
    )
    start: dt.date = strawberry.field(
        description="Quand elle remplace l'ancienne. / When it takes the old one's place."
    )
    end: dt.date | None = None
    title: str | None = None
    columns: list[ColumnGrantInput] | None = None
    rows: RowsInput | None = None
    territory: GrantedTerritoryInput | None = None
    purposes: list[str] | None = None
    legal_basis: str | None = None
    output: Output | None = None
    members: str | None = _KEPT
    relation: Relation | None = _KEPT
    personal_data: PersonalDataInput | None = _KEPT
    combine: CombineInput | None = None
    notice_days: int | None = None
    onward_sharing: OnwardSharing | None = None
    limits: LimitsInput | None = None
    unitary: UnitaryInput | None = _KEPT
    hosting: HostingInput | None = _KEPT


def read_amendment(
    given: AmendmentInput, context: ControlContext, findings: Findings
) -> AgreementDraft:
    """The whole of the new version. Raises UnknownAgreement, for what one may not see as well."""
    reference = given.agreement.partition("@")[0]
    versions = [each for each in agreements_seen(context) if each.id == reference]
    if not versions:
        raise UnknownAgreement(agreement=given.agreement[:40])
    latest = draft_of(max(versions, key=lambda each: each.version), context.snapshot)
    return replace(
        latest,
        start=given.start,
        end=_or(given.end, latest.end),
        title=_or(given.title, latest.title),
        columns=latest.columns
        if given.columns is None
        else tuple(
            ColumnGrant(each.name, each.transform, each.constant, each.secret_text)
            for each in given.columns
        ),
        rows=_rows(given, latest.rows, findings),
        purposes=latest.purposes if given.purposes is None else frozenset(given.purposes),
        legal_basis=_or(given.legal_basis, latest.legal_basis),
        output=_or(given.output, latest.output),
        members=_members(given.members, latest.members),
        terms=_terms(given, latest.terms),
    )


def _rows(given: AmendmentInput, latest: RowsDraft, findings: Findings) -> RowsDraft:
    if given.rows is not None and given.territory is not None:
        findings.add(RowsNotSaid(), "territory")
    if given.territory is not None:
        return read_territory(given.territory, latest, findings)
    return latest if given.rows is None else read_rows(given.rows, findings)


def _terms(given: AmendmentInput, latest: TermsDraft) -> TermsDraft:
    combine, limits = given.combine, given.limits
    return replace(
        latest,
        relation=latest.relation if given.relation is _KEPT else given.relation,
        personal_data=latest.personal_data
        if given.personal_data is _KEPT
        else None
        if given.personal_data is None
        else read_personal(given.personal_data),
        combine=latest.combine
        if combine is None
        else CombineDraft(combine.kind, tuple(combine.datasets)),
        notice_days=_or(given.notice_days, latest.notice_days),
        onward_sharing=_or(given.onward_sharing, latest.onward_sharing),
        limits=latest.limits
        if limits is None
        else AgreementLimits(limits.queries_per_day, limits.rows_per_query),
        unitary=latest.unitary
        if given.unitary is _KEPT
        else None
        if given.unitary is None
        else UnitaryTerms(given.unitary.max_rows),
        hosting=latest.hosting
        if given.hosting is _KEPT
        else None
        if given.hosting is None
        else read_hosting(given.hosting),
    )


def _members(given: str | None, latest: MembersRule | None) -> MembersRule | None:
    if given is _KEPT:
        return latest
    return None if given is None else MembersRule(given)


def _or(given: _Value | None, latest: _Value) -> _Value:
    return latest if given is None else given
