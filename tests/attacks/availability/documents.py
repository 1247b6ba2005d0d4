"""Documents that are short to send and long to read, to compute or to write; texts of services and
declarations that stand for more than they are.
"""

from __future__ import annotations

import json

from gateway.reading.query.without_token import MOST_BYTES
from tests.attacks.availability.scene import (
    AGENT,
    OPERATOR,
    STEWARD,
    Case,
    Outcomes,
    Scene,
    at_once,
    times,
)

OPEN = "sde35.bornes_recharge"
PUBLISH = "mutation($c: String!) { publishService(content: $c, dryRun: true) { applied } }"
_LEVELS = "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} [{','.join([f'*{chr(97 + at)}'] * 10)}]\n" for at in range(7)
)
BOMB = f"a: &a [{','.join(['x'] * 10)}]\n{_LEVELS}id: *h\n"
LONG_LIST = "a:\n" + "- x\n" * 249_000
_UNSOUND = frozenset({"200 service_folder_unsound"})
_NOT_ALLOWED = frozenset({"403 act_not_allowed"})
"""The law answers an agent before any of it is read."""


def _cases(count: int) -> str:
    asked = ", ".join(f"CASE WHEN nb_prises = {at} THEN {at} END AS c{at}" for at in range(count))
    return f"SELECT {asked} FROM {OPEN} LIMIT 1"


def _graphql(query: str, who: str | None = None, variables: object = None, **headers: str):
    async def run(scene: Scene) -> Outcomes:
        return [await scene.graphql(query, who, variables, **headers)]

    return run


def _sql(query: str, who: str | None = None, parameters: tuple[object, ...] = ()):
    async def run(scene: Scene) -> Outcomes:
        return [await scene.sql(query, who, parameters)]

    return run


def _published(description: str, who: str | None, queries: int = 0):
    query = f"SELECT {'(' * 2_000}1{')' * 2_000}"
    files = {"service.yaml": description}
    files |= {f"queries/q{at}.sql": query for at in range(queries)}
    return _graphql(PUBLISH, who, {"c": json.dumps({"files": files})})


def _applied(documents: dict[str, str], who: str | None):
    async def run(scene: Scene) -> Outcomes:
        body = {"documents": documents, "dryRun": True}
        return [await scene.send("POST", "/v1/apply", who, json=body)]

    return run


async def _many_long(scene: Scene) -> Outcomes:
    return await at_once(6, lambda at: scene.sql(f"{_cases(300)} OFFSET {at}"))


async def _with_a_key(scene: Scene) -> Outcomes:
    """The longest that a machine may send, four of it at once."""
    wanted = {
        "name": "Tableur",
        "datasets": ["val-d-ille-aubigne.collectes"],
        "purposes": ["rpqs_dechets"],
        "formats": ["json"],
        "doors": ["sql"],
        "networks": [],
    }
    making = "mutation($in: KeyInput!) { makeKey(input: $in) { key } }"
    told = (await scene.answer(making, STEWARD, {"in": wanted})).json()
    key = told["data"]["makeKey"]["key"]
    weights = ", ".join(
        f"CASE WHEN tonnage_kg = {at} THEN {at} END AS c{at}" for at in range(1_500)
    )
    statement = f"SELECT {weights} FROM val_d_ille_aubigne.collectes LIMIT 1"
    purpose = {"Interco_Purpose": "rpqs_dechets"}
    return await at_once(4, lambda at: scene.sql(f"{statement} OFFSET {at}", key, **purpose))


DOCUMENTS = [
    Case(
        "L8",
        "20 explain of 30 roots, anonymous",
        frozenset({"200 too_many_explanations"}),
        _graphql(
            times(20, f'explain(document: "{times(30, "__typename")}") {{ problems {{ code }} }}')
        ),
    ),
    Case("L8", "1,500 CASE, anonymous", frozenset({"413 document_too_large"}), _sql(_cases(1_500))),
    Case("L8", "1,500 CASE, agent", frozenset({"200"}), _sql(_cases(1_500), AGENT)),
    Case(
        "L8",
        "the longest CASEs six times at once, anonymous",
        frozenset({"200", "429 too_many_computations"}),
        _many_long,
    ),
    Case(
        "L8",
        "50 services, steward",
        frozenset({"200"}),
        _graphql(times(50, "services { id title { fr } roles { name } }"), STEWARD),
    ),
    Case(
        "L8",
        "50 times all communes, anonymous",
        frozenset({"200 too_many_rows_asked"}),
        _graphql(times(50, "communes { code nom populations { annee } territories { epciNom } }")),
    ),
    Case(
        "L8",
        "50 whole schemas, anonymous",
        frozenset({"200"}),
        _graphql(times(50, "__schema { types { name fields { name args { name } } } }")),
    ),
    Case(
        "L8",
        "a field 1,300 times, anonymous",
        frozenset({"200"}),
        _graphql(f"{{ sde35 {{ bornesRecharge {{ nodes {{ {'nomStation ' * 1_300} }} }} }} }}"),
    ),
    Case(
        "L8",
        "a list of 100,000 values, anonymous",
        frozenset({"200 list_too_long"}),
        _graphql(
            "query($in: [String!]) { sde35 { bornesRecharge(where: {nomStation: {in: $in}})"
            " { nodes { nomStation } } } }",
            None,
            {"in": ["x"] * 100_000},
        ),
    ),
    Case(
        "L8",
        "the longest statement four times, a key",
        frozenset({"200", "429 too_many_computations"}),
        _with_a_key,
    ),
]
TEXTS = [
    Case(
        "H1",
        "655 characters of aliases, agent",
        frozenset({"200 act_role_required"}),
        _published(BOMB, AGENT),
    ),
    Case("H1", "the same, anonymous", frozenset({"200 token_required"}), _published(BOMB, None)),
    Case("H1", "the same, steward", _UNSOUND, _published(BOMB, STEWARD)),
    Case("H1", "the same, operator", _UNSOUND, _published(BOMB, OPERATOR)),
    Case(
        "H1", "190 kB of a list, steward", _UNSOUND, _published("a:\n" + "- x\n" * 47_000, STEWARD)
    ),
    Case("H1", "20,000 brackets, steward", _UNSOUND, _published("a: " + "[" * 20_000, STEWARD)),
    Case(
        "H1",
        "a hundred queries of 2,000 brackets, steward",
        _UNSOUND,
        _published("id: x\n", STEWARD, 100),
    ),
    Case("H1", "aliases in a declaration, agent", _NOT_ALLOWED, _applied({"a.yaml": BOMB}, AGENT)),
    Case(
        "H1",
        "five declarations of a million bytes, agent",
        _NOT_ALLOWED,
        _applied({f"a{at}.yaml": LONG_LIST for at in range(5)}, AGENT),
    ),
    Case(
        "H1",
        "a hundred thousand declarations, agent",
        _NOT_ALLOWED,
        _applied({f"{at}.yaml": "a: b" for at in range(100_000)}, AGENT),
    ),
]
assert len(_cases(300)) < MOST_BYTES
