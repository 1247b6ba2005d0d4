"""Addresses that were glued at random: OData and OGC API answer or refuse them in their words.

Covers gateway.http.walk_answer.
"""

import random
from urllib.parse import quote

import pytest

from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened

PIECES = (
    *("flux", "tonnage_kg", "date_collecte", "'OMR'", "''", "'", "3", "-1.5", "1e9", "1e999"),
    *("2025-01-31", "2025-13-99", "2025-01-31T00:00:00Z", "null", "true", "(", ")", "((", ","),
    *(" eq ", " ne ", " and ", " or ", "not ", " in ", " add ", "contains(", "year(", "now()"),
    *("/", "$it", "@x", "*", "%", "\0", "é", "🙂", "x" * 300, "\\", '"', ";", "--", "<>", "="),
    *(" LIKE ", " BETWEEN ", " IS NULL", "CASEI(", "S_INTERSECTS(", "DATE(", "{", "}", "[", ":"),
)
OPTIONS = ("$filter", "$orderby", "$select", "$top", "$skip", "$count", "$search", "$skiptoken")
PARAMETERS = ("filter", "bbox", "bbox-crs", "crs", "datetime", "limit", "cursor", "f", "flux")
ODATA = ("collectes", "collectes/$count", "collectes(", "$metadata", "", "collectes('x')", "\0")
OGC = ("collections", "collections/collectes/items", "collections/collectes/items/x", "api", "\0")


@pytest.fixture(scope="module")
async def service(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("sent") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        snapshot = await services.query.catalog.current()
        token = state.token(find_agent(snapshot, "steward@val-d-ille-aubigne"))
        yield http, {"Authorization": f"Bearer {token}"}


def glued(drawn):
    return "".join(drawn.choice(PIECES) for _ in range(drawn.randint(1, 9)))


def addresses(drawn):
    door, paths, names = drawn.choice((("odata", ODATA, OPTIONS), ("ogc", OGC, PARAMETERS)))
    path = drawn.choice(paths) + (glued(drawn) if drawn.random() < 0.1 else "")
    pairs = [
        f"{quote(drawn.choice(names), safe='$')}={quote(glued(drawn), safe='')}"
        for _ in range(drawn.randint(0, 3))
    ]
    limit = ["$top=2"] if door == "odata" and drawn.random() < 0.8 else []
    return f"/{door}/val-d-ille-aubigne/{quote(path, safe='/$()')}?{'&'.join([*pairs, *limit])}"


async def test_random_addresses_are_answered_or_refused_and_never_fail(service, scaled):
    http, headers = service
    drawn, statuses = random.Random(34), set()
    for _ in range(scaled(2_000)):
        address = addresses(drawn)
        answer = await http.get(address, headers=headers)
        statuses.add(answer.status_code)
        assert answer.status_code in {200, 400, 404, 406, 410, 501}, (address, answer.text[:300])
        if answer.status_code != 200:
            body = answer.json()
            told = body.get("error", body)
            assert told["code"], address
            assert told.get("message") or told["title"]
            assert "Traceback" not in answer.text
    assert {200, 400, 404, 501} <= statuses
