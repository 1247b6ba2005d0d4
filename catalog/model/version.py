"""The catalog's version: moved by every act, compared by every request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class CatalogVersion:
    """`epoch` changes when a backup is restored, so that an integer is never meant twice."""

    epoch: str
    number: int
