"""Roles given and taken away through acts: who may, to whom, and what is kept and told of it.

Covers catalog.actions.sharing.roles, catalog.actions.sharing.problems, gateway.acts.people,
gateway.acts.who_can, catalog.model.arrival, policies.people_problems.
"""

from dataclasses import dataclass, field, replace

import pytest

from catalog.actions.sharing.acts import AppointSteward, GrantRoles, RevokeRoles
from catalog.changes import Changes
from catalog.model.arrival import Arrival
from catalog.model.identifiers import Siren
from catalog.model.organisation import AgentKind
from catalog.model.problem import Problem
from catalog.model.subject import SYSTEM_ARRIVALS, Strength
from gateway.acts.act import act
from gateway.acts.people import PeopleService, note_arrival
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from tests.sharing.world import EAUX, ISSUER, MESNIL, NOW, VALCOBREIZH, World, agent
from tests.unit.catalog.examples import after

STEWARD = "steward@valcobreizh"
ELSEWHERE = "https://identite.example"
NEWCOMER = Arrival(ISSUER, "anne", VALCOBREIZH.siren, NOW, NOW, "Anne Le Goff", "anne@val.example")
REFUSED_TO_STRANGERS = {"unknown_person": ""}


@dataclass
class MemoryArrivals:
    came: dict = field(default_factory=dict)

    async def note(self, arrival):
        self.came[arrival.issuer, arrival.sub] = arrival

    async def last(self, issuer, sub):
        return self.came.get((issuer, sub))

    async def of(self, siren):
        return tuple(each for each in self.came.values() if each.siren == siren)


@dataclass
class Town(World):
    arrivals: MemoryArrivals = field(default_factory=MemoryArrivals)

    @property
    def ports(self):
        return replace(World.ports.fget(self), arrivals=self.arrivals)

    async def roles(self, sub):
        found = (await self.catalog.current()).agents.get((ISSUER, sub))
        return set() if found is None else set(found.roles)

    async def subject(self, name):
        return local_subject((await self.catalog.current()).agents[ISSUER, name])


@pytest.fixture
def town(law):
    return Town(law)


def grant(sub, *roles):
    return GrantRoles(ISSUER, sub, frozenset(roles))


def revoke(sub, *roles):
    return RevokeRoles(ISSUER, sub, frozenset(roles))


async def test_a_steward_gives_a_role_to_whoever_signed_in_for_their_body(town):
    await town.arrivals.note(NEWCOMER)
    acted = await town.does(STEWARD, grant("anne", "agent", "approver"))
    assert await town.roles("anne") == {"agent", "approver"}
    assert acted.sentences[0].fr.startswith("Anne Le Goff (anne@val.example) reçoit les rôles")
    given = (await town.catalog.current()).agents[ISSUER, "anne"]
    assert (given.organisation, given.kind) == (VALCOBREIZH.siren, AgentKind.PERSON)
    assert (given.email, given.name) == ("anne@val.example", "Anne Le Goff")
    record = town.catalog.records[-1]
    assert record.action == "grant_roles"
    assert record.summary["roles"] == ["agent", "approver"]
    assert record.summary["agent"] == "anne"
    assert town.catalog.messages[-1].to == (VALCOBREIZH.siren,)
    assert town.kinds[-1] == "roles.granted"


async def test_what_is_tried_first_changes_nothing(town):
    await town.arrivals.note(NEWCOMER)
    assert (await town.does(STEWARD, grant("anne", "agent"), dry_run=True)).sentences
    assert await town.roles("anne") == set()
    assert not town.catalog.records


async def test_roles_are_added_and_taken_away_and_the_same_again_changes_nothing(town):
    await town.does(STEWARD, grant("agent@valcobreizh", "dpo"))
    assert await town.roles("agent@valcobreizh") == {"agent", "dpo"}
    assert (await town.does(STEWARD, grant("agent@valcobreizh", "dpo"))).changes.is_empty
    await town.does(STEWARD, revoke("agent@valcobreizh", "agent", "dpo"))
    assert await town.roles("agent@valcobreizh") == set()
    assert town.kinds[-1] == "roles.revoked"


