"""An agreement as a person writes it in GraphQL; names everywhere, read into an AgreementDraft."""

from __future__ import annotations

import datetime as dt

import strawberry

from gateway.control.enums import (
    CombineKind,
    CompareOp,
    OnwardSharing,
    Output,
    Relation,
    TerritoryDate,
    Transform,
)


@strawberry.input(description="Une colonne donnée, et comment. / A column given, and how.")
class ColumnGrantInput:
    name: str
    transform: Transform
    constant: str | None = strawberry.field(
        default=None, description="Pour CONSTANT seulement. / For CONSTANT only."
    )
    secret_text: str | None = strawberry.field(
        default=None,
        description=(
            "Le texte qui permet de donner une colonne sous un secret légal. / "
            "The text that allows giving a column under a legal secret."
        ),
    )


@strawberry.input(description="Le territoire de qui reçoit. / The territory of who receives.")
class OwnTerritoryInput:
    competence: str
    at: TerritoryDate


@strawberry.input(
    description="Des communes, telles que la carte du jour « on » les lit. / Communes, by code."
)
class ListedTerritoryInput:
    communes: list[str]
    on: dt.date
    at: TerritoryDate


@strawberry.input
class RowComparisonInput:
    column: str
    op: CompareOp
    values: list[str]


@strawberry.input(
    description=(
        "« all: true », ou des conditions qui valent toutes. / "
        '"all: true", or conditions that all hold.'
    )
)
class RowsInput:
    all: bool = False
    own_territory: OwnTerritoryInput | None = None
    listed_territory: ListedTerritoryInput | None = None
    compare: list[RowComparisonInput] = strawberry.field(default_factory=list)


@strawberry.input(
    description=(
        "Les communes seules : « all: true », ou un territoire ; les autres conditions sur les "
        "lignes demeurent. / The communes alone; the other conditions on rows stay."
    )
)
class GrantedTerritoryInput:
    all: bool = False
    own_territory: OwnTerritoryInput | None = None
    listed_territory: ListedTerritoryInput | None = None


@strawberry.input
class ContactInput:
    name: str
    email: str


@strawberry.input(description="Ce que demandent les articles 30 et 35 du RGPD. / As the GDPR asks.")
class PersonalDataInput:
    controller: ContactInput
    dpo: ContactInput
    persons: list[str]
    data_categories: list[str]
    recipients: list[str]
    transfers: str
    retention: str
    security_measures: str
    dpia_reference: str | None = None
    dpia_waiver: str | None = None
    joint_arrangement: str | None = None
    processor_contract: str | None = None


@strawberry.input(
    description="Avec quoi les données peuvent être jointes. / With what the data may be joined."
)
class CombineInput:
    kind: CombineKind = CombineKind.REFERENCE
    datasets: list[str] = strawberry.field(default_factory=list)


@strawberry.input
class LimitsInput:
    queries_per_day: int | None = None
    rows_per_query: int | None = None


@strawberry.input(
    description="Un échange strictement nécessaire à une demande (CRPA L114-8). / One request only."
)
class UnitaryInput:
    max_rows: int


@strawberry.input(
    description=(
        "Ce qui est exigé de l'hébergement de chaque partie. / What is demanded of how each part "
        "is hosted."
    )
)
class HostingInput:
    countries: list[str] = strawberry.field(
        default_factory=list, description="FR, DE… ou EU, EEA. / FR, DE… or EU, EEA."
    )
    secnumcloud: bool = False
    operated_by: list[str] = strawberry.field(
        default_factory=list, description="SIREN ou noms. / SIREN or names."
    )


@strawberry.input(description="Une convention, telle qu'on l'écrit. / An agreement as written.")
class AgreementInput:
    dataset: str = strawberry.field(
        description="« organisme.jeu » : val-d-ille-aubigne.collectes. / Owner and dataset."
    )
    to: str | None = strawberry.field(
        default=None,
        description=(
            "Qui reçoit (nom court ou SIREN) ; vous, quand le jeu est d'un autre. / "
            "Who receives; you, where the dataset is somebody else's."
        ),
    )
    title: str
    columns: list[ColumnGrantInput]
    rows: RowsInput
    purposes: list[str]
    legal_basis: str
    start: dt.date
    end: dt.date
    id: str = strawberry.field(
        default="",
        description="La référence ; vide pour la suivante. / The reference; empty for the next.",
    )
    output: Output = Output.DETAIL
    time_zone: str = "Europe/Paris"
    members: str | None = strawberry.field(
        default=None,
        description=(
            "Code de compétence : ses membres lisent, chacun sur son territoire. / "
            "A competence: its members read, each on its own territory."
        ),
    )
    relation: Relation | None = None
    personal_data: PersonalDataInput | None = None
    combine: CombineInput = strawberry.field(default_factory=CombineInput)
    notice_days: int = 0
    onward_sharing: OnwardSharing = OnwardSharing.NONE
    limits: LimitsInput = strawberry.field(default_factory=LimitsInput)
    unitary: UnitaryInput | None = None
    hosting: HostingInput | None = None
    template: str | None = None


@strawberry.input(description="L'acte derrière une signature. / The act behind a signature.")
class EnforceableActInput:
    reference: str = strawberry.field(description="Délibération ou délégation. / Its reference.")
    enforceable_since: dt.date


@strawberry.input(description="Signer exactement cette version. / To sign exactly that version.")
class ApprovalInput:
    version_sha256: str = strawberry.field(
        name="versionSha256", description="L'empreinte montrée. / The hash that was shown."
    )
    capacity: str = strawberry.field(description="Maire, présidente… / Mayor, president…")
    act: EnforceableActInput
    document_sha256: str | None = strawberry.field(
        name="documentSha256",
        default=None,
        description="L'empreinte du PDF signé. / The digest of the signed PDF.",
    )
