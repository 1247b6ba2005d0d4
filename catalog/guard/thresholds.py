"""Thresholds of isolated land, by the sensitivity of the columns: defaults, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalog.model.dataset import Classification


@dataclass(frozen=True, slots=True)
class Threshold:
    """Land of fewer communes, or of fewer inhabitants, is isolated."""

    communes: int
    inhabitants: int

    @property
    def protects(self) -> bool:
        return self.communes > 0 or self.inhabitants > 0


THRESHOLDS: Mapping[Classification, Threshold] = MappingProxyType(
    {
        Classification.OPEN: Threshold(communes=0, inhabitants=0),
        # Of two communes, each can take itself away and read the other.
        Classification.INTERNAL: Threshold(communes=3, inhabitants=0),
        Classification.PERSONAL: Threshold(communes=5, inhabitants=2_000),
        Classification.SENSITIVE: Threshold(communes=11, inhabitants=10_000),
    }
)
"""Choices of this project, not figures of the law: a platform may only be stricter."""