@pytest.mark.parametrize(
    ("who", "asked", "code"),
    [
        (STEWARD, grant(STEWARD, "approver"), "act_on_oneself"),
        (STEWARD, revoke(STEWARD, "steward"), "act_on_oneself"),
        (STEWARD, grant("agent@valcobreizh", "operator"), "act_role_never_given"),
        (STEWARD, grant("agent@valcobreizh", "chief"), "unknown_role"),
        (STEWARD, grant("agent@valcobreizh"), "no_role"),
        (STEWARD, grant("machine@valcobreizh", "dpo"), "roles_are_for_people"),
        ("agent@valcobreizh", grant("dpo@valcobreizh", "agent"), "act_role_required"),
        ("approver@valcobreizh", grant("dpo@valcobreizh", "agent"), "act_role_required"),
        ("machine@valcobreizh", grant("dpo@valcobreizh", "agent"), "act_person_required"),
        ("operator@interco", grant("agent@valcobreizh", "operator"), "act_role_never_given"),
    ],
)
async def test_what_nobody_may_give_is_refused(town, who, asked, code):
    assert code in await town.refused(who, asked)


async def test_who_works_elsewhere_is_told_apart_from_nobody_to_no_steward(town):
    """Neither that they exist nor that they do not."""
    await town.arrivals.note(replace(NEWCOMER, siren=EAUX.siren))
    for sub in ("agent@bretagne-romantique", "nobody@nowhere", "anne"):
        assert await town.refused(STEWARD, grant(sub, "agent")) == REFUSED_TO_STRANGERS
        assert await town.refused(STEWARD, revoke(sub, "agent")) == REFUSED_TO_STRANGERS


async def test_a_steward_is_led_to_a_colleague_and_nobody_else_is(town):
    anne = replace(agent("anne", VALCOBREIZH, {"agent"}), issuer=ELSEWHERE)
    town.catalog.snapshot = after(town.catalog.snapshot, Changes((anne,)))
    elsewhere, mistyped = grant("anne", "dpo"), grant("agent@valcobriezh", "dpo")
    told = await _told(town, STEWARD, elsewhere)
    assert (told.code, told.did_you_mean) == ("person_of_another_issuer", None)
    assert ELSEWHERE in told.sentence("fr")
    await town.does(STEWARD, GrantRoles(ELSEWHERE, "anne", frozenset({"dpo"})))
    assert (await _told(town, STEWARD, mistyped)).did_you_mean == "agent@valcobreizh"
    for stranger in ("steward@bretagne-romantique", "agent@valcobreizh", "operator@interco"):
        for asked in (elsewhere, mistyped):
            told = await _told(town, stranger, asked)
            assert told.code == "unknown_person"
            assert not (told.did_you_mean or "").endswith("@valcobreizh")


async def _told(town, who, asked):
    with pytest.raises(Problem) as told:
        await town.does(who, asked)
    return told.value


async def test_the_last_steward_is_removed_by_the_operator_alone(town):
    await town.does(STEWARD, revoke("second@valcobreizh", "steward"))
    await town.does(STEWARD, grant("agent@valcobreizh", "steward"))
    await town.does("agent@valcobreizh", revoke(STEWARD, "steward"))
    alone = "agent@valcobreizh"
    assert await town.roles(STEWARD) == set()
    # The machine that is steward too gives no role: it does not count.
    assert await town.refused(alone, revoke(alone, "steward")) == {"act_on_oneself": ""}
    await town.does("operator@interco", revoke(alone, "steward"))
    assert await town.roles(alone) == {"agent"}
    await town.does("operator@interco", grant(alone, "steward"))


async def test_who_changes_employer_keeps_nothing(town):
    known = replace(
        agent("anne", VALCOBREIZH, {"approver"}),
        groups=frozenset({"paie"}),
        purposes=frozenset({"rpqs_dechets"}),
    )
    await town.puts(known)
    await town.arrivals.note(replace(NEWCOMER, siren=EAUX.siren))
    # For the body that she left she is nobody any more.
    assert await town.refused(STEWARD, grant("anne", "dpo")) == REFUSED_TO_STRANGERS
    await town.does("steward@bretagne-romantique", grant("anne", "agent"))
    now = (await town.catalog.current()).agents[ISSUER, "anne"]
    assert (now.organisation, now.roles) == (EAUX.siren, {"agent"})
    assert (now.groups, now.purposes) == (frozenset(), frozenset())


