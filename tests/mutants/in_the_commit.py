"""Bugs of the one way to change the catalog: something is written that the law did not allow."""

from __future__ import annotations

import contextlib
from typing import Any

from catalog.changes import Changes
from catalog.problems import CatalogMoved
from gateway.acts import commit as committing
from gateway.acts.commit import Change
from gateway.base.problems import ActsRefused
from tests.integration.oracle.mutants import InPython
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH
from tests.unit.gateway.test_a_change_is_written_one_way import NO, STEWARD, YES, Told, ports_of

COMMIT = "gateway.acts.commit"
BUGS: dict[str, InPython] = {
    name: InPython(COMMIT, function, old, new)
    for name, (function, old, new) in {
        "the law is not asked": (
            "commit", "await ask_all(questions, standpoint, ports.law)", "pass",
        ),
        "what the law was not asked about is written": ("commit", "if not questions:", "if False:"),
        "what is written is over another version than was read": (
            "commit", "snapshot.version,", "(await ports.catalog.current()).version,",
        ),
        "a dry run writes": ("commit", "if dry_run or changes.is_empty:", "if changes.is_empty:"),
        "a proof is not asked for": (
            "commit", "await change.before_write(facts, changes)", "pass",
        ),
        "a refusal is passed over": ("ask_all", "if not is_allowed:", "if False:"),
        "a refusal without a reason is passed over": (
            "ask_all", "if not is_allowed:", "if refused:",
        ),
        "the last answer counts alone": (
            "ask_all", "is_allowed and decision.allow", "decision.allow",
        ),
    }.items()
}  # fmt: skip


class _Meddled(Change[Any, str]):
    """Somebody else writes once, after the facts were read."""

    def __init__(self) -> None:
        self.read: list[int] = []

    async def facts(self, standpoint: Any, ports: Any) -> Any:
        snapshot = standpoint.snapshot
        self.read.append(snapshot.version.number)
        if len(self.read) == 1:
            record = Told([]).record(standpoint.subject, standpoint.now, "meddled")
            await ports.catalog.write(snapshot.version, Changes(put=(VALCOBREIZH,)), record)
        return standpoint.now

    def questions(self, subject: Any, facts: Any) -> Any:
        return Told([]).questions(subject, facts)

    def rule(self, subject: Any, facts: Any) -> tuple[str, Changes]:
        return "done", Changes(put=(VAL_DILLE,))

    def record(self, subject: Any, facts: Any, result: str) -> Any:
        return Told([]).record(subject, facts, result)


class _Unproven(Told):
    async def before_write(self, facts: Any, changes: Any) -> None:
        raise CatalogMoved


_NO_REASON = type(NO)(False, (), "r")


async def commit_that_tells() -> str | None:
    """The first change that is written, or not, otherwise than it is to be."""
    for name, answers in {
        "refused": (NO,),
        "refused without a reason": (_NO_REASON,),
        "refused, then allowed": (NO, YES),
        "refused without a reason, then allowed": (_NO_REASON, YES),
    }.items():
        if await _written(Told([], asked=("submit", "amend")), *answers):
            return name
    if not await _written(Told([])):
        return "allowed"
    if await _written(Told([]), dry_run=True):
        return "a dry run"
    if await _written(Told([], asked=())):
        return "not asked about"
    if await _written(_Unproven([])):
        return "not proven"
    meddled = _Meddled()
    await _written(meddled)
    return None if len(meddled.read) > 1 else "facts of another version"


async def _written(change: Any, *answers: Any, dry_run: bool = False) -> bool:
    ports = ports_of([], *answers)
    with contextlib.suppress(ActsRefused, CatalogMoved, TypeError):
        await committing.commit(change, STEWARD, ports, dry_run=dry_run)
    return any(each.action == "done" for each in ports.catalog.records)
