"""An agreement as its parties see it: its blocks, its life, whose turn it is."""

from __future__ import annotations

import datetime as dt

import strawberry

from gateway.control.context import ControlContext
from gateway.control.person_names import name_of_person
from gateway.control.sentence import Sentence
from gateway.control.types import Commune, Organisation


@strawberry.type(description="Une colonne donnée, telle que signée. / A column given, as signed.")
class GrantedColumn:
    name: str
    label_fr: str
    label_en: str
    transform: str
    constant: str | None
    classification: int
    secret: str | None
    secret_text: str | None


@strawberry.type
class PurposeLabel:
    code: str
    label_fr: str
    label_en: str


@strawberry.type
class Contact:
    name: str
    email: str


@strawberry.type
class PersonalData:
    controller: Contact
    dpo: Contact
    persons: list[str]
    data_categories: list[str]
    recipients: list[str]
    transfers: str
    retention: str
    security_measures: str
    dpia_reference: str | None
    dpia_waiver: str | None
    joint_arrangement: str | None
    processor_contract: str | None


@strawberry.type(
    description="Ce qui est exigé de l'hébergement. / What is demanded of the hosting."
)
class HostingDemand:
    countries: list[str]
    secnumcloud: bool
    operated_by: list[str]


@strawberry.type(
    description=(
        "Ce qui manque à l'hébergement exigé, aujourd'hui : rien ne serait lu. / What falls short "
        "of the hosting demanded, today: nothing would be read."
    )
)
class HostingShortfall:
    part: str = strawberry.field(description="storage, gateway, engine, spill, logs, backups.")
    fact: str = strawberry.field(description="country, secnumcloud, operator.")
    known: bool = strawberry.field(
        description="False : personne ne l'a dit. / False: nobody said it."
    )
    words: Sentence
    turn: Sentence = strawberry.field(description="À qui d'agir. / Whose turn it is.")


@strawberry.type(description="Tout le reste de ce qui est convenu. / Whatever else is agreed.")
class Terms:
    relation: str | None
    personal_data: PersonalData | None
    combine: str
    combine_datasets: list[str]
    notice_days: int
    onward_sharing: str
    queries_per_day: int | None
    rows_per_query: int | None
    unitary_max_rows: int | None
    hosting: HostingDemand | None
    template: str | None


@strawberry.type
class EnforceableAct:
    reference: str
    enforceable_since: dt.date


_NAMED = (
    "Son nom, quand son organisme le connaît ; null : une machine, ou un inconnu. / Their name, "
    "where their body knows it; null: a machine, or nobody known."
)


def resolve_signatory(
    parent: strawberry.Parent[Approval], info: strawberry.Info[ControlContext, None]
) -> str | None:
    body = parent.employer or parent.organisation
    return name_of_person(parent.agent, body.siren, info.context.snapshot)


def resolve_actor(
    parent: strawberry.Parent[Step], info: strawberry.Info[ControlContext, None]
) -> str | None:
    body = parent.organisation
    siren = None if body is None else body.siren
    return name_of_person(parent.agent, siren, info.context.snapshot)


@strawberry.type(description="Une signature. / A signature.")
class Approval:
    organisation: Organisation
    agent: str
    at: dt.datetime
    version_sha256: str = strawberry.field(name="versionSha256")
    capacity: str
    act: EnforceableAct | None
    mandate: str | None
    employer: Organisation | None
    document_sha256: str | None = strawberry.field(name="documentSha256")
    agent_name: str | None = strawberry.field(resolver=resolve_signatory, description=_NAMED)


@strawberry.type(description="Un moment de sa vie. / A moment of its life.")
class Step:
    at: dt.datetime
    act: str
    before: str
    after: str
    agent: str
    organisation: Organisation | None
    reason: str | None
    agent_name: str | None = strawberry.field(resolver=resolve_actor, description=_NAMED)


@strawberry.type(
    description=(
        "Une suspension ; plusieurs peuvent être posées, rien n'est lu tant qu'il en reste une. / "
        "A suspension; several may stand, nothing is read while one does."
    )
)
class Suspension:
    cause: str = strawberry.field(description="grantor, grantee, operator, guard.")
    mine: bool = strawberry.field(
        description="Votre côté l'a posée, et la lève. / Your own side set it, and lifts it."
    )
    at: dt.datetime | None = strawberry.field(
        description="Null : ce n'est pas connu. / Null: it is not known."
    )
    reason: str | None
    by: Sentence = strawberry.field(
        description="Qui l'a posée, et la lève. / Who set it, and lifts it."
    )
    turn: Sentence = strawberry.field(description="À qui d'agir. / Whose turn it is.")


