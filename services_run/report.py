"""The report of the law that a service makes, and the rows that it sends to others: as declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.model.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A section of the paper; indicators name it as their `part`."""

    name: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class OwedPart:
    """A part that the body writes itself. `unless`: columns of the summary; where one of them has
    a value for the report's year, the part is there already.
    """

    text: Bilingual
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day (`09-30`) by which the report is presented, so many `years` after its own year."""

    day: str
    years: int

    def of(self, year: int) -> str:
        """ISO text of the day for the report of `year`."""
        return f"{year + self.years}-{self.day}"

    def day_of(self, year: int) -> date | None:
        """The same day; None where that year has none, as services published before may say."""
        try:
            return date.fromisoformat(self.of(year))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Report:
    """`text` is the law that asks for the report, `due` its day; None where the paper does not say
    them.
    """

    title: Bilingual
    parts: tuple[ReportPart, ...] = ()
    owed: tuple[OwedPart, ...] = ()
    text: Bilingual | None = None
    due: DueDay | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """The table whose `columns` alone a contractor is shown, and the `role` of the rows that it
    must have deposited itself.
    """

    table: str
    role: str
    columns: tuple[str, ...]


def report_in(tree: Mapping[str, Any]) -> Report | None:
    """Of a description that was found sound; None where its service makes no report of the law."""
    report = tree.get("report")
    if report is None:
        return None
    due = report.get("due")
    return Report(
        title=_both(report["title"]),
        parts=tuple(
            ReportPart(name, _both(title)) for name, title in report.get("parts", {}).items()
        ),
        owed=tuple(
            OwedPart(_both(owed), tuple(owed.get("unless", ())))
            for owed in report.get("to_complete", ())
        ),
        text=_both(report["text"]) if "text" in report else None,
        due=None if due is None else DueDay(str(due["day"]), int(due["years"])),
    )


def sending_in(tree: Mapping[str, Any]) -> Sending | None:
    """Of a description that was found sound; None where its service sends no rows."""
    sending = tree.get("sending")
    if sending is None:
        return None
    return Sending(sending["table"], sending["role"], tuple(sending["columns"]))


def _both(value: Mapping[str, Any]) -> Bilingual:
    return Bilingual(str(value["fr"]), str(value["en"]))
