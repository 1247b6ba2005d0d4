"""Facts that a rule may look at, gathered before it runs; and its findings, all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from catalog.actions.problems import ActRefused, Finding
from catalog.cog import Cog, load_cog
from catalog.model.agreement import GuardRecord
from catalog.model.arrival import Arrival
from catalog.model.problem import Problem
from catalog.model.usage import YearUse
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Facts:
    """The catalog at the version the act will be compared with, and the operator's settings.

    `directory_roots`: absolute folders of `files` and `sqlite` storages, one folder by slug within;
    a relative path is read from the first. `secret_roots`: folders of `file:` secrets, one folder
    by SIREN within. `discoverable`: the datasets (ids) that whoever acts may know of, beside their
    own organisation's; None where the act is about its own alone. `guard` is what the differencing
    guard finds now for the agreement of the act; None: it did not answer, and that means no.
    `arrival`: the sign-in of whoever is to be given a role, None where none named a body.
    `use`: what was read in a year under the agreement whose renewal is asked for, None where nobody
    counts. `demo`: on one machine only, where a webhook may be the machine itself.
    """

    catalog: Snapshot
    now: datetime
    directory_roots: tuple[str, ...] = ()
    secret_roots: tuple[str, ...] = ()
    cog: Cog = field(default_factory=load_cog)
    discoverable: frozenset[str] | None = None
    guard: GuardRecord | None = None
    arrival: Arrival | None = None
    demo: bool = False
    use: YearUse | None = None


@dataclass(slots=True)
class Findings:
    """Collects what is wrong; a rule raises them together."""

    found: list[Finding] = field(default_factory=list)

    def add(self, problem: Problem, *path: str | int) -> None:
        self.found.append(Finding(path, problem))

    def raise_any(self) -> None:
        """ActRefused when something was found."""
        if self.found:
            raise ActRefused(self.found)
