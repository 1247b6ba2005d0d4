"""The columns of communes and of codes, told by their names and cells before they are typed."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.cog import Cog
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.communes import kind_of_places
from intake.file_reading.meanings import concept_before_typing

_BY_CODE = frozenset({"code", "code_in_text"})


def concepts_by_column(
    columns: Sequence[ColumnCells], cog: Cog, answers: ReadingAnswers
) -> tuple[dict[int, str | None], dict[int, str]]:
    """(the concept of each column, in which way columns of communes give them), by index from 0.

    Names of communes beside their codes are words: the codes alone place a row.
    """
    concepts: dict[int, str | None] = {}
    kinds: dict[int, str] = {}
    for column in columns:
        concepts[column.index] = concept_before_typing(column.name, column.cells)
        is_denied = answers.of("unknown_commune", column.name) == "no"
        if concepts[column.index] is not None or is_denied:
            continue
        is_proven = column.is_beside_names
        kind = kind_of_places(cog, column.name, column.cells, is_proven=is_proven)
        if kind is not None:
            kinds[column.index] = kind
    if _BY_CODE & set(kinds.values()):
        kinds = {index: kind for index, kind in kinds.items() if kind in _BY_CODE}
    for index, kind in kinds.items():
        concepts[index] = "commune" if kind == "code" else concepts[index]
    return concepts, kinds
