"""Changes by a composition: members added, and members who leave on the day it holds from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from catalog.changes import Changes, key_of
from catalog.loading.compositions import Composition
from catalog.loading.findings import Cause, Findings
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership, Organisation
from catalog.snapshot import Snapshot

MOST_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class CompositionDifference:
    """Whole entities: `ended` are as they will be, `removed` began on the very day or later."""

    organisations: tuple[Organisation, ...]
    added: tuple[Membership, ...]
    ended: tuple[Membership, ...]
    removed: tuple[Membership, ...]
    unchanged: int

    @property
    def changes(self) -> Changes:
        put = {key_of(each): each for each in (*self.ended, *self.added)}
        return Changes(
            put=(*self.organisations, *put.values()),
            removed=tuple(each for each in self.removed if key_of(each) not in put),
        )

    @property
    def touched(self) -> Mapping[Siren, frozenset[str]]:
        """Sections that change, by organisation: what the law is asked about."""
        sections: dict[Siren, set[str]] = defaultdict(set)
        for organisation in self.organisations:
            sections[organisation.siren].add("organisation")
        for each in (*self.added, *self.ended, *self.removed):
            sections[each.of].add("memberships")
        return {siren: frozenset(names) for siren, names in sections.items()}

    def lines(self, language: str) -> tuple[str, ...]:
        """A membership that comes back with other dates, competences or communes is not told as
        one that goes and one that comes.
        """
        words = _FR if language == "fr" else _EN
        gone = {(each.member, each.of) for each in (*self.ended, *self.removed)}
        back = {(each.member, each.of) for each in self.added} & gone
        return (
            *_told("+", words[0], [f"{each.siren} {each.name}" for each in self.organisations]),
            *_told("+", words[1], _lines_of(self.added, back)),
            *_told("~", words[2], [f"{member} > {of}" for member, of in sorted(back)]),
            *_told("~", words[3], _lines_of(self.ended, back)),
            *_told("-", words[4], _lines_of(self.removed, back)),
            f"= {self.unchanged} {words[5]}",
        )


_FR = (
    "organismes inscrits",
    "adhésions ajoutées",
    "adhésions qui changent (dates, compétences ou communes)",
    "adhésions qui prennent fin",
    "adhésions retirées",
    "adhésions inchangées",
)
_EN = (
    "organisations registered",
    "memberships added",
    "memberships that change (dates, competences or communes)",
    "memberships that end",
    "memberships taken out",
    "memberships unchanged",
)


def difference_of(
    composition: Composition,
    organisations: Iterable[Organisation],
    start: date,
    catalog: Snapshot,
    findings: Findings,
) -> CompositionDifference:
    """A groupement of the files has from `start` the members they give, and no others.

    An EPCI whose members the catalog already has otherwise stays as it is: only its syndicats'
    composition is what was loaded.
    """
    wanted: dict[Siren, list[Membership]] = defaultdict(list)
    for each in composition.memberships:
        wanted[each.of].append(each)
    present: dict[Siren, list[Membership]] = defaultdict(list)
    for each in catalog.memberships:
        if each.of in wanted:
            present[each.of].append(each)
    added: list[Membership] = []
    ended: list[Membership] = []
    removed: list[Membership] = []
    unchanged = 0
    for of in sorted(wanted):
        old, new = present[of], wanted[of]
        if of in composition.groupements:
            old = [each for each in old if each.end is None or each.end > start]
            kept = {_what(each) for each in old if each.start <= start and each.end is None}
            gone = [each for each in old if _what(each) not in {_what(one) for one in new}]
            ended += [replace(each, end=start) for each in gone if _is_ended(each, start)]
            removed += [each for each in gone if not _is_ended(each, start)]
        else:
            if old and _stays(old) != _stays(new):
                findings.add(Cause.KEPT_AS_DECLARED, of)
                continue
            new = _with_all_competences(old, new)
            kept = {_what(each) for each in old}
            removed += [each for each in old if _what(each) not in {_what(one) for one in new}]
        unchanged += sum(_what(each) in kept for each in new)
        added += [each for each in new if _what(each) not in kept]
    known = catalog.organisations
    return CompositionDifference(
        organisations=tuple(each for each in organisations if each.siren not in known),
        added=tuple(added),
        ended=tuple(ended),
        removed=tuple(removed),
        unchanged=unchanged,
    )


def _is_ended(membership: Membership, start: date) -> bool:
    return membership.start < start and membership.end is None


def _with_all_competences(old: list[Membership], new: list[Membership]) -> list[Membership]:
    """The same stays, for what the catalog already says too: a declared competence is kept."""
    known = {(each.member, each.start, each.end): each.competences for each in old}
    return [
        replace(each, competences=each.competences | known[each.member, each.start, each.end])
        for each in new
        if known
    ] or new


def _what(each: Membership) -> tuple[object, ...]:
    """The same membership, whenever it began for one that still runs."""
    when = (each.start, each.end) if each.end is not None else None
    return (each.member, each.of, each.mode, each.competences, each.communes, when)


def _stays(memberships: Iterable[Membership]) -> set[tuple[Siren, date, date | None]]:
    return {(each.member, each.start, each.end) for each in memberships}


def _lines_of(
    memberships: Iterable[Membership], without: Container[tuple[Siren, Siren]]
) -> list[str]:
    return [_line(each) for each in memberships if (each.member, each.of) not in without]


def _line(each: Membership) -> str:
    only = "" if each.communes is None else f" ({len(each.communes)} communes)"
    return f"{each.member} > {each.of}{only}"


def _told(sign: str, words: str, examples: list[str]) -> tuple[str, ...]:
    if not examples:
        return ()
    shown = [f"    {each}" for each in examples[:MOST_EXAMPLES]]
    more = ["    …"] if len(examples) > MOST_EXAMPLES else []
    return (f"{sign} {len(examples)} {words}", *shown, *more)
