"""What whoever came without a token may ask at once, of documents that are long to plan.

Covers gateway.query.without_token, gateway.reports.explain_service.
"""

import asyncio
import json
from time import monotonic

from gateway.query.without_token import MOST_BYTES
from tests.integration.sql.conftest import COLLECTES, VALCOBREIZH

CASES = ", ".join(f"CASE WHEN {at} = 1 THEN {at} ELSE 0 END AS c{at}" for at in range(1_500))
LONG = f"SELECT {CASES} FROM {COLLECTES}"
EXPLAIN = 'explain(document: "{ __typename }") { problems { code } }'


async def test_a_statement_of_fifteen_hundred_cases_is_refused_at_once(door):
    begun = monotonic()
    told = await door.post("/v1/sql", {"query": LONG})
    assert (told.status_code, told.json()["code"]) == (413, "document_too_large")
    assert str(MOST_BYTES) in told.text
    assert "With a token" in told.text
    assert monotonic() - begun < 1


async def test_a_document_that_is_long_is_refused_and_with_a_token_is_read(door):
    document = "{ __typename " + "# " + "x" * MOST_BYTES + "\n}"
    told = json.loads((await door.post("/graphql", {"query": document})).content)
    assert [each["extensions"]["code"] for each in told["errors"]] == ["document_too_large"]
    whole = await door.post("/graphql", {"query": document}, *VALCOBREIZH)
    assert "errors" not in whole.json()


async def test_a_fourth_explanation_is_refused(door):
    asked = " ".join(f"e{at}: {EXPLAIN}" for at in range(4))
    told = (await door.post("/graphql", {"query": f"{{ {asked} }}"})).json()
    codes = {each["extensions"]["code"] for each in told["errors"]}
    assert codes == {"too_many_explanations"}
    known = (await door.post("/graphql", {"query": f"{{ {asked} }}"}, *VALCOBREIZH)).json()
    assert "errors" not in known


async def test_neighbours_wait_little_beside_the_longest_that_is_read(door):
    """The loop turns while it is planned."""
    count = MOST_BYTES // 50
    cases = ", ".join(f"CASE WHEN {at} = 1 THEN {at} ELSE 0 END AS c{at}" for at in range(count))
    longest = f"SELECT {cases} FROM {COLLECTES}"[:MOST_BYTES]
    asking = asyncio.create_task(door.post("/v1/sql", {"query": longest}))
    waits = []
    while not asking.done():
        begun = monotonic()
        await asyncio.sleep(0)
        waits.append(monotonic() - begun)
    assert max(waits) < 0.5
