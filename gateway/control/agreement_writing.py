"""From an agreement's values to what GraphQL shows of them."""

from __future__ import annotations

from collections.abc import Iterable

import strawberry

from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.preview import AgreementPreview as Previewed
from catalog.actions.sharing.preview import PreviewedCommune
from catalog.guard.days import days_in_words
from catalog.hosting_words import parts_in_words, whose_turn
from catalog.model import terms as model
from catalog.model.agreement import Agreement as Signed
from catalog.model.agreement import Approval as SignedApproval
from catalog.model.agreement import GrantedColumn as SignedColumn
from catalog.model.agreement import GuardRecord
from catalog.model.agreement import Step as LivedStep
from catalog.model.bilingual import Bilingual
from catalog.model.hosting import HostingDemand, Shortfall
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate as GivenMandate
from catalog.model.organisation import Organisation as PublicBody
from catalog.model.suspension import SuspensionCause
from catalog.snapshot import Snapshot
from catalog.suspension_words import suspender, whose_turn_to_lift
from catalog.suspensions import standing_suspensions
from gateway.control import agreement_types as shown
from gateway.control.context import ControlContext
from gateway.control.sentence import Sentence
from gateway.control.types import Commune, Organisation, write_organisation


def write_sentence(told: Bilingual) -> Sentence:
    return Sentence(fr=told.fr, en=told.en)


def write_body(siren: Siren, snapshot: Snapshot) -> Organisation:
    """Parties are registered; one that is no longer still has its number."""
    known = snapshot.organisations.get(siren)
    if isinstance(known, PublicBody):
        return write_organisation(known)
    return Organisation(siren=siren, slug=siren, name=siren, kind="", field="")


def write_column(column: SignedColumn) -> shown.GrantedColumn:
    return shown.GrantedColumn(
        name=column.name,
        label_fr=column.label_fr,
        label_en=column.label_en,
        transform=column.transform.value,
        constant=column.constant,
        classification=column.classification,
        secret=None if column.secret is None else column.secret.value,
        secret_text=column.secret_text,
    )


def write_purposes(agreement: Signed, snapshot: Snapshot) -> list[shown.PurposeLabel]:
    """With the words they had when it was signed; today's for what embedded none."""
    signed = {each.code: each for each in agreement.terms.purpose_labels}
    known = snapshot.purposes
    labels = (signed.get(code) or known.get(code) for code in sorted(agreement.purposes))
    return [
        shown.PurposeLabel(code=each.code, label_fr=each.label_fr, label_en=each.label_en)
        for each in labels
        if each is not None
    ]


def write_terms(agreement: Signed, context: ControlContext) -> shown.Terms:
    terms = agreement.terms
    personal, unitary = terms.personal_data, terms.unitary
    return shown.Terms(
        relation=None if terms.relation is None else terms.relation.value,
        personal_data=None if personal is None else _write_personal(personal),
        combine=terms.combine.kind.value,
        combine_datasets=[_dataset_named(each, context) for each in terms.combine.datasets],
        notice_days=terms.notice_days,
        onward_sharing=terms.onward_sharing.value,
        queries_per_day=terms.limits.queries_per_day,
        rows_per_query=terms.limits.rows_per_query,
        unitary_max_rows=None if unitary is None else unitary.max_rows,
        hosting=None if terms.hosting is None else _write_demand(terms.hosting),
        template=terms.template,
    )


def _write_demand(demand: HostingDemand) -> shown.HostingDemand:
    return shown.HostingDemand(
        countries=list(demand.countries),
        secnumcloud=demand.secnumcloud,
        operated_by=list(demand.operated_by),
    )


def write_shortfalls(shortfalls: Iterable[Shortfall]) -> list[shown.HostingShortfall]:
    return [
        shown.HostingShortfall(
            part=each.part.value,
            fact=each.fact.value,
            known=each.known,
            words=Sentence(fr=parts_in_words([each], "fr"), en=parts_in_words([each], "en")),
            turn=Sentence(fr=whose_turn([each], "fr"), en=whose_turn([each], "en")),
        )
        for each in shortfalls
    ]


def write_act(act: model.EnforceableAct) -> shown.EnforceableAct:
    return shown.EnforceableAct(reference=act.reference, enforceable_since=act.enforceable_since)


def write_approval(approval: SignedApproval, snapshot: Snapshot) -> shown.Approval:
    return shown.Approval(
        organisation=write_body(approval.organisation, snapshot),
        agent=approval.agent,
        at=approval.at,
        version_sha256=approval.version_sha256,
        capacity=approval.capacity,
        act=None if approval.act is None else write_act(approval.act),
        mandate=approval.mandate,
        employer=None if approval.employer is None else write_body(approval.employer, snapshot),
        document_sha256=approval.document_sha256,
    )


