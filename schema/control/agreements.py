"""The Agreement of GraphQL: one version, what is costly of it computed when it is asked for."""

from __future__ import annotations

import datetime as dt

import strawberry
from catalog.actions.sharing.previewing import preview_of

from catalog.actions.agreement_text import signed_text
from catalog.model.agreement import Agreement as SignedAgreement
from schema.control import agreement_types as shown
from schema.control.agreement_writing import (
    dataset_name,
    write_approval,
    write_body,
    write_column,
    write_guard,
    write_preview,
    write_purposes,
    write_sentence,
    write_step,
    write_terms,
)
from schema.control.context import ControlContext
from schema.control.row_words import rows_in_words
from schema.control.sides import agreements_seen, mandates_held, side_of, today
from schema.control.turns import may_do, say_who, turns_of
from schema.control.types import Organisation

Info = strawberry.Info[ControlContext, None]


@strawberry.type(description="Une version de convention. / One version of an agreement.")
class Agreement:
    signed: strawberry.Private[SignedAgreement]
    id: strawberry.ID
    citation: str
    version: int
    title: str
    state: str
    dataset_id: strawberry.ID
    columns: list[str]
    output: str
    legal_basis: str
    start: dt.date
    end: dt.date
    time_zone: str
    sha256: str = strawberry.field(
        description="L'empreinte du texte signé. / The hash of the signed text."
    )
    members_for: str | None = strawberry.field(
        description=(
            "Une compétence : ses membres lisent. / A competence: its members read, each within "
            "its own territory."
        )
    )
    ended_at: dt.datetime | None

    @strawberry.field
    def grantor(self, info: Info) -> Organisation:
        return write_body(self.signed.grantor, info.context.snapshot)

    @strawberry.field
    def grantee(self, info: Info) -> Organisation:
        return write_body(self.signed.grantee, info.context.snapshot)

    @strawberry.field(description="« organisme.jeu ». / Owner and dataset.")
    def dataset(self, info: Info) -> str | None:
        return dataset_name(self.signed.dataset_id, info.context.snapshot)

    @strawberry.field
    def purposes(self) -> list[str]:
        return sorted(self.signed.purposes)

    @strawberry.field(description="Les finalités et leurs libellés. / Purposes with their labels.")
    def purpose_labels(self, info: Info) -> list[shown.PurposeLabel]:
        return write_purposes(self.signed, info.context.snapshot)

    @strawberry.field(description="Chaque colonne donnée, et comment. / Each column, and how.")
    def granted_columns(self) -> list[shown.GrantedColumn]:
        return [write_column(each) for each in self.signed.columns]

    @strawberry.field(description="Quelles lignes, en toutes lettres. / Which rows, in words.")
    def rows(self, info: Info) -> list[shown.Sentence]:
        said = rows_in_words(self.signed, info.context.snapshot)
        return [write_sentence(each) for each in said]

    @strawberry.field
    def terms(self, info: Info) -> shown.Terms:
        return write_terms(self.signed, info.context)

    @strawberry.field
    def approvals(self, info: Info) -> list[shown.Approval]:
        return [write_approval(each, info.context.snapshot) for each in self.signed.approvals]

    @strawberry.field(description="Qui a fait quoi, quand, pourquoi. / Who did what, when, why.")
    def steps(self, info: Info) -> list[shown.Step]:
        return [write_step(each, info.context.snapshot) for each in self.signed.life.steps]

    @strawberry.field(
        description="Qui a ouvert l'aperçu, de votre côté. / Who opened the preview, of your side."
    )
    def previews(self, info: Info) -> list[shown.PreviewSeen]:
        side, snapshot = side_of(info.context), info.context.snapshot
        return [
            shown.PreviewSeen(
                agent=each.agent,
                organisation=write_body(each.organisation, snapshot),
                at=each.at,
                version_sha256=each.version_sha256,
            )
            for each in self.signed.life.previews
            if each.organisation == side
        ]

    @strawberry.field(description="Pour qui accorde seulement. / For the grantor only.")
    def guard(self, info: Info) -> shown.Guard | None:
        found = self.signed.life.guard
        if found is None or side_of(info.context) != self.signed.grantor:
            return None
        return write_guard(found, info.context)

    @strawberry.field(
        description="Ce qui est possible maintenant, et pour qui. / What is possible, and whose."
    )
    def possible(self, info: Info) -> list[shown.PossibleAct]:
        context = info.context
        side, mandates = side_of(context), mandates_held(context)
        return [
            shown.PossibleAct(
                act=each.act,
                by=write_sentence(say_who(each, context.snapshot)),
                mine=may_do(each, context.subject, side, mandates),
            )
            for each in turns_of(self.signed)
        ]

    @strawberry.field(
        description=(
            "Les communes, à ce jour (par défaut le début, ou aujourd'hui s'il est passé) ; jamais "
            "un compte de lignes. / The communes, on that day; never a count of rows."
        )
    )
    def preview(self, info: Info, at: dt.date | None = None) -> shown.AgreementPreview | None:
        context = info.context
        day = at or max(self.signed.start, today(context))
        found = preview_of(self.signed, context.snapshot, context.cog, day)
        return write_preview(found, context.snapshot)

    @strawberry.field(
        description="Le texte signé (JSON canonique, RFC 8785). / The signed text, canonical JSON."
    )
    def canonical_text(self) -> str:
        return signed_text(self.signed).decode()

    @strawberry.field(description="Ses autres versions. / Its other versions.")
    def versions(self, info: Info) -> list[shown.AgreementVersion]:
        return [
            shown.AgreementVersion(citation=each.citation, state=each.state.value)
            for each in agreements_seen(info.context)
            if each.id == self.signed.id
        ]


def write_agreement(agreement: SignedAgreement) -> Agreement:
    """For whoever may see it: `agreements_seen` says who that is."""
    return Agreement(
        signed=agreement,
        id=strawberry.ID(agreement.id),
        citation=agreement.citation,
        version=agreement.version,
        title=agreement.title,
        state=agreement.state.value,
        dataset_id=strawberry.ID(agreement.dataset_id),
        columns=[each.name for each in agreement.columns],
        output=agreement.output.value,
        legal_basis=agreement.legal_basis,
        start=agreement.start,
        end=agreement.end,
        time_zone=agreement.time_zone,
        sha256=agreement.sha256,
        members_for=None if agreement.members is None else agreement.members.competence,
        ended_at=agreement.ended_at,
    )
