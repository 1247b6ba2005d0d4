"""Services that a body publishes for itself and runs: queries and rounds without an end."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from itertools import count
from time import time

import httpx

from services_run.checking import find_service
from services_run.content import content_of
from tests.attacks.availability.scene import (
    OTHER,
    STEWARD,
    Case,
    Outcomes,
    Scene,
    at_once,
)

PUBLISH = "mutation($c: String!) { publishService(content: $c) { applied } }"
PREVIEW = """query($s: ID!, $i: ServiceChoicesInput) {
  previewService(service: $s, input: $i) { seen } }"""
_DATA = {
    "datasets": [
        {"role": "collectes", "datasets": ["val-d-ille-aubigne.collectes"]},
        {"role": "matrice", "datasets": []},
    ]
}
_KEPT = "WHERE c.commune IS NOT NULL"
_CROSSED = "(SELECT count(*) FROM collectes y CROSS JOIN collectes z CROSS JOIN collectes x)"
_VERSIONS = count(int(time()) % 1_000_000)
"""A folder may be attacked again."""
_UNSOUND = frozenset({"200 service_folder_unsound"})
_ENDED = frozenset(
    {"200", "200 service_took_too_long", "200 too_many_computations", "200 service_failed"}
)


@cache
def _content() -> str:
    return content_of(find_service("rpqs-dechets"))


def _grown() -> str:
    """Ten million letters."""
    text = "'a'"
    for _ in range(5):
        text = f"replace({text}, 'a', '{'a' * 25}')"
    return text


async def _publish(scene: Scene, condition: str, who: str = STEWARD) -> tuple[str, str]:
    """Its name and how that ended; each is a newer version."""
    version = f"2.1.{next(_VERSIONS)}"
    content = _content().replace("version: 2.1.0", f"version: {version}")
    changed = content.replace(_KEPT, json.dumps(f"{condition} AND c.commune IS NOT NULL")[1:-1], 1)
    return f"rpqs-dechets@{version}", await scene.graphql(PUBLISH, who, {"c": changed})


def _refused(condition: str):
    async def run(scene: Scene) -> Outcomes:
        return [(await _publish(scene, condition))[1]]

    return run


def _run(condition: str, previews: int, who: str = STEWARD, path: str | None = None):
    async def run(scene: Scene) -> Outcomes:
        name, published = await _publish(scene, condition)
        assert published == "200", published

        async def ask(_number: int) -> str:
            if path is None:
                return await scene.graphql(PREVIEW, who, {"s": name, "i": _DATA})
            # The address names the newest version.
            return await scene.send("POST", path, who, json={"datasets": _datasets()})

        return await at_once(previews, ask)

    return run


def _datasets() -> dict[str, list[str]]:
    return {each["role"]: each["datasets"] for each in _DATA["datasets"]}


async def _left(scene: Scene) -> Outcomes:
    """Who asked leaves; what was begun ends with it, and the next is answered."""
    name, _ = await _publish(scene, f"WHERE c.kg <> {_CROSSED}")
    for _ in range(3):
        body = {"query": PREVIEW, "variables": {"s": name, "i": _DATA}}
        with suppress(httpx.TimeoutException):
            await scene.client.post(
                "/graphql", timeout=4, headers=scene.headers(STEWARD), json=body
            )
    return [await scene.graphql(PREVIEW, STEWARD, {"s": "rpqs-dechets@2.1.0", "i": _DATA})]


async def _thirty_versions(scene: Scene) -> Outcomes:
    """And then everybody asks which services there are."""
    for _ in range(30):
        _, published = await _publish(scene, "WHERE c.kg >= 0")
        assert published == "200", published
    return await at_once(20, lambda _: scene.graphql("{ services { id title { fr } } }", OTHER))


COMPUTING = [
    Case(
        "H2",
        "strpos in a text made of REPLACE, steward",
        _ENDED | {"200 sql_limit"},
        _run(f"WHERE strpos({_grown()}, 'b') = 0", 3),
    ),
    Case(
        "H2",
        "seven endless previews at once, steward",
        _ENDED,
        _run(f"WHERE c.kg <> {_CROSSED}", 7),
    ),
    Case(
        "H2",
        "an endless preview by REST, steward",
        frozenset(
            {
                "400 service_took_too_long",
                "503 service_took_too_long",
                "422 service_took_too_long",
                "504 service_took_too_long",
            }
        ),
        _run(f"WHERE c.kg <> {_CROSSED}", 1, STEWARD, "/v1/services/rpqs-dechets/preview"),
    ),
    Case("H2", "an endless preview whose reader leaves", frozenset({"200"}), _left),
    Case(
        "H2",
        "an endless preview, agent",
        _ENDED | {"200 act_role_required"},
        _run(f"WHERE c.kg <> {_CROSSED}", 2, "agent@valcobreizh"),
    ),
    Case(
        "H2",
        "array_join, which makes texts grow, steward",
        _UNSOUND,
        _refused("WHERE length(array_join(array_agg('x') OVER (), 'x')) > 0"),
    ),
    Case(
        "H2",
        "REPEAT of a text, steward",
        _UNSOUND,
        _refused("WHERE length(repeat('x', 1000000000)) > 0"),
    ),
    Case(
        "H2",
        "a long pattern over each row, steward",
        _ENDED | _UNSOUND,
        _refused("WHERE regexp_like(c.flux, '(a+)+$')"),
    ),
    Case(
        "H2",
        "a file of the gateway, steward",
        _UNSOUND,
        _refused("WHERE c.flux IN (SELECT * FROM read_csv('/etc/passwd'))"),
    ),
    Case("H2", "thirty versions, and twenty who list them", frozenset({"200"}), _thirty_versions),
]
