"""INSEE's file of movements to values, and what laying them over the map changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.cog import Cog
from catalog.cog.bundled_cog import lines_of
from catalog.cog.movements import KINDS, OfficialMovement, Overlay
from catalog.loading.findings import Cause, Findings
from catalog.loading.problems import MissingTable
from catalog.loading.tables import Kind, KnownTable
from catalog.model.identifiers import CommuneCode

MOST_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class CogDifference:
    """Codes by what changes of them; the days are those until which each of the two is exact."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    corrected: int
    origins: int
    known_before: date
    known_after: date

    @property
    def is_empty(self) -> bool:
        same = self.known_before == self.known_after
        return same and not (self.added or self.changed or self.removed)

    def lines(self, language: str) -> tuple[str, ...]:
        added, changed, removed, days, origins, exact, until = (
            (
                "codes ajoutés",
                "codes dont l'histoire change",
                "codes retirés",
                "dates de mouvement corrigées au jour",
                "communes dont l'origine est retrouvée",
                "jours des mouvements connus jusqu'au",
                "au lieu du",
            )
            if language == "fr"
            else (
                "codes added",
                "codes whose history changes",
                "codes taken out",
                "movements corrected to the day",
                "communes whose origin is found",
                "days of movements known until",
                "instead of",
            )
        )
        before, after = self.known_before, self.known_after
        return (
            *_told("+", added, self.added),
            *_told("~", changed, self.changed),
            *_told("-", removed, self.removed),
            f"  {self.corrected} {days}, {self.origins} {origins}",
            f"  {exact} {after.isoformat()} ({until} {before.isoformat()})",
        )


def read_movements(tables: Iterable[KnownTable], findings: Findings) -> list[OfficialMovement]:
    """Lines that cannot be read are counted; raises MissingTable without a file of movements."""
    found: list[OfficialMovement] = []
    seen: set[tuple[str, ...]] = set()
    for table in tables:
        if table.kind is not Kind.MOVEMENTS:
            continue
        for row in table.rows("mod", "day", "kind_before", "before", "kind_after", "after"):
            if row in seen:
                findings.add(Cause.DUPLICATE, " ".join(row))
                continue
            seen.add(row)
            mod, day, kind_before, before, kind_after, after = row
            try:
                read = date.fromisoformat(day[:10])
            except ValueError:
                findings.add(Cause.UNREADABLE_DAY, day or "∅")
                continue
            unknown = {kind_before, kind_after} - KINDS.keys() - {""}
            if unknown:
                findings.add(Cause.UNKNOWN_KIND, ", ".join(sorted(unknown)))
                continue
            found.append(
                OfficialMovement(
                    mod, read, kind_before, CommuneCode(before), kind_after, CommuneCode(after)
                )
            )
    if not found and not findings.stops:
        raise MissingTable(
            what_fr="les mouvements de communes de l'INSEE (mod, date_eff, com_av, com_ap …)",
            what_en="INSEE's movements of communes (mod, date_eff, com_av, com_ap …)",
        )
    return found


def compare_cogs(current: Cog, overlay: Overlay, findings: Findings) -> CogDifference:
    for code in overlay.undated:
        findings.add(Cause.UNDATED_CHANGE, code)
    for move in overlay.later:
        findings.add(Cause.LATER_MOVEMENT, f"{move.before} > {move.after} {move.day}")
    before, after = lines_of(current.texts.communes), lines_of(overlay.carried.communes)
    return CogDifference(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(
            sorted(code for code in after.keys() & before.keys() if after[code] != before[code])
        ),
        removed=tuple(sorted(before.keys() - after.keys())),
        corrected=len(overlay.corrected),
        origins=len(overlay.origins),
        known_before=current.days_known_until,
        known_after=overlay.carried.days_known_until,
    )


def _told(sign: str, words: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    if not codes:
        return ()
    more = " …" if len(codes) > MOST_EXAMPLES else ""
    return (f"{sign} {len(codes)} {words} : {' '.join(codes[:MOST_EXAMPLES])}{more}",)
