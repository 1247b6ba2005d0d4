"""A later file read onto a dataset that is known: its description wins, what changed is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from catalog.model.bilingual import Bilingual
from catalog.model.column_types import NUMBERS, TYPES
from catalog.model.dataset import Column, Dataset
from catalog.model.problem import Language
from intake.deposits.cell_values import CellValues
from intake.deposits.column_pairs import Pair, pairs
from intake.deposits.personal_reasons import KINDS_EN, classification_of
from intake.deposits.refused_columns import is_refused
from intake.deposits.row_batches import Target
from intake.deposits.values import Answers, MatchCause, Matched, MatchedColumn, MatchQuestion
from intake.file_reading.doubts import KINDS
from intake.file_reading.sentences import number_in_words
from intake.file_reading.typed_rows import ReadColumn, ReadFile
from intake.file_reading.unit_factors import factor_between

_ROWS_CITED = 3


def read_onto(dataset: Dataset, file: ReadFile, answers: Answers | None = None) -> Matched:
    """Types, units and names are the dataset's; `answers` are those given before and now."""
    return _Matching(dataset, file, answers or Answers()).matched()


class _Matching:
    def __init__(self, dataset: Dataset, file: ReadFile, answers: Answers) -> None:
        self.dataset, self.file, self.answers = dataset, file, answers
        self.questions: list[MatchQuestion] = []
        self.notes: list[Bilingual] = []

    def matched(self) -> Matched:
        matches = {
            pair.column.id: pair
            for pair in pairs(self.dataset, self.file.columns, self.answers.columns)
        }
        columns, targets, missing = [], [], []
        for column in self.dataset.columns:
            pair = matches.get(column.id)
            if pair is None:
                missing.append(column)
                targets.append(Target(column.source_name, column.type, None))
                continue
            factor = self._factor(pair) * self.answers.factors.get(column.name, Decimal(1))
            may_empty = column.name in self.answers.emptied
            targets.append(
                Target(
                    column.source_name, column.type, pair.read, factor, self.dataset.time_zone,
                    may_empty,
                )
            )  # fmt: skip
            columns.append(MatchedColumn(column, pair.read.name, pair.by, factor))
            self._check_values(pair, factor, may_empty=may_empty)
            self._tell_persons(pair)
        self._ask_for_missing(missing)
        new = self._new([pair.read for pair in matches.values()])
        return Matched(
            tuple(targets), tuple(columns), tuple(missing), new, tuple(self.questions),
            tuple(self.notes),
        )  # fmt: skip

    def _factor(self, pair: Pair) -> Decimal:
        known, seen = pair.column.unit, pair.read.column.unit
        if known is None or seen is None or known == seen or pair.column.type.scalar not in NUMBERS:
            return Decimal(1)
        factor = factor_between(seen, known)
        answer = self.answers.units.get(pair.column.name)
        header = pair.read.name
        if answer == "keep":
            self._note(
                f"« {header} » : l'unité {seen} du fichier n'est pas suivie, les valeurs restent "
                f"en {known}.",
                f'"{header}": the file\'s unit {seen} is not followed, values stay in {known}.',
            )
            return Decimal(1)
        if answer == "convert" and factor is not None:
            self._note(
                f"« {header} » : converti de {seen} en {known} (× {_plain(factor, 'fr')}).",
                f'"{header}": converted from {seen} to {known} (× {_plain(factor, "en")}).',
            )
            return factor
        if factor is None:
            text = Bilingual(
                f"« {header} » est en {seen} dans ce fichier, et en {known} dans vos données : ce "
                "n'est pas la même grandeur. Est-ce la même colonne ?",
                f'"{header}" is in {seen} in this file, and in {known} in your data: that is '
                "another quantity. Is it the same column?",
            )
            self._ask(MatchCause.UNIT, pair.column, text, "keep")
            return Decimal(1)
        text = Bilingual(
            f"« {header} » est en {seen} dans ce fichier, et en {known} dans vos données : "
            f"faut-il multiplier par {_plain(factor, 'fr')} ?",
            f'"{header}" is in {seen} in this file, and in {known} in your data: multiply by '
            f"{_plain(factor, 'en')}?",
        )
        self._ask(MatchCause.UNIT, pair.column, text, "convert", "keep")
        return factor

    def _check_values(self, pair: Pair, factor: Decimal, *, may_empty: bool) -> None:
        """Values that the file's own reading has, and that the known type does not hold."""
        values = CellValues(pair.read, pair.column.type, factor, self.dataset.time_zone)
        misfits = [cell for cell in pair.read.values if values.value(cell) is None]
        rounded = len(values.rounded)
        if rounded:
            scale = pair.column.type.scale
            self._note(
                f"« {pair.read.name} » : des valeurs ont plus de {scale} décimales, elles sont "
                "arrondies.",
                f'"{pair.read.name}": some values have more than {scale} decimals, they are '
                "rounded.",
            )
        if not misfits:
            return
        kinds = set(misfits)
        rows = [row.number for row in self.file.rows() if row.cell(pair.read) in kinds]
        cited = ", ".join(str(number) for number in rows[:_ROWS_CITED])
        more = " …" if len(rows) > _ROWS_CITED else ""
        fr, en = TYPES[pair.column.type.scalar].words
        header, count = pair.read.name, len(rows)
        cells = (
            ("case ne se lit", "cell does") if count == 1 else ("cases ne se lisent", "cells do")
        )
        text = Bilingual(
            f"« {header} » est décrit comme « {fr} » : {number_in_words(count, 'fr')} {cells[0]} "
            f"pas ainsi (ligne {cited}{more}).",
            f'"{header}" is described as "{en}": {number_in_words(count, "en")} {cells[1]} '
            f"not read so (row {cited}{more}).",
        )
        if may_empty:
            self.notes.append(text)
            return
        is_key = pair.column.id in self.dataset.primary_key
        self._ask(MatchCause.RETYPED, pair.column, text, *(() if is_key else ("empty",)))

    def _tell_persons(self, pair: Pair) -> None:
        """A person's answer is kept: what the detector sees is only told."""
        kind = pair.read.column.personal_kind
        if kind is None or classification_of(pair.read) <= pair.column.classification:
            return
        self._note(
            f"« {pair.read.name} » semble contenir des {KINDS[kind]} ; vos données disent que ce "
            "n'est pas personnel, et c'est suivi.",
            f'"{pair.read.name}" seems to hold {KINDS_EN[kind]}; your data say that it is not '
            "personal, and that is followed.",
        )

    def _ask_for_missing(self, missing: Sequence[Column]) -> None:
        territory = self.dataset.territory
        needed = {*self.dataset.primary_key}
        if territory is not None:
            needed |= {territory.column, territory.date_column or ""}
        for column in missing:
            label, is_needed = column.label_fr, column.id in needed
            if column.name in self.answers.missing and not is_needed:
                self._note(
                    f"« {label} » n'est pas dans ce fichier : la colonne reste vide.",
                    f'"{label}" is not in this file: the column stays empty.',
                )
                continue
            why = (
                (", et désigne ou place chaque ligne", ", and names or places each row")
                if is_needed
                else ("", "")
            )
            text = Bilingual(
                f"« {label} » n'est pas dans ce fichier{why[0]}.",
                f'"{label}" is not in this file{why[1]}.',
            )
            self._ask(MatchCause.MISSING, column, text, *(() if is_needed else ("empty",)))

    def _new(self, used: Sequence[ReadColumn]) -> tuple[str, ...]:
        names = [column.name for column in used]
        left = {header for header, column in self.answers.columns.items() if column == ""}
        new = [
            column.name for column in self.file.columns
            if column.name not in names and not is_refused(column.name, left)
        ]  # fmt: skip
        for header in new:
            self._note(
                f"« {header} » est nouveau dans ce fichier : il n'est pas déposé tant que vous ne "
                "l'ajoutez pas à la description.",
                f'"{header}" is new in this file: it is not deposited until you add it to the '
                "description.",
            )
        return tuple(new)

    def _note(self, fr: str, en: str) -> None:
        self.notes.append(Bilingual(fr, en))

    def _ask(self, code: MatchCause, column: Column, text: Bilingual, *choices: str) -> None:
        self.questions.append(MatchQuestion(code, column.name, text, choices))


def _plain(factor: Decimal, language: Language) -> str:
    text = f"{factor.normalize():f}"
    return text.replace(".", ",") if language == "fr" else text
