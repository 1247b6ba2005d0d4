"""Text read on first use: the country has 40,000 codes, a process asks about a few hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from typing_extensions import override

_Value = TypeVar("_Value")
_NOTHING: Any = object()


@dataclass(frozen=True, slots=True, eq=False)
class Decoded(Mapping[Any, _Value]):
    """`read` of each key's line, kept once read; what `lines` does not hold has no value."""

    lines: Mapping[str, Any]
    read: Callable[[str, Any], _Value]
    _known: dict[str, _Value] = field(default_factory=dict)

    @override
    def __getitem__(self, key: str) -> _Value:
        known = self._known.get(key, _NOTHING)
        if known is _NOTHING:
            known = self._known[key] = self.read(key, self.lines[key])
        value: _Value = known
        return value

    @override
    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self.lines else default

    @override
    def __contains__(self, key: object) -> bool:
        return key in self.lines

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    @override
    def __len__(self) -> int:
        return len(self.lines)
