"""How full the caches of a gateway are: its operator reads it, and nobody else.

Covers gateway.acts.platform, gateway.control.platform, catalog.caches.
"""

import pytest

FIGURES = "{ platform { caches { name size capacity hits misses } } }"
READ = "{ sde35 { bornesRecharge(first: 1) { nodes { id } } } }"


async def test_each_cache_has_a_name_a_bound_and_what_it_answered(town):
    await town.ask(READ)
    told = await town.ask(FIGURES, "operator@interco")
    caches = told.data["platform"]["caches"]
    assert [cache["name"] for cache in caches] == sorted({cache["name"] for cache in caches})
    assert all(0 <= cache["size"] <= cache["capacity"] for cache in caches)
    (plans,) = (cache for cache in caches if cache["name"] == "query.plans")
    assert plans["misses"] > 0


@pytest.mark.parametrize("agent", ["steward@valcobreizh", "dpo@valcobreizh", None])
async def test_others_are_refused_by_the_law(town, agent):
    told = await town.ask(FIGURES, agent)
    assert told.body["data"] == {"platform": None}
    assert told.codes in (["act_role_required"], ["token_required"])
