"""The law's answer: per dataset, the branches through which it may be read, or denials."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from catalog.model.agreement import Output
from catalog.model.bilingual import Bilingual
from catalog.model.hosting import Shortfall
from catalog.model.row_condition import RowCondition
from catalog.model.transform import Transform

CONTRACT = "interco.access/1"


@dataclass(frozen=True, slots=True)
class CellTransform:
    transform: Transform
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """`agreement` is a citation (`conv-2026-0017@2`), "owner" or "open"."""

    agreement: str
    columns: Mapping[str, CellTransform]
    rows: RowCondition
    output: Output
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Denial:
    """`code` is one of policies.problems.DENIALS; `purposes` those that would do, if any.

    `ended_at` (UTC text): the first instant outside of an agreement that has ended, or since when
    it is suspended. `shortfalls`: where the hosting is not what is demanded. `suspended_by`: who
    suspended it and since when, in words, from the agreement's own record.
    """

    code: str
    agreement: str | None = None
    purposes: tuple[str, ...] = ()
    ended_at: str | None = None
    shortfalls: tuple[Shortfall, ...] = ()
    suspended_by: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class DatasetDecision:
    """`discoverable` false: answer as if the dataset did not exist, byte for byte."""

    discoverable: bool
    allow: bool
    branches: tuple[Branch, ...]
    denials: tuple[Denial, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """`document` is the canonical JSON it was read from; `fingerprint` its digest.

    `valid_until` (UTC text) is the nearest start or end of anything read; None when time changes
    nothing.
    """

    datasets: Mapping[str, DatasetDecision]
    valid_until: str | None
    revision: str
    document: bytes = field(repr=False, compare=False)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingerprint", hashlib.sha256(self.document).hexdigest())


def canonical(value: object) -> bytes:
    """Canonical JSON of a decision: sorted keys, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
