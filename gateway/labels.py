"""Commune labels as the JSON writer asks for them: by key, only those that a result holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from typing_extensions import override

from catalog.cog import Cog, CommuneLabel


@dataclass(frozen=True, slots=True)
class CogLabels(Mapping[str, CommuneLabel]):
    """Every key that the map of communes knows; looking one up costs a microsecond."""

    cog: Cog

    @override
    def __getitem__(self, key: str) -> CommuneLabel:
        label = self.cog.label_of_key(key)
        if label is None:
            raise KeyError(key)
        return label

    @override
    def __iter__(self) -> Iterator[str]:
        codes = self.cog.land.by_code
        return iter(self.cog.label_table(codes))

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)
