"""Rungs that a deposit has climbed: readable, typed, conforming, on the map, up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from catalog.cog import Cog, load_cog
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from intake.deposits.check_values import (
    MOST_MESSAGES,
    MOSTLY_OUTSIDE,
    CheckMessage,
    CommunesSeen,
    Ladder,
    Rung,
    RungResult,
    RungState,
)
from intake.deposits.commune_checks import commune_checks
from intake.deposits.day_checks import day_messages, days_in_words, days_of
from intake.deposits.name_checks import name_messages
from intake.deposits.row_batches import Target
from intake.deposits.spelling_checks import spelling_messages
from intake.deposits.value_checks import (
    key_messages,
    list_messages,
    rows_in_words,
    standard_messages,
    unread_messages,
)
from intake.file_reading.sentences import left_aside
from intake.file_reading.typed_rows import ReadFile

_ORDER = list(Rung)


def checks(
    dataset: Dataset,
    file: ReadFile,
    targets: Sequence[Target],
    *,
    today: date,
    expected: frozenset[str] | None = None,
    every_days: int | None = None,
    cog: Cog | None = None,
) -> Ladder:
    """`targets` as a proposal or a matching gives them. `expected`: codes of today's communes that
    the data should cover; `every_days`: how often new rows should come; None: nobody said.
    """
    by_name = {target.name: target for target in targets}
    known = cog or load_cog()
    communes, of_communes = commune_checks(dataset, file, targets, expected, known)
    messages = [
        *_reading_messages(file, targets),
        *unread_messages(dataset, file, targets),
        *key_messages(dataset, file, by_name),
        *list_messages(dataset, file, by_name),
        *standard_messages(dataset),
        *of_communes,
        *name_messages(dataset, file, targets, known),
        *spelling_messages(dataset, file, targets),
    ]
    days = days_of(dataset, targets)
    messages += day_messages(days, today, every_days)
    messages.sort(key=gravity)
    rungs = tuple(
        RungResult(rung, rung_state(rung, messages, days, communes), text)
        for rung, text in (
            (Rung.READABLE, _of_reading(file)),
            (Rung.TYPED, _of_types(file, targets)),
            (Rung.CONFORMING, conformity_in_words(dataset)),
            (Rung.TERRITORY, communes_in_words(communes, expected)),
            (Rung.UP_TO_DATE, days_in_words(days)),
        )
    )
    shown = tuple(messages[:MOST_MESSAGES])
    return Ladder(rungs, shown, len(messages) - len(shown), communes)


def gravity(message: CheckMessage) -> tuple[bool, bool, int, int]:
    """The sort key of a message: first one that breaks a rung, then one that doubts whether the
    data are their owner's, then the lowest rung, then the most rows.
    """
    is_doubted = message.code == MOSTLY_OUTSIDE
    return (not message.breaks, not is_doubted, _ORDER.index(message.rung), -message.rows)


def rung_state(
    rung: Rung,
    messages: Sequence[CheckMessage],
    days: Sequence[date],
    communes: CommunesSeen | None,
) -> RungState:
    own = [message for message in messages if message.rung is rung]
    if any(message.breaks for message in own):
        return RungState.BROKEN
    if own:
        return RungState.WITH_WARNINGS
    is_unasked = (rung is Rung.TERRITORY and communes is None) or (
        rung is Rung.UP_TO_DATE and not days
    )
    return RungState.NOT_ASKED if is_unasked else RungState.REACHED


def _reading_messages(file: ReadFile, targets: Sequence[Target]) -> list[CheckMessage]:
    """Nothing is said of columns that are not kept."""
    reading, messages = file.reading, []
    kept = {target.read.name for target in targets if target.read is not None}
    if not reading.reconciled.agrees:
        where = ", ".join(reading.reconciled.differences[:3])
        messages.append(
            CheckMessage(
                Rung.READABLE, "not_reconciled",
                Bilingual(
                    f"Une seconde lecture ne donne pas les mêmes lignes ou sommes ({where}).",
                    f"A second reading does not give the same rows or sums ({where}).",
                ),
                Bilingual(
                    "Comparez les sommes aux vôtres avant de confirmer.",
                    "Compare the sums with your own before confirming.",
                ),
                0, breaks=True,
            )
        )  # fmt: skip
    for question in reading.questions:
        if question.column is not None and question.column not in kept:
            continue
        remedy = Bilingual("Répondez à la question.", "Answer the question.")
        text = Bilingual(question.fr, question.en)
        messages.append(
            CheckMessage(Rung.READABLE, question.code, text, remedy, 0, column=question.column)
        )
    beyond = reading.unread_count - sum(column.unread for column in reading.columns)
    if beyond:
        plural = "s" if beyond > 1 else ""
        messages.append(
            CheckMessage(
                Rung.READABLE, "beyond_the_header",
                Bilingual(
                    f"{beyond} case{plural} au-delà de la dernière colonne titrée.",
                    f"{beyond} cell{plural} beyond the last headed column.",
                ),
                Bilingual(
                    "Donnez un titre à cette colonne, ou videz ces cases : elles ne sont pas lues.",
                    "Give that column a header, or empty these cells: they are not read.",
                ),
                beyond,
            )
        )  # fmt: skip
    return messages


def _of_reading(file: ReadFile) -> Bilingual:
    rows = rows_in_words(file.reading.rows_kept)
    left = sum(len(part.ignored) + len(part.blank) for part in file.reading.parts)
    if not left:
        return Bilingual(f"{rows.fr}, aucune laissée de côté.", f"{rows.en}, none left aside.")
    plural, why = ("s" if left > 1 else ""), left_aside(file.reading.parts)
    return Bilingual(
        f"{rows.fr}, {left} laissée{plural} de côté : {why.fr}.",
        f"{rows.en}, {left} left aside: {why.en}.",
    )


def _of_types(file: ReadFile, targets: Sequence[Target]) -> Bilingual:
    count = sum(target.read is not None for target in targets)
    unread = file.reading.unread_count
    if not unread:
        return Bilingual(
            f"{count} colonnes, toutes les cases se lisent.", f"{count} columns, all cells read."
        )
    return Bilingual(
        f"{count} colonnes, {unread} case{'s' if unread > 1 else ''} sans valeur lisible.",
        f"{count} columns, {unread} cell{'s' if unread > 1 else ''} without a readable value.",
    )


def conformity_in_words(dataset: Dataset) -> Bilingual:
    """Only what these data have."""
    checked_fr, checked_en = [], []
    if any(column.code_list for column in dataset.columns):
        checked_fr.append("les listes de valeurs")
        checked_en.append("closed lists")
    if dataset.primary_key:
        checked_fr.append("la clé")
        checked_en.append("the key")
    if dataset.standard:
        checked_fr.append(f"le standard {dataset.standard}")
        checked_en.append(f"the standard {dataset.standard}")
    if not checked_fr:
        return Bilingual(
            "Ni liste de valeurs, ni clé, ni standard à vérifier.",
            "No closed list, key or standard to check.",
        )
    none_fr, none_en = "", ""
    if not dataset.standard:
        none_fr, none_en = " Aucun standard n'est suivi.", " No standard is followed."
    return Bilingual(
        f"Vérifié : {', '.join(checked_fr)}.{none_fr}",
        f"Checked: {', '.join(checked_en)}.{none_en}",
    )  # fmt: skip


def communes_in_words(communes: CommunesSeen | None, expected: frozenset[str] | None) -> Bilingual:
    if communes is None:
        return Bilingual("Ces données n'ont pas de commune.", "These data have no commune.")
    count = len(communes.seen)
    if expected is None:
        plural = "s" if count > 1 else ""
        return Bilingual(
            f"{count} commune{plural} reconnue{plural}.", f"{count} commune{plural} recognised."
        )
    inside = count - len(communes.outside)
    plural = "s" if inside > 1 else ""
    return Bilingual(
        f"{inside} commune{plural} sur {len(expected)}.",
        f"{inside} commune{plural} of {len(expected)}.",
    )
