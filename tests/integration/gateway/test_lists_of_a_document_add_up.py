"""What the lists of a document ask for is summed before it runs, what they hold as they come.

Covers gateway.reading.query.plan_cache, schema.reading.sub_document, federation.sql.code_lists.
"""

import json
from dataclasses import replace

import pytest

from gateway.reading.query.plan_cache import PlanCache

VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")


def lists(count, first):
    asked = " ".join(
        f"a{number}: collectes(first: {first}) {{ nodes {{ flux dateCollecte }} }}"
        for number in range(count)
    )
    return f"{{ valDIlleAubigne {{ {asked} }} }}"


def bounded(gateway, **limits):
    limits = replace(gateway.ports.limits, **limits)
    return gateway.with_ports(limits=limits, memory=PlanCache())


def codes(answer):
    told = json.loads(answer.body).get("errors", ())
    return [each["extensions"]["code"] for each in told]


async def test_two_hundred_lists_are_refused_by_their_sum_before_any_runs(embedded):
    refused = await embedded.ask(lists(200, 10_000), *VALCOBREIZH, language="en")
    assert (refused.status, refused.executed) == (400, False)
    (error,) = json.loads(refused.body)["errors"]
    assert error["extensions"]["code"] == "too_many_rows_asked"
    assert "2000000 rows together (at most 100000)" in error["message"]
    assert "first" in error["extensions"]["next"]


async def test_the_sum_is_of_what_is_asked_in_variables_too(embedded):
    own = bounded(embedded, max_document_rows=100)
    asked = """query ($n: Int!) { valDIlleAubigne {
      a: collectes(first: $n) { nodes { flux } pageInfo { hasNextPage } }
      b: collectes(first: $n) { nodes { flux } aggregate { count } } } }"""
    fits = await own.ask(asked, *VALCOBREIZH, {"n": 49})
    assert codes(fits) == []
    assert codes(await own.ask(asked, *VALCOBREIZH, {"n": 50})) == ["too_many_rows_asked"]


async def test_groups_count_as_they_come(embedded):
    groups = "collectes { groupBy { key { dateCollecte flux } aggregate { count } } }"
    asked = f"{{ valDIlleAubigne {{ a: {groups} b: {groups} }} }}"
    answer = await embedded.ask(asked, *VALCOBREIZH)
    assert codes(answer) == []
    rows = len(json.loads(answer.body)["data"]["valDIlleAubigne"]["a"]["groupBy"])
    # Each alone would fit.
    own = bounded(embedded, max_document_rows=rows + rows // 2)
    assert set(codes(await own.ask(asked, *VALCOBREIZH))) == {"too_many_rows"}


@pytest.mark.parametrize("column", ["flux dateCollecte", "codeCommune flux tonnageKg"])
async def test_the_bytes_of_all_lists_are_bounded_together(embedded, column):
    asked = lists(10, 100).replace("flux dateCollecte", column)
    whole = await embedded.ask(asked, *VALCOBREIZH)
    assert codes(whole) == []
    size = len(whole.body)
    cut = await bounded(embedded, max_bytes=size // 2).ask(asked, *VALCOBREIZH)
    told = codes(cut)
    assert set(told) == {"too_many_bytes"}
    assert 1 <= len(told) < 10
    assert len(cut.body) < size
