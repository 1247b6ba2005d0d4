"""What is true of every agreement at every moment, whatever anybody has tried."""

from itertools import pairwise

from hypothesis.stateful import RuleBasedStateMachine, invariant

from catalog.actions.agreement_text import signed_hash, signed_text
from catalog.suspensions import standing_causes
from tests.integration.sharing.expected import GRANTEE, OWNER


class AlwaysHolds(RuleBasedStateMachine):
    """The machine gives `snapshot()`, `today`, its `paper`, and the signed texts in `frozen`."""

    def sorted_agreements(self):
        return sorted(self.snapshot().agreements, key=lambda each: each.version)

    @invariant()
    def states_are_those_on_paper(self):
        actual = [each.state.value for each in self.sorted_agreements()]
        assert actual == self.paper.states()

    @invariant()
    def each_suspension_stands_until_who_set_it_lifts_it(self):
        told = {"grantor": OWNER, "grantee": GRANTEE, "operator": "platform", "guard": "guard"}
        for each, paper in zip(self.sorted_agreements(), self.paper.versions, strict=True):
            if each.state.value in {"active", "suspended"}:
                causes = {told[cause.value] for cause in standing_causes(each)}
                assert causes == paper.suspended_by
                assert bool(causes) is (each.state.value == "suspended")

    @invariant()
    def what_gives_data_was_signed_by_two_sides_two_people_who_saw_this_text(self):
        for each in self.snapshot().agreements:
            if each.state.value not in {"active", "suspended"}:
                continue
            assert {approval.organisation for approval in each.approvals} == set(each.parties)
            assert len({approval.agent for approval in each.approvals}) == 2
            assert len({a.employer or a.organisation for a in each.approvals}) == 2
            for approval in each.approvals:
                assert approval.version_sha256 == each.sha256 == signed_hash(each)
                assert any(
                    (seen.organisation, seen.agent, seen.version_sha256)
                    == (approval.organisation, approval.agent, each.sha256)
                    and seen.at <= approval.at
                    for seen in each.life.previews
                )

    @invariant()
    def nothing_begins_before_its_start_nor_goes_on_after_its_end(self):
        for each in self.snapshot().agreements:
            if each.state.value in {"active", "suspended"}:
                assert each.start <= self.today <= each.end

    @invariant()
    def one_version_is_in_force(self):
        in_force = [
            each.version
            for each in self.snapshot().agreements
            if each.state.value in {"active", "suspended"}
        ]
        assert len(in_force) <= 1

    @invariant()
    def what_both_signed_never_changes(self):
        for each in self.snapshot().agreements:
            assert all(approval.version_sha256 == each.sha256 for approval in each.approvals)
            if each.citation in self.frozen:
                assert signed_text(each) == self.frozen[each.citation]
            elif len(each.approvals) == 2:
                self.frozen[each.citation] = signed_text(each)

    @invariant()
    def a_life_has_no_gap(self):
        for each in self.snapshot().agreements:
            steps = each.life.steps
            assert all(one.after is two.before for one, two in pairwise(steps))
            assert not steps or steps[-1].after is each.state
