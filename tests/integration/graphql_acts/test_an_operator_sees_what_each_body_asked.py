"""`bodyUsage`: for the operator, each body's requests by month, and its part of the costs.

Covers gateway.control.body_usage, gateway.reports.body_usage, catalog.store.body_usage,
gateway.http.rest.usage.
"""

import pytest

USAGE = """query($since: Date, $until: Date, $cents: Int) {
  bodyUsage(since: $since, until: $until, monthlyCents: $cents) {
    month organisation { slug } requests failed rows milliseconds share cents } }"""
OPEN = "{ sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"
WEIGHINGS = "{ valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg } } } }"


async def usage(town, **variables):
    told = await town.ask(USAGE, "operator@interco", variables=variables)
    assert not told.body.get("errors"), told.body
    return told.body["data"]["bodyUsage"]


async def test_bodies_are_counted_apart_whoevers_data_it_was(town):
    for request, agent, document in (
        ("one", None, OPEN),
        ("two", "agent@valcobreizh", WEIGHINGS),
        ("three", "agent@valcobreizh", OPEN),
    ):
        purpose = agent and "rpqs_dechets"
        answered = await town.ask(document, agent, purpose=purpose, request=request)
        assert not answered.body.get("errors"), answered.body
    parts = await usage(town, cents=10_000)
    counted = {
        part["organisation"] and part["organisation"]["slug"]: (part["requests"], part["rows"])
        for part in parts
    }
    assert counted == {None: (1, 2), "valcobreizh": (2, 5)}
    if all(part["cents"] is not None for part in parts):
        assert sum(part["cents"] for part in parts) == 10_000


async def test_another_month_has_nothing_of_this_one(town):
    await town.ask(OPEN)
    assert await usage(town, since="2020-01-01", until="2020-12-31") == []


@pytest.mark.parametrize("agent", ["steward@valcobreizh", "dpo@valcobreizh", None])
async def test_others_are_refused_by_the_law(town, agent):
    told = await town.ask(USAGE, agent)
    assert told.body["data"] == {"bodyUsage": None}
    assert told.codes in (["act_role_required"], ["token_required"])


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"since": "2026-02-01", "until": "2026-01-01"}, "time_upside_down"),
        ({"cents": -1}, "negative_cost"),
    ],
)
async def test_what_cannot_be_is_refused(town, variables, code):
    told = await town.ask(USAGE, "operator@interco", variables=variables)
    assert told.codes == [code]
