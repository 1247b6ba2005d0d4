"""One convention as a person would keep it on paper: slow, obvious, apart from the code."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

OWNER, GRANTEE, AGENCY = "owner", "grantee", "agency"
OVER = {"expired", "revoked", "superseded", "refused", "withdrawn"}
IN_FORCE = {"approved", "active", "suspended"}


class Person(NamedTuple):
    """`for_` is the side acted for; `employer` whose agent it is."""

    name: str
    employer: str
    for_: str


class Text(NamedTuple):
    title: str
    start: date
    end: date


@dataclass
class Version:
    proposer: str
    text: Text
    state: str = "draft"
    signed: dict[str, Person] = field(default_factory=dict)
    looked: set[Person] = field(default_factory=set)
    suspended_by: set[str] = field(default_factory=set)
    was_submitted: bool = False
    turn_since: datetime | None = None
    guarded: bool = False
    """The guard let it begin: it is looked at again from then on."""


@dataclass
class Convention:
    versions: list[Version] = field(default_factory=list)

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    def copy(self) -> Convention:
        return deepcopy(self)

    def states(self) -> list[str]:
        return [each.state for each in self.versions]

    # Each returns whether the act is possible, and does it if it is.

    def drafts(self, who: Person, text: Text) -> bool:
        """Version 1, first or again."""
        if not self.versions:
            self.versions.append(Version(who.for_, text))
            return True
        first = self.versions[0]
        if first.proposer == who.for_ and first.state in {"draft", "changes_requested"}:
            self._rewrite(first, text)
            return True
        # The same words as those of a version that both know of ask for nothing.
        return first.text == text and first.state != "draft" and self._knows(first, who)

    def amends(self, who: Person, text: Text) -> bool:
        last = self.latest
        if last is None or not any(self._knows(each, who) for each in self.versions):
            return False
        if last.state in OVER | {"active", "suspended"}:
            self.versions.append(Version(who.for_, text))
            return True
        if last.proposer == who.for_ and last.state in {"draft", "changes_requested"}:
            self._rewrite(last, text)
            return True
        return False

    def submits(self, who: Person, now: datetime, today: date) -> bool:
        last = self.latest
        if last is None or last.state != "draft" or last.proposer != who.for_:
            return False
        if last.text.end < today or last.text.start < today - timedelta(days=31):
            return False
        last.state, last.was_submitted, last.turn_since = "submitted", True, now
        return True

    def answers(self, who: Person, after: str) -> bool:
        """The other side asks for changes or refuses."""
        last = self.latest
        if last is None or last.state not in {"submitted", "approved_by_one"}:
            return False
        if last.proposer == who.for_:
            return False
        last.state = after
        if after == "changes_requested":
            last.signed = {}
        return True

    def withdraws(self, who: Person) -> bool:
        last = self.latest
        if last is None or last.proposer != who.for_ or last.state in OVER | IN_FORCE:
            return False
        last.state = "withdrawn"
        return True

    def looks(self, who: Person) -> bool:
        last = self.latest
        if last is None or not self._knows(last, who):
            return False
        if last.state in {"draft", "submitted", "approved_by_one"}:
            last.looked.add(who)
        return True

    def signs(self, who: Person, now: datetime, today: date, *, right_hash: bool) -> bool:
        last = self.latest
        if last is None or last.state not in {"submitted", "approved_by_one"}:
            return False
        if not right_hash or who not in last.looked or last.text.end < today:
            return False
        for side, other in last.signed.items():
            if side == who.for_ or other.name == who.name:
                return False
            if {side, other.employer} & {who.for_, who.employer}:
                return False
        last.signed[who.for_] = who
        last.state = "approved" if len(last.signed) == 2 else "approved_by_one"
        if who.for_ != last.proposer:
            last.turn_since = now
        return True

    def suspends(self, number: int, who: str) -> bool:
        each = self.versions[number]
        if each.state not in {"active", "suspended"} or who in each.suspended_by:
            return False
        each.state = "suspended"
        each.suspended_by.add(who)
        return True

    def resumes(self, number: int, who: str) -> bool:
        each = self.versions[number]
        if each.state != "suspended" or who not in each.suspended_by:
            return False
        each.suspended_by.remove(who)
        each.state = "suspended" if each.suspended_by else "active"
        return True

    def revokes(self, number: int) -> bool:
        each = self.versions[number]
        if each.state not in IN_FORCE:
            return False
        each.state = "revoked"
        return True

    def time_passes(self, now: datetime, today: date, *, guard_stops: bool) -> None:
        """Until nothing more happens by itself."""
        for each in self.versions:
            if each.state in IN_FORCE and each.text.end < today:
                each.state = "expired"
            waits = each.state in {"submitted", "approved_by_one"}
            if waits and each.turn_since and now >= each.turn_since + timedelta(days=30):
                each.state = "withdrawn"
        if not guard_stops:
            self._begins(today)
        for each in self.versions:
            if each.state not in {"active", "suspended"} or not each.guarded:
                continue
            if guard_stops:
                each.state = "suspended"
                each.suspended_by.add("guard")
            elif "guard" in each.suspended_by:
                each.suspended_by.remove("guard")
                each.state = "suspended" if each.suspended_by else "active"

    def _begins(self, today: date) -> None:
        for number, each in enumerate(self.versions):
            if each.state == "approved" and each.text.start <= today <= each.text.end:
                each.suspended_by = self._still_suspended(number)
                each.state, each.guarded = "suspended" if each.suspended_by else "active", True
                for older in self.versions[:number]:
                    if older.state in IN_FORCE:
                        older.state = "superseded"

    def _still_suspended(self, number: int) -> set[str]:
        """By people, of the last version that had begun, unless it was revoked or replaced."""
        begun = [older for older in self.versions[:number] if older.guarded]
        if not begun or begun[-1].state not in {"active", "suspended", "expired"}:
            return set()
        return begun[-1].suspended_by - {"guard"}

    def _rewrite(self, version: Version, text: Text) -> None:
        if version.text != text:
            version.looked = set()
        version.text, version.state, version.signed = text, "draft", {}

    def _knows(self, version: Version, who: Person) -> bool:
        if version.proposer == who.for_:
            return True
        if version.state == "draft":
            return False
        return version.state != "withdrawn" or version.was_submitted
