"""Loading reference data: read, compared with the catalog, asked of the law, taken whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from typing_extensions import override

from catalog.changes import ActRecord, Changes
from catalog.cog.bundled_cog import BundledCog, read_carried
from catalog.cog.movements import lay_over
from catalog.cog.reading import DATA
from catalog.loading.compositions import When, read_composition
from catalog.loading.difference import CompositionDifference, difference_of
from catalog.loading.epci_members import EpciMembers, members_of_the_map
from catalog.loading.findings import Findings
from catalog.loading.groupements import read_groupements
from catalog.loading.official import CogDifference, compare_cogs, read_movements
from catalog.loading.problems import ReferenceRefused
from catalog.loading.tables import KnownTable
from catalog.loading.vintage import VintageDifference, continued_to, read_vintages
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.problems import CatalogMoved
from catalog.reference import cog_in, cog_reference
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import questions_of_sections
from gateway.acts.commit import Change, commit
from gateway.acts.loading_inputs import MEMBERSHIPS
from gateway.acts.ports import ActPorts
from policies.acts import ActQuestion

INSEE: Final = Siren("120027016")
"""The publisher of the COG: the law is asked about INSEE as about any organisation."""
_OF_THE_COG: Final = {INSEE: frozenset({"organisation"})}
Tell = Callable[[str, str], None]
"""Tells the progress of a load, in French and in English."""


Found = CompositionDifference | CogDifference | VintageDifference | EpciMembers


@dataclass(frozen=True, slots=True)
class Loaded:
    """`written` is false for a dry run, and when there was nothing to change."""

    difference: Found
    findings: Findings
    written: bool


@dataclass(frozen=True, slots=True)
class _Planned:
    """The changes that the files would make: the sections of each body, and the audit's summary."""

    difference: Found
    findings: Findings
    touched: Mapping[Siren, frozenset[str]]
    changes: Changes
    summary: Mapping[str, object]


async def load_memberships(
    tables: Sequence[KnownTable],
    vintage: int,
    start: date | None,
    subject: Subject,
    ports: ActPorts,
    tell: Tell,
    *,
    dry_run: bool,
    inputs: str | None = None,
) -> Loaded:
    """Taken whole or refused whole. `start` None: 1 January of the vintage. `inputs` is kept with
    the act, so that the same load is known again (`Store.last_load`).
    """
    when = When(vintage, start or date(vintage, 1, 1))

    def plan(snapshot: Snapshot) -> _Planned:
        findings, cog = Findings(), cog_in(snapshot)
        tell("lecture de la composition", "reading the composition")
        composition = read_composition(tables, when, cog, findings)
        organisations = read_groupements(tables, composition, cog, findings)
        tell("comparaison avec le catalogue", "comparing with the catalog")
        difference = difference_of(composition, organisations, when.start, snapshot, findings)
        if findings.stops:
            raise ReferenceRefused(findings)
        summary = {
            "start": when.start.isoformat(),
            "vintage": vintage,
            "added": len(difference.added),
            "ended": len(difference.ended),
            "removed": len(difference.removed),
            "organisations": len(difference.organisations),
            "inputs": inputs,
        }
        return _Planned(difference, findings, difference.touched, difference.changes, summary)

    return await _load(_Load(MEMBERSHIPS, plan, tell), subject, ports, dry_run=dry_run)


async def load_members_of_the_map(
    epci: Siren,
    competences: Sequence[str],
    subject: Subject,
    ports: ActPorts,
    tell: Tell,
    *,
    shown: Found | None,
) -> Loaded:
    """The members of an EPCI that the carried map has and the catalog lacks. `shown` is the
    proposal that a person has confirmed; None writes nothing. Raises CatalogMoved where it is no
    longer what would be written.
    """

    def plan(snapshot: Snapshot) -> _Planned:
        today = paris_day(ports.clock())
        proposal = members_of_the_map(epci, competences, snapshot, cog_in(snapshot), today)
        if shown is not None and proposal != shown:
            raise CatalogMoved
        composition = proposal.composition
        summary = {
            "epci": epci,
            "vintage": proposal.vintage,
            "added": len(composition.added),
            "agreements": len(proposal.rights),
        }
        return _Planned(proposal, Findings(), composition.touched, composition.changes, summary)

    load = _Load("load-members-of-the-map", plan, tell)
    return await _load(load, subject, ports, dry_run=shown is None)


