"""One change: facts first, then the law, then the rule, then one short transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.actions.facts import Facts
from catalog.changes import ActRecord, Changes
from catalog.declaration.declaration import Declaration
from catalog.declaration.difference import Difference, difference_of
from catalog.declaration.resolution import changes_of, resolve_declaration
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.model.version import CatalogVersion
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from gateway.problems import ActsRefused
from policies.acts import ActQuestion, ActsPort, Section

_ATTEMPTS = 5


class WritableCatalog(Protocol):
    async def current(self) -> Snapshot: ...

    async def write(
        self, expected: CatalogVersion, changes: Changes, act: ActRecord
    ) -> CatalogVersion: ...


@dataclass(frozen=True, slots=True)
class ActPorts:
    """What an act needs. `demo` is a fact of the deployment, never of a request."""

    catalog: WritableCatalog
    law: ActsPort
    clock: Callable[[], datetime]
    directory_roots: tuple[str, ...] = ()
    secret_roots: tuple[str, ...] = ()
    demo: bool = False


async def apply_declaration(
    declaration: Declaration, subject: Subject, ports: ActPorts, *, dry_run: bool
) -> Difference:
    """What was changed (or would be): all of it, or a Problem and nothing.

    Somebody else's act in between is no failure: the facts are read again.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        snapshot = await ports.catalog.current()
        now = ports.clock()
        facts = Facts(snapshot, now, ports.directory_roots, ports.secret_roots)
        resolution = resolve_declaration(declaration, facts)
        difference = difference_of(resolution)
        await _ask_the_law(difference, subject, ports)
        changes = changes_of(resolution)
        if dry_run or changes.is_empty:
            return difference
        record = _record(declaration, difference, subject, now)
        try:
            await ports.catalog.write(snapshot.version, changes, record)
        except CatalogMoved:
            if attempt == _ATTEMPTS:
                raise
            continue
        return difference
    raise CatalogMoved


async def _ask_the_law(difference: Difference, subject: Subject, ports: ActPorts) -> None:
    """Every organisation that would change is asked about; all refusals are told together."""
    refused = []
    for organisation, sections in difference.sections.items():
        question = ActQuestion(
            subject=subject,
            organisation=organisation,
            sections=frozenset(Section(each) for each in sections),
            demo=ports.demo,
        )
        decision = await ports.law.decide_act(question)
        if not decision.allow:
            refused += [denial.problem() for denial in decision.denials]
    if refused:
        raise ActsRefused(refused)


def _record(
    declaration: Declaration, difference: Difference, subject: Subject, now: datetime
) -> ActRecord:
    organisations = {each.organisation.value.siren for each in declaration.organisations}
    (only,) = organisations if len(organisations) == 1 else (None,)
    return ActRecord(
        at=now,
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        for_organisation=None if only is None else Siren(only),
        action="apply",
        summary={
            "changes": [
                f"{each.kind.value} {each.family.value} {each.name}" for each in difference.changes
            ]
        },
    )
