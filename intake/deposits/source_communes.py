"""The communes of a source that was read: found, missing and outside, and rows without one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from catalog.checks.values import SourceCheck
from catalog.cog import Cog
from catalog.coverage import CodeCause, cause_of
from catalog.model.bilingual import Bilingual
from intake.deposits.check_values import CheckMessage, CommunesSeen, Rung
from intake.deposits.commune_checks import (
    empty_message,
    messages_of_seen,
    old_message,
    postal_message,
    seen_among,
    unknown_message,
)
from intake.deposits.value_checks import rows_in_words
from intake.file_reading.commune_names import commune_now

_EXAMPLES = 3
_ByCause = Mapping[CodeCause, Counter[str]]


def source_communes(
    check: SourceCheck, today: date, cog: Cog, expected: frozenset[str] | None
) -> tuple[CommunesSeen, list[CheckMessage]]:
    """As the law of territories reads the codes: each on the map of its row's day."""
    by_cause: dict[CodeCause, Counter[str]] = defaultdict(Counter)
    seen: Counter[str] = Counter()
    unplaced = 0
    for coded in check.codes:
        cause = cause_of(coded.code, coded.day, today, cog)
        code = coded.code or ""
        by_cause[cause][code] += coded.rows
        now = _held_by(code, coded.day, today, cog) if cause.counts else None
        if now is not None:
            seen[now] += coded.rows
        elif cause is not CodeCause.MISSING:
            unplaced += coded.rows
    communes = seen_among(seen, expected, unplaced, by_cause[CodeCause.MISSING].total())
    if check.is_partial:
        # The rows that were not read may be of any of them.
        communes = CommunesSeen(
            communes.seen, (), communes.outside, communes.unplaced, communes.empty
        )
    rows = sum(coded.rows for coded in check.codes)
    return communes, [*_messages(by_cause, rows, cog), *messages_of_seen(communes, cog)]


def _held_by(code: str, day: date | None, today: date, cog: Cog) -> str | None:
    """The commune of today that holds the land of `code` on `day`."""
    meaning = None if day is None else cog.land.at(code, day)
    holder = None if meaning is None else cog.land.commune_of(meaning.atoms, today)
    return commune_now(cog, code) if holder is None else holder.code


def _messages(by_cause: _ByCause, rows: int, cog: Cog) -> Iterator[CheckMessage]:
    """An old code that was right on the day of its row asks for nothing."""
    if parts := by_cause.get(CodeCause.PART):
        yield old_message(parts, cog)
    if doubtful := by_cause.get(CodeCause.PART_OR_POSTAL):
        yield _ambiguous(doubtful)
    if wrong := by_cause.get(CodeCause.OTHER_TIME):
        yield _of_other_time(wrong, rows)
    if postal := by_cause.get(CodeCause.POSTAL):
        yield postal_message(postal)
    if unknown := by_cause.get(CodeCause.UNKNOWN):
        yield unknown_message(unknown, rows)
    if empty := by_cause.get(CodeCause.MISSING):
        yield empty_message(empty.total(), rows)
    if undated := by_cause.get(CodeCause.NO_DATE):
        yield _undated(undated.total(), rows)


def _ambiguous(codes: Counter[str]) -> CheckMessage:
    words, listed = rows_in_words(codes.total()), _listed(codes)
    return CheckMessage(
        Rung.TERRITORY, "ambiguous_code",
        Bilingual(
            f"{words.fr} dont le code est celui d'une ancienne commune, mais aussi un code postal "
            f"({listed}).",
            f"{words.en} whose code is a former commune's, and a postal code as well ({listed}).",
        ),
        Bilingual(
            "Vérifiez ces codes : ces lignes comptent dans l'ancienne commune.",
            "Check these codes: these rows count in the former commune.",
        ),
        codes.total(), _examples(codes),
    )  # fmt: skip


def _of_other_time(codes: Counter[str], rows: int) -> CheckMessage:
    words, listed = rows_in_words(codes.total()), _listed(codes)
    return CheckMessage(
        Rung.TERRITORY, "code_of_other_time",
        Bilingual(
            f"{words.fr} dont le code n'était pas celui d'une commune à leur date ({listed}).",
            f"{words.en} whose code was no commune's at their date ({listed}).",
        ),
        Bilingual(
            "Corrigez le code ou la date : personne d'autre que vous ne lira ces lignes.",
            "Mend the code or the date: nobody but you will read these rows.",
        ),
        codes.total(), _examples(codes), breaks=2 * codes.total() > rows,
    )  # fmt: skip


def _undated(count: int, rows: int) -> CheckMessage:
    words = rows_in_words(count)
    return CheckMessage(
        Rung.TERRITORY, "no_day",
        Bilingual(
            f"{words.fr} sans date lisible : on ne sait pas sur quelle carte lire leur commune.",
            f"{words.en} without a readable day: no map is known to read their commune on.",
        ),
        Bilingual(
            "Corrigez ces dates : personne d'autre que vous ne lira ces lignes.",
            "Mend these days: nobody but you will read these rows.",
        ),
        count, breaks=2 * count > rows,
    )  # fmt: skip


def _listed(codes: Counter[str]) -> str:
    more = " …" if len(codes) > _EXAMPLES else ""
    return ", ".join(_examples(codes)) + more


def _examples(codes: Counter[str]) -> tuple[str, ...]:
    return tuple(code[:30] for code, _ in codes.most_common(_EXAMPLES))
