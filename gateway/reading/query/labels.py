"""Commune labels as the JSON writer asks for them: by key, only those that a result holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from typing_extensions import override

from catalog.caches import remembered
from catalog.cog import Cog, CommuneLabel


@dataclass(frozen=True, slots=True)
class CogLabels(Mapping[str, CommuneLabel]):
    """Every key that the map of communes knows, read once: a result may hold hundreds."""

    cog: Cog

    @override
    def __getitem__(self, key: str) -> CommuneLabel:
        return _read_label(self.cog, key)

    @override
    def __iter__(self) -> Iterator[str]:
        codes = self.cog.land.by_code
        return iter(self.cog.label_table(codes))

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)


@remembered(maxsize=50_000)
def _read_label(cog: Cog, key: str) -> CommuneLabel:
    """Public reference data, the same for whoever asks; KeyError, never kept, for other text."""
    label = cog.label_of_key(key)
    if label is None:
        raise KeyError(key)
    return label