def write_step(step: LivedStep, snapshot: Snapshot, *, to_grantor: bool) -> shown.Step:
    """Why the guard was overridden may say what it found, which is the grantor's alone."""
    side = step.organisation
    is_withheld = step.act == ActName.OVERRIDE_GUARD and not to_grantor
    return shown.Step(
        at=step.at,
        act=step.act,
        before=step.before.value,
        after=step.after.value,
        agent=step.agent,
        organisation=None if side is None else write_body(side, snapshot),
        reason=None if is_withheld else step.reason,
    )


def write_suspensions(
    agreement: Signed, snapshot: Snapshot, side: Siren | None, *, is_operator: bool
) -> list[shown.Suspension]:
    own = {
        SuspensionCause.GRANTOR: side == agreement.grantor,
        SuspensionCause.GRANTEE: side == agreement.grantee,
        SuspensionCause.OPERATOR: is_operator and side not in agreement.parties,
        SuspensionCause.GUARD: False,
    }
    return [
        shown.Suspension(
            cause=each.cause.value,
            mine=own[each.cause],
            at=each.at,
            reason=each.reason,
            by=write_sentence(suspender(each.cause, agreement, snapshot)),
            turn=write_sentence(whose_turn_to_lift(each, agreement, snapshot)),
        )
        for each in standing_suspensions(agreement)
    ]


def write_guard(guard: GuardRecord, context: ControlContext) -> shown.Guard:
    day, override = context.standpoint.day, guard.override
    days = days_in_words(guard.since, guard.until)
    return shown.Guard(
        at=guard.at,
        stops=guard.stops,
        findings_sha256=guard.findings_sha256,
        communes=[
            Commune(code=code, nom=context.cog.resolve(code, day).nom) for code in guard.communes
        ],
        columns=list(guard.columns),
        days=None if days is None else Sentence(fr=days[0], en=days[1]),
        overridable=guard.overridable,
        override_reason=None if override is None else override.reason,
        overridden_by=None if override is None else override.agent,
    )


def write_preview(preview: Previewed, snapshot: Snapshot) -> shown.AgreementPreview:
    def communes(found: Iterable[PreviewedCommune]) -> list[Commune]:
        return [Commune(code=each.code, nom=each.nom) for each in found]

    return shown.AgreementPreview(
        citation=preview.citation,
        version_sha256=preview.version_sha256,
        at=preview.at,
        columns=[write_column(each) for each in preview.columns],
        all_rows=preview.all_rows,
        communes=communes(preview.communes),
        of_the_owner=communes(preview.of_the_owner),
        left_out=communes(preview.left_out),
        partly_covered=communes(preview.partly_covered),
        readers=[write_body(each, snapshot) for each in preview.readers],
        row_count=preview.row_count,
    )


def write_mandate(mandate: GivenMandate, context: ControlContext) -> shown.Mandate:
    snapshot = context.snapshot
    return shown.Mandate(
        id=strawberry.ID(mandate.id),
        principal=write_body(mandate.principal, snapshot),
        mandatary=write_body(mandate.mandatary, snapshot),
        actions=sorted(each.value for each in mandate.actions),
        competences=sorted(mandate.competences),
        datasets=sorted(_own_dataset(each, snapshot) for each in mandate.datasets),
        start=mandate.start,
        end=mandate.end,
        act=write_act(mandate.act),
        given_by=mandate.given_by,
        given_at=mandate.given_at,
        ended_at=mandate.ended_at,
        ended_by=mandate.ended_by,
        in_force=mandate.holds_on(context.standpoint.day),
    )


def dataset_name(dataset_id: str, snapshot: Snapshot) -> str | None:
    """`slug.dataset`, for those who are party to what is about it."""
    dataset = snapshot.datasets.get(dataset_id)
    owner = None if dataset is None else snapshot.organisations.get(dataset.owner)
    return None if dataset is None or owner is None else f"{owner.slug}.{dataset.name}"


def _own_dataset(dataset_id: str, snapshot: Snapshot) -> str:
    return dataset_name(dataset_id, snapshot) or dataset_id


def _dataset_named(dataset_id: str, context: ControlContext) -> str:
    """By name for those who may discover it, else by its number, which says nothing."""
    if dataset_id not in context.view.discoverable:
        return dataset_id
    return dataset_name(dataset_id, context.snapshot) or dataset_id


def _write_personal(block: model.PersonalDataBlock) -> shown.PersonalData:
    return shown.PersonalData(
        controller=shown.Contact(name=block.controller.name, email=block.controller.email),
        dpo=shown.Contact(name=block.dpo.name, email=block.dpo.email),
        persons=list(block.persons),
        data_categories=list(block.data_categories),
        recipients=list(block.recipients),
        transfers=block.transfers,
        retention=block.retention,
        security_measures=block.security_measures,
        dpia_reference=block.dpia_reference,
        dpia_waiver=block.dpia_waiver,
        joint_arrangement=block.joint_arrangement,
        processor_contract=block.processor_contract,
    )
