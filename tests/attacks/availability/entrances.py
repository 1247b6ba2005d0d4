"""Signing in, quotas, drafts: what is kept for, or counted of, whoever asks again and again."""

from __future__ import annotations

import asyncio

from tests.attacks.availability.scene import (
    AGENT,
    OPERATOR,
    OTHER,
    STEWARD,
    Case,
    Outcomes,
    Scene,
    at_once,
    times,
)

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_ME = "{ me { agent } }"
_COUNT = "{ sde35 { bornesRecharge { totalCount { value } } } }"
_SET = 'mutation($r: Int) { setQuota(organisation: "sde35", requests: $r) { applied } }'


def _again(count: int, method: str, path: str, who: str | None = None, **given: object):
    async def run(scene: Scene) -> Outcomes:
        return await at_once(count, lambda at: scene.send(method, path.format(at), who, **given))

    return run


def _signing_in(count: int, **given: object):
    """And then a person does."""

    async def run(scene: Scene) -> Outcomes:
        told = []
        for _ in range(0, count, 100):
            told += await at_once(100, lambda _: scene.send("POST", "/sign-in/demo", **given))
        cookies = await scene.session(STEWARD)
        shown = await scene.client.post("/graphql", json={"query": _ME}, headers=cookies)
        assert shown.json() == {"data": {"me": {"agent": STEWARD}}}
        return told

    return run


def _bearing(count: int, token: str):
    async def run(scene: Scene) -> Outcomes:
        headers = {"Authorization": f"Bearer {token}"}
        return await at_once(
            count, lambda _: scene.send("POST", "/graphql", json={"query": _ME}, headers=headers)
        )

    return run


def _drafts(count: int, body: bytes, path: str = "/drafts/x{}", who: str | None = STEWARD):
    async def run(scene: Scene) -> Outcomes:
        cookies = {} if who is None else await scene.session(who)
        headers = _FORM | cookies
        return await at_once(
            count, lambda at: scene.send("PUT", path.format(at), content=body, headers=headers)
        )

    return run


async def _endless_draft(scene: Scene) -> Outcomes:
    async def pieces():
        for _ in range(70):
            yield b"x" * 1_000_000

    headers = _FORM | await scene.session(STEWARD)
    return [await scene.send("PUT", "/drafts/x", content=pieces(), headers=headers)]


async def _drafts_of_many(scene: Scene) -> Outcomes:
    """Of one name, by all tabs of three people."""
    sessions = [await scene.session(who) for who in (STEWARD, OTHER, AGENT)]
    body = b"&".join([b"a=b"] * 1_900)
    return await at_once(
        90,
        lambda at: scene.send(
            "PUT", "/drafts/same", content=body, headers=_FORM | sessions[at % len(sessions)]
        ),
    )


async def _forgotten(scene: Scene) -> Outcomes:
    headers = _FORM | await scene.session(STEWARD)
    return await at_once(
        100, lambda at: scene.send("POST", f"/drafts/x{at}/forget", headers=headers)
    )


def _over_quota(ask: str, count: int = 60):
    """Twenty may be answered: those beyond are refused, once what was used before is counted."""

    async def run(scene: Scene) -> Outcomes:
        assert await scene.graphql(_SET, OPERATOR, {"r": 1}) == "200"
        try:
            told = ""
            while "quota_exceeded" not in told:
                told = await scene.graphql(_COUNT, AGENT)
                await asyncio.sleep(0.2)
            match ask:
                case "sql":
                    return await at_once(
                        count,
                        lambda at: scene.sql(f"SELECT count(*) + {at} AS n FROM {_OPEN}", AGENT),
                    )
                case "many lists":
                    lists = "sde35 { bornesRecharge(first: 1) { nodes { nomStation } } }"
                    document = times(20, lists)
                    return await at_once(count, lambda _: scene.graphql(document, AGENT))
                case "another's reading":
                    return await at_once(count, lambda _: scene.graphql(_COUNT, OTHER))
                case "me":
                    return await at_once(count, lambda _: scene.graphql(_ME, AGENT))
                case "download":
                    cookies = await scene.session(AGENT)
                    path = "/data/sde35.bornes_recharge/rows.csv"
                    return await at_once(count, lambda _: scene.send("GET", path, headers=cookies))
                case _:
                    return await at_once(count, lambda _: scene.graphql(ask, AGENT))
        finally:
            await scene.graphql(_SET, OPERATOR, {"r": None})

    return run


