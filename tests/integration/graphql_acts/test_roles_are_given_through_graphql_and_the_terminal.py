"""Roles through GraphQL, as a command asks for them.

Covers gateway.control.people, gateway.cli.agent_commands.
"""

from datetime import UTC, datetime

from catalog.model.arrival import Arrival
from catalog.model.identifiers import Siren
from gateway.base.settings import DEMO_ISSUER
from gateway.cli.agent_commands import _ARRIVALS, _GRANT, _PEOPLE, _REVOKE

STEWARD, AGENT = "steward@valcobreizh", "agent@valcobreizh"
CAME = Arrival(
    DEMO_ISSUER,
    "anne",
    Siren("200090884"),
    datetime(2026, 11, 25, 9, tzinfo=UTC),
    datetime(2026, 11, 25, 9, tzinfo=UTC),
    "Anne Le Goff",
)


async def act(town, document, agent, to, *roles, dry_run=False, **more):
    variables = {"agent": to, "roles": list(roles), "issuer": None, "dryRun": dry_run}
    return await town.ask(document, agent, variables=variables, **more)


async def roles_of(town, sub):
    told = await town.ask(_PEOPLE, STEWARD)
    return next((each["roles"] for each in told.data["people"] if each["agent"] == sub), None)


async def test_an_arrival_is_seen_given_a_role_and_acts_by_the_next_request(town):
    await town.services.acts.arrivals.note(CAME)
    (arrival,) = (await town.ask(_ARRIVALS, STEWARD)).data["arrivals"]
    assert (arrival["agent"], arrival["name"]) == ("anne", "Anne Le Goff")
    tried = await act(town, _GRANT, STEWARD, "anne", "agent", dry_run=True)
    assert tried.data["result"]["applied"] is False
    assert await roles_of(town, "anne") is None
    done = await act(town, _GRANT, STEWARD, "anne", "agent", "steward")
    assert "Anne Le Goff reçoit" in done.data["result"]["sentences"][0]["fr"]
    assert (await town.ask(_ARRIVALS, STEWARD)).data["arrivals"] == []
    assert (await town.ask(_PEOPLE, "anne")).data["people"]
    assert (await act(town, _REVOKE, STEWARD, "anne", "steward")).data
    refused = await town.ask(_ARRIVALS, "anne")
    assert refused.codes == ["act_role_required"]
    assert "Nolwenn Kerbrat (référent)" in refused.body["errors"][0]["message"]


async def test_a_role_needs_a_second_factor_and_looking_does_not(town):
    told = await act(town, _GRANT, STEWARD, AGENT, "dpo", acr="eidas1")
    assert told.codes == ["sign_in_too_weak"]
    assert (await town.ask(_PEOPLE, STEWARD, acr="eidas0")).data["people"]


async def test_nobody_without_a_token_or_of_another_body_sees_anybody(town):
    assert (await town.ask(_PEOPLE)).codes == ["token_required"]
    assert (await town.ask(_ARRIVALS, AGENT)).codes == ["act_role_required"]
    told = await town.ask(_PEOPLE, "steward@val-d-ille-aubigne")
    assert "valcobreizh" not in str([each["agent"] for each in told.data["people"]])
