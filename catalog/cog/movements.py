"""INSEE's official movements, laid over the carried history: the day of each, and origins.

The carried history knows days up to 2019, and after it only between which two yearly lists a thing
happened. The official file knows every day, and from which communes a new one was carved out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from catalog.cog.bundled_cog import BundledCog, write_meanings
from catalog.cog.cog import Cog
from catalog.cog.history import Movement, MovementKind, carve_out
from catalog.cog.reading import cog_of
from catalog.cog.values import Atom, Meaning, MeaningKind
from catalog.model.identifiers import CommuneCode

RENAMING, CREATION = "10", "20"
PART_ENDS = frozenset({"34", "35"})
KINDS = {
    "COM": MeaningKind.COMMUNE,
    "COMD": MeaningKind.DELEGATED,
    "COMA": MeaningKind.ASSOCIATED,
    "ARM": MeaningKind.MUNICIPAL,
}
_ByCode = dict[str, list[Meaning]]


@dataclass(frozen=True, slots=True)
class OfficialMovement:
    """One line of the file: `mod` is INSEE's code of what happened, kinds are COM, COMD, COMA."""

    mod: str
    day: date
    kind_before: str
    before: CommuneCode
    kind_after: str
    after: CommuneCode


@dataclass(frozen=True, slots=True)
class DayCorrected:
    code: CommuneCode
    vintage: date
    day: date


@dataclass(frozen=True, slots=True)
class Overlay:
    """The outcome of the movements: the new texts, and the facts worth telling of them."""

    carried: BundledCog
    corrected: tuple[DayCorrected, ...]
    origins: tuple[CommuneCode, ...]
    undated: tuple[CommuneCode, ...]
    """Codes that changed between two lists and of which the file does not tell one day."""
    later: tuple[OfficialMovement, ...]
    """Movements after the last list of the project: set aside."""


def lay_over(carried: BundledCog, movements: Sequence[OfficialMovement]) -> Overlay:
    cog = cog_of(carried)
    by_code: _ByCode = {code: list(cog.land.by_code[code]) for code in cog.land.by_code}
    corrected, undated = _correct_days(by_code, movements, carried)
    origins = _add_origins(by_code, cog, movements)
    last = date(carried.vintages[-1], 1, 1)
    told = max((each.day for each in movements), default=carried.days_known_until)
    return Overlay(
        carried=replace(
            carried,
            communes=write_meanings(each for meanings in by_code.values() for each in meanings),
            days_known_until=max(carried.days_known_until, min(told, last)),
        ),
        corrected=corrected,
        origins=origins,
        undated=undated,
        later=tuple(each for each in movements if each.day > last),
    )


def _correct_days(
    by_code: _ByCode, movements: Sequence[OfficialMovement], carried: BundledCog
) -> tuple[tuple[DayCorrected, ...], tuple[CommuneCode, ...]]:
    """Boundaries that stand on a list's 1 January take the day that the file tells, in place.

    All the boundaries of one piece of land move together or not at all.
    """
    touching: dict[str, list[OfficialMovement]] = defaultdict(list)
    for move in movements:
        if move.day > carried.days_known_until:
            touching[move.before].append(move)
            if move.after != move.before:
                touching[move.after].append(move)
    found: dict[tuple[str, date], date] = {}
    undated: set[CommuneCode] = set()
    for code, meanings in by_code.items():
        for before, after in _boundaries(meanings):
            vintage = (after.start if after else before and before.end) or date.min
            window = _window(vintage, carried)
            if window is None:
                continue
            moves = touching.get(code, ())
            days = _days_told(before, after, moves, window) or _part_ended(before, after, moves)
            if len(days) == 1:
                found[code, vintage] = days.pop()
            else:
                undated.add(CommuneCode(code))
    moved = {key: day for key, day in found.items() if day != key[1]}
    moved = _agreeing(by_code, moved)
    for code in {code for code, _ in moved}:
        by_code[code] = [_moved(each, moved) for each in by_code[code]]
    corrected = (
        DayCorrected(CommuneCode(code), vintage, moved[code, vintage])
        for code, vintage in sorted(moved)
    )
    return tuple(corrected), tuple(sorted(undated))


def _boundaries(meanings: Sequence[Meaning]) -> Iterable[tuple[Meaning | None, Meaning | None]]:
    """The meanings of a code before and after each of its changes; None: it had none."""
    for before, after in pairwise([None, *meanings, None]):
        if before and after and before.end != after.start:
            yield before, None
            yield None, after
        elif (after and after.start) or (before and before.end):
            yield before, after


