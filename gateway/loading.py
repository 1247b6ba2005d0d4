"""Loading reference data: read, compared with the catalog, asked of the law, taken whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from catalog.changes import ActRecord, Changes
from catalog.cog.carried import CarriedCog, read_carried
from catalog.cog.movements import lay_over
from catalog.cog.reading import DATA
from catalog.loading.compositions import When, read_composition
from catalog.loading.difference import CompositionDifference, difference_of
from catalog.loading.findings import Findings
from catalog.loading.groupements import read_groupements
from catalog.loading.official import CogDifference, compare_cogs, read_movements
from catalog.loading.problems import ReferenceRefused
from catalog.loading.tables import KnownTable
from catalog.loading.vintage import VintageDifference, continued_to, read_vintages
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.problems import CatalogMoved
from catalog.reference import cog_in, cog_reference
from catalog.snapshot import Snapshot
from gateway.acting import ask_the_law
from gateway.acts.ports import ActPorts
from policies.acts import ActQuestion, Section

INSEE: Final = Siren("120027016")
"""Who publishes the COG: the law is asked about its publisher, as about any organisation."""
_ATTEMPTS = 5
Tell = Callable[[str, str], None]
"""What is going on, in French and in English."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """`written` is false for a dry run, and when there was nothing to change."""

    difference: CompositionDifference | CogDifference | VintageDifference
    findings: Findings
    written: bool


async def load_memberships(
    tables: Sequence[KnownTable],
    vintage: int,
    start: date | None,
    subject: Subject,
    ports: ActPorts,
    tell: Tell,
    *,
    dry_run: bool,
) -> Loaded:
    """Taken whole or refused whole. `start` None: 1 January of the vintage."""
    when = When(vintage, start or date(vintage, 1, 1))

    def planned(snapshot: Snapshot) -> tuple[CompositionDifference, Findings]:
        findings, cog = Findings(), cog_in(snapshot)
        tell("lecture de la composition", "reading the composition")
        composition = read_composition(tables, when, cog, findings)
        organisations = read_groupements(tables, composition, cog, findings)
        tell("comparaison avec le catalogue", "comparing with the catalog")
        return difference_of(composition, organisations, when.start, snapshot, findings), findings

    for attempt in range(1, _ATTEMPTS + 1):
        snapshot = await ports.catalog.current()
        difference, findings = planned(snapshot)
        if findings.stops:
            raise ReferenceRefused(findings)
        await _ask_the_law(difference.touched, subject, ports)
        if dry_run or difference.changes.is_empty:
            return Loaded(difference, findings, written=False)
        summary = {
            "start": when.start.isoformat(),
            "vintage": vintage,
            "added": len(difference.added),
            "ended": len(difference.ended),
            "removed": len(difference.removed),
            "organisations": len(difference.organisations),
        }
        tell("écriture, en une transaction", "writing, in one transaction")
        act = _act("load-memberships", subject, ports, summary)
        if await _written(snapshot, difference.changes, act, ports, last=attempt == _ATTEMPTS):
            return Loaded(difference, findings, written=True)
    raise CatalogMoved


async def load_cog_movements(
    tables: Sequence[KnownTable], subject: Subject, ports: ActPorts, tell: Tell, *, dry_run: bool
) -> Loaded:
    """The carried COG with the days and origins of the official movements, kept in the catalog."""
    findings = Findings()
    tell("lecture des mouvements", "reading the movements")
    movements = read_movements(tables, findings)
    if findings.stops:
        raise ReferenceRefused(findings)
    for attempt in range(1, _ATTEMPTS + 1):
        snapshot = await ports.catalog.current()
        overlay = lay_over(_base_of(snapshot), movements)
        tell("comparaison avec le COG en service", "comparing with the COG in use")
        difference = compare_cogs(cog_in(snapshot), overlay, findings)
        await _ask_the_law({INSEE: frozenset({"organisation"})}, subject, ports)
        if dry_run or difference.is_empty:
            return Loaded(difference, findings, written=False)
        changes = Changes(put=(cog_reference(overlay.carried),))
        summary = {
            "movements": len(movements),
            "days_known_until": overlay.carried.days_known_until.isoformat(),
            "corrected": len(overlay.corrected),
            "origins": len(overlay.origins),
        }
        tell("écriture, en une transaction", "writing, in one transaction")
        act = _act("load-cog", subject, ports, summary)
        if await _written(snapshot, changes, act, ports, last=attempt == _ATTEMPTS):
            return Loaded(difference, findings, written=True)
    raise CatalogMoved


def _base_of(snapshot: Snapshot) -> CarriedCog:
    """What is carried, unless a later vintage was loaded: movements never take it away."""
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
    for attempt in range(1, _ATTEMPTS + 1):
        snapshot, findings = await ports.catalog.current(), Findings()
        cog = cog_in(snapshot)
        tell("lecture des listes et des mouvements", "reading the lists and the movements")
        vintages = read_vintages(tables, year, cog, findings)
        movements = read_movements(tables, findings)
        tell("suite de la carte à travers les mouvements", "continuing the map by the movements")
        continued, difference = continued_to(cog, vintages, movements, findings)
        await _ask_the_law({INSEE: frozenset({"organisation"})}, subject, ports)
        if dry_run:
            return Loaded(difference, findings, written=False)
        changes = Changes(put=(cog_reference(continued.overlay.carried),))
        summary = {
            "vintages": list(difference.years),
            "movements": len(movements),
            "days_known_until": continued.overlay.carried.days_known_until.isoformat(),
        }
        tell("écriture, en une transaction", "writing, in one transaction")
        act = _act("load-cog", subject, ports, summary)
        if await _written(snapshot, changes, act, ports, last=attempt == _ATTEMPTS):
            return Loaded(difference, findings, written=True)
    raise CatalogMoved


async def _written(
    snapshot: Snapshot, changes: Changes, act: ActRecord, ports: ActPorts, *, last: bool
) -> bool:
    """False when somebody else's act came in between, unless it was the `last` attempt."""
    try:
        await ports.catalog.write(snapshot.version, changes, act)
    except CatalogMoved:
        if last:
            raise
        return False
    return True


async def _ask_the_law(
    touched: Mapping[Siren, frozenset[str]], subject: Subject, ports: ActPorts
) -> None:
    """About every organisation that would change: the first refusal stops the load."""
    for organisation, sections in touched.items():
        question = ActQuestion(
            subject=subject,
            organisation=organisation,
            sections=frozenset(Section(each) for each in sections),
            demo=ports.demo,
        )
        await ask_the_law(question, ports.law)


def _act(
    action: str, subject: Subject, ports: ActPorts, summary: Mapping[str, object]
) -> ActRecord:
    return ActRecord(
        at=ports.clock(),
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        for_organisation=None,
        action=action,
        summary=summary,
    )
