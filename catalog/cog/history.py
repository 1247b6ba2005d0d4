"""Movements to meanings: which land each code meant, and when (used to make the carried data).

Up to 2019 the source is INSEE's list of communes by period, whose records name the records they
came from: a commune that others merged into lists its members, a commune that was renamed or
restored names its predecessor. Land is what remains when every chain is followed to its end: the
records that have no origin are the atoms. After 2019 the yearly lists and the movements between
them take over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from catalog.cog.values import Atom, Meaning, MeaningKind
from catalog.model.identifiers import CommuneCode

Land = frozenset[Atom]
HISTORY_ENDS = date(2019, 1, 1)


@dataclass(frozen=True, slots=True)
class Record:
    """One line of INSEE's communes by period; `kind` is None for a commune that was absorbed."""

    key: str
    code: CommuneCode
    kind: MeaningKind | None
    nom: str
    start: date | None
    end: date | None
    predecessor: str | None
    members: tuple[str, ...]


class MovementKind(StrEnum):
    CREATION = "creation"
    MERGER = "fusion"
    RESTORATION = "retablissement"
    CODE_CHANGE = "changement_de_code"
    PART_ENDS = "fin_de_deleguee"


@dataclass(frozen=True, slots=True)
class Movement:
    """On `day`, `before` gives (part of) its land to `after`."""

    day: date
    kind: MovementKind
    before: CommuneCode
    after: CommuneCode


@dataclass(frozen=True, slots=True)
class Vintage:
    """The codes of one 1 January: names of the communes, names and kinds of their parts."""

    year: int
    communes: Mapping[CommuneCode, str]
    parts: Mapping[CommuneCode, tuple[MeaningKind, str]]