@strawberry.type(description="Qui a vu l'aperçu. / Who was shown the preview.")
class PreviewSeen:
    agent: str
    organisation: Organisation
    at: dt.datetime
    version_sha256: str = strawberry.field(name="versionSha256")


@strawberry.type(
    description=(
        "Ce que le contrôle d'anonymat a trouvé, pour qui accorde. / "
        "What the differencing guard found, for the grantor only."
    )
)
class Guard:
    at: dt.datetime
    stops: bool
    findings_sha256: str = strawberry.field(name="findingsSha256")
    communes: list[Commune]
    columns: list[str]
    days: Sentence | None = strawberry.field(
        description=(
            "Pour les lignes de quels jours ; absent : sans bornes. / For rows of which days; "
            "null: without bounds."
        )
    )
    overridable: bool
    override_reason: str | None
    overridden_by: str | None


@strawberry.type(
    description="Un acte possible dans cet état, et pour qui. / A possible act, and whose."
)
class PossibleAct:
    act: str
    by: Sentence
    mine: bool = strawberry.field(description="Vous pouvez le faire. / You may do it.")
    stronger_sign_in: bool = strawberry.field(
        description=(
            "Une fois reconnecté par un moyen plus fort (second facteur). / "
            "Once signed in again by a stronger means (second factor)."
        )
    )


@strawberry.type(
    description=(
        "Ce que la convention donne, à la commune et à la colonne près. / What it gives, exactly."
    )
)
class AgreementPreview:
    citation: str
    version_sha256: str = strawberry.field(name="versionSha256")
    at: dt.date
    columns: list[GrantedColumn]
    all_rows: bool
    communes: list[Commune]
    of_the_owner: list[Commune] = strawberry.field(
        description=(
            "Celles qui sont aussi du territoire de qui accorde. / "
            "Those that are of the grantor's territory too."
        )
    )
    left_out: list[Commune] = strawberry.field(
        description=(
            "Celles du territoire de qui accorde que la convention ne donne pas. / "
            "Those of the grantor's territory that it does not give."
        )
    )
    partly_covered: list[Commune]
    readers: list[Organisation]
    row_count: int | None = strawberry.field(
        description="Pour le propriétaire seulement. / For the owner only."
    )


@strawberry.type
class GivenCommune:
    code: str
    nom: str
    row_count: int = strawberry.field(
        description="Lignes que la convention laisserait lire. / Rows that it would let through."
    )
    total_rows: int = strawberry.field(description="Lignes de la commune. / Rows of the commune.")


@strawberry.type(
    description=(
        "Ce que la convention donnerait le jour où elle commence, avant de la signer ; pour qui "
        "accorde. / What it would give on the day that it begins, before it is signed; for the "
        "grantor only."
    )
)
class BeforeSigning:
    row_count: int | None = strawberry.field(
        description="Lignes qu'elle laisserait lire. / Rows that it would let through."
    )
    total_rows: int | None = strawberry.field(
        description="Lignes de ces données. / Rows of the data."
    )
    communes: list[GivenCommune] | None = strawberry.field(
        description="De quelles communes d'aujourd'hui sont ces lignes ; null : données sans "
        "commune. / Of which of today's communes these rows are; null: data without a commune."
    )
    guard: Guard | None


@strawberry.type
class AgreementVersion:
    citation: str
    state: str


@strawberry.type(
    description=(
        "Ce qu'une version change à celle d'avant ; null : il n'y était pas, ou n'y est plus. / "
        "What a version changes of the one before; null: it was not there, or is no more."
    )
)
class VersionDifference:
    what: Sentence
    before: Sentence | None
    after: Sentence | None


@strawberry.type(description="Une délégation. / A mandate.")
class Mandate:
    id: strawberry.ID
    principal: Organisation
    mandatary: Organisation
    actions: list[str]
    competences: list[str]
    datasets: list[str]
    start: dt.date
    end: dt.date | None
    act: EnforceableAct
    given_by: str
    given_at: dt.datetime
    ended_at: dt.datetime | None
    ended_by: str | None
    in_force: bool
