"""Any sequence of acts, of two processes, at any time: the store says what the paper says.

Covers gateway.acts.act, gateway.acts.clock_worker, gateway.acts.ports, catalog.model.paris.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from catalog.actions.sharing import acts
from catalog.changes import ActRecord, Changes
from catalog.declaration.resolution import entities_by_key
from catalog.model.agreement import GuardRecord
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.problem import OperatorProblem, Problem
from catalog.store import open_store
from gateway.acts.act import act
from gateway.acts.clock_worker import Looked, tick
from gateway.acts.ports import ActPorts
from gateway.identity.subject import local_subject
from policies.embedded import EmbeddedPolicy
from tests.integration.sharing.always_holds import AlwaysHolds
from tests.integration.sharing.expected import (
    AGENCY,
    GRANTEE,
    OWNER,
    Convention,
    Person,
    Text,
)
from tests.sharing.world import (
    CATALOG,
    DATASET,
    DEED,
    EAUX,
    ISSUER,
    PROJECT,
    VAL_DILLE,
    VALCOBREIZH,
)
from tests.tiers import examples

PARIS = ZoneInfo("Europe/Paris")
BODIES = {OWNER: VAL_DILLE, GRANTEE: VALCOBREIZH, AGENCY: EAUX}
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MANDATES = tuple(
    Mandate(
        f"mand-2026-000{number}",
        principal.siren,
        EAUX.siren,
        frozenset({MandateAction.APPROVE}),
        frozenset(),
        frozenset(datasets),
        START.date() - timedelta(days=60),
        None,
        DEED,
        "approver",
        START,
    )
    for number, (principal, datasets) in enumerate(
        ((VAL_DILLE, {DATASET.id}), (VALCOBREIZH, set())), 1
    )
)
BASE = (*entities_by_key(CATALOG).values(), *MANDATES)
STEWARDS = [Person("steward", side, side) for side in (OWNER, GRANTEE)]
SIGNATORIES = [
    *(Person(name, side, side) for side in (OWNER, GRANTEE) for name in ("approver", "second")),
    *(Person("approver", AGENCY, side) for side in (OWNER, GRANTEE)),
    Person("second", AGENCY, GRANTEE),
]
stewards = st.sampled_from(STEWARDS)
signatories = st.sampled_from(SIGNATORIES)
processes = st.integers(0, 1)
numbers = st.integers(0, 4)


def named(who):
    """Names are unique over bodies."""
    return who._replace(name=f"{who.name}@{BODIES[who.employer].slug}")


class Life(AlwaysHolds):
    """`stores` are those of two processes over one database."""

    def __init__(self, runner, stores, law):
        super().__init__()
        self.runner, self.stores, self.law = runner, stores, law
        self.now, self.stops = START, False
        self.paper = Convention()
        self.frozen = {}

    @initialize(depth=st.integers(0, 6), who=stewards, offset=st.sampled_from([-5, 0, 5]))
    def begins_anew(self, depth, who, offset):
        """Somewhere on the usual way, so that all of it is walked from."""

        async def reset():
            store = self.stores[0]
            snapshot = await store.current()
            record = ActRecord(self.now, ISSUER, "operator", None, "reset")
            await store.write(snapshot.version, Changes(BASE, snapshot.agreements), record)

        self.runner.run(reset())
        if depth > 0:
            self.writes(who, 0, "Pesées", offset, 200, amends=False)
        if depth > 1:
            self.submits(who, 1)
        if depth > 2:
            self.both_sign(SIGNATORIES[0], SIGNATORIES[2])
        if depth > 3:
            self.days_pass(11)
        if depth > 4:
            self.amends_and_hands_over(STEWARDS[0], 0, 20)
        if depth > 5:
            self.both_sign(SIGNATORIES[1], SIGNATORIES[3])

    def guard(self, _agreement, _snapshot, _cog, day):
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return GuardRecord(at, self.stops, ("1" if self.stops else "0") * 64)

    def ports(self, process):
        return ActPorts(
            self.stores[process], self.law, lambda: self.now, policy=self.law, guard=self.guard
        )

    @property
    def today(self):
        return self.now.astimezone(PARIS).date()

    def snapshot(self, process=1):
        return self.runner.run(self.stores[process].current())

    async def asks(self, process, who, asked):
        """True when it was done, False when it was refused; anything else is a bug."""
        try:
            snapshot = await self.stores[process].current()
            if who is None:
                subject = local_subject(snapshot.agents[ISSUER, "operator@interco"])
            else:
                agent = snapshot.agents[ISSUER, named(who).name]
                principal = None if who.for_ == who.employer else BODIES[who.for_].siren
                subject = local_subject(agent, on_behalf_of=principal)
            await act(asked, subject, self.ports(process), dry_run=False)
        except OperatorProblem:
            raise
        except Problem:
            return False
        return True

    def agrees(self, process, who, asked, expected):
        assert self.runner.run(self.asks(process, who, asked)) is expected, (asked, who)

    def draft(self, text):
        return replace(
            PROJECT, title=text.title, start=text.start, end=text.end, grantor=VAL_DILLE.siren
        )

    def texts(self, title, offset, length):
        start = self.today + timedelta(days=offset)
        return Text(title, start, start + timedelta(days=length))

    def citation(self, number=None):
        count = len(self.paper.versions)
        version = count if number is None else number % max(count, 1) + 1
        return f"{PROJECT.id}@{max(version, 1)}"

    @rule(
        who=stewards,
        process=processes,
        title=st.sampled_from(["Pesées", "Bacs"]),
        offset=st.sampled_from([-40, -5, 0, 20]),
        length=st.sampled_from([40, 200]),
        amends=st.booleans(),
    )
    def writes(self, who, process, title, offset, length, amends):
        text = self.texts(title, offset, length)
        if amends:
            asked = acts.AmendAgreement(self.draft(text))
            expected = self.paper.amends(who, text)
        else:
            asked = acts.DraftAgreement(self.draft(text))
            expected = self.paper.drafts(who, text)
        self.agrees(process, who, asked, expected)

    @rule(who=stewards, process=processes)
    def submits(self, who, process):
        expected = self.paper.submits(who, self.now, self.today)
        self.agrees(process, who, acts.SubmitAgreement(self.citation()), expected)

    @rule(who=stewards | st.none(), process=processes, refuses=st.booleans())
    def answers(self, who, process, refuses):
        """None: whoever's turn it is."""
        if who is None:
            latest = self.paper.latest
            proposed = latest is not None and latest.proposer == OWNER
            who = STEWARDS[1 if proposed else 0]
        if refuses:
            asked = acts.RefuseAgreement(self.citation(), "non")
            expected = self.paper.answers(who, "refused")
        else:
            asked = acts.RequestChanges(self.citation(), "à revoir")
            expected = self.paper.answers(who, "changes_requested")
        self.agrees(process, who, asked, expected)

    @rule(who=stewards, process=processes)
    def withdraws(self, who, process):
        expected = self.paper.withdraws(who)
        self.agrees(process, who, acts.WithdrawAgreement(self.citation()), expected)

    @rule(who=signatories, process=processes)
    def looks(self, who, process):
        expected = self.paper.looks(named(who))
        self.agrees(process, who, acts.OpenPreview(self.citation()), expected)

    def signature(self, *, right_hash=True):
        citation = self.citation()
        found = [each for each in self.snapshot().agreements if each.citation == citation]
        sha256 = found[0].sha256 if found and right_hash else "0" * 64
        return acts.ApproveAgreement(citation, sha256, "maire", DEED)

    @rule(
        who=signatories, process=processes, looks=st.booleans(), right=st.sampled_from([1, 1, 1, 0])
    )
    def signs(self, who, process, looks, right):
        if looks:
            self.looks(who, process)
        asked = self.signature(right_hash=bool(right))
        expected = self.paper.signs(named(who), self.now, self.today, right_hash=bool(right))
        self.agrees(process, who, asked, expected)

    @precondition(lambda self: self.paper.latest and self.paper.latest.state == "active")
    @rule(who=stewards, process=processes, offset=st.sampled_from([0, 20]))
    def amends_and_hands_over(self, who, process, offset):
        self.writes(who, process, "Avenant", offset, 200, amends=True)
        self.submits(who, 1 - process)

    @precondition(lambda self: self.paper.latest and self.paper.latest.state == "submitted")
    @rule(owner=st.sampled_from(SIGNATORIES[:2]), grantee=st.sampled_from(SIGNATORIES[2:4]))
    def both_sign(self, owner, grantee):
        """Often enough that much of what comes after is seen too."""
        for who in (owner, grantee):
            self.signs(who, 0, looks=True, right=1)

    @precondition(lambda self: self.paper.versions)
    @rule(who=st.sampled_from([*SIGNATORIES[:4], None]), process=processes, number=numbers)
    def suspends(self, who, process, number):
        number %= len(self.paper.versions)
        asked = acts.SuspendAgreement(self.citation(number), "pause")
        expected = self.paper.suspends(number, who.for_ if who else "platform")
        self.agrees(process, who, asked, expected)

    @precondition(lambda self: self.paper.versions)
    @rule(who=st.sampled_from([*SIGNATORIES[:4], None]), process=processes, number=numbers)
    def resumes(self, who, process, number):
        number %= len(self.paper.versions)
        by = self.paper.versions[number].suspended_by
        if by & {OWNER, GRANTEE} and process:
            who = SIGNATORIES[0 if OWNER in by else 2]
        expected = self.paper.resumes(number, who.for_ if who else "platform")
        self.agrees(process, who, acts.ResumeAgreement(self.citation(number)), expected)

    @precondition(lambda self: self.paper.versions)
    @rule(who=st.sampled_from([*SIGNATORIES[:4], None]), process=processes, number=numbers)
    def revokes(self, who, process, number):
        number %= len(self.paper.versions)
        asked = acts.RevokeAgreement(self.citation(number), "fin")
        self.agrees(process, who, asked, self.paper.revokes(number))

    @rule(days=st.sampled_from([1, 4, 11, 21, 40]))
    def days_pass(self, days):
        self.now += timedelta(days=days)
        self.clocks_tick(0)

    @rule(stops=st.booleans())
    def the_guard_finds(self, stops):
        self.stops = stops
        self.clocks_tick(1)

    def clocks_tick(self, process):
        """Those of both processes at once, each as if it had just been started."""

        async def both():
            for _ in range(6):
                done = await asyncio.gather(
                    *(tick(self.ports(each), Looked()) for each in (process, 1 - process))
                )
                if not any(done):
                    return
            message = "the clock never rests"
            raise AssertionError(message)

        self.runner.run(both())
        self.paper.time_passes(self.now, self.today, guard_stops=self.stops)

    @precondition(lambda self: self.paper.latest)
    @rule(
        first=st.sampled_from(["withdraw", "refuse", "revoke", "suspend", "resume", "sign"]),
        second=st.sampled_from(["withdraw", "refuse", "revoke", "suspend", "resume", "sign"]),
    )
    def two_act_at_once(self, first, second):
        """In two processes: what comes of it is what one after the other would have given."""
        number = len(self.paper.versions) - 1
        one, other = self.act_of(first, OWNER, number), self.act_of(second, GRANTEE, number)

        async def at_once():
            return await asyncio.gather(self.asks(0, *one[:2]), self.asks(1, *other[:2]))

        done = tuple(self.runner.run(at_once()))
        ways = []
        for order in ((one, other), (other, one)):
            paper = self.paper.copy()
            expected = [each[2](paper) for each in order]
            if order[0] is other:
                expected.reverse()
            ways.append((tuple(expected), paper))
        actual = [each.state.value for each in self.sorted_agreements()]
        fitting = [
            paper for expected, paper in ways if expected == done and paper.states() == actual
        ]
        assert fitting, (first, second, done, actual, [p.states() for _, p in ways])
        self.paper = fitting[0]

    def act_of(self, what, side, number):
        steward = Person("steward", side, side)
        signatory = Person("approver", side, side)
        citation = self.citation()
        if what == "sign":
            signature = self.signature()
            return (
                signatory,
                signature,
                lambda paper: paper.signs(named(signatory), self.now, self.today, right_hash=True),
            )
        return {
            "withdraw": (
                steward,
                acts.WithdrawAgreement(citation),
                lambda paper: paper.withdraws(steward),
            ),
            "refuse": (
                steward,
                acts.RefuseAgreement(citation, "non"),
                lambda paper: paper.answers(steward, "refused"),
            ),
            "revoke": (
                signatory,
                acts.RevokeAgreement(citation, "fin"),
                lambda paper: paper.revokes(number),
            ),
            "suspend": (
                signatory,
                acts.SuspendAgreement(citation, "pause"),
                lambda paper: paper.suspends(number, side),
            ),
            "resume": (
                signatory,
                acts.ResumeAgreement(citation),
                lambda paper: paper.resumes(number, side),
            ),
        }[what]


@pytest.mark.parametrize("steps", [40])
def test_every_sequence_of_acts_leads_where_it_should(store_url, steps):
    with asyncio.Runner() as runner:
        law = EmbeddedPolicy(act_deadline_s=30.0)

        async def opened():
            return [await open_store(store_url) for _ in range(2)]

        stores = runner.run(opened())
        try:
            run_state_machine_as_test(
                lambda: Life(runner, stores, law),
                settings=settings(
                    max_examples=examples(50 if store_url.startswith("sqlite") else 20),
                    stateful_step_count=steps,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            for store in stores:
                runner.run(store.aclose())
            runner.run(law.aclose())
