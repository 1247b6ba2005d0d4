"""One act on each agreement of a list, in one write: signing it, or opening it to sign it.

Each line is judged by itself, as if it were asked for alone: the law is asked of each, and the rule
of each says what it does. A line that either refuses is told beside those that were done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from typing_extensions import override

from catalog.actions.agreement_lists import agreements_sha256
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.problems import ActRefused, Finding
from catalog.actions.sharing.acts import ApproveAgreement, OpenPreview
from catalog.actions.sharing.perform import perform
from catalog.actions.sharing.problems import ListedTwice, ListOfNothing, ListTooLong
from catalog.changes import ActRecord, Changes
from catalog.model.problem import CallerProblem, Problem
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of, question_of
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.acts.who_can import refusals_of
from gateway.base.problems import ActsRefused
from policies.sharing import SharingQuestion

MOST_LINES = 500
LineAct = ApproveAgreement | OpenPreview


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """An agreement of the list (its place from 0, its citation) of which nothing was done."""

    place: int
    citation: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class ListActed:
    """In the order of the list."""

    done: tuple[Acted, ...]
    refused: tuple[RefusedLine, ...]


async def act_on_list(
    acts: Sequence[LineAct], subject: Subject, ports: ActPorts, *, dry_run: bool
) -> ListActed:
    """All lines that the law and their rules allow, in one write. Where none is left, raises
    ActsRefused, or ActRefused with every finding; UnknownAgreement for one that may not be known.
    """
    _refuse_odd(acts)
    outcome = await commit(_ActList(tuple(acts)), subject, ports, dry_run=dry_run)
    return outcome.result


def _refuse_odd(acts: Sequence[LineAct]) -> None:
    if not acts:
        raise ListOfNothing
    if len(acts) > MOST_LINES:
        raise ListTooLong(count=len(acts), limit=MOST_LINES)
    cited: set[str] = set()
    for act in acts:
        if act.agreement in cited:
            raise ListedTwice(agreement=act.agreement[:100])
        cited.add(act.agreement)


@dataclass(frozen=True, slots=True)
class _LinesAsked:
    """`lines` are those that the law allows; `questions`: of each of these. Where it allows none,
    all lines are there, for it to refuse them.
    """

    facts: Facts
    lines: tuple[tuple[int, LineAct], ...]
    questions: tuple[SharingQuestion, ...]
    refused: tuple[RefusedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class _ActList(Change[_LinesAsked, ListActed]):
    acts: tuple[LineAct, ...]

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _LinesAsked:
        snapshot = standpoint.snapshot
        facts = Facts(snapshot, standpoint.now, cog=cog_in(snapshot), discoverable=frozenset())
        lines = tuple(enumerate(self.acts))
        questions = tuple(question_of(act, standpoint.subject, facts) for act in self.acts)
        refused = {}
        for (place, act), question in zip(lines, questions, strict=True):
            decision = await ports.law.decide_act(question)
            if not decision.allow:
                denied = refusals_of(decision, standpoint)
                problem = denied[0] if len(denied) == 1 else ActsRefused(denied)
                refused[place] = RefusedLine(place, act.agreement, problem)
        if len(refused) == len(lines):
            return _LinesAsked(facts, lines, questions)
        return _LinesAsked(
            facts,
            tuple(line for line in lines if line[0] not in refused),
            tuple(question for place, question in enumerate(questions) if place not in refused),
            tuple(refused.values()),
        )

    @override
    def questions(self, subject: Subject, facts: _LinesAsked) -> tuple[SharingQuestion, ...]:
        return facts.questions

    @override
    def rule(self, subject: Subject, facts: _LinesAsked) -> tuple[ListActed, Changes]:
        done: list[Acted] = []
        refused = list(facts.refused)
        findings: list[Finding] = []
        for (place, act), question in zip(facts.lines, facts.questions, strict=True):
            try:
                done.append(perform(act, actor_of(question), facts.facts))
            except CallerProblem as problem:
                at_line = _at_line(place, problem)
                only = at_line[0].problem if len(at_line) == 1 else problem
                refused.append(RefusedLine(place, act.agreement, only))
                findings += at_line
        if not done:
            raise ActRefused(findings)
        changes = Changes(
            put=tuple(chain.from_iterable(acted.changes.put for acted in done)),
            messages=tuple(chain.from_iterable(acted.changes.messages for acted in done)),
        )
        in_order = sorted(refused, key=lambda line: line.place)
        return ListActed(tuple(done), tuple(in_order)), changes

    @override
    def record(self, subject: Subject, facts: _LinesAsked, result: ListActed) -> ActRecord:
        """One line of the audit for all, which names each agreement and its state after it."""
        agreements = [acted.agreement for acted in result.done if acted.agreement is not None]
        states = {agreement.citation: agreement.state.value for agreement in agreements}
        mandates = {actor_of(question).mandate for question in facts.questions}
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=subject.reader,
            action=result.done[0].act,
            summary={
                "agreements": states,
                "mandate": None,
                "under_mandate": ", ".join(sorted(filter(None, mandates))) or None,
                "list_sha256": agreements_sha256(agreements),
            },
        )


def _at_line(place: int, problem: Problem) -> list[Finding]:
    if isinstance(problem, ActRefused):
        return [
            Finding(("agreements", place, *finding.path), finding.problem)
            for finding in problem.findings
        ]
    return [Finding(("agreements", place), problem)]
