"""A figure as all tell it: services, indicators, frozen figures and their papers.

`content` is the form in which it is frozen: fields that say nothing are not in it, but for the
value, its unit, its reason and its year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.model.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class FigureValue:
    """`value`: a plain value of JSON, a number as a decimal text; None where `reason` says why.

    `direction`: `more` or `less` where one of them is good. `raw` is what was computed where it was
    rounded or bounded afterwards; `missing` and `assumed` the parts that were not there, and those
    that were taken for granted; `target` and `published` the values beside which it stands.
    """

    name: str
    label: Bilingual
    unit: str | None
    value: Any
    reason: Bilingual | None = None
    year: Any = None
    note: Bilingual | None = None
    unchecked: Bilingual | None = None
    code: str | None = None
    direction: str | None = None
    target: Mapping[str, Any] | None = None
    published: Mapping[str, Any] | None = None
    missing: tuple[Bilingual, ...] = ()
    assumed: tuple[Bilingual, ...] = ()
    coverage: Mapping[str, Any] | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)
    """`raw` and `variables`, where a service declares them."""

    def content(self) -> dict[str, Any]:
        """As a report holds it, in plain values of JSON."""
        optional: dict[str, Any] = {
            "note": _both(self.note),
            "unchecked": _both(self.unchecked),
            "code": self.code,
            "direction": self.direction,
            "target": self.target,
            "published": self.published,
            "missing": [_both(each) for each in self.missing] or None,
            "assumed": [_both(each) for each in self.assumed] or None,
            "coverage": self.coverage,
        }
        return {
            "name": self.name,
            "label": _both(self.label),
            "unit": self.unit,
            "value": self.value,
            "reason": _both(self.reason),
            "year": self.year,
            **{name: each for name, each in optional.items() if each is not None},
            **self.origin,
        }


def _both(text: Bilingual | None) -> dict[str, str] | None:
    return None if text is None else {"fr": text.fr, "en": text.en}
