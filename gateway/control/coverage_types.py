"""The commune codes of a dataset, counted by cause, as its owner is told."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog import coverage
from catalog.coverage import CauseCount
from gateway.control.mirror import Shown, mirror


@mirror(
    "Un code de ces lignes. / A code of these rows.",
    now="La commune qui tient aujourd'hui tout son sol. / The commune that holds all of its land "
    "today.",
)
class CodeExample(Shown[coverage.CodeExample]): ...


@strawberry.type(description="Les lignes d'une même cause. / The rows of one cause.")
class CoverageCause:
    cause: str
    fr: str
    en: str
    in_territory: bool = strawberry.field(
        description=(
            "Si une telle ligne peut être dans un territoire. / Whether such a row can be in a "
            "territory."
        )
    )
    rows: int
    codes: int
    examples: list[CodeExample]


@strawberry.type(
    description=(
        "Les codes commune d'un jeu de données, comptés par cause ; chaque ligne l'est une fois. / "
        "The commune codes of a dataset, counted by cause; each row once."
    )
)
class Coverage:
    column: str
    date_column: str | None
    read_on: dt.date | None = strawberry.field(
        description=(
            "Le jour dont la carte sert, sans colonne de date. / The day whose map is read, "
            "without a date column."
        )
    )
    rows: int
    causes: list[CoverageCause]


def write_cause(counted: CauseCount) -> CoverageCause:
    cause = counted.cause
    return CoverageCause(
        cause=cause.code,
        fr=cause.fr,
        en=cause.en,
        in_territory=cause.counts,
        rows=counted.rows,
        codes=counted.codes,
        examples=CodeExample.all(counted.examples),
    )
