"""The proof: what was about to be read, by whom and why, and how it ended. Never a data value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from catalog.model.identifiers import Siren
from catalog.model.version import CatalogVersion

_BETWEEN = "/"
"""No id of a dataset or of a column holds it."""
UNKNOWN = "unknown"
"""The gateway stopped before it recorded how the request ended, and how many rows left."""
OUTCOMES = frozenset({"answered", "partial", "failed", "cancelled", UNKNOWN})


class EvidenceKind(StrEnum):
    QUESTION = "question"
    """The facts that the law was asked about."""
    PLAN = "plan"
    """The governed SQL of a document, values, literals and keys hidden."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text that records refer to by `digest`, kept once. `write` gives its JSON, which holds no
    data value; it is called only where it is not known to be kept already.
    """

    kind: EvidenceKind
    digest: str
    write: Callable[[], str] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class AuditIntent:
    """Durable before execution, once per `request_id`.

    `columns` are ids, each after its dataset's (`column_read`): two datasets may name theirs alike.
    `agreements` are citations; `policy_revision` and `question_digest` say which decision, and
    `decision_digest` is that of its bytes;
    `document_digest` is keyed (HMAC): a literal cannot be guessed from it. `catalog` is the version
    that was read, from which the whole picture can be rebuilt. `file_reference` is the reader's
    own, of the request that a unitary exchange treats. `door` is the code of the way in, None of
    what was recorded before doors were; `link` the id of the link that was opened. `evidence`
    becomes durable with it.
    """

    request_id: str
    at: datetime
    issuer: str | None
    sub: str | None
    organisation: Siren | None
    on_behalf_of: Siren | None
    purpose: str | None
    datasets: tuple[str, ...]
    columns: tuple[str, ...]
    agreements: tuple[str, ...]
    policy_revision: str
    question_digest: str
    document_digest: str
    catalog: CatalogVersion | None = None
    file_reference: str | None = None
    plan_digest: str | None = None
    decision_digest: str | None = None
    door: str | None = None
    link: str | None = None
    evidence: tuple[Evidence, ...] = field(default=(), repr=False, compare=False)

    def columns_of(self, dataset: str) -> tuple[str, ...] | None:
        """Ids of those that were read of `dataset`. None where the record cannot tell: from before
        a column was recorded with its dataset, and of several datasets.
        """
        if dataset not in self.datasets:
            return ()
        if all(_BETWEEN in each for each in self.columns):
            begin = column_read(dataset, "")
            return tuple(
                each.removeprefix(begin) for each in self.columns if each.startswith(begin)
            )
        return self.columns if self.datasets == (dataset,) else None


def column_read(dataset: str, column: str) -> str:
    """`demo__collectes/c8`: as a record holds it."""
    return f"{dataset}{_BETWEEN}{column}"


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """`status` is one of OUTCOMES; `rows` is what left; `problem_code` the first Problem's.

    Of UNKNOWN nothing is known but that: `rows` and `duration_ms` are 0.
    """

    request_id: str
    status: str
    rows: int
    duration_ms: float
    problem_code: str | None = None

    @property
    def is_known(self) -> bool:
        return self.status != UNKNOWN


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request as it was recorded. `facts` and `plan` are the JSON of its evidence, None for
    what was recorded before any was kept; `outcome` None while it runs, and for some minutes after
    its gateway died.
    """

    intent: AuditIntent
    outcome: AuditOutcome | None
    facts: str | None
    plan: str | None


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """A question put to the law, `requests` times between two moments, the first at `at`."""

    digest: str
    facts: str
    at: datetime
    last_at: datetime
    requests: int


@dataclass(frozen=True, slots=True)
class AuditedRead:
    """A reading that was about to begin, and its outcome; `outcome` None: it may still run.

    `plan` is the JSON of what ran, for records that do not say of which dataset each column is.
    """

    intent: AuditIntent
    outcome: AuditOutcome | None
    plan: str | None = field(default=None, repr=False)
