"""A frozen figure in brief, read once a process: its content is long and never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from catalog.caches import Cache
from catalog.figure_coverage import FigureCoverage, coverage_of
from catalog.model.figure import FrozenFigure
from gateway.figures.frozen.commune_sheets import sheet_digests


@dataclass(frozen=True, slots=True)
class Told:
    """`brief`: its content with the service and the figures alone; `sheets`: digests of those of
    its communes.
    """

    coverage: FigureCoverage
    brief: Mapping[str, Any]
    sheets: tuple[str, ...]


_told: Cache[str, Told] = Cache("figures.told", 10_000)


def told_of(figure: FrozenFigure) -> Told:
    known = _told.find(figure.id)
    if known is not None:
        return known
    content = orjson.loads(figure.content)
    figures = [
        {"name": one["name"], "value": one["value"]}
        for one in content["answer"].get("figures") or ()
    ]
    brief = {"service": content.get("service"), "answer": {"figures": figures}}
    sheets = tuple(sheet_digests(content, figure.id).values())
    return _told.keep(figure.id, Told(coverage_of(content), brief, sheets))