def _window(vintage: date, carried: BundledCog) -> tuple[date, date] | None:
    """The days between the list before and this one; None for a day that no list stands for."""
    if (vintage.month, vintage.day) != (1, 1) or vintage <= carried.days_known_until:
        return None
    # 2020 has no list of communes: what 2021 shows happened in one of two years.
    years = 2 if vintage.year == 2021 else 1
    return date(vintage.year - years, 1, 1), vintage


def _days_told(
    before: Meaning | None,
    after: Meaning | None,
    moves: Iterable[OfficialMovement],
    window: tuple[date, date],
) -> set[date]:
    renamed = before and after and (before.kind, before.atoms) == (after.kind, after.atoms)
    first, last = window
    days: set[date] = set()
    for move in moves:
        if not first < move.day <= last or (move.mod == RENAMING) is not bool(renamed):
            continue
        ended = before is not None and (move.before, KINDS.get(move.kind_before)) == (
            before.code,
            before.kind,
        )
        began = after is not None and (move.after, KINDS.get(move.kind_after)) == (
            after.code,
            after.kind,
        )
        if (ended or before is None) and (began or after is None):
            days.add(move.day)
    if not days and not renamed:
        days = {each.day for each in moves if first < each.day <= last and each.mod != RENAMING}
    return days


def _part_ended(
    before: Meaning | None, after: Meaning | None, moves: Iterable[OfficialMovement]
) -> set[date]:
    """The lists forget some parts before they end, others after: the file has the last word."""
    if before is None or before.is_commune or after is not None:
        return set()
    return {
        each.day
        for each in moves
        if (each.mod in PART_ENDS)
        and (each.before, KINDS.get(each.kind_before)) == (before.code, before.kind)
        and each.day > (before.start or date.min)
    }


def _agreeing(
    by_code: _ByCode, moved: dict[tuple[str, date], date]
) -> dict[tuple[str, date], date]:
    """Without the corrections after which some land would lie in two communes, or in none."""
    while True:
        held: dict[str, list[Meaning]] = defaultdict(list)
        sources: dict[str, set[str]] = defaultdict(set)
        atoms = {atom for code, _ in moved for each in by_code[code] for atom in each.atoms}
        for code, meanings in by_code.items():
            for each in meanings:
                if each.is_commune and not each.atoms.isdisjoint(atoms):
                    for atom in each.atoms:
                        held[atom].append(_moved(each, moved))
                        sources[atom].add(code)
        wrong = {
            code
            for atom in atoms
            if any(
                one.end != other.start
                for one, other in pairwise(sorted(held[atom], key=lambda m: m.start or date.min))
            )
            for code in sources[atom]
        }
        kept = {key: day for key, day in moved.items() if key[0] not in wrong}
        if len(kept) == len(moved):
            return kept
        moved = kept


def _moved(meaning: Meaning, days: Mapping[tuple[str, date], date]) -> Meaning:
    start, end = (
        day and days.get((meaning.code, day), day) for day in (meaning.start, meaning.end)
    )
    return replace(meaning, start=start, end=end)


def _add_origins(
    by_code: _ByCode, cog: Cog, movements: Iterable[OfficialMovement]
) -> tuple[CommuneCode, ...]:
    """Communes that the history shows coming from nowhere were part of others before, in place."""
    origins: dict[tuple[date, CommuneCode], list[Movement]] = defaultdict(list)
    for move in movements:
        if move.mod == CREATION and move.before != move.after and move.kind_before == "COM":
            made = Movement(move.day, MovementKind.CREATION, move.before, move.after)
            origins[move.day, move.after].append(made)
    added: list[CommuneCode] = []
    for (day, created), moves in sorted(origins.items()):
        first = next(iter(by_code.get(created, ())), None)
        if first is None or first.start != day or first.atoms != frozenset({Atom(created)}):
            continue
        known = [move for move in moves if _commune_of_day(by_code, move.before, day) is not None]
        if not known:
            continue
        land = frozenset(
            atom for move in known for each in by_code[move.before] for atom in each.atoms
        )
        codes = {created, *(each.code for each in cog.land.touching(land))}
        carved = carve_out([each for code in sorted(codes) for each in by_code[code]], known)
        for code in codes:
            by_code[code] = [each for each in carved if each.code == code]
        added.append(created)
    return tuple(added)


def _commune_of_day(by_code: _ByCode, code: str, day: date) -> Meaning | None:
    return next(
        (each for each in by_code.get(code, ()) if each.is_commune and each.holds_at(day)), None
    )
