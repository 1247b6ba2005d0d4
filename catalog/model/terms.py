"""The blocks of a convention: what both sides agree to, beside columns, rows and dates.

Everything here is signed, labels included: nothing it means can change after its hash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from catalog.model.hosting import HostingDemand


@dataclass(frozen=True, slots=True)
class PurposeLabel:
    """A purpose with the words it had when it was signed."""

    code: str
    label_fr: str
    label_en: str


@dataclass(frozen=True, slots=True)
class MembersRule:
    """The grantee signs for its members: whoever belongs to it for `competence` (BANATIC) on the
    day of a query reads, each within their own territory. Re-evaluated, never listed.
    """

    competence: str


class Relation(StrEnum):
    """The relation between the parties for personal data (RGPD, articles 26 and 28)."""

    SEPARATE = "separate"
    JOINT = "joint"
    PROCESSOR = "processor"


class OnwardSharing(StrEnum):
    """The grantee's right to pass on what it reads."""

    NONE = "none"
    AGGREGATES = "aggregates"
    WITH_CONSENT = "with_consent"


class CombineKind(StrEnum):
    """`reference`: with reference data only; `open`: with open datasets too; `named`: with those
    that are named, and no other.
    """

    NONE = "none"
    REFERENCE = "reference"
    OPEN = "open"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Combine:
    """With what the data may be joined in one query. `datasets` (ids) for NAMED only."""

    kind: CombineKind = CombineKind.REFERENCE
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PersonalDataBlock:
    """Answers to articles 30 and 35 of the RGPD.

    One of `dpia_reference` and `dpia_waiver` (the DPO's reasons why none is needed).
    `joint_arrangement` is for joint controllers, `processor_contract` for a processor.
    """

    controller: Contact
    dpo: Contact
    persons: tuple[str, ...]
    data_categories: tuple[str, ...]
    recipients: tuple[str, ...]
    transfers: str
    retention: str
    security_measures: str
    dpia_reference: str | None = None
    dpia_waiver: str | None = None
    joint_arrangement: str | None = None
    processor_contract: str | None = None


@dataclass(frozen=True, slots=True)
class AgreementLimits:
    """None: the platform's own. Over all agents of the grantee; a day is a Paris day."""

    queries_per_day: int | None = None
    rows_per_query: int | None = None


@dataclass(frozen=True, slots=True)
class UnitaryTerms:
    """An exchange strictly necessary to treat one request (CRPA L114-8): a query names one unit by
    the dataset's unit key and a file reference, and gets `max_rows` rows at most.
    """

    max_rows: int


class Secret(StrEnum):
    """Secrets of the law that no convention lifts by itself: sharing needs a text that does."""

    FISCAL = "fiscal"
    MEDICAL = "medical"
    SOCIAL = "social"
    STATISTICAL = "statistical"
    BUSINESS = "business"
    NIR = "nir"
    NETWORK_SECURITY = "network_security"


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything but parties, columns, rows and dates. `notice_days` is what a party promises to
    give before it ends the agreement; revoking stays immediate. `template` is where the draft
    came from, if anywhere.
    """

    purpose_labels: tuple[PurposeLabel, ...] = ()
    dataset_title_fr: str = ""
    dataset_title_en: str = ""
    relation: Relation | None = None
    personal_data: PersonalDataBlock | None = None
    combine: Combine = field(default_factory=Combine)
    notice_days: int = 0
    onward_sharing: OnwardSharing = OnwardSharing.NONE
    limits: AgreementLimits = field(default_factory=AgreementLimits)
    unitary: UnitaryTerms | None = None
    template: str | None = None
    hosting: HostingDemand | None = None


@dataclass(frozen=True, slots=True)
class EnforceableAct:
    """The deliberation or delegation behind a signature, and the day it became enforceable."""

    reference: str
    enforceable_since: date