async def test_a_refusal_names_who_can_to_a_colleague_alone(town):
    with pytest.raises(ActsRefused) as told:
        await town.does("agent@valcobreizh", grant("dpo@valcobreizh", "agent"))
    (problem,) = told.value.problems
    for sentence in (problem.sentence("fr"), problem.sentence("en")):
        assert "steward@valcobreizh" in sentence
        assert "second@valcobreizh" in sentence
        assert "bretagne-romantique" not in sentence
        assert "machine@" not in sentence
    assert "référent" in problem.sentence("fr")


async def test_a_machine_is_told_of_nobody(town):
    await town.puts(agent("probe", VALCOBREIZH, set(), AgentKind.MACHINE))
    with pytest.raises(ActsRefused) as told:
        await town.does("probe", grant("dpo@valcobreizh", "agent"))
    assert "@" not in told.value.problems[0].sentence("fr")


async def test_a_body_where_nobody_can_says_so(town):
    await town.puts(agent("maire", MESNIL, {"agent"}))
    with pytest.raises(ActsRefused) as told:
        await town.does("maire", grant("maire", "agent"))
    assert "Personne de votre organisme" in told.value.problems[0].sentence("fr")


async def test_arrivals_await_a_role_and_stewards_see_them(town):
    await town.arrivals.note(NEWCOMER)
    await town.arrivals.note(replace(NEWCOMER, sub="agent@valcobreizh"))
    await town.arrivals.note(replace(NEWCOMER, sub="eve", siren=EAUX.siren))
    asking = PeopleService(await town.subject(STEWARD), town.ports)
    assert [each.sub for each in await asking.arrivals()] == ["anne"]
    await town.does(STEWARD, grant("anne", "agent"))
    assert await asking.arrivals() == ()
    assert "anne" in {each.sub for each in await asking.people()}
    assert all(each.organisation == VALCOBREIZH.siren for each in await asking.people())
    for name in ("agent@valcobreizh", "operator@interco"):
        with pytest.raises(ActsRefused):
            await PeopleService(await town.subject(name), town.ports).people()


@pytest.mark.parametrize(
    ("rule", "siren", "proves", "roles"),
    [
        (True, MESNIL.siren, frozenset(Strength), {"agent", "steward"}),
        (False, MESNIL.siren, frozenset(Strength), set()),
        (True, MESNIL.siren, frozenset({Strength.READ, Strength.DRAFT}), set()),
        (True, VALCOBREIZH.siren, frozenset(Strength), set()),
        (True, Siren("213502669"), frozenset(Strength), set()),
    ],
)
async def test_the_first_to_come_is_steward_where_the_operator_says_so(
    town, rule, siren, proves, roles
):
    came = replace(NEWCOMER, siren=siren)
    await note_arrival(came, proves, town.ports, first_is_steward=rule)
    assert await town.roles("anne") == roles
    assert await town.arrivals.last(ISSUER, "anne") == came


async def test_the_second_to_come_is_not(town):
    for sub in ("anne", "eve"):
        came = replace(NEWCOMER, sub=sub, siren=MESNIL.siren)
        await note_arrival(came, frozenset(Strength), town.ports, first_is_steward=True)
    assert await town.roles("eve") == set()
    with pytest.raises(Problem) as told:
        await act(AppointSteward(ISSUER, "eve"), SYSTEM_ARRIVALS, town.ports, dry_run=False)
    assert told.value.code == "has_a_steward"


async def test_where_arrivals_are_not_kept_nobody_arrives(law):
    town = World(law)
    proves = frozenset(Strength)
    await note_arrival(NEWCOMER, proves, town.ports, first_is_steward=True)
    steward = local_subject(town.catalog.snapshot.agents[ISSUER, STEWARD])
    assert await PeopleService(steward, town.ports).arrivals() == ()
    assert (ISSUER, "anne") not in town.catalog.snapshot.agents
