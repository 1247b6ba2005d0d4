"""Hours of each day, Paris time: from one until before another, over midnight too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from typing_extensions import override

_WRITTEN = re.compile(r"([01]?[0-9]|2[0-3])-([01]?[0-9]|2[0-4])")


@dataclass(frozen=True, slots=True)
class Hours:
    """`20-6` is from 20:00 until 06:00; `0-24` is the whole day, as `9-9`."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Raises ValueError."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(text[:20])
        return cls(int(match[1]), int(match[2]))

    def holds(self, hour: int) -> bool:
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    @override
    def __str__(self) -> str:
        return f"{self.start}-{self.end}"
