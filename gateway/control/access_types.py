"""The access of a reader and its reasons, as the control side tells them, in French and English."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any

import strawberry

from catalog.model.bilingual import Bilingual
from gateway.reading.reports import access_values


@strawberry.type(description="Une phrase, en français et en anglais. / A sentence, twice.")
class Words:
    fr: str
    en: str


@strawberry.type(description="Un organisme, nommé. / An organisation, named.")
class AccessOrganisation:
    siren: str
    slug: str
    name: str


@strawberry.type(description="Un jeu de données, nommé. / A dataset, named.")
class AccessDataset:
    id: strawberry.ID
    name: str
    title: Words
    owner: AccessOrganisation


@strawberry.type(
    description="Ce qui manque ou ce qui a empêché, et que faire. / What is missing, what to do."
)
class AccessTold:
    code: str
    words: Words
    next: Words
    agreement: str | None = None
    purposes: list[str] = strawberry.field(default_factory=list)
    ask: AccessOrganisation | None = strawberry.field(
        default=None, description="L'organisme à qui demander. / The organisation to ask."
    )


@strawberry.type(description="Une colonne, et ce qui en est montré. / A column and its look.")
class AccessColumn:
    id: strawberry.ID
    name: str
    label: Words
    transform: str | None = strawberry.field(
        description="Absent : la colonne n'est pas donnée. / Null: the column is not given."
    )
    constant: str | None = None


@strawberry.type
class AccessCommune:
    code: str
    nom: str


@strawberry.type(description="Une colonne, telle qu'un autre la lirait. / A column as read.")
class SeenColumn:
    name: str
    label: Words
    is_hashed: bool = strawberry.field(
        description=(
            "Lue en pseudonymes, qui ne sont montrés qu'au lecteur. / Read as pseudonyms, which "
            "are shown to the reader alone."
        )
    )


@strawberry.type(
    description="Les premières lignes, telles qu'un autre les lirait. / Rows as another reads them."
)
class RowsSeen:
    columns: list[SeenColumn]
    rows: list[list[str | None]]


@strawberry.type(
    description="Des communes, et par quelles adhésions. / Communes, and through whom."
)
class AccessPath:
    through: list[AccessOrganisation]
    communes: list[str]


@strawberry.type(
    description=(
        "Un territoire qui borne les lignes, à un jour. Les communes partielles n'y sont pas. / "
        "A territory that bounds rows, on a day. Partly covered communes are left out."
    )
)
class AccessScope:
    at: dt.date
    organisation: AccessOrganisation | None = strawberry.field(
        description="Absent : des communes listées. / Null: listed communes."
    )
    competence: str | None
    communes: list[AccessCommune]
    of_the_owner: list[AccessCommune] = strawberry.field(
        description=(
            "Celles qui sont aussi du territoire du propriétaire, pour la même compétence. / "
            "Those that are of the owner's territory too."
        )
    )
    partly_covered: list[AccessCommune]
    memberships: list[AccessPath]


@strawberry.type
class AccessReason:
    code: str
    words: Words


@strawberry.type(
    description=(
        "Une voie d'accès : le propriétaire, l'ouverture au public, ou une convention. / "
        "One way to the rows: the owner's, an open one, or an agreement's."
    )
)
class AccessBranch:
    agreement: str = strawberry.field(
        description="« conv-2025-0001@1 », « owner » ou « open ». / A citation, owner or open."
    )
    title: str | None
    start: dt.date | None
    end: dt.date | None
    purposes: list[str]
    output: str
    columns: list[AccessColumn]
    rows: Words = strawberry.field(description="Quelles lignes, en toutes lettres. / Which rows.")
    scopes: list[AccessScope]
    reasons: list[AccessReason]


@strawberry.type(
    description="Ce qu'on lirait d'un jeu, à un jour. / What would be read of a dataset, on a day."
)
class EffectiveAccess:
    dataset: AccessDataset
    reader: AccessOrganisation | None = strawberry.field(
        description="L'organisme dont les droits comptent. / Whose rights count."
    )
    purpose: str | None
    at: dt.date
    allowed: bool
    discoverable: bool
    branches: list[AccessBranch]
    withheld: list[AccessColumn] = strawberry.field(
        description="Les colonnes qu'aucune voie ne donne. / Columns that no branch gives."
    )
    missing: list[AccessTold]
    valid_until: str | None = strawberry.field(
        description="L'instant UTC où le temps y change quelque chose. / When time changes it."
    )
    policy_revision: str


@strawberry.type(description="Une instruction gouvernée. / One governed statement.")
class ExplainedStatement:
    path: str | None = strawberry.field(
        description="Sa place dans le document ; pas pour une requête passée. / Its place."
    )
    kind: str
    datasets: list[strawberry.ID]
    engine: str | None
    why: Words | None = strawberry.field(description="Pourquoi ce moteur. / Why that engine.")
    sql: str | None = strawberry.field(
        description=(
            "SQL gouverné, noms logiques ; valeurs, littéraux et clés cachés. / "
            "Governed SQL over logical names; values, literals and keys are hidden."
        )
    )
    whole: bool = strawberry.field(
        description="Faux : seulement la part de votre organisme. / False: your part only."
    )
    stopped_by: AccessTold | None = None


@strawberry.type
class ExplainedDataset:
    dataset: AccessDataset
    allowed: bool | None = strawberry.field(
        description="Absent quand la décision ne peut plus être refaite. / Null: not known."
    )
    branches: list[AccessBranch]
    denials: list[AccessTold]
    columns_read: list[str]


@strawberry.type(
    description=(
        "Le temps d'une étape : read (lecture du document), decide (règles d'accès), plan, et "
        "govern, qui est dans plan. / How long a stage took; govern lies within plan."
    )
)
class StageTime:
    stage: str
    milliseconds: float


@strawberry.type(description="Pourquoi une requête a eu cette réponse. / Why an answer was so.")
class Explanation:
    request_id: str | None
    at: str
    agent: str | None
    organisation: AccessOrganisation | None
    on_behalf_of: AccessOrganisation | None
    purpose: str | None
    catalog_version: int | None
    policy_revision: str | None
    same_revision: bool = strawberry.field(
        description="Si les règles d'alors sont celles d'aujourd'hui. / Whether it is today's law."
    )
    datasets: list[ExplainedDataset]
    statements: list[ExplainedStatement]
    status: str | None = strawberry.field(
        description=(
            "answered, partial, failed, cancelled, ou unknown : la passerelle s'est arrêtée avant "
            "de noter l'issue. Absent : en cours. / Or unknown: the gateway stopped before it "
            "recorded the end. Null: it still runs."
        )
    )
    rows: int | None = strawberry.field(
        description="Absent quand l'issue est inconnue. / Null where the outcome is unknown."
    )
    problems: list[AccessTold]
    notes: list[Words]
    duration_ms: float | None = strawberry.field(
        description=(
            "Combien de millisecondes une requête passée a duré, lignes comprises. / How long a "
            "past request took, its rows included."
        )
    )
    stages: list[StageTime] = strawberry.field(
        description=(
            "Le temps des étapes avant toute lecture de données ; ce qui était déjà connu n'y est "
            "pas. / Of what comes before any data are read; what was known already is absent."
        )
    )


@strawberry.type(description="Une condition, et si la ligne la remplit. / A condition of a branch.")
class RowClause:
    words: Words
    holds: bool
    included_from: dt.date | None = strawberry.field(
        description="Le premier jour où elle serait remplie. / The first day it would hold."
    )
    remark: Words | None = None


@strawberry.type
class RowBranch:
    agreement: str
    includes: bool
    clauses: list[RowClause]


@strawberry.type(
    description="Pourquoi une ligne n'est pas donnée à un organisme. / Why a row is not given."
)
class WhyNotRow:
    found: bool = strawberry.field(description="Si la ligne existe. / Whether there is such a row.")
    included: bool
    branches: list[RowBranch]
    missing: list[AccessTold]
    included_from: dt.date | None
    audited_as: str = strawberry.field(
        description="La référence de cette lecture au journal. / This reading in the audit."
    )


def write_access(value: Any) -> Any:
    """The Strawberry type of the same name for each plain value, and for all that it holds."""
    if isinstance(value, Bilingual):
        return Words(fr=value.fr, en=value.en)
    if isinstance(value, list | tuple):
        return [write_access(each) for each in value]
    if not is_dataclass(value):
        return value
    parts = {each.name: write_access(getattr(value, each.name)) for each in fields(value)}
    return _TYPES[type(value)](**parts)


_TYPES: dict[type, type] = {
    getattr(access_values, each.__name__): each
    for each in (
        AccessOrganisation, AccessDataset, AccessTold, AccessColumn, AccessCommune,
        SeenColumn, RowsSeen, AccessPath, AccessScope, AccessReason, AccessBranch, EffectiveAccess,
        ExplainedStatement,
        ExplainedDataset, StageTime, Explanation, RowClause, RowBranch, WhyNotRow,
    )
}  # fmt: skip