@dataclass(frozen=True, slots=True)
class ListApart:
    """Differences between a yearly list and the communes of the movements: unexplained codes are
    the list's alone, unlisted ones the movements' alone; then communes that would share land, and
    land that would be in no commune.
    """

    year: int
    communes_unexplained: tuple[CommuneCode, ...]
    communes_unlisted: tuple[CommuneCode, ...]
    parts_unexplained: tuple[CommuneCode, ...]
    parts_unlisted: tuple[CommuneCode, ...]
    held_twice: tuple[CommuneCode, ...]
    land_lost: tuple[Atom, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return (
            *self.communes_unexplained,
            *self.communes_unlisted,
            *self.parts_unexplained,
            *self.parts_unlisted,
            *self.held_twice,
            *self.land_lost,
        )


class ListNotReachedError(ValueError):
    """The movements do not lead to the codes of a yearly list."""

    def __init__(self, apart: ListApart) -> None:
        self.apart = apart
        super().__init__(
            f"the movements do not lead to the codes of {apart.year}: {apart.codes[:20]}"
        )


def read_history(
    records: Sequence[Record], movements: Iterable[Movement], vintages: Sequence[Vintage]
) -> list[Meaning]:
    """Every meaning of every code, communes and parts, by code then start.

    A code may mean a commune and one of its parts at once: `effective` chooses.
    """
    moves = sorted(movements, key=lambda each: (each.day, each.kind, each.before, each.after))
    past = _read_records(records)
    creations = [move for move in moves if move.kind is MovementKind.CREATION]
    for created in dict.fromkeys(move.after for move in creations):
        past = carve_out(past, [move for move in creations if move.after == created])
    later = [move for move in moves if move.kind is not MovementKind.CREATION]
    meanings = continue_after(past, later, vintages)
    return sorted(meanings, key=lambda each: (each.code, each.start or date.min, each.kind))


def effective(meanings: Iterable[Meaning]) -> list[Meaning]:
    """One meaning a code and day: where a commune bears the code, its parts' do not count."""
    by_code: dict[CommuneCode, list[Meaning]] = defaultdict(list)
    for meaning in meanings:
        by_code[meaning.code].append(meaning)
    chosen: list[Meaning] = []
    for code in sorted(by_code):
        communes = [each for each in by_code[code] if each.is_commune]
        kept = list(communes)
        for part in by_code[code]:
            if not part.is_commune:
                kept.extend(_outside(part, communes))
        chosen.extend(_joined(sorted(kept, key=lambda each: each.start or date.min)))
    return chosen


def _read_records(records: Sequence[Record]) -> list[Meaning]:
    by_key = {record.key: record for record in records}
    lands: dict[str, Land] = {}

    def land(key: str) -> Land:
        if key not in lands:
            record = by_key[key]
            if record.members:
                lands[key] = frozenset().union(*(land(member) for member in record.members))
            elif record.predecessor:
                lands[key] = land(record.predecessor)
            else:
                lands[key] = frozenset({Atom(record.code)})
        return lands[key]

    return [
        Meaning(each.code, each.kind, each.nom, each.start, each.end, land(each.key))
        for each in records
        if each.kind is not None
    ]


def carve_out(meanings: Sequence[Meaning], creations: Sequence[Movement]) -> list[Meaning]:
    """Before the day of a creation, whoever held an origin's land held the piece it gave too.

    `creations` are those of one commune; with several origins, its land is a piece of each.
    """
    created, carved = creations[0].after, list(meanings)
    pieces = [frozenset({Atom(created)})]
    if len(creations) > 1:
        pieces = [frozenset({Atom(f"{created}-{move.before}")}) for move in creations]
        whole = frozenset().union(*pieces)
        carved = [
            replace(each, atoms=each.atoms - {Atom(created)} | whole)
            if Atom(created) in each.atoms
            else each
            for each in carved
        ]
    for move, piece in zip(creations, pieces, strict=True):
        carved = _give_back(carved, move, piece)
    return carved


def _give_back(meanings: Sequence[Meaning], creation: Movement, piece: Land) -> list[Meaning]:
    origin = next(
        each.atoms
        for each in meanings
        if each.code == creation.before and each.is_commune and each.holds_at(creation.day)
    )
    given: list[Meaning] = []
    for each in meanings:
        if not origin <= each.atoms or (each.start is not None and each.start >= creation.day):
            given.append(each)
        elif each.end is None or each.end > creation.day:
            given.append(replace(each, end=creation.day, atoms=each.atoms | piece))
            given.append(replace(each, start=creation.day))
        else:
            given.append(replace(each, atoms=each.atoms | piece))
    return given


def continue_after(
    past: Sequence[Meaning], movements: Sequence[Movement], vintages: Sequence[Vintage]
) -> list[Meaning]:
    """`past` as it is at the first of `vintages`, through to the last.

    Movements of one day are applied in the order given. Raises ListNotReachedError.
    """
    closed = [each for each in past if each.end is not None]
    communes = {each.code: each for each in past if each.end is None and each.is_commune}
    parts = {each.code: each for each in past if each.end is None and not each.is_commune}
    # The history leaves out the overseas collectivities: theirs starts with the first list.
    for code in vintages[0].communes.keys() - {each.code for each in past}:
        nom, land = vintages[0].communes[code], frozenset({Atom(code)})
        communes[code] = Meaning(code, MeaningKind.COMMUNE, nom, None, None, land)
    for earlier, vintage in pairwise(vintages):
        first, last = date(earlier.year, 1, 1), date(vintage.year, 1, 1)
        moves = [move for move in movements if first < move.day <= last]
        whole = {atom for each in communes.values() for atom in each.atoms}
        for day in sorted({move.day for move in moves} | {last}):
            today = [move for move in moves if move.day == day]
            closed += _change_communes(communes, parts, today, vintage, day)
            ended = {each.before for each in today if each.kind is MovementKind.PART_ENDS}
            if day == last:
                ended |= parts.keys() - vintage.parts.keys()
            closed += [replace(parts.pop(code), end=day) for code in sorted(ended & parts.keys())]
        parts |= _named_again(closed, parts, vintage)
        _check(communes, parts, vintage, whole)
    return [*closed, *communes.values(), *parts.values()]


def _named_again(
    closed: Sequence[Meaning], parts: Mapping[CommuneCode, Meaning], vintage: Vintage
) -> dict[CommuneCode, Meaning]:
    """Parts that appear in a list though no land moved: the last land that their code meant."""
    named: dict[CommuneCode, Meaning] = {}
    for code in vintage.parts.keys() - parts.keys():
        kind, nom = vintage.parts[code]
        past = [each for each in closed if each.code == code]
        if past:
            last = max(past, key=lambda each: each.end or date.min)
            named[code] = Meaning(code, kind, nom, date(vintage.year, 1, 1), None, last.atoms)
    return named


def _change_communes(
    communes: dict[CommuneCode, Meaning],
    parts: dict[CommuneCode, Meaning],
    moves: Sequence[Movement],
    vintage: Vintage,
    day: date,
) -> list[Meaning]:
    """Apply the movements of one day in place; the meanings that ended on it."""
    before, lands = dict(communes), {code: each.atoms for code, each in communes.items()}
    for move in moves:
        _move_land(lands, before, parts, move)
    for code, (kind, nom) in vintage.parts.items():
        if code not in parts and code in before and lands.get(code) != before[code].atoms:
            parts[code] = Meaning(code, kind, nom, day, None, before[code].atoms)
    renames = day == date(vintage.year, 1, 1)
    closed: list[Meaning] = []
    for code in sorted(before.keys() | lands.keys()):
        old, land = before.get(code), lands.get(code)
        moved = old is None or land != old.atoms
        listed = vintage.communes.get(code) if moved or renames else None
        if old is not None and not moved and listed in (None, old.nom):
            continue
        if old is not None:
            closed.append(replace(communes.pop(code), end=day))
        if land:
            nom = listed or (old.nom if old else code)
            communes[code] = Meaning(code, MeaningKind.COMMUNE, nom, day, None, land)
    return closed


def _move_land(
    lands: dict[CommuneCode, Land],
    before: Mapping[CommuneCode, Meaning],
    parts: Mapping[CommuneCode, Meaning],
    move: Movement,
) -> None:
    if move.kind in {MovementKind.PART_ENDS, MovementKind.CREATION}:
        return
    if move.kind is MovementKind.RESTORATION:
        # A restored commune takes back the land of the part that had kept its code.
        restored = parts[move.after].atoms if move.after in parts else frozenset[Atom]()
        lands[move.after] = restored
        lands[move.before] = lands.get(move.before, frozenset()) - restored
    elif move.before in before:  # What a movement of no commune leaves out, the check tells.
        lands.pop(move.before, None)
        lands[move.after] = lands.get(move.after, frozenset()) | before[move.before].atoms


def _check(
    communes: Mapping[CommuneCode, Meaning],
    parts: Mapping[CommuneCode, Meaning],
    vintage: Vintage,
    whole: Iterable[Atom],
) -> None:
    """The movements told must lead to exactly the codes of the yearly list, each land once."""
    held = Counter(atom for each in communes.values() for atom in each.atoms)
    twice = {atom for atom, times in held.items() if times > 1}
    apart = ListApart(
        year=vintage.year,
        communes_unexplained=tuple(sorted(vintage.communes.keys() - communes.keys())),
        communes_unlisted=tuple(sorted(communes.keys() - vintage.communes.keys())),
        parts_unexplained=tuple(sorted(vintage.parts.keys() - parts.keys())),
        parts_unlisted=tuple(sorted(parts.keys() - vintage.parts.keys())),
        held_twice=tuple(sorted(code for code, each in communes.items() if each.atoms & twice)),
        land_lost=tuple(sorted(set(whole) - held.keys())),
    )
    if apart.codes:
        raise ListNotReachedError(apart)


def _outside(part: Meaning, communes: Sequence[Meaning]) -> list[Meaning]:
    pieces = [part]
    for commune in communes:
        pieces = [left for piece in pieces for left in _minus(piece, commune)]
    return pieces


def _minus(piece: Meaning, taken: Meaning) -> list[Meaning]:
    start, end = piece.start or date.min, piece.end or date.max
    taken_start, taken_end = taken.start or date.min, taken.end or date.max
    if taken_end <= start or end <= taken_start:
        return [piece]
    left = [replace(piece, end=taken.start)] if start < taken_start else []
    right = [replace(piece, start=taken.end)] if taken_end < end else []
    return left + right


def _joined(meanings: Sequence[Meaning]) -> list[Meaning]:
    """Neighbours that say the same thing become one (a fusion-association that became total)."""
    joined: list[Meaning] = []
    for each in meanings:
        last = joined[-1] if joined else None
        if last is not None and last.end == each.start and _same(last, each):
            joined[-1] = replace(last, end=each.end)
        else:
            joined.append(each)
    return joined


def _same(one: Meaning, other: Meaning) -> bool:
    return (one.kind, one.nom, one.atoms) == (other.kind, other.nom, other.atoms)
