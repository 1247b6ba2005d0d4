"""The access of a reader and its reasons, as plain values: sentences in French and English."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class AccessOrganisation:
    siren: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class AccessDataset:
    id: str
    name: str
    title: Bilingual
    owner: AccessOrganisation


@dataclass(frozen=True, slots=True)
class AccessTold:
    """A lack that stopped a reading, and the remedy; `ask` is the organisation to ask."""

    code: str
    words: Bilingual
    next: Bilingual
    agreement: str | None = None
    purposes: list[str] = field(default_factory=list)
    ask: AccessOrganisation | None = None


@dataclass(frozen=True, slots=True)
class AccessColumn:
    """`transform` is None where the column is not given."""

    id: str
    name: str
    label: Bilingual
    transform: str | None
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class AccessCommune:
    code: str
    nom: str


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """`is_hashed`: read as pseudonyms of the reader's own, which are shown to nobody else."""

    name: str
    label: Bilingual
    is_hashed: bool


@dataclass(frozen=True, slots=True)
class RowsSeen:
    """Cells as text, in the order of `columns`; None for an empty cell and for pseudonyms."""

    columns: tuple[SeenColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class AccessPath:
    """Communes, and through which memberships."""

    through: list[AccessOrganisation]
    communes: list[str]


@dataclass(frozen=True, slots=True)
class AccessScope:
    """A territory that bounds rows, on a day; without `organisation`, listed communes. `communes`
    holds none that is partly covered.
    """

    at: dt.date
    organisation: AccessOrganisation | None
    competence: str | None
    communes: list[AccessCommune]
    of_the_owner: list[AccessCommune]
    partly_covered: list[AccessCommune]
    memberships: list[AccessPath]


@dataclass(frozen=True, slots=True)
class AccessReason:
    code: str
    words: Bilingual


@dataclass(frozen=True, slots=True)
class AccessBranch:
    """One way to the rows: `agreement` is a citation, "owner" or "open"."""

    agreement: str
    title: str | None
    start: dt.date | None
    end: dt.date | None
    purposes: list[str]
    output: str
    columns: list[AccessColumn]
    rows: Bilingual
    scopes: list[AccessScope]
    reasons: list[AccessReason]


@dataclass(frozen=True, slots=True)
class EffectiveAccess:
    """The part of a dataset that would be read on a day; time changes it at `valid_until` (UTC)."""

    dataset: AccessDataset
    reader: AccessOrganisation | None
    purpose: str | None
    at: dt.date
    allowed: bool
    discoverable: bool
    branches: list[AccessBranch]
    withheld: list[AccessColumn]
    missing: list[AccessTold]
    valid_until: str | None
    policy_revision: str


@dataclass(frozen=True, slots=True)
class ExplainedStatement:
    """One governed statement; `whole` is False where only the reader's own part is shown."""

    path: str | None
    kind: str
    datasets: list[str]
    engine: str | None
    why: Bilingual | None
    sql: str | None
    whole: bool
    stopped_by: AccessTold | None = None


@dataclass(frozen=True, slots=True)
class ExplainedDataset:
    """`allowed` is None where the decision cannot be made again."""

    dataset: AccessDataset
    allowed: bool | None
    branches: list[AccessBranch]
    denials: list[AccessTold]
    columns_read: list[str]


@dataclass(frozen=True, slots=True)
class StageTime:
    """`stage` as `catalog.stages.Stage` names it."""

    stage: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer was so; `same_revision`: whether today's law decided it. `duration_ms` is of a
    request that has ended, `stages` of a document that is explained now.
    """

    request_id: str | None
    at: str
    agent: str | None
    organisation: AccessOrganisation | None
    on_behalf_of: AccessOrganisation | None
    purpose: str | None
    catalog_version: int | None
    policy_revision: str | None
    same_revision: bool
    datasets: list[ExplainedDataset]
    statements: list[ExplainedStatement]
    status: str | None
    rows: int | None
    problems: list[AccessTold]
    notes: list[Bilingual]
    duration_ms: float | None = None
    stages: list[StageTime] = field(default_factory=list)


@dataclass(slots=True)
class RowClause:
    """A condition of a branch, judged step by step; from `included_from` on it would hold."""

    words: Bilingual
    holds: bool
    included_from: dt.date | None
    remark: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class RowBranch:
    agreement: str
    includes: bool
    clauses: list[RowClause]


@dataclass(frozen=True, slots=True)
class WhyNotRow:
    """Why a row is not given to an organisation; `audited_as` cites this reading in the audit."""

    found: bool
    included: bool
    branches: list[RowBranch]
    missing: list[AccessTold]
    included_from: dt.date | None
    audited_as: str


@dataclass(frozen=True, slots=True)
class AccessAsked:
    """A question of access: the dataset, the body (None: the caller's), the day (None: now)."""

    dataset: str
    on_behalf_of: Siren | None = None
    organisation: Siren | None = None
    purpose: str | None = None
    at: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RowAsked:
    """`key`: the row's primary key as wire text, in the order of the dataset's columns of it."""

    dataset: str
    key: tuple[str, ...]
    organisation: Siren
    purpose: str | None = None
    at: dt.date | None = None
