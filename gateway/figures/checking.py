"""Whether a digest is that of a figure or an agreement, and what may be told of it to anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import orjson

from catalog.actions.figures.coverage import FigureCoverage, coverage_of
from catalog.caches import Cache
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.identifiers import Siren
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot

_SIGNED = frozenset(
    {
        AgreementState.APPROVED,
        AgreementState.ACTIVE,
        AgreementState.SUSPENDED,
        AgreementState.EXPIRED,
        AgreementState.REVOKED,
        AgreementState.SUPERSEDED,
    }
)
"""What both parties have signed: their paper may be shown to anybody, its text is not told."""


class CheckedKind(StrEnum):
    FIGURE = "figure"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Checked:
    """`bodies` are whose it is. `state` is current or corrected of a figure, that of an agreement;
    `corrected_by` is a digest.
    """

    kind: CheckedKind
    digest: str
    bodies: tuple[Siren, ...]
    at: datetime
    state: str
    corrected_by: str | None = None
    coverage: FigureCoverage | None = None


_indexes: Cache[CatalogVersion, Mapping[str, Checked]] = Cache("figures.checked", 4)


def checked(digest: str, catalog: Snapshot) -> Checked | None:
    """None for an unknown one; one look into a table, whatever it finds."""
    index = _indexes.find(catalog.version)
    if index is None:
        index = _indexes.keep(catalog.version, _index(catalog))
    return index.get(digest.lower())


def _index(catalog: Snapshot) -> Mapping[str, Checked]:
    replaced = {
        figure.replaces: figure.id
        for figure in catalog.figures.values()
        if figure.replaces is not None
    }
    figures = {
        figure.id: Checked(
            CheckedKind.FIGURE,
            figure.id,
            (figure.body,),
            figure.at,
            "corrected" if figure.id in replaced else "current",
            replaced.get(figure.id),
            coverage_of(orjson.loads(figure.content)),
        )
        for figure in catalog.figures.values()
    }
    agreements = {
        agreement.sha256: Checked(
            CheckedKind.AGREEMENT,
            agreement.sha256,
            agreement.parties,
            max(approval.at for approval in agreement.approvals),
            agreement.state.value,
        )
        for agreement in catalog.agreements
        if _is_signed(agreement)
    }
    return {**agreements, **figures}


def _is_signed(agreement: Agreement) -> bool:
    signers = {approval.organisation for approval in agreement.approvals}
    return agreement.state in _SIGNED and signers >= set(agreement.parties)
