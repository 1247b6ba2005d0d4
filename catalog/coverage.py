"""Commune codes of a dataset, row by row, counted by cause: for its owner alone.

No row is dropped in silence, for any cause: the owner sees each count, and a few codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from catalog.cog import Cog, Meaning
from catalog.model.identifiers import CommuneCode

MOST_EXAMPLES = 10


class CodeCause(Enum):
    """(code, French, English, can such a row be in a territory?)."""

    CURRENT = ("current", "commune actuelle", "commune of today", True)
    OLD_CODE = (
        "old_code",
        "ancien code, commune à la date de la ligne ; suivi jusqu'à la commune actuelle",
        "old code, a commune's at the row's date; followed to the commune of today",
        True,
    )
    PART = (
        "part",
        "commune déléguée ou associée, arrondissement : compté dans sa commune",
        "delegated or associated commune, arrondissement: counted in its commune",
        True,
    )
    PART_OR_POSTAL = (
        "part_or_postal",
        "ambigu : ancienne commune, mais aussi un code postal ; à vérifier",
        "ambiguous: a former commune, but also a postal code; to be checked",
        True,
    )
    OTHER_TIME = (
        "other_time",
        "code qui ne désigne rien à la date de la ligne, et a désigné une commune à une autre",
        "code that means nothing at the row's date, and meant a commune at another",
        False,
    )
    POSTAL = ("postal", "code postal, pas un code commune", "postal code, not a commune's", False)
    UNKNOWN = ("unknown", "code inconnu", "unknown code", False)
    MISSING = ("missing", "code absent", "no code", False)
    NO_DATE = ("no_date", "date absente ou illisible", "no date, or unreadable", False)
    FUTURE = ("future", "date à venir", "date to come", False)

    def __init__(self, code: str, fr: str, en: str, counts: bool) -> None:  # noqa: FBT001 - the enum's own tuple
        self.code, self.fr, self.en, self.counts = code, fr, en, counts


@dataclass(frozen=True, slots=True)
class CodedRows:
    """`rows` rows that carry `code` on `day`; None for no code, for no date that is needed."""

    code: str | None
    day: date | None
    rows: int


@dataclass(frozen=True, slots=True)
class CodeExample:
    """`now` is the commune that holds the land of `code` today, if one holds all of it."""

    code: str
    rows: int
    now: CommuneCode | None
    now_nom: str | None


@dataclass(frozen=True, slots=True)
class CauseCount:
    cause: CodeCause
    rows: int
    codes: int
    examples: tuple[CodeExample, ...]


def classify_codes(rows: Iterable[CodedRows], today: date, cog: Cog) -> tuple[CauseCount, ...]:
    """One count a cause that occurs, in the order of the causes; examples by rows, then code."""
    counted: dict[CodeCause, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in rows:
        counted[cause_of(each.code, each.day, today, cog)][each.code or ""] += each.rows
    return tuple(
        CauseCount(
            cause=cause,
            rows=sum(counted[cause].values()),
            codes=len(counted[cause].keys() - {""}),
            examples=tuple(
                _example(code, count, today, cog)
                for code, count in sorted(
                    counted[cause].items(), key=lambda each: (-each[1], each[0])
                )[:MOST_EXAMPLES]
                if code
            ),
        )
        for cause in CodeCause
        if cause in counted
    )


def cause_of(code: str | None, day: date | None, today: date, cog: Cog) -> CodeCause:  # noqa: PLR0911 - one return a cause
    """Of a row with `code`, read on the map of `day`."""
    if not code:
        return CodeCause.MISSING
    if day is None:
        return CodeCause.NO_DATE
    if day > today:
        return CodeCause.FUTURE
    meaning = cog.land.at(code, day)
    if meaning is None:
        if cog.is_postal_code(code):
            return CodeCause.POSTAL
        return CodeCause.OTHER_TIME if cog.meanings(code) else CodeCause.UNKNOWN
    if not meaning.is_commune:
        return CodeCause.PART_OR_POSTAL if cog.is_postal_code(code) else CodeCause.PART
    return CodeCause.CURRENT if _is_current(meaning, today, cog) else CodeCause.OLD_CODE


def has_one_cause(code: str, first: date, last: date, today: date, cog: Cog) -> bool:
    """True where all rows of `code` from `first` to `last` (included) have one cause, and `last` is
    not after today.
    """
    days = {first, last}
    for each in cog.meanings(code):
        days |= {day for day in (each.start, each.end) if day and first <= day <= last}
    return last <= today and len({cause_of(code, day, today, cog) for day in days}) == 1


def _is_current(meaning: Meaning, today: date, cog: Cog) -> bool:
    now = cog.land.at(meaning.code, today)
    return now is not None and now.is_commune and meaning.atoms <= now.atoms


def _example(code: str, rows: int, today: date, cog: Cog) -> CodeExample:
    meanings = cog.meanings(code)
    holder = cog.land.commune_of(meanings[-1].atoms, today) if meanings else None
    if holder is None:
        return CodeExample(code, rows, None, None)
    return CodeExample(code, rows, holder.code, holder.nom)
