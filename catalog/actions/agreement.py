"""Drafting an agreement: what may be granted, to whom, on which rows, and for what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from catalog.actions.agreement_terms import label_purposes, resolve_combine
from catalog.actions.agreement_text import meant_document, signed_hash
from catalog.actions.columns import is_time_zone, suggestion, unknown_column
from catalog.actions.facts import Facts, Findings
from catalog.actions.granted_rows import RowsDraft, resolve_rows
from catalog.actions.hosting import check_demand
from catalog.actions.membership import is_competence
from catalog.actions.problems import (
    AgreementIsFixed,
    AgreementRefused,
    DatesReversed,
    InvalidCompetence,
    KeyWithheld,
    TransformNotForType,
    UnknownAgreementDataset,
    UnknownParty,
    UnknownPurpose,
    ValueNotOfType,
)
from catalog.actions.shares import refuse_shares_beside_measures
from catalog.actions.texts import refuse_unsafe_texts
from catalog.actions.visible import is_known_to, is_visible_to, proposer_of
from catalog.actions.wire_values import is_wire_value
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Life, Output
from catalog.model.column_types import DAYS
from catalog.model.dataset import Column, Dataset, ScalarType
from catalog.model.hosting import HostingDemand
from catalog.model.identifiers import InvalidSiren, Siren, is_mistyped_siren
from catalog.model.organisation import Organisation
from catalog.model.terms import (
    AgreementLimits,
    CombineKind,
    MembersRule,
    OnwardSharing,
    PersonalDataBlock,
    Relation,
    Terms,
    UnitaryTerms,
)
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot

_ID = re.compile(r"[a-z]+(?:-[a-z0-9]+)*-[0-9]{4}-[0-9]{4,}")
WRITABLE = frozenset({AgreementState.DRAFT, AgreementState.CHANGES_REQUESTED})
"""Its proposer may still write it again."""
_COARSER_COMMUNES = frozenset({Transform.COMMUNE, Transform.EPCI})
_FOR_TYPES: dict[Transform, frozenset[ScalarType]] = {
    Transform.CLEAR: frozenset(ScalarType),
    Transform.NULL: frozenset(ScalarType),
    Transform.CONSTANT: frozenset(ScalarType) - {ScalarType.JSON},
    Transform.KEYED_HASH: frozenset({ScalarType.STRING}),
    Transform.MONTH: DAYS,
    Transform.YEAR: DAYS,
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
    hosting: HostingDemand | None = None


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


def draft_agreement(
    draft: AgreementDraft, facts: Facts, proposer: Siren | None = None
) -> Agreement:
    """A draft (state DRAFT) with its hash. Raises ActRefused.

    `proposer` is the side that writes; None: a declaration, which is the owner's. What was
    submitted or signed does not change: the same text again gives the agreement as it stands,
    another text is refused.
    """
    findings = Findings()
    refuse_unsafe_texts(draft, findings)
    _check_header(draft, facts.catalog.purposes.keys(), findings)
    grantee = resolve_grantee(draft, facts.catalog, findings)
    dataset = _resolve_dataset(draft, facts, proposer, findings)
    if grantee is None or dataset is None:
        findings.raise_any()
        raise AssertionError  # what is missing was found
    columns = _resolve_columns(draft, dataset, findings)
    rows = resolve_rows(draft.rows, dataset, grantee.siren, facts.cog, findings)
    terms = _resolve_terms(draft, dataset, facts, proposer, findings)
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
        members=draft.members,
        dataset_version=dataset.version,
        terms=terms,
        life=Life(proposed_by=proposer),
    )
    agreement = replace(written, sha256=signed_hash(written))
    current = agreement_cited(facts.catalog, agreement.citation)
    side = proposer or agreement.grantor
    is_known = current is None or is_visible_to(current, side)
    if current is not None and is_known and _stands(current, agreement):
        return current
    _check_changeable(agreement, current, facts.catalog.agreements, findings, is_known=is_known)
    refuse_shares_beside_measures(agreement, dataset, facts.catalog.agreements, findings)
    findings.raise_any()
    return agreement if current is None else replace(agreement, life=_rewritten(current.life))


def _stands(current: Agreement, written: Agreement) -> bool:
    """The same text; of what is no draft any more, whatever the dataset has become since."""
    if current.sha256 == written.sha256:
        return True
    return current.state not in WRITABLE and meant_document(current) == meant_document(written)


def _rewritten(life: Life) -> Life:
    """The life of a rewritten version: only proposer and steps, the rest was about another text."""
    return Life(proposed_by=life.proposed_by, steps=life.steps)


def agreement_cited(catalog: Snapshot, citation: str) -> Agreement | None:
    """By `conv-2026-0017@2`."""
    id_ = citation.partition("@")[0]
    same = (each for each in catalog.agreements if each.id == id_)
    return next((each for each in same if each.citation == citation), None)


def _check_header(draft: AgreementDraft, purposes: AbstractSet[str], findings: Findings) -> None:
    if not _ID.fullmatch(draft.id):
        why = "une référence s'écrit conv-2026-0017", "a reference is written conv-2026-0017"
        findings.add(_refused(draft.id, *why), "id")
    if draft.version < 1:
        why = "la première version est 1", "the first version is 1"
        findings.add(_refused(draft.id, *why), "version")
    if draft.end < draft.start:
        findings.add(DatesReversed(start=draft.start, end=draft.end), "end")
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


def resolve_grantee(
    draft: AgreementDraft, catalog: Snapshot, findings: Findings
) -> Organisation | None:
    grantee = catalog.organisation_of_slug(draft.to) or catalog.organisations.get(Siren(draft.to))
    if grantee is None and is_mistyped_siren(draft.to):
        findings.add(InvalidSiren(text=draft.to), "to")
    elif grantee is None:
        slugs = [each.slug for each in catalog.organisations.values()]
        findings.add(UnknownParty(name=draft.to, did_you_mean=suggestion(draft.to, slugs)), "to")
    elif grantee.siren == draft.grantor:
        why = "on ne convient pas avec soi-même", "nobody agrees with themselves"
        findings.add(_refused(draft.id, *why), "to")
    return grantee


def _resolve_dataset(
    draft: AgreementDraft, facts: Facts, proposer: Siren | None, findings: Findings
) -> Dataset | None:
    """The dataset that the draft names, else None with a finding: a dataset that the proposer
    cannot discover is as unknown as one that does not exist.
    """
    known = [
        each
        for each in facts.catalog.datasets_of(draft.grantor)
        if is_known_to(proposer, each, facts)
    ]
    dataset = facts.catalog.own_dataset_spelt(draft.grantor, draft.dataset)
    if dataset is None or dataset not in known:
        meant = suggestion(draft.dataset, [each.name for each in known])
        findings.add(UnknownAgreementDataset(dataset=draft.dataset, did_you_mean=meant), "dataset")
        return None
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
                label_fr=column.label_fr,
                label_en=column.label_en,
                secret=column.secret,
                secret_text=grant.secret_text,
            )
        )
    return tuple(granted)


def _resolve_terms(
    draft: AgreementDraft,
    dataset: Dataset,
    facts: Facts,
    proposer: Siren | None,
    findings: Findings,
) -> Terms:
    terms = draft.terms
    if draft.members is not None and not is_competence(draft.members.competence):
        problem = InvalidCompetence(text=draft.members.competence)
        findings.add(problem, "members", "competence")
    check_demand(terms.hosting, findings, "terms", "hosting")
    combine = resolve_combine(terms.combine.kind, terms.combine.datasets, facts, proposer, findings)
    return Terms(
        purpose_labels=label_purposes(draft.purposes, facts.catalog),
        dataset_title_fr=dataset.title_fr,
        dataset_title_en=dataset.title_en,
        relation=terms.relation,
        personal_data=terms.personal_data,
        combine=combine,
        notice_days=terms.notice_days,
        onward_sharing=terms.onward_sharing,
        limits=terms.limits,
        unitary=terms.unitary,
        template=terms.template,
        hosting=terms.hosting,
    )


def _check_transform(
    draft: AgreementDraft, grant: ColumnGrant, column: Column, findings: Findings
) -> None:
    path = ("columns", grant.name)
    if column.type.scalar not in _FOR_TYPES[grant.transform]:
        problem = TransformNotForType(
            transform=grant.transform.value, column=column.name, type=column.type.scalar.value
        )
        findings.add(problem, *path)
    elif grant.transform in _COARSER_COMMUNES:
        _check_coarser(draft, column, findings)
    elif grant.transform is Transform.CONSTANT:
        if grant.constant is None or not is_wire_value(grant.constant, column):
            value, kind = grant.constant or "", column.type.scalar.value
            findings.add(ValueNotOfType(value=value, column=column.name, type=kind), *path)
    elif grant.constant is not None:
        why = "seul « constant » a une valeur", 'only "constant" has a value'
        findings.add(_refused(draft.id, *why), *path)


def _check_coarser(draft: AgreementDraft, column: Column, findings: Findings) -> None:
    """A code is read on the map of some land: nothing makes a commune of other text, and the map of
    the whole country is too long to go with each query.
    """
    path = ("columns", column.name)
    if column.concept != "commune":
        why = (
            f"« {column.name} » n'est pas un code commune (concept commune)",
            f'"{column.name}" is not a commune code (concept commune)',
        )
        findings.add(_refused(draft.id, *why), *path)
    if draft.rows.own_territory is None and draft.rows.listed_territory is None:
        why = (
            (
                "« commune » et « epci » demandent des lignes bornées par un territoire "
                "(own_territory ou listed_territory)"
            ),
            (
                '"commune" and "epci" need rows that a territory bounds '
                "(own_territory or listed_territory)"
            ),
        )
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
    *,
    is_known: bool,
) -> None:
    same_id = [each for each in agreements if each.id == agreement.id]
    if not is_known or any(each.parties != agreement.parties for each in same_id):
        # Between two others, or the other side's own draft: all that is told is that the
        # reference will not do.
        why = "sa référence est déjà prise", "its reference is already taken"
        findings.add(_refused(agreement.id, *why), "id")
    elif current is not None and not _is_writable(current, agreement):
        problem = AgreementIsFixed(agreement=current.citation, state=current.state.value)
        findings.add(problem, "id")


def _is_writable(current: Agreement, written: Agreement) -> bool:
    """While it is being written, and by the side that proposes it."""
    return current.state in WRITABLE and proposer_of(current) == proposer_of(written)


def _refused(agreement: str, why_fr: str, why_en: str) -> AgreementRefused:
    return AgreementRefused(agreement=agreement, why_fr=why_fr, why_en=why_en)
