"""Proposals for a new dataset and matches with one there is, with reasons in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from catalog.actions.dataset import DatasetDraft
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column
from intake.deposits.row_batches import Target
from intake.file_reading.typed_rows import ReadColumn


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """`column` as a draft has it: its id is its name, `source_name` its name in the Parquet file.

    `reasons` by what is proposed: name, type, unit, concept, classification, code_list. `examples`
    are masked where the column is personal.
    """

    column: Column
    read: ReadColumn
    reasons: Mapping[str, Bilingual]
    examples: tuple[str, ...]
    personal_kind: str | None = None

    @property
    def header(self) -> str:
        return self.read.name


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """A field of a standard and the column that matches it; `fits` False: as `why` says."""

    field: str
    required: bool
    column: str | None
    fits: bool
    why: Bilingual


@dataclass(frozen=True, slots=True)
class StandardMatch:
    """`is_met`: every required field has a column of its type, and closed lists are kept."""

    standard: str
    title: str
    fields: tuple[FieldMatch, ...]
    is_met: bool

    @property
    def matched(self) -> int:
        return sum(match.column is not None and match.fits for match in self.fields)


@dataclass(frozen=True, slots=True)
class DatasetProposal:
    """`reasons` by what is proposed: title, primary_key, territory, standard, personal_data."""

    draft: DatasetDraft
    columns: tuple[ColumnProposal, ...]
    reasons: Mapping[str, Bilingual]
    standards: tuple[StandardMatch, ...]

    def targets(self) -> list[Target]:
        return [
            Target(proposal.column.source_name, proposal.column.type, proposal.read)
            for proposal in self.columns
        ]


@dataclass(frozen=True, slots=True)
class Answers:
    """Decisions of people, by the names of the dataset's columns; kept from file to file.

    `columns`: by header of a file, the column that it is, or "" to leave it aside. `units`:
    "convert" or "keep". `missing`: columns that may stay empty. `emptied`: columns in which what
    does not fit stays empty. `factors`: by what the figures of a column are multiplied besides.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    factors: Mapping[str, Decimal] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    emptied: frozenset[str] = frozenset()


class MatchCause(StrEnum):
    UNIT = "unit"
    RETYPED = "retyped"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class MatchQuestion:
    """`choices` are what an answer may be: convert, keep, empty; none where the file or the
    description must be mended.
    """

    code: MatchCause
    column: str
    text: Bilingual
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """`by`: answer, source, name, label or concept; `factor` takes figures to its unit."""

    column: Column
    header: str
    by: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Matched:
    """`missing`: columns of the dataset that the file has not; `new`: headers that it has more.

    To be written only when `is_settled`: nothing is asked any more.
    """

    targets: tuple[Target, ...]
    columns: tuple[MatchedColumn, ...]
    missing: tuple[Column, ...]
    new: tuple[str, ...]
    questions: tuple[MatchQuestion, ...] = ()
    notes: tuple[Bilingual, ...] = ()

    @property
    def is_settled(self) -> bool:
        return not self.questions
