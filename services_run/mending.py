"""Earlier versions of a service whose figures a later one mends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Mended:
    """`text` says what was wrong in versions before `before`; `indicators`: names of the figures
    concerned, none where all are.
    """

    before: str
    indicators: tuple[str, ...]
    text: Bilingual


def mended_in(tree: Mapping[str, Any]) -> tuple[Mended, ...]:
    """Of a description: `mends`, one or a list."""
    given = tree.get("mends", ())
    entries = [given] if isinstance(given, dict) else given
    return tuple(
        Mended(
            before=str(one["before"]),
            indicators=tuple(map(str, one.get("indicators", ()))),
            text=Bilingual(str(one["fr"]), str(one["en"])),
        )
        for one in entries
    )


def version_order(version: str) -> tuple[tuple[int, ...], bool]:
    """Versions in their order (SemVer); one that is not final comes before the final one."""
    numbers, _, before = version.partition("-")
    return tuple(int(part) for part in numbers.split(".")), not before


def mending_of(version: str, mends: Iterable[Mended]) -> Mended | None:
    """The first of `mends` that concerns figures of that version; None where there is none."""
    order = version_order(version)
    return next((one for one in mends if order < version_order(one.before)), None)
