"""Findings of the guard: a part that the grantor may be told, and a part for the platform alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalog.canonical_json import digest_of
from catalog.guard.problems import GuardNotOverridable
from catalog.model.agreement import GuardOverride, GuardRecord
from catalog.model.identifiers import CommuneCode


class FindingKind(StrEnum):
    ISOLATED = "isolated"
    """Totals of so little land follow from what the grantee will hold."""
    EXTENT_UNKNOWN = "extent_unknown"
    """Totals are at stake and nothing says where all their rows lie."""
    HASH_HELD_CLEAR = "hash_held_clear"
    """A pseudonym beside its clear value, under a key that both show."""
    COMPLEMENTARY = "complementary"
    """Somebody else gets exactly what is left out here."""


STOPS = frozenset({FindingKind.ISOLATED, FindingKind.EXTENT_UNKNOWN, FindingKind.HASH_HELD_CLEAR})
REFUSES = frozenset({FindingKind.HASH_HELD_CLEAR})
"""Nobody may override these: another version must be signed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`communes` with their names on the day of the examination, by code; `columns` are names of
    the dataset's, or concepts (`*`: the number of rows). For rows dated from `since` until before
    `until` (None: no bound).
    """

    kind: FindingKind
    communes: tuple[CommuneCode, ...] = ()
    names: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def stops(self) -> bool:
        return self.kind in STOPS


@dataclass(frozen=True, slots=True)
class GuardReport:
    """`findings` are for the grantor. `sources` (citations, `open`, `own`) are for the platform
    alone: the grantor learns which communes, not which other agreements.

    `override` is the one already given, where it was given for exactly this.
    """

    findings: tuple[Finding, ...]
    sources: tuple[str, ...]
    inputs_sha256: str
    override: GuardOverride | None = None

    @property
    def findings_sha256(self) -> str:
        return findings_digest(self.findings)

    @property
    def overridable(self) -> bool:
        return not any(each.kind in REFUSES for each in self.findings)

    @property
    def stops(self) -> bool:
        """True where activation must wait, any override aside."""
        return any(each.stops for each in self.findings)

    @property
    def communes(self) -> tuple[CommuneCode, ...]:
        """All that stops it, by code."""
        return tuple(
            sorted({code for each in self.findings if each.stops for code in each.communes})
        )


def findings_digest(findings: Iterable[Finding]) -> str:
    """Of what stops, and nothing else: an override is for exactly that."""
    return digest_of(
        sorted(
            [
                each.kind.value,
                list(each.communes),
                list(each.columns),
                "" if each.since is None else each.since.isoformat(),
                "" if each.until is None else each.until.isoformat(),
            ]
            for each in findings
            if each.stops
        )
    )


def guard_record(report: GuardReport, now: datetime) -> GuardRecord:
    """The report as a record of the agreement's life; the agreement waits while a finding stops it
    without an override.
    """
    stopping = [each for each in report.findings if each.stops]
    columns = {name for each in stopping for name in each.columns}
    since = [each.since for each in stopping]
    until = [each.until for each in stopping]
    return GuardRecord(
        at=now,
        stops=report.stops,
        findings_sha256=report.findings_sha256,
        communes=report.communes,
        override=report.override,
        columns=tuple(sorted(columns)),
        overridable=report.overridable,
        inputs_sha256=report.inputs_sha256,
        since=None if None in since else min(filter(None, since), default=None),
        until=None if None in until else max(filter(None, until), default=None),
    )


def standing_override(found: GuardRecord, before: GuardRecord | None) -> GuardOverride | None:
    """The override given before, where it was given for exactly this and this may be overridden."""
    override = None if before is None else before.override
    if override is None or not found.overridable:
        return None
    return override if override.findings_sha256 == found.findings_sha256 else None


def check_overridable(record: GuardRecord, citation: str) -> None:
    """Raises GuardNotOverridable."""
    if not record.overridable:
        raise GuardNotOverridable(agreement=citation, columns=", ".join(record.columns))
