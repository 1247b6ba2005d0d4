"""Drafting an agreement: what may be granted, to whom, on which rows, and for what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from catalog.actions.agreement_text import signed_hash
from catalog.actions.columns import is_time_zone, suggestion, unknown_column
from catalog.actions.facts import Facts, Findings
from catalog.actions.granted_rows import RowsDraft, resolve_rows
from catalog.actions.problems import (
    AgreementIsFixed,
    AgreementRefused,
    DatesReversed,
    KeyWithheld,
    TransformNotForType,
    UnknownAgreementDataset,
    UnknownParty,
    UnknownPurpose,
    ValueNotOfType,
)
from catalog.actions.shares import refuse_shares_beside_measures
from catalog.actions.texts import refuse_unsafe_texts
from catalog.actions.wire_values import is_wire_value
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.dataset import Column, Dataset, ScalarType
from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation
from catalog.model.terms import (
    AgreementLimits,
    CombineKind,
    MembersRule,
    OnwardSharing,
    PersonalDataBlock,
    Relation,
    UnitaryTerms,
)
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot

_ID = re.compile(r"[a-z]+(?:-[a-z0-9]+)*-[0-9]{4}-[0-9]{4}")
_DAYS = frozenset({ScalarType.DATE, ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ})
_FOR_TYPES: dict[Transform, frozenset[ScalarType]] = {
    Transform.CLEAR: frozenset(ScalarType),
    Transform.NULL: frozenset(ScalarType),
    Transform.CONSTANT: frozenset(ScalarType) - {ScalarType.JSON},
    Transform.KEYED_HASH: frozenset({ScalarType.STRING}),
    Transform.MONTH: _DAYS,
    Transform.YEAR: _DAYS,
    Transform.COMMUNE: frozenset({ScalarType.STRING}),
    Transform.EPCI: frozenset({ScalarType.STRING}),
}


@dataclass(frozen=True, slots=True)
class ColumnGrant:
    """A column by name and what is done to it; `constant` is wire text, for CONSTANT only.

    `secret_text` is the text that allows sharing a column under a legal secret.
    """

    name: str
    transform: Transform
    constant: str | None = None
    secret_text: str | None = None


@dataclass(frozen=True, slots=True)
class CombineDraft:
    """`datasets` by name: `slug.dataset`."""

    kind: CombineKind = CombineKind.REFERENCE
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermsDraft:
    """As `catalog.model.terms.Terms`, with names where that has ids and labels."""

    relation: Relation | None = None
    personal_data: PersonalDataBlock | None = None
    combine: CombineDraft = CombineDraft()
    notice_days: int = 0
    onward_sharing: OnwardSharing = OnwardSharing.NONE
    limits: AgreementLimits = field(default_factory=AgreementLimits)
    unitary: UnitaryTerms | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """As a person writes it: `to` is a slug or a SIREN, dataset and columns are names."""

    id: str
    version: int
    grantor: Siren
    to: str
    dataset: str
    title: str
    columns: tuple[ColumnGrant, ...]
    rows: RowsDraft
    purposes: frozenset[str]
    legal_basis: str
    start: date
    end: date
    output: Output = Output.DETAIL
    time_zone: str = "Europe/Paris"
    members: MembersRule | None = None
    terms: TermsDraft = TermsDraft()


def draft_agreement(draft: AgreementDraft, facts: Facts) -> Agreement:
    """A draft (state DRAFT) with its hash. Raises ActRefused.

    What was submitted or signed does not change: the same text again gives the agreement as it
    stands, another text is refused.
    """
    findings = Findings()
    refuse_unsafe_texts(draft, findings)
    _check_header(draft, facts.catalog.purposes.keys(), findings)
    grantee = _resolve_grantee(draft, facts.catalog, findings)
    dataset = _resolve_dataset(draft, facts.catalog, findings)
    if grantee is None or dataset is None:
        findings.raise_any()
        raise AssertionError  # what is missing was found
    columns = _resolve_columns(draft, dataset, findings)
    rows = resolve_rows(draft.rows, dataset, grantee.siren, findings)
    if draft.output is Output.DETAIL:
        _check_key(draft, dataset, findings)
    findings.raise_any()
    written = Agreement(
        id=draft.id,
        version=draft.version,
        grantor=draft.grantor,
        grantee=grantee.siren,
        dataset_id=dataset.id,
        title=draft.title,
        columns=columns,
        rows=rows,
        output=draft.output,
        purposes=draft.purposes,
        legal_basis=draft.legal_basis,
        start=draft.start,
        end=draft.end,
        state=AgreementState.DRAFT,
        sha256="",
        time_zone=draft.time_zone,
    )
    agreement = replace(written, sha256=signed_hash(written))
    current = agreement_cited(facts.catalog, agreement.citation)
    if current is not None and current.sha256 == agreement.sha256:
        return current
    _check_changeable(agreement, current, facts.catalog.agreements, findings)
    refuse_shares_beside_measures(agreement, dataset, facts.catalog.agreements, findings)
    findings.raise_any()
    return agreement


def agreement_cited(catalog: Snapshot, citation: str) -> Agreement | None:
    """By `conv-2026-0017@2`."""
    return next((each for each in catalog.agreements if each.citation == citation), None)


def _check_header(draft: AgreementDraft, purposes: AbstractSet[str], findings: Findings) -> None:
    if not _ID.fullmatch(draft.id):
        why = "une référence s'écrit conv-2026-0017", "a reference is written conv-2026-0017"
        findings.add(_refused(draft.id, *why), "id")
    if draft.version < 1:
        why = "la première version est 1", "the first version is 1"
        findings.add(_refused(draft.id, *why), "version")
    if draft.end < draft.start:
        start, end = draft.start.isoformat(), draft.end.isoformat()
        findings.add(DatesReversed(start=start, end=end), "end")
    for key, text in (("title", draft.title), ("legal_basis", draft.legal_basis)):
        if not text.strip():
            why = f"« {key} » est vide", f'"{key}" is empty'
            findings.add(_refused(draft.id, *why), key)
    if not is_time_zone(draft.time_zone):
        why = "son fuseau horaire est inconnu", "its time zone is unknown"
        findings.add(_refused(draft.id, *why), "time_zone")
    if not draft.purposes:
        why = "elle n'a aucune finalité", "it has no purpose"
        findings.add(_refused(draft.id, *why), "purposes")
    for purpose in sorted(draft.purposes - purposes):
        known = ", ".join(sorted(purposes))
        meant = suggestion(purpose, sorted(purposes))
        problem = UnknownPurpose(purpose=purpose, known=known, did_you_mean=meant)
        findings.add(problem, "purposes", purpose)
    if draft.output is not Output.DETAIL:
        why = "seul « detail » est possible pour le moment", 'only "detail" is possible for now'
        findings.add(_refused(draft.id, *why), "output")


def _resolve_grantee(
    draft: AgreementDraft, catalog: Snapshot, findings: Findings
) -> Organisation | None:
    grantee = catalog.organisation_of_slug(draft.to)
    if grantee is None:
        grantee = next(
            (each for each in catalog.organisations.values() if each.siren == draft.to), None
        )
    if grantee is None:
        slugs = [each.slug for each in catalog.organisations.values()]
        findings.add(UnknownParty(name=draft.to, did_you_mean=suggestion(draft.to, slugs)), "to")
    elif grantee.siren == draft.grantor:
        why = "on ne convient pas avec soi-même", "nobody agrees with themselves"
        findings.add(_refused(draft.id, *why), "to")
    return grantee


def _resolve_dataset(
    draft: AgreementDraft, catalog: Snapshot, findings: Findings
) -> Dataset | None:
    dataset = catalog.dataset_of(draft.grantor, draft.dataset)
    if dataset is None:
        names = [each.name for each in catalog.datasets_of(draft.grantor)]
        meant = suggestion(draft.dataset, names)
        findings.add(UnknownAgreementDataset(dataset=draft.dataset, did_you_mean=meant), "dataset")
    return dataset


def _resolve_columns(
    draft: AgreementDraft, dataset: Dataset, findings: Findings
) -> tuple[GrantedColumn, ...]:
    if not draft.columns:
        why = "elle ne donne aucune colonne", "it grants no column"
        findings.add(_refused(draft.id, *why), "columns")
    granted = []
    for grant in draft.columns:
        column = dataset.column_named(grant.name)
        if column is None:
            findings.add(unknown_column(dataset, grant.name), "columns", grant.name)
            continue
        _check_transform(draft, grant, column, findings)
        granted.append(
            GrantedColumn(
                column=column.id,
                name=column.name,
                classification=int(column.classification),
                transform=grant.transform,
                constant=grant.constant,
            )
        )
    return tuple(granted)


def _check_transform(
    draft: AgreementDraft, grant: ColumnGrant, column: Column, findings: Findings
) -> None:
    path = ("columns", grant.name)
    if column.type.scalar not in _FOR_TYPES[grant.transform]:
        problem = TransformNotForType(
            transform=grant.transform.value, column=column.name, type=column.type.scalar.value
        )
        findings.add(problem, *path)
    elif grant.transform is Transform.CONSTANT:
        if grant.constant is None or not is_wire_value(grant.constant, column):
            value, kind = grant.constant or "", column.type.scalar.value
            findings.add(ValueNotOfType(value=value, column=column.name, type=kind), *path)
    elif grant.constant is not None:
        why = "seul « constant » a une valeur", 'only "constant" has a value'
        findings.add(_refused(draft.id, *why), *path)


def _check_key(draft: AgreementDraft, dataset: Dataset, findings: Findings) -> None:
    """Rows without a key could not be paged through."""
    given = {each.name: each.transform for each in draft.columns}
    for column_name in dataset.primary_key:
        name = dataset.column(column_name).name
        if given.get(name) not in {Transform.CLEAR, Transform.KEYED_HASH}:
            findings.add(KeyWithheld(column=name), "columns", name)


def _check_changeable(
    agreement: Agreement,
    current: Agreement | None,
    agreements: Sequence[Agreement],
    findings: Findings,
) -> None:
    same_id = [each for each in agreements if each.id == agreement.id]
    parties = (agreement.grantor, agreement.grantee)
    if any((each.grantor, each.grantee) != parties for each in same_id):
        # Between two others, all that is told is that the reference will not do.
        why = "sa référence est déjà prise", "its reference is already taken"
        findings.add(_refused(agreement.id, *why), "id")
    elif current is not None and current.state is not AgreementState.DRAFT:
        problem = AgreementIsFixed(agreement=current.citation, state=current.state.value)
        findings.add(problem, "id")


def _refused(agreement: str, why_fr: str, why_en: str) -> AgreementRefused:
    return AgreementRefused(agreement=agreement, why_fr=why_fr, why_en=why_en)
