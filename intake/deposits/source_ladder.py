"""Rungs that data at their source have climbed, the same that a deposit climbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from catalog.checks.values import CellExample, ColumnCheck, FileCheck, SourceCheck
from catalog.cog import Cog
from catalog.model.bilingual import Bilingual
from catalog.model.column_types import TYPES
from catalog.model.dataset import Classification, Column, Dataset
from catalog.standards.word_lists import word_lists
from intake.deposits.check_values import (
    MOST_MESSAGES,
    CheckMessage,
    CommunesSeen,
    Ladder,
    Rung,
    RungResult,
    RungState,
)
from intake.deposits.day_checks import day_messages, days_in_words, every_days
from intake.deposits.ladder import (
    communes_in_words,
    conformity_in_words,
    gravity,
    rung_state,
)
from intake.deposits.source_communes import source_communes
from intake.deposits.value_checks import (
    list_message,
    rows_in_words,
    standard_messages,
    unread_message,
)
from intake.file_reading.sentences import number_in_words

_EXAMPLES = 3
_UNREAD_REMEDY = Bilingual(
    "Corrigez ces cases à la source, ou le type de la colonne ; sinon elles sont données vides.",
    "Mend these cells at the source, or the column's type; otherwise they are given empty.",
)
_NOT_CHECKED = Bilingual(
    "Pas vérifié : la source ne se lit pas.", "Not checked: the source cannot be read."
)


def source_ladder(
    dataset: Dataset, check: SourceCheck, *, today: date, expected: frozenset[str] | None, cog: Cog
) -> Ladder:
    """`check`: with its codes and days. `expected`: codes of today's communes that the data should
    cover; None: nobody said.
    """
    if check.rows is None:
        return _of_nothing_read(check)
    communes, of_communes = _communes(dataset, check, today, expected, cog)
    days = check.days or ()
    every = None if check.is_partial else every_days(dataset)
    messages = [
        *_stop_messages(check),
        *_file_messages(check),
        *_unread_messages(dataset, check),
        *_key_messages(dataset, check),
        *_list_messages(dataset, check),
        *standard_messages(dataset),
        *of_communes,
        *day_messages(days, today, every),
    ]
    messages.sort(key=gravity)
    is_placed = dataset.territory is None or communes is not None
    texts = (
        (Rung.READABLE, _of_reading(check, check.rows)),
        (Rung.TYPED, _of_types(check)),
        (Rung.CONFORMING, conformity_in_words(dataset)),
        (Rung.TERRITORY, communes_in_words(communes, expected) if is_placed else _NOT_CHECKED),
        (Rung.UP_TO_DATE, days_in_words(days)),
    )
    states = {rung: rung_state(rung, messages, days, communes) for rung in Rung}
    if not is_placed:
        states[Rung.TERRITORY] = RungState.NOT_CHECKED
    shown = tuple(messages[:MOST_MESSAGES])
    rungs = tuple(RungResult(rung, states[rung], text) for rung, text in texts)
    return Ladder(rungs, shown, len(messages) - len(shown), communes)


def _of_nothing_read(check: SourceCheck) -> Ladder:
    unread = Bilingual("La source ne se lit pas.", "The source cannot be read.")
    rungs = [RungResult(rung, RungState.NOT_CHECKED, _NOT_CHECKED) for rung in Rung]
    rungs[0] = RungResult(Rung.READABLE, RungState.BROKEN, unread)
    messages = tuple(_stop_messages(check))
    shown = messages[:MOST_MESSAGES]
    return Ladder(tuple(rungs), shown, len(messages) - len(shown), None)


def _communes(
    dataset: Dataset, check: SourceCheck, today: date, expected: frozenset[str] | None, cog: Cog
) -> tuple[CommunesSeen | None, list[CheckMessage]]:
    """None for data without communes, and where the source has not their columns."""
    binding = dataset.territory
    if binding is None:
        return None, []
    needed = {dataset.column(binding.column).name}
    if binding.date_column is not None:
        needed.add(dataset.column(binding.date_column).name)
    if not needed <= {column.column for column in check.columns}:
        return None, []
    return source_communes(check, today, cog, expected)


def _stop_messages(check: SourceCheck) -> Iterator[CheckMessage]:
    for stop in check.stops:
        yield CheckMessage(
            Rung.READABLE,
            stop.code,
            Bilingual(stop.sentence("fr"), stop.sentence("en")),
            Bilingual(stop.next_step("fr"), stop.next_step("en")),
            0,
            breaks=True,
        )


def _file_messages(check: SourceCheck) -> Iterator[CheckMessage]:
    """One for all files."""
    files = [file for file in check.files if file.left_out]
    if not files:
        return
    rows = sum(file.left_out for file in files)
    words, more = rows_in_words(rows), " …" if len(files) > _EXAMPLES else ""
    listed = ", ".join(f"« {file.name} » (l. {_lines(file)})" for file in files[:_EXAMPLES]) + more
    listed_en = ", ".join(f'"{file.name}" (l. {_lines(file)})' for file in files[:_EXAMPLES]) + more
    has = ("n'ont", "have") if rows > 1 else ("n'a", "has")
    yield CheckMessage(
        Rung.READABLE, "lines_left_out",
        Bilingual(
            f"{words.fr} {has[0]} pas autant de cases que les titres, dans {listed}.",
            f"{words.en} {has[1]} not as many cells as the headers, in {listed_en}.",
        ),
        Bilingual(
            "Elles ne sont pas lues : corrigez-les dans le fichier.",
            "They are not read: mend them in the file.",
        ),
        rows,
    )  # fmt: skip


def _lines(file: FileCheck) -> str:
    more = " …" if file.left_out > _EXAMPLES else ""
    return ", ".join(map(str, file.lines[:_EXAMPLES])) + more


def _unread_messages(dataset: Dataset, check: SourceCheck) -> list[CheckMessage]:
    """One for each kind of value, whatever the number of columns and rows."""
    by_cause: dict[str, list[ColumnCheck]] = {}
    for read in check.columns:
        if read.unreadable:
            misfit = TYPES[_column(dataset, read).type.scalar].misfit
            by_cause.setdefault(misfit, []).append(read)
    messages = []
    for why, columns in by_cause.items():
        columns.sort(key=lambda read: -read.unreadable)
        count = sum(read.unreadable for read in columns)
        labels = [_label(_column(dataset, read)) for read in columns]
        examples = [
            _shown(cell, check) for read in columns if not _is_personal(_column(dataset, read))
            for cell in read.examples
        ]  # fmt: skip
        shown = tuple(examples[:_EXAMPLES])
        messages.append(unread_message(why, count, labels, shown, _UNREAD_REMEDY))
    return messages


def _key_messages(dataset: Dataset, check: SourceCheck) -> Iterator[CheckMessage]:
    key = [dataset.column(column) for column in dataset.primary_key]
    label = " + ".join(column.label_fr for column in key)
    label_en = " + ".join(column.label_en for column in key)
    if check.surplus:
        words = rows_in_words(check.surplus)
        is_shown = not any(map(_is_personal, key))
        yield CheckMessage(
            Rung.CONFORMING, "repeated_key",
            Bilingual(
                f"{words.fr} de trop : la clé « {label} » d'une autre y revient.",
                f'{words.en} too many: they bear the key "{label_en}" of another.',
            ),
            Bilingual(
                "Ces lignes sont en double : corrigez le fichier, ou choisissez une autre clé.",
                "Say at the source which one holds, or change what tells rows apart.",
            ),
            check.surplus, check.duplicate_examples[:_EXAMPLES] if is_shown else (), label,
            breaks=True,
        )  # fmt: skip
    names = {column.name for column in key}
    empty = sum(read.empty + read.unreadable for read in check.columns if read.column in names)
    if empty:
        plural, plural_en = ("s vides", "cells") if empty > 1 else (" vide", "cell")
        yield CheckMessage(
            Rung.CONFORMING, "empty_key",
            Bilingual(
                f"{number_in_words(empty, 'fr')} case{plural} dans la clé « {label} ».",
                f'{number_in_words(empty, "en")} empty {plural_en} in the key "{label_en}".',
            ),
            Bilingual(
                "Remplissez ces cases : la clé désigne chaque ligne.",
                "Fill these cells: the key names each row.",
            ),
            empty, column=label, breaks=True,
        )  # fmt: skip


def _list_messages(dataset: Dataset, check: SourceCheck) -> Iterator[CheckMessage]:
    lists = word_lists(dataset)
    for read in check.columns:
        if not read.outside:
            continue
        column = _column(dataset, read)
        often = [cell.text for cell in read.outside_examples]
        message = list_message(column, read.outside, often, lists.get(column.id, ()))
        if message.examples:
            examples = [_shown(cell, check) for cell in read.outside_examples]
            message = replace(message, examples=tuple(examples))
        yield message


def _column(dataset: Dataset, read: ColumnCheck) -> Column:
    return next(column for column in dataset.columns if column.name == read.column)


def _label(column: Column) -> Bilingual:
    return Bilingual(column.label_fr, column.label_en)


def _is_personal(column: Column) -> bool:
    return column.classification >= Classification.PERSONAL


def _shown(cell: CellExample, check: SourceCheck) -> str:
    text = cell.text[:40]
    if cell.line is not None:
        file = f"{cell.file}, " if len(check.files) > 1 else ""
        text += f" ({file}l. {cell.line})"
    return text if cell.did_you_mean is None else f"{text} → {cell.did_you_mean} ?"


def _of_reading(check: SourceCheck, count: int) -> Bilingual:
    rows = rows_in_words(count)
    if check.stops:
        return Bilingual(
            "La source n'est pas telle qu'elle est décrite.", "The source is not as described."
        )
    if check.is_partial:
        return Bilingual(f"{rows.fr}, les premières.", f"{rows.en}, the first ones.")
    left = sum(file.left_out for file in check.files)
    if not left:
        return Bilingual(f"{rows.fr}, aucune laissée de côté.", f"{rows.en}, none left aside.")
    plural = "s" if left > 1 else ""
    return Bilingual(
        f"{rows.fr}, {left} laissée{plural} de côté.", f"{rows.en}, {left} left aside."
    )


def _of_types(check: SourceCheck) -> Bilingual:
    count, unread = len(check.columns), sum(read.unreadable for read in check.columns)
    columns = ("colonnes", "columns") if count > 1 else ("colonne", "column")
    if not unread:
        return Bilingual(
            f"{count} {columns[0]}, toutes les cases se lisent.",
            f"{count} {columns[1]}, all cells read.",
        )
    fr, en = number_in_words(unread, "fr"), number_in_words(unread, "en")
    plural = "s" if unread > 1 else ""
    return Bilingual(
        f"{count} {columns[0]}, {fr} case{plural} sans valeur lisible.",
        f"{count} {columns[1]}, {en} cell{plural} without a readable value.",
    )
