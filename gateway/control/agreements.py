"""The Agreement of GraphQL: one version, what is costly of it computed when it is asked for."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.actions.agreement_text import signed_text
from catalog.actions.sharing.answer_days import answer_day
from catalog.actions.sharing.previewing import preview_of
from catalog.hosting import agreement_shortfalls
from catalog.model.agreement import Agreement as SignedAgreement
from catalog.model.bilingual import Bilingual
from catalog.row_words import rows_of_agreement
from gateway.control import agreement_types as shown
from gateway.control import health_types
from gateway.control.agreement_writing import (
    dataset_name,
    write_approval,
    write_body,
    write_column,
    write_guard,
    write_preview,
    write_purposes,
    write_sentence,
    write_shortfalls,
    write_step,
    write_suspensions,
    write_terms,
)
from gateway.control.context import ControlContext
from gateway.control.next_actions import say_who
from gateway.control.renewal_types import Renewable
from gateway.control.sentence import Sentence
from gateway.control.types import Organisation
from gateway.control.version_differences import version_differences
from gateway.control.visible_agreements import agreements_seen, is_operator, side_of

Info = strawberry.Info[ControlContext, None]


def resolve_grantor(parent: strawberry.Parent[Agreement], info: Info) -> Organisation:
    return write_body(parent.signed.grantor, info.context.snapshot)


def resolve_grantee(parent: strawberry.Parent[Agreement], info: Info) -> Organisation:
    return write_body(parent.signed.grantee, info.context.snapshot)


def resolve_dataset(parent: strawberry.Parent[Agreement], info: Info) -> str | None:
    return dataset_name(parent.signed.dataset_id, info.context.snapshot)


def resolve_dataset_title(parent: strawberry.Parent[Agreement], info: Info) -> Sentence | None:
    """Told to both parties: whoever is asked to sign must know for what."""
    dataset = info.context.snapshot.datasets.get(parent.signed.dataset_id)
    if dataset is None:
        return None
    return write_sentence(Bilingual(dataset.title_fr, dataset.title_en))


def resolve_purposes(parent: strawberry.Parent[Agreement]) -> list[str]:
    return sorted(parent.signed.purposes)


def resolve_purpose_labels(
    parent: strawberry.Parent[Agreement], info: Info
) -> list[shown.PurposeLabel]:
    return write_purposes(parent.signed, info.context.snapshot)


def resolve_granted_columns(parent: strawberry.Parent[Agreement]) -> list[shown.GrantedColumn]:
    return [write_column(each) for each in parent.signed.columns]


def resolve_rows(parent: strawberry.Parent[Agreement], info: Info) -> list[Sentence]:
    said = rows_of_agreement(parent.signed, info.context.snapshot)
    return [write_sentence(each) for each in said]


def resolve_terms(parent: strawberry.Parent[Agreement], info: Info) -> shown.Terms:
    return write_terms(parent.signed, info.context)


def resolve_approvals(parent: strawberry.Parent[Agreement], info: Info) -> list[shown.Approval]:
    return [write_approval(each, info.context.snapshot) for each in parent.signed.approvals]


def resolve_steps(parent: strawberry.Parent[Agreement], info: Info) -> list[shown.Step]:
    to_grantor = side_of(info.context) == parent.signed.grantor
    return [
        write_step(each, info.context.snapshot, to_grantor=to_grantor)
        for each in parent.signed.life.steps
    ]


def resolve_answer_by(parent: strawberry.Parent[Agreement]) -> dt.date | None:
    return answer_day(parent.signed)


def resolve_suspensions(parent: strawberry.Parent[Agreement], info: Info) -> list[shown.Suspension]:
    context = info.context
    return write_suspensions(
        parent.signed, context.snapshot, side_of(context), is_operator=is_operator(context)
    )


def resolve_previews(parent: strawberry.Parent[Agreement], info: Info) -> list[shown.PreviewSeen]:
    side, snapshot = side_of(info.context), info.context.snapshot
    return [
        shown.PreviewSeen(
            agent=each.agent,
            organisation=write_body(each.organisation, snapshot),
            at=each.at,
            version_sha256=each.version_sha256,
        )
        for each in parent.signed.life.previews
        if each.organisation == side
    ]


def resolve_guard(parent: strawberry.Parent[Agreement], info: Info) -> shown.Guard | None:
    found = parent.signed.life.guard
    if found is None or side_of(info.context) != parent.signed.grantor:
        return None
    return write_guard(found, info.context)


async def resolve_before_signing(
    parent: strawberry.Parent[Agreement], info: Info
) -> shown.BeforeSigning | None:
    foresight = await info.context.services.act.foresight(parent.signed)
    if foresight is None:
        return None
    guard = foresight.guard
    return shown.BeforeSigning(
        row_count=foresight.rows,
        total_rows=foresight.all_rows,
        communes=None
        if foresight.communes is None
        else [
            shown.GivenCommune(
                code=each.code, nom=each.nom, row_count=each.given, total_rows=each.rows
            )
            for each in foresight.communes
        ],
        guard=None if guard is None else write_guard(guard, info.context),
    )


def resolve_hosting(
    parent: strawberry.Parent[Agreement], info: Info
) -> list[shown.HostingShortfall]:
    signed, context = parent.signed, info.context
    return write_shortfalls(
        agreement_shortfalls(signed, context.snapshot, context.services.installation)
    )


async def resolve_possible(
    parent: strawberry.Parent[Agreement], info: Info
) -> list[shown.PossibleAct]:
    context = info.context
    return [
        shown.PossibleAct(
            act=each.turn.act,
            by=write_sentence(say_who(each, context.snapshot)),
            mine=each.mine,
            stronger_sign_in=each.needs_stronger,
        )
        for each in await context.turns.load(parent.signed)
    ]


def resolve_preview(
    parent: strawberry.Parent[Agreement], info: Info, at: dt.date | None = None
) -> shown.AgreementPreview | None:
    context = info.context
    day = at or max(parent.signed.start, context.standpoint.day)
    found = preview_of(parent.signed, context.snapshot, context.cog, day)
    return write_preview(found, context.snapshot)


def resolve_canonical_text(parent: strawberry.Parent[Agreement]) -> str:
    return signed_text(parent.signed).decode()


def resolve_versions(
    parent: strawberry.Parent[Agreement], info: Info
) -> list[shown.AgreementVersion]:
    return [
        shown.AgreementVersion(citation=each.citation, state=each.state.value)
        for each in agreements_seen(info.context)
        if each.id == parent.signed.id
    ]


def resolve_differences(
    parent: strawberry.Parent[Agreement], info: Info
) -> list[shown.VersionDifference]:
    own = [
        agreement
        for agreement in agreements_seen(info.context)
        if agreement.id == parent.signed.id and agreement.version < parent.signed.version
    ]
    if not own:
        return []
    latest = max(own, key=lambda agreement: agreement.version)
    return version_differences(latest, parent.signed, info.context.snapshot)


async def resolve_health(
    parent: strawberry.Parent[Agreement], info: Info
) -> health_types.AgreementHealth | None:
    current = await info.context.health.load(parent.signed.citation)
    return health_types.write_health_of(parent.signed, current, info.context)


async def resolve_health_history(
    parent: strawberry.Parent[Agreement], info: Info
) -> list[health_types.HealthChange]:
    agreement = parent.signed
    history = await info.context.services.health.history(agreement.citation)
    return [health_types.write_change(each, agreement, info.context) for each in history]


@strawberry.type(description="Une version de convention. / One version of an agreement.")
class Agreement(Renewable):
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

    grantor: Organisation = strawberry.field(resolver=resolve_grantor)

    grantee: Organisation = strawberry.field(resolver=resolve_grantee)

    dataset: str | None = strawberry.field(
        resolver=resolve_dataset, description="« organisme.jeu ». / Owner and dataset."
    )
    dataset_title: Sentence | None = strawberry.field(
        resolver=resolve_dataset_title,
        description="Le titre des données, pour les deux parties. / The title of the data.",
    )

    purposes: list[str] = strawberry.field(resolver=resolve_purposes)

    purpose_labels: list[shown.PurposeLabel] = strawberry.field(
        resolver=resolve_purpose_labels,
        description="Les finalités et leurs libellés. / Purposes with their labels.",
    )

    granted_columns: list[shown.GrantedColumn] = strawberry.field(
        resolver=resolve_granted_columns,
        description="Chaque colonne donnée, et comment. / Each column, and how.",
    )

    rows: list[Sentence] = strawberry.field(
        resolver=resolve_rows,
        description="Quelles lignes, en toutes lettres. / Which rows, in words.",
    )

    terms: shown.Terms = strawberry.field(resolver=resolve_terms)

    approvals: list[shown.Approval] = strawberry.field(resolver=resolve_approvals)

    steps: list[shown.Step] = strawberry.field(
        resolver=resolve_steps,
        description="Qui a fait quoi, quand, pourquoi. / Who did what, when, why.",
    )

    answer_by: dt.date | None = strawberry.field(
        resolver=resolve_answer_by,
        description=(
            "Le dernier jour pour répondre à une proposition qui attend ; elle tombe ensuite. / "
            "The last day to answer a proposal that waits; it lapses after it."
        ),
    )

    suspensions: list[shown.Suspension] = strawberry.field(
        resolver=resolve_suspensions,
        description=(
            "Les suspensions posées, chacune levée par qui l'a posée. / The suspensions that "
            "stand, each lifted by whoever set it."
        ),
    )

    previews: list[shown.PreviewSeen] = strawberry.field(
        resolver=resolve_previews,
        description=(
            "Qui a ouvert l'aperçu, de votre côté. / Who opened the preview, of your side."
        ),
    )

    guard: shown.Guard | None = strawberry.field(
        resolver=resolve_guard, description="Pour qui accorde seulement. / For the grantor only."
    )

    before_signing: shown.BeforeSigning | None = strawberry.field(
        resolver=resolve_before_signing,
        description=(
            "Ce que qui accorde doit savoir avant de signer ; ensuite, rien. / What the grantor "
            "must know before signing; nothing afterwards."
        ),
    )

    hosting: list[shown.HostingShortfall] = strawberry.field(
        resolver=resolve_hosting,
        description=(
            "Ce qui, aujourd'hui, n'est pas hébergé comme exigé. / What is not hosted as demanded."
        ),
    )

    health: health_types.AgreementHealth | None = strawberry.field(
        resolver=resolve_health,
        description=(
            "Ce que la vérification de la nuit en dit ; null : elle n'est pas vérifiée. / "
            "The finding of the nightly verification; null: it is not verified."
        ),
    )

    health_history: list[health_types.HealthChange] = strawberry.field(
        resolver=resolve_health_history,
        description="Chaque changement de sa santé, le dernier d'abord. / The last change first.",
    )

    possible: list[shown.PossibleAct] = strawberry.field(
        resolver=resolve_possible,
        description=("Ce qui est possible maintenant, et pour qui. / What is possible, and whose."),
    )

    preview: shown.AgreementPreview | None = strawberry.field(
        resolver=resolve_preview,
        description=(
            "Les communes, à ce jour (par défaut le début, ou aujourd'hui s'il est passé) ; jamais "
            "un compte de lignes. / The communes, on that day; never a count of rows."
        ),
    )

    canonical_text: str = strawberry.field(
        resolver=resolve_canonical_text,
        description=(
            "Le texte signé (JSON canonique, RFC 8785). / The signed text, canonical JSON."
        ),
    )

    versions: list[shown.AgreementVersion] = strawberry.field(
        resolver=resolve_versions, description="Ses autres versions. / Its other versions."
    )

    differences: list[shown.VersionDifference] = strawberry.field(
        resolver=resolve_differences,
        description=(
            "Ce que cette version change à celle d'avant ; vide pour la première. / "
            "What this version changes of the one before; empty for the first."
        ),
    )


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
