"""Reference data that an operator loaded: whole, opaque here, read by whoever knows its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COG: Final = "cog"
"""The name of the code officiel géographique."""


@dataclass(frozen=True, slots=True)
class Reference:
    """`body` is text; `digest`, its SHA-256, tells two apart without reading them."""

    name: str
    digest: str
    body: str
