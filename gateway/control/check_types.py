"""The result of reading a declared source, as the owner's stewards are told."""

from __future__ import annotations

from typing import Any

import strawberry

from catalog.checks.values import CellExample, ColumnCheck, FileCheck
from catalog.checks.values import SourceCheck as CatalogCheck
from catalog.model.problem import Problem
from gateway.control.coverage_types import CoverageCause, write_cause
from gateway.control.ladder_types import CheckLadder, write_ladder
from gateway.control.mirror import Shown, mirror
from gateway.upkeep.source_monitoring.source_service import RecordedCheck


@strawberry.type(
    description="Ce qui empêche de lire, et quoi faire. / What stops readings, and what to do."
)
class CheckStop:
    code: str
    fr: str
    en: str
    next_fr: str
    next_en: str


@mirror(
    "Un fichier, tel qu'il est lu. / One file, as it is read.",
    left_out="Lignes d'une autre longueur que l'en-tête : elles ne sont pas lues. / Lines of "
    "another length than the header: they are not read.",
    lines="Les premières. / The first of them.",
)
class CheckedFile(Shown[FileCheck]): ...


@mirror(
    "Une cellule illisible. / A cell that cannot be read.",
    did_you_mean="Le code déclaré le plus proche. / The nearest declared code.",
)
class CheckedCell(Shown[CellExample]): ...


@strawberry.type(description="Une colonne déclarée. / A declared column.")
class CheckedColumn:
    column: str
    source_name: str
    type: str
    empty: int
    unreadable: int
    empty_percent: int
    unreadable_percent: int
    examples: list[CheckedCell]
    outside_code_list: int = strawberry.field(
        description="Lignes hors de code_list. / Rows outside code_list."
    )
    outside_examples: list[CheckedCell]
    proposal: str | None = strawberry.field(
        description=(
            "Ce qui lirait ses cellules, comme une déclaration l'écrit. / "
            "What would read its cells, as a declaration writes it."
        )
    )


@strawberry.type(
    description=(
        "Ce qu'une lecture de la source a trouvé, en déclarant. / What a reading of the source "
        "found, while it was declared."
    )
)
class DeclaredCheck:
    dataset: strawberry.ID
    rows: int | None
    is_partial: bool = strawberry.field(
        description="Seules les premières lignes. / The first rows only."
    )
    stops: list[CheckStop]
    files: list[CheckedFile]
    columns: list[CheckedColumn]
    duplicate_keys: int
    surplus_rows: int = strawberry.field(
        description=(
            "Lignes de trop pour ces clés : une clé désigne une ligne. / Rows too many for these "
            "keys: a key names one row."
        )
    )
    duplicate_examples: list[str]
    other_columns: list[str] = strawberry.field(
        description="De la source, non déclarées. / Of the source, not declared."
    )
    is_left: bool = strawberry.field(
        description=(
            "La source n'a pas été lue : elle est ailleurs (sourceCheck la lit). / The source was "
            "not read: it is elsewhere (sourceCheck reads it)."
        )
    )


@strawberry.type(
    description=(
        "Ce qu'une lecture de la source a trouvé, pour les référents du propriétaire. / What a "
        "reading of the source found, for the owner's stewards."
    )
)
class SourceCheck(DeclaredCheck):
    has_territory: bool
    ladder: CheckLadder
    causes: list[CoverageCause] = strawberry.field(
        description=(
            "Ses codes commune, par cause, comme coverage les dit. / Its commune codes by cause, "
            "as coverage says them."
        )
    )
    audited_as: str = strawberry.field(
        description="La référence de cette lecture au journal. / This reading in the audit."
    )


def write_check(recorded: RecordedCheck) -> SourceCheck:
    return SourceCheck(
        **_fields(recorded.check),
        has_territory=recorded.dataset.territory is not None,
        ladder=write_ladder(recorded.ladder),
        causes=[write_cause(each) for each in recorded.causes],
        audited_as=recorded.audited_as,
    )


def write_declared_check(check: CatalogCheck) -> DeclaredCheck:
    return DeclaredCheck(**_fields(check))


def _fields(check: CatalogCheck) -> dict[str, Any]:
    return {
        "dataset": strawberry.ID(check.dataset),
        "rows": check.rows,
        "is_partial": check.is_partial,
        "stops": [_stop(each) for each in check.stops],
        "files": CheckedFile.all(check.files),
        "columns": [_column(each) for each in check.columns],
        "duplicate_keys": check.duplicates,
        "surplus_rows": check.surplus,
        "duplicate_examples": list(check.duplicate_examples),
        "other_columns": list(check.others),
        "is_left": check.is_left,
    }


def _stop(problem: Problem) -> CheckStop:
    return CheckStop(
        code=problem.code,
        fr=problem.sentence("fr"),
        en=problem.sentence("en"),
        next_fr=problem.next_step("fr"),
        next_en=problem.next_step("en"),
    )


def _column(column: ColumnCheck) -> CheckedColumn:
    return CheckedColumn(
        column=column.column,
        source_name=column.source_name,
        type=column.type,
        empty=column.empty,
        unreadable=column.unreadable,
        empty_percent=column.percent(column.empty),
        unreadable_percent=column.percent(column.unreadable),
        examples=CheckedCell.all(column.examples),
        outside_code_list=column.outside,
        outside_examples=CheckedCell.all(column.outside_examples),
        proposal=column.proposal,
    )
