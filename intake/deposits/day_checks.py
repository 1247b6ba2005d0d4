"""The days of the rows: none in the future, and the last one not too long ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from catalog.day_words import day_in_words
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset, UpdateFrequency
from intake.deposits.cell_values import CellValues
from intake.deposits.check_values import CheckMessage, Rung
from intake.deposits.row_batches import Target

GRACE = 1.5
"""A file that comes every month is late after a month and a half."""
_EVERY_DAYS = {
    UpdateFrequency.CONTINUOUS: 1,
    UpdateFrequency.DAILY: 1,
    UpdateFrequency.WEEKLY: 7,
    UpdateFrequency.MONTHLY: 31,
    UpdateFrequency.QUARTERLY: 92,
    UpdateFrequency.SEMIANNUAL: 184,
    UpdateFrequency.ANNUAL: 366,
}


def every_days(dataset: Dataset) -> int | None:
    """The number of days within which new rows should come; None without a regular rhythm."""
    frequency = dataset.update_frequency
    return None if frequency is None else _EVERY_DAYS.get(frequency)


def days_of(dataset: Dataset, targets: Sequence[Target]) -> list[date]:
    """(the first, the last) day of the rows; empty where they have none."""
    bound = dataset.territory.date_column if dataset.territory is not None else None
    wanted = [column for column in dataset.columns if column.id == bound]
    wanted += [column for column in dataset.columns if column.concept == "date_collecte"]
    sources = [column.source_name for column in wanted]
    read = next(
        (
            target for target in targets
            if target.read is not None
            and (target.name in sources or target.read.column.concept == "date")
        ),
        None,
    )  # fmt: skip
    if read is None or read.read is None:
        return []
    values = CellValues(read.read, read.kind, zone=read.zone)
    moments = [values.value(cell) for cell in read.read.values]
    days = [
        moment.date() if isinstance(moment, datetime) else moment
        for moment in moments
        if isinstance(moment, date)
    ]
    return [min(days), max(days)] if days else []


def day_messages(days: Sequence[date], today: date, every: int | None) -> list[CheckMessage]:
    if not days:
        return []
    last = days[-1]
    if last > today + timedelta(days=1):
        return [
            CheckMessage(
                Rung.UP_TO_DATE, "future_day",
                Bilingual(
                    f"Des lignes sont datées dans l'avenir, jusqu'au {day_in_words(last, 'fr')}.",
                    f"Some rows are dated in the future, until {day_in_words(last, 'en')}.",
                ),
                Bilingual(
                    "Vérifiez l'ordre du jour et du mois, et l'année.",
                    "Check the order of day and month, and the year.",
                ),
                0,
            )
        ]  # fmt: skip
    if every is None or (today - last).days <= every * GRACE:
        return []
    return [
        CheckMessage(
            Rung.UP_TO_DATE, "late",
            Bilingual(
                f"La dernière ligne est du {day_in_words(last, 'fr')}.",
                f"The last row is of {day_in_words(last, 'en')}.",
            ),
            Bilingual(
                "Ajoutez les lignes plus récentes, ou changez la fréquence annoncée.",
                "Add the newer rows, or change the frequency that is announced.",
            ),
            0,
        )
    ]  # fmt: skip


def days_in_words(days: Sequence[date]) -> Bilingual:
    if not days:
        return Bilingual("Les lignes n'ont pas de date.", "Rows have no day.")
    first, last = days
    return Bilingual(
        f"Du {day_in_words(first, 'fr')} au {day_in_words(last, 'fr')}.",
        f"From {day_in_words(first, 'en')} to {day_in_words(last, 'en')}.",
    )