_OPEN = "sde35.bornes_recharge"
_QUOTA = frozenset({"200 quota_exceeded", "429 quota_exceeded"})
_BAD = frozenset({"401 bad_token", "401 unknown_agent"})
SIGN_INS = [
    Case(
        "H3",
        "1,000 sign-ins as nobody, anonymous",
        frozenset({"422", "403", "400", "404"}),
        _signing_in(
            1_000, data={"agent": "nobody", "next": "/"}, headers={"Sec-Fetch-Site": "same-origin"}
        ),
    ),
    Case(
        "H3",
        "300 sign-ins as an agent",
        frozenset({"303"}),
        _signing_in(
            300, data={"agent": AGENT, "next": "/"}, headers={"Sec-Fetch-Site": "same-origin"}
        ),
    ),
    Case(
        "H3",
        "300 sign-ins from another site's page",
        frozenset({"403"}),
        _signing_in(300, data={"agent": AGENT}, headers={"Sec-Fetch-Site": "cross-site"}),
    ),
    Case(
        "H3",
        "300 forms of 190 kB",
        frozenset({"400", "403", "404", "422"}),
        _signing_in(300, data={"agent": "x" * 190_000}, headers={"Sec-Fetch-Site": "same-origin"}),
    ),
    Case(
        "H3",
        "300 answers of no provider",
        frozenset({"400", "404", "422"}),
        _again(300, "GET", "/sign-in/demo/callback?code=x&state=" + "y" * 700),
    ),
    Case(
        "H3",
        "300 second factors of nobody",
        frozenset({"401", "403"}),
        _again(
            300, "POST", "/step-up", data={"next": "/"}, headers={"Sec-Fetch-Site": "same-origin"}
        ),
    ),
    Case(
        "H3",
        "300 sessions that are none",
        frozenset({"303", "200", "401"}),
        _again(300, "GET", "/account", headers={"Cookie": "interco=" + "z" * 43}),
    ),
    Case("H3", "500 tokens that are none", _BAD, _bearing(500, "eyJhbGciOiJFUzI1NiJ9.e30.AAAA")),
    Case(
        "H3",
        "300 tokens of 50 kB",
        _BAD | {"431", "400"},
        _bearing(300, "eyJhbGciOiJFUzI1NiJ9." + "e30" * 16_000 + ".AAAA"),
    ),
    Case("H3", "500 keys that are none", _BAD, _bearing(500, "interco_" + "k" * 43)),
]
QUOTAS = [
    Case("L4", "60 counts in SQL, agent", _QUOTA, _over_quota("sql")),
    Case("L4", "60 counts, agent", _QUOTA, _over_quota(_COUNT)),
    Case("L4", "60 documents of 20 lists, agent", _QUOTA, _over_quota("many lists")),
    Case(
        "L4",
        "60 explanations, agent",
        frozenset({"200"}),
        _over_quota(f'{{ explain(document: "{_COUNT}") {{ problems {{ code }} }} }}'),
    ),
    Case(
        "L4",
        "60 effective accesses, agent",
        frozenset({"200"}),
        _over_quota(
            f'{{ effectiveAccess(dataset: "{_OPEN}") {{ branches {{ columns {{ name }} }} }} }}'
        ),
    ),
    Case("L4", "60 downloads of a page, agent", frozenset({"429"}), _over_quota("download")),
    Case("L4", "60 documents of nothing, agent", frozenset({"200"}), _over_quota("me")),
    Case(
        "L4",
        "60 introspections, agent",
        frozenset({"200"}),
        _over_quota("{ __schema { types { name } } }"),
    ),
    Case("L4", "60 of another body", frozenset({"200"}), _over_quota("another's reading")),
    Case(
        "L4", "60 lists of services, agent", frozenset({"200"}), _over_quota("{ services { id } }")
    ),
]
DRAFTS = [
    Case("L7", "300 drafts at once, steward", frozenset({"204"}), _drafts(300, b"a=b")),
    Case(
        "L7",
        "100 drafts of 20 kB, steward",
        frozenset({"204"}),
        _drafts(100, b"a=" + b"x" * 19_990),
    ),
    Case(
        "L7",
        "a draft of 1,900 fields of one name",
        frozenset({"204"}),
        _drafts(20, b"&".join([b"a=b"] * 1_900)),
    ),
    Case(
        "L7",
        "a draft of 21 kB",
        frozenset({"413 document_too_large"}),
        _drafts(20, b"a=" + b"x" * 21_000),
    ),
    Case("L7", "a draft without an end", frozenset({"413 document_too_large"}), _endless_draft),
    Case(
        "L7",
        "names of 200 letters",
        frozenset({"401"}),
        _drafts(100, b"a=b", "/drafts/" + "y" * 200 + "{}"),
    ),
    Case("L7", "300 drafts, anonymous", frozenset({"401"}), _drafts(300, b"a=b", who=None)),
    Case(
        "L7",
        "300 drafts with a token, agent",
        frozenset({"401"}),
        _again(300, "PUT", "/drafts/x{}", AGENT, content=b"a=b", headers=_FORM),
    ),
    Case("L7", "one draft by 90 tabs of three people", frozenset({"204"}), _drafts_of_many),
    Case("L7", "100 drafts forgotten, steward", frozenset({"303"}), _forgotten),
]
