"""Many agreements written and submitted in one act, each judged as if it were proposed alone.

A line that the law or a rule refuses is told with all that is wrong of it; one that another
agreement covers is left; the others are proposed in one write.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from typing_extensions import override

from catalog.actions.agreement import AgreementDraft
from catalog.actions.agreement_lists import agreements_sha256
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.problems import ActRefused, Finding
from catalog.actions.sharing.acts import DraftAgreement, SubmitAgreement
from catalog.actions.sharing.covers import cover_of
from catalog.actions.sharing.perform import perform
from catalog.actions.sharing.problems import ListedTwice, ListOfNothing, ListTooLong
from catalog.actions.sharing.references import next_reference
from catalog.changes import ActRecord, Changes
from catalog.health.people import people_on
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.problem import CallerProblem, Problem
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from gateway.acts.act_list import MOST_LINES
from gateway.acts.act_questions import actor_of, discoverable_to, question_of
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.acts.who_can import refusals_of
from policies.sharing import SharingQuestion

LineState = Literal["ready", "proposed", "covered", "refused"]
Unread = tuple[Finding, ...]
"""All that is wrong of a line of which no draft can be made."""


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One of: `agreement` (submitted, or that would be), `cover`, `problems`.

    `text`: as it was written, where it could be. `without_signatory`: the parties for which nobody
    can sign today; such a text may be proposed all the same.
    """

    place: int
    agreement: Agreement | None = None
    cover: Agreement | None = None
    problems: tuple[Finding, ...] = ()
    text: Agreement | None = None
    without_signatory: tuple[Siren, ...] = ()

    def state(self, *, is_tried: bool) -> LineState:
        if self.problems:
            return "refused"
        if self.cover is not None:
            return "covered"
        return "ready" if is_tried else "proposed"


@dataclass(frozen=True, slots=True)
class Proposed:
    """In the order of the list."""

    lines: tuple[ProposedLine, ...]
    done: tuple[Acted, ...] = ()

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        return tuple(each.agreement for each in self.lines if each.agreement is not None)


async def propose_list(
    drafts: Sequence[AgreementDraft | Unread],
    answer_by: date | None,
    subject: Subject,
    ports: ActPorts,
    *,
    dry_run: bool,
) -> Proposed:
    """All lines that the law and their rules allow, in one write. Raises ListOfNothing,
    ListTooLong; ActsRefused where the law allows none of them.
    """
    if not drafts:
        raise ListOfNothing
    if len(drafts) > MOST_LINES:
        raise ListTooLong(count=len(drafts), limit=MOST_LINES)
    change = _ProposeList(tuple(drafts), answer_by)
    return (await commit(change, subject, ports, dry_run=dry_run)).result


@dataclass(slots=True)
class _Lines:
    """The fate of each line, by its place, while it goes from step to step."""

    questions: dict[int, SharingQuestion] = field(default_factory=dict)
    texts: dict[int, Agreement] = field(default_factory=dict)
    drafted: dict[int, Agreement] = field(default_factory=dict)
    covers: dict[int, Agreement] = field(default_factory=dict)
    problems: dict[int, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """`facts`: with the drafts of all lines in the catalog. `questions`: one to write and one to
    submit for each that is left; of all where the law allows none, for it to refuse them.
    """

    facts: Facts
    lines: _Lines
    questions: tuple[SharingQuestion, ...]
    submitting: Mapping[int, SharingQuestion]


@dataclass(frozen=True, slots=True)
class _ProposeList(Change[_Asked, Proposed]):
    drafts: tuple[AgreementDraft | Unread, ...]
    answer_by: date | None

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _Asked:
        snapshot, subject = standpoint.snapshot, standpoint.subject
        facts = Facts(snapshot, standpoint.now, cog=cog_in(snapshot), discoverable=frozenset())
        if ports.policy is not None:
            facts = replace(facts, discoverable=await discoverable_to(standpoint, ports.policy))
        lines = _Lines()
        acts: dict[int, DraftAgreement] = {}
        for place, draft in enumerate(self.drafts):
            if isinstance(draft, tuple):
                lines.problems[place] = draft
            else:
                acts[place] = DraftAgreement(draft)
        writing = {place: question_of(act, subject, facts) for place, act in acts.items()}
        allowed = await _allowed(writing, standpoint, ports, lines)
        if writing and not allowed:
            return _Asked(facts, lines, tuple(writing.values()), {})
        await asyncio.to_thread(_write, {place: acts[place] for place in allowed}, facts, lines)
        drafts = lines.drafted.values()
        with_drafts = replace(snapshot, agreements=_with(snapshot.agreements, drafts))
        facts = replace(facts, catalog=with_drafts)
        submitting = {
            place: question_of(SubmitAgreement(draft.citation), subject, facts)
            for place, draft in lines.drafted.items()
        }
        allowed_too = await _allowed(submitting, standpoint, ports, lines)
        if submitting and not allowed_too:
            return _Asked(facts, lines, tuple(submitting.values()), {})
        questions = (
            *(lines.questions[place] for place in allowed_too),
            *allowed_too.values(),
        )
        return _Asked(facts, lines, questions, allowed_too)

    @override
    def questions(self, subject: Subject, facts: _Asked) -> tuple[SharingQuestion, ...]:
        return facts.questions

    @override
    def rule(self, subject: Subject, facts: _Asked) -> tuple[Proposed, Changes]:
        done: dict[int, Acted] = {}
        problems = dict(facts.lines.problems)
        for place, question in facts.submitting.items():
            act = SubmitAgreement(facts.lines.drafted[place].citation, self.answer_by)
            try:
                done[place] = perform(act, actor_of(question), facts.facts)
            except CallerProblem as problem:
                problems[place] = _findings(problem)
        places = {draft.citation: place for place, draft in facts.lines.drafted.items()}
        for place, cover in facts.lines.covers.items():
            # By a line of the same list, which may be refused itself.
            by = places.get(cover.citation)
            if by is not None and by in problems:
                problems[place] = problems[by]
        signing = people_on(facts.facts.catalog, paris_day(facts.facts.now)).signing
        lines = tuple(
            ProposedLine(
                place,
                done[place].agreement if place in done else None,
                None if place in problems else facts.lines.covers.get(place),
                problems.get(place, ()),
                facts.lines.texts.get(place),
                _without(signing, facts.lines.texts.get(place)),
            )
            for place in range(len(self.drafts))
        )
        acted = tuple(done[place] for place in sorted(done))
        changes = Changes(
            put=tuple(entity for each in acted for entity in each.changes.put),
            messages=tuple(message for each in acted for message in each.changes.messages),
        )
        return Proposed(lines, acted), changes

    @override
    def record(self, subject: Subject, facts: _Asked, result: Proposed) -> ActRecord:
        """One line of the audit for all, which names each agreement and its state after it."""
        mandates = {actor_of(question).mandate for question in facts.questions}
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=subject.reader,
            action=result.done[0].act,
            summary={
                "agreements": {each.citation: each.state.value for each in result.agreements},
                "mandate": None,
                "under_mandate": ", ".join(sorted(filter(None, mandates))) or None,
                "list_sha256": agreements_sha256(result.agreements),
            },
        )


