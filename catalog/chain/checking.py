"""Checks that chains are whole: each record where it was put, each day as it was signed. Offline.

Reads each chain once, in the order in which it lies; the first record that is wrong is named, and
the rest of that chain, which hangs on it, is not looked at. Roots are looked at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from catalog.chain.findings import Finding, FindingKind
from catalog.chain.records import ChainRecord, Place, leaf_of, read_record
from catalog.chain.roots import EXPORT_FORMAT, ROOT_FORMAT, Signed, Verify

Line = tuple[str, str]
"""The text of a record, and its digest as whoever keeps it says."""


@dataclass(slots=True)
class Checked:
    """`records` and `days` that were looked at; `used` leaves of roots, by day."""

    findings: list[Finding] = field(default_factory=list)
    records: int = 0
    days: int = 0
    used: dict[str, set[str]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.findings


def check_roots(roots: Mapping[str, Signed], verify: Verify, checked: Checked) -> None:
    """By the day under which each lies: signed, of that day, each behind the one before."""
    before: Signed | None = None
    for day, root in sorted(roots.items()):
        checked.days += 1
        document = root.document
        if not root.is_signed(verify):
            checked.findings.append(Finding(FindingKind.WRONG_SIGNATURE, day=day))
        elif document.get("format") != ROOT_FORMAT or document.get("day") != day:
            checked.findings.append(Finding(FindingKind.ROOT_SWAPPED, day=day))
        elif before is not None:
            expected = _next_day(before.day)
            if day != expected:
                checked.findings.append(Finding(FindingKind.ROOT_MISSING, day=expected))
            elif document.get("previous") != before.digest:
                checked.findings.append(Finding(FindingKind.ROOT_SWAPPED, day=day))
        before = root


def check_export(manifest: Signed, roots: Mapping[str, Signed], verify: Verify) -> list[Finding]:
    """Findings where the list of an export's content is not signed, or a root of it is missing."""
    if manifest.document.get("format") != EXPORT_FORMAT or not manifest.is_signed(verify):
        return [Finding(FindingKind.WRONG_SIGNATURE)]
    missing = sorted(set(manifest.document["roots"]) - roots.keys())
    return [Finding(FindingKind.ROOT_MISSING, day=each) for each in missing]


def check_chain(
    body: str, lines: Iterable[Line], roots: Mapping[str, Signed], end: Place | None
) -> tuple[Checked, Place]:
    """Of one body. `end`: where it must reach, where that is known. The place that it reaches."""
    chain = _Chain(body, roots)
    finding = chain.read(lines)
    place = chain.before
    is_cut = end is not None and place.n < end.n and chain.is_read
    if is_cut and (finding is None or finding.kind is FindingKind.NOT_AS_SIGNED):
        finding = Finding(FindingKind.TRUNCATED, body, place.n + 1)
    if finding is None and end is not None and place.digest != end.digest:
        finding = Finding(FindingKind.NOT_AS_SIGNED, body, place.n)
    if finding is not None:
        chain.checked.findings.append(finding)
    return chain.checked, place


def unaccounted(roots: Mapping[str, Signed], used: Mapping[str, set[str]]) -> list[Finding]:
    """Days whose root holds a chain that none of those that were looked at is."""
    return [
        Finding(FindingKind.CHAIN_MISSING, day=day)
        for day, root in sorted(roots.items())
        if set(root.document.get("leaves", ())) - used.get(day, set())
    ]