async def load_cog_movements(
    tables: Sequence[KnownTable], subject: Subject, ports: ActPorts, tell: Tell, *, dry_run: bool
) -> Loaded:
    """The carried COG with the days and origins of the official movements, kept in the catalog."""
    findings = Findings()
    tell("lecture des mouvements", "reading the movements")
    movements = read_movements(tables, findings)
    if findings.stops:
        raise ReferenceRefused(findings)

    def plan(snapshot: Snapshot) -> _Planned:
        overlay = lay_over(_base_of(snapshot), movements)
        tell("comparaison avec le COG en service", "comparing with the COG in use")
        difference = compare_cogs(cog_in(snapshot), overlay, findings)
        put = () if difference.is_empty else (cog_reference(overlay.carried),)
        summary = {
            "movements": len(movements),
            "days_known_until": overlay.carried.days_known_until.isoformat(),
            "corrected": len(overlay.corrected),
            "origins": len(overlay.origins),
        }
        return _Planned(difference, findings, _OF_THE_COG, Changes(put=put), summary)

    return await _load(_Load("load-cog", plan, tell), subject, ports, dry_run=dry_run)


def _base_of(snapshot: Snapshot) -> BundledCog:
    """The carried map, or the one in use if its vintage is later: movements never remove that."""
    carried, used = read_carried(DATA), cog_in(snapshot).texts
    return used if used.vintages[-1] > carried.vintages[-1] else carried


async def load_cog_vintages(
    tables: Sequence[KnownTable],
    year: int | None,
    subject: Subject,
    ports: ActPorts,
    tell: Tell,
    *,
    dry_run: bool,
) -> Loaded:
    """The map in use, continued through the movements to exactly the codes of the new lists."""

    def plan(snapshot: Snapshot) -> _Planned:
        findings, cog = Findings(), cog_in(snapshot)
        tell("lecture des listes et des mouvements", "reading the lists and the movements")
        vintages = read_vintages(tables, year, cog, findings)
        movements = read_movements(tables, findings)
        tell("suite de la carte à travers les mouvements", "continuing the map by the movements")
        continued, difference = continued_to(cog, vintages, movements, findings)
        changes = Changes(put=(cog_reference(continued.overlay.carried),))
        summary = {
            "vintages": list(difference.years),
            "movements": len(movements),
            "days_known_until": continued.overlay.carried.days_known_until.isoformat(),
        }
        return _Planned(difference, findings, _OF_THE_COG, changes, summary)

    return await _load(_Load("load-cog", plan, tell), subject, ports, dry_run=dry_run)


async def _load(load: _Load, subject: Subject, ports: ActPorts, *, dry_run: bool) -> Loaded:
    outcome = await commit(load, subject, ports, dry_run=dry_run)
    planned = outcome.result
    return Loaded(planned.difference, planned.findings, outcome.is_written)


@dataclass(frozen=True, slots=True)
class _LoadFacts:
    planned: _Planned
    now: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class _Load(Change[_LoadFacts, _Planned]):
    action: str
    plan: Callable[[Snapshot], _Planned]
    tell: Tell

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _LoadFacts:
        return _LoadFacts(self.plan(standpoint.snapshot), standpoint.now, ports.demo)

    @override
    def questions(self, subject: Subject, facts: _LoadFacts) -> tuple[ActQuestion, ...]:
        return questions_of_sections(facts.planned.touched, subject, demo=facts.demo)

    @override
    def rule(self, subject: Subject, facts: _LoadFacts) -> tuple[_Planned, Changes]:
        return facts.planned, facts.planned.changes

    @override
    async def before_write(self, facts: _LoadFacts, changes: Changes) -> None:
        self.tell("écriture, en une transaction", "writing, in one transaction")

    @override
    def record(self, subject: Subject, facts: _LoadFacts, result: _Planned) -> ActRecord:
        return ActRecord(
            at=facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=None,
            action=self.action,
            summary=result.summary,
        )