def _without(signing: Collection[Siren], text: Agreement | None) -> tuple[Siren, ...]:
    """The parties of a text that are not among those with somebody who signs."""
    return () if text is None else tuple(each for each in text.parties if each not in signing)


async def _allowed(
    questions: Mapping[int, SharingQuestion],
    standpoint: Standpoint,
    ports: ActPorts,
    lines: _Lines,
) -> dict[int, SharingQuestion]:
    """The questions that the law allows; its reasons are noted of the others."""
    allowed = {}
    for place, question in questions.items():
        decision = await ports.law.decide_act(question)
        if decision.allow:
            allowed[place] = question
            lines.questions.setdefault(place, question)
            continue
        lines.problems[place] = tuple(
            Finding((), problem) for problem in refusals_of(decision, standpoint)
        )
    return allowed


def _write(acts: Mapping[int, DraftAgreement], facts: Facts, lines: _Lines) -> None:
    """The draft of each line, unless an agreement covers it: one of the catalog, or an earlier
    line of the list.
    """
    ids = [act.draft.id for act in acts.values() if act.draft.id]
    ids_there = [*(each.id for each in facts.catalog.agreements), *ids]
    standing = _by_subject(facts.catalog.agreements)
    for place, act in acts.items():
        if ids.count(act.draft.id) > 1:
            lines.problems[place] = (Finding(("id",), ListedTwice(agreement=act.draft.id[:100])),)
            continue
        draft_of_line = act.draft
        if not draft_of_line.id:
            reference = next_reference("conv", ids_there, facts.now)
            draft_of_line = replace(draft_of_line, id=reference, version=1)
        try:
            draft = _drafted(DraftAgreement(draft_of_line), lines.questions[place], facts)
        except CallerProblem as problem:
            lines.problems[place] = _findings(problem)
            continue
        lines.texts[place] = draft
        beside = standing[_subject(draft)]
        cover = cover_of(draft, (each for each in beside if each.citation != draft.citation))
        if cover is not None:
            lines.covers[place] = cover
            continue
        beside.append(replace(draft, state=AgreementState.SUBMITTED))
        lines.drafted[place] = draft
        if not act.draft.id:
            # The highest: the others need not be looked at again.
            ids_there = [draft_of_line.id]


def _drafted(act: DraftAgreement, question: SharingQuestion, facts: Facts) -> Agreement:
    draft = perform(act, actor_of(question), facts).agreement
    if draft is None:
        raise TypeError("writing an agreement gives one")
    return draft


_Subject = tuple[Siren, Siren, str]


def _subject(agreement: Agreement) -> _Subject:
    return (*agreement.parties, agreement.dataset_id)


def _by_subject(agreements: Iterable[Agreement]) -> dict[_Subject, list[Agreement]]:
    grouped: defaultdict[_Subject, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        grouped[_subject(agreement)].append(agreement)
    return grouped


def _with(agreements: Iterable[Agreement], drafts: Collection[Agreement]) -> tuple[Agreement, ...]:
    rewritten = {draft.citation for draft in drafts}
    return (*(each for each in agreements if each.citation not in rewritten), *drafts)


def _findings(problem: Problem) -> tuple[Finding, ...]:
    if isinstance(problem, ActRefused):
        return tuple(problem.findings)
    return (Finding((), problem),)
