"""Changes that would open data to more people, and wait for a second person of the body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.dataset import AccessLevel, Classification, Listing
from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class ColumnOpening:
    """`column` is an id; `classification` is the one that it would have."""

    column: str
    classification: Classification


@dataclass(frozen=True, slots=True)
class Opening:
    """One at most of a dataset; None and empty: that part stays as it is.

    `sha256` is the digest of the dataset as it would be. `by_issuer` and `by` name the person who
    last changed any of it: somebody else confirms it.
    """

    dataset_id: str
    body: Siren
    sha256: str
    by_issuer: str | None
    by: str
    at: datetime
    columns: tuple[ColumnOpening, ...] = ()
    access_level: AccessLevel | None = None
    listing: Listing | None = None
    no_longer_personal: bool = False
    """`personal_data` is taken away."""
