"""The map continued to new yearly lists, through INSEE's movements: never by code alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog.cog.bundled_cog import write_figures, write_meanings
from catalog.cog.cog import Cog
from catalog.cog.history import Movement, MovementKind, Vintage, continue_after, effective
from catalog.cog.labels import NOTHING_KNOWN
from catalog.cog.movements import PART_ENDS, OfficialMovement, Overlay, lay_over
from catalog.cog.values import Atom, Figures, Meaning, MeaningKind
from catalog.model.identifiers import CommuneCode, Siren

RESTORATION = "21"
MERGERS = frozenset({"31", "32", "33"})
CODE_CHANGES = frozenset({"41", "50"})
CREATION, ABOLITION = "20", "30"
_COMMUNE = "COM"


@dataclass(frozen=True, slots=True)
class Continued:
    """`overlay` is the new map. Communes of the last list whose EPCI, or SIREN, nothing tells."""

    overlay: Overlay
    without_epci: tuple[CommuneCode, ...]
    without_siren: tuple[CommuneCode, ...]


def unfollowed(movements: Iterable[OfficialMovement]) -> list[OfficialMovement]:
    """Movements of which the file does not say which land goes to whom."""
    return [each for each in movements if each.mod in {CREATION, ABOLITION}]


def continue_to(
    cog: Cog, vintages: Sequence[Vintage], movements: Sequence[OfficialMovement]
) -> Continued:
    """`vintages` are the years that follow the map's last. Raises history's ListNotReachedError."""
    first, last = date(cog.latest_vintage, 1, 1), date(vintages[-1].year, 1, 1)
    window = [each for each in movements if first < each.day <= last]
    past = [each for code in cog.land.by_code for each in cog.land.by_code[code]]
    lent = _lent_parts(cog, vintages, movements, window)
    meanings = continue_after(
        [*past, *lent], read_moves(window), [Vintage(first.year, {}, {}), *vintages]
    )
    ghosts = {(each.code, each.start) for each in lent if cog.land.at(each.code, first) is None}
    meanings = effective(
        each for each in meanings if each.is_commune or (each.code, each.start) not in ghosts
    )
    years = (*cog.vintages, *(each.year for each in vintages))
    figures, without_epci, without_siren = _carried_figures(cog, meanings, years)
    continued = replace(
        cog.texts,
        communes=write_meanings(meanings),
        figures=write_figures(figures, years),
        vintages=years,
    )
    overlay = lay_over(continued, movements)
    carried = replace(overlay.carried, days_known_until=_days_known(cog, movements, last))
    return Continued(replace(overlay, carried=carried), without_epci, without_siren)


def read_moves(window: Iterable[OfficialMovement]) -> list[Movement]:
    """Land that communes give to others, day by day, in the order in which a day applies it."""
    by_day: dict[date, list[OfficialMovement]] = defaultdict(list)
    for each in window:
        by_day[each.day].append(each)
    moves: list[Movement] = []
    for day in sorted(by_day):
        for each in by_day[day]:
            if each.mod in PART_ENDS:
                moves.append(Movement(day, MovementKind.PART_ENDS, each.before, each.after))
            elif (each.mod in MERGERS or each.mod in CODE_CHANGES) and _between_communes(each):
                code_changes = each.mod in CODE_CHANGES
                kind = MovementKind.CODE_CHANGE if code_changes else MovementKind.MERGER
                moves.append(Movement(day, kind, each.before, each.after))
        moves += _restorations(day, [each for each in by_day[day] if each.mod == RESTORATION])
    return moves


def _restorations(day: date, moves: Sequence[OfficialMovement]) -> Iterable[Movement]:
    """A commune that is restored under the code of the whole leaves the rest another code."""
    restored = {each.after for each in moves if each.kind_before != _COMMUNE}
    heirs: dict[CommuneCode, set[CommuneCode]] = defaultdict(set)
    for each in moves:
        if _between_communes(each):
            heirs[each.before].add(each.after)
    for whole in sorted(heirs):
        rest, others = whole, heirs[whole]
        renamed = sorted(others - restored)
        if whole in restored and len(renamed) == 1:
            rest = renamed[0]
            yield Movement(day, MovementKind.CODE_CHANGE, whole, rest)
            others = others - {rest} | {whole}
        for code in sorted(others - {rest}):
            yield Movement(day, MovementKind.RESTORATION, rest, code)


def _between_communes(move: OfficialMovement) -> bool:
    kinds = {move.kind_before, move.kind_after}
    return kinds == {_COMMUNE} and move.before != move.after


def _lent_parts(
    cog: Cog,
    vintages: Sequence[Vintage],
    movements: Sequence[OfficialMovement],
    window: Sequence[OfficialMovement],
) -> list[Meaning]:
    """Parts that the map does not show and that the movements of the window speak of.

    The chief part of a commune bears its code, so the commune's meaning hides it; and a commune
    that merged whole is no part, but may be restored. Each is the land that its code last meant.
    """
    day = date(cog.latest_vintage, 1, 1)
    begun: dict[CommuneCode, date] = {}
    for each in sorted(movements, key=lambda each: each.day):
        if each.kind_before == _COMMUNE and each.kind_after not in {_COMMUNE, ""}:
            begun[each.after] = each.day
    parts_now = {
        code for vintage in vintages for code in vintage.parts if begun.get(code, day) <= day
    }
    parts_now |= {each.before for each in window if each.kind_before != _COMMUNE}
    restored = {each.after for each in window if each.mod == RESTORATION}
    named = {code: part for vintage in vintages for code, part in vintage.parts.items()}
    lent: list[Meaning] = []
    for code in sorted(parts_now | restored):
        now = cog.land.at(code, day)
        if now is not None and now.is_commune and code in parts_now:
            atoms = _chief_land(cog, now, begun.get(code))
        elif now is None and code in restored:
            atoms = next((each.atoms for each in reversed(cog.meanings(code))), frozenset())
        else:
            continue
        kind, nom = named.get(code, (MeaningKind.DELEGATED, now.nom if now else code))
        if atoms:
            lent.append(Meaning(code, kind, nom, day, None, atoms))
    return lent


def _chief_land(cog: Cog, now: Meaning, begun: date | None) -> frozenset[Atom]:
    """Of the part that bears its commune's code: what the commune was when the part began.

    A file that does not tell that day leaves what the code meant before, less the other parts.
    """
    if begun is not None:
        then = cog.land.at(now.code, begun - timedelta(days=1))
        if then is not None and then.is_commune and then.atoms <= now.atoms:
            return then.atoms
    smaller = [each.atoms for each in cog.meanings(now.code) if each.atoms < now.atoms]
    others = frozenset(
        atom
        for each in cog.land.touching(now.atoms)
        if not each.is_commune and each.end is None
        for atom in each.atoms
    )
    return (smaller[-1] if smaller else now.atoms) - others


def _days_known(cog: Cog, movements: Sequence[OfficialMovement], last: date) -> date:
    """As far as the file tells, if it tells everything since the days that were known before."""
    days = [each.day for each in movements]
    complete = cog.days_known_until >= min(days) or cog.days_known_until.year >= cog.latest_vintage
    return max(cog.days_known_until, min(max(days), last)) if complete else cog.days_known_until


def _carried_figures(
    cog: Cog, meanings: Iterable[Meaning], years: Sequence[int]
) -> tuple[dict[str, Figures], tuple[CommuneCode, ...], tuple[CommuneCode, ...]]:
    """An EPCI is kept by land that was all its own, a SIREN by land that is wholly the same.

    Populations are not written again: a label takes the last one known of the same land.
    """
    old_year, known = cog.latest_vintage, cog.labels.figures
    first = date(old_year, 1, 1)
    figures: dict[str, Figures] = {code: known[code] for code in known}
    communes = [each for each in meanings if each.is_commune]
    without_epci: list[CommuneCode] = []
    without_siren: list[CommuneCode] = []
    for year in years[years.index(old_year) + 1 :]:
        without_epci, without_siren = [], []
        for each in communes:
            if not each.holds_at(date(year, 1, 1)):
                continue
            before = cog.land.communes_touching(each.atoms, first)
            epcis = {known.get(one.code, NOTHING_KNOWN).epcis.get(old_year) for one in before}
            same = [one for one in before if one.atoms == each.atoms]
            sirens = {known.get(one.code, NOTHING_KNOWN).sirens.get(old_year) for one in same}
            if len(epcis) != 1:
                without_epci.append(each.code)
            if not same:
                without_siren.append(each.code)
            now = figures.get(each.code, NOTHING_KNOWN)
            figures[each.code] = Figures(
                now.populations,
                _with(now.epcis, year, epcis),
                _with(now.sirens, year, sirens),
            )
    return figures, tuple(without_epci), tuple(without_siren)


def _with(
    known: Mapping[int, Siren], year: int, told: AbstractSet[Siren | None]
) -> dict[int, Siren]:
    only = next(iter(told)) if len(told) == 1 else None
    return {**known} if only is None else {**known, year: only}
