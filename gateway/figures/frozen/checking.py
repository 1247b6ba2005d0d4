"""Papers by digest, of figures and agreements, and the facts that anybody may be told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from catalog.caches import Cache
from catalog.figure_coverage import FigureCoverage
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot
from gateway.figures.frozen.told import told_of
from services_run.mending import Mended
from services_run.reviewing import mended

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
"""States signed by both parties: the paper may be shown to anybody, its text is not told."""


class CheckedKind(StrEnum):
    FIGURE = "figure"
    SHEET = "sheet"
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
    to_review: Bilingual | None = None
    """Of a figure whose service has mended its computation since: what was wrong."""
    figure: str | None = None
    """Of a commune's sheet: the digest of the figure that it is of."""


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
    known = {one.id: told_of(one) for one in catalog.figures.values()}
    figures = {
        figure.id: Checked(
            CheckedKind.FIGURE,
            figure.id,
            (figure.body,),
            figure.at,
            "corrected" if figure.id in replaced else "current",
            replaced.get(figure.id),
            known[figure.id].coverage,
            _text(mended(known[figure.id].brief, catalog)),
        )
        for figure in catalog.figures.values()
    }
    sheets = {
        digest: replace(one, kind=CheckedKind.SHEET, digest=digest, figure=one.digest)
        for one in figures.values()
        for digest in known[one.digest].sheets
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
    return {**agreements, **sheets, **figures}


def _is_signed(agreement: Agreement) -> bool:
    signers = {approval.organisation for approval in agreement.approvals}
    return agreement.state in _SIGNED and signers >= set(agreement.parties)


def _text(mending: Mended | None) -> Bilingual | None:
    return None if mending is None else mending.text
