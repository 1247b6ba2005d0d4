"""The preview of an agreement, to the commune and to the column: both sides see it first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.model.agreement import GrantedColumn
from catalog.model.identifiers import CommuneCode, Siren


@dataclass(frozen=True, slots=True)
class PreviewedCommune:
    code: CommuneCode
    nom: str


@dataclass(frozen=True, slots=True)
class AgreementPreview:
    """On the map and under the memberships of `at`; never anything computed from rows but
    `row_count`, which only the owner is given.

    `all_rows`: no territory bounds it. `readers` are the organisations that would read.
    `partly_covered` communes are left out: a row says its commune, not which part. `of_the_owner`
    are those of `communes` that the owner's own territory covers too, for the same competence: all
    of them where no competence bounds it; `left_out` are the others of the owner's territory.
    """

    citation: str
    version_sha256: str
    at: date
    columns: tuple[GrantedColumn, ...]
    all_rows: bool
    communes: tuple[PreviewedCommune, ...]
    of_the_owner: tuple[PreviewedCommune, ...]
    partly_covered: tuple[PreviewedCommune, ...]
    readers: tuple[Siren, ...]
    row_count: int | None = None
    left_out: tuple[PreviewedCommune, ...] = ()