class _Chain:
    """One pass over one chain: `before` is the place that was reached."""

    def __init__(self, body: str, roots: Mapping[str, Signed]) -> None:
        self.body = body
        self.roots = roots
        self.before = Place()
        self.checked = Checked()
        self.is_read = False
        """To its end: what is wrong is not before it."""
        self._first_of_day = 1
        self._last: ChainRecord | None = None

    def read(self, lines: Iterable[Line]) -> Finding | None:
        waiting = iter(lines)
        for text, stated in waiting:
            try:
                record = read_record(text)
            except ValueError:
                return Finding(FindingKind.UNREADABLE, self.body, self.before.n + 1)
            finding = self._misplaced(record, stated, waiting)
            if finding is not None:
                return finding
            finding = self._close_day(record.day)
            if finding is not None:
                return self._moved(record, next(waiting, None)) or finding
            self.checked.records += 1
            self.before = Place(record.n, record.day, record.digest)
            self._last = record
        self.is_read = True
        return self._close_day(None)

    def _misplaced(
        self, record: ChainRecord, stated: str, waiting: Iterator[Line]
    ) -> Finding | None:
        expected = self.before.n + 1
        if record.body != self.body:
            return self._about(FindingKind.OTHER_BODY, record, expected)
        if record.digest != stated:
            return self._about(FindingKind.CHANGED, record)
        if record.n != expected:
            return self._misnumbered(record, expected, waiting)
        if record.previous != self.before.digest:
            return self._broken(record, next(waiting, None))
        if record.day < self.before.day:
            return self._about(FindingKind.REDATED, record)
        return None

    def _misnumbered(self, record: ChainRecord, expected: int, waiting: Iterator[Line]) -> Finding:
        if record.n == self.before.n:
            return self._doubled(record, next(waiting, None))
        if record.n < expected or any(_number(text) == expected for text, _ in waiting):
            return self._about(FindingKind.REORDERED, record)
        return Finding(FindingKind.MISSING, self.body, expected)

    def _moved(self, record: ChainRecord, following: Line | None) -> Finding | None:
        """A day that ends too early, because its record says a later one than that behind it."""
        day = _day(following)
        is_moved = day is not None and record.day > day
        return self._about(FindingKind.REDATED, record) if is_moved else None

    def _doubled(self, record: ChainRecord, following: Line | None) -> Finding:
        if record.digest == self.before.digest:
            return self._about(FindingKind.DUPLICATED, record)
        vouched = following is not None and _previous(following[0]) == record.digest
        inserted = self._last if vouched and self._last is not None else record
        return self._about(FindingKind.INSERTED, inserted)

    def _broken(self, record: ChainRecord, following: Line | None) -> Finding:
        """A link that does not hold: the record that the one behind it vouches for is not at
        fault, so the one before it is.
        """
        vouched = following is not None and _previous(following[0]) == record.digest
        altered = self._last if self._last is not None and (vouched or not following) else record
        following_day = record.day if altered is self._last else _day(following)
        is_redated = following_day is not None and altered.day > following_day
        is_redated = is_redated or (altered is record and record.day < self.before.day)
        kind = FindingKind.REDATED if is_redated else FindingKind.CHANGED
        return self._about(kind, altered)

    def _close_day(self, following: str | None) -> Finding | None:
        """When a day's last record was read: it must be the one that was signed."""
        day, last = self.before.day, self.before.n
        if not day or following == day:
            return None
        root = self.roots.get(day)
        if root is None:
            is_due = any(each > day for each in self.roots)
            return Finding(FindingKind.ROOT_MISSING, day=day) if is_due else None
        leaf = leaf_of(self.body, self._first_of_day, last, self.before.digest)
        if leaf not in root.document.get("leaves", ()):
            return Finding(FindingKind.NOT_AS_SIGNED, self.body, self._first_of_day, day)
        self.checked.used.setdefault(day, set()).add(leaf)
        self._first_of_day = last + 1
        return None

    def _about(self, kind: FindingKind, record: ChainRecord, n: int | None = None) -> Finding:
        return Finding(kind, self.body, n or record.n, record.day, record.id)


def _number(text: str) -> int | None:
    try:
        return read_record(text).n
    except ValueError:
        return None


def _previous(text: str) -> str | None:
    try:
        return read_record(text).previous
    except ValueError:
        return None


def _day(line: Line | None) -> str | None:
    try:
        return None if line is None else read_record(line[0]).day
    except ValueError:
        return None


def _next_day(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
