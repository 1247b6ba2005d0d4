"""`ne`, `notIn`, `isNull`: what 39,000 codes pass is asked as what few do not.

Covers schema.reading.commune_conditions, federation.territory_conditions,
federation.rewrites.commune_join.
"""

import json

import pytest

STEWARD = "steward@val-d-ille-aubigne"


async def rows(gateway, commune="", *, negated=False):
    condition = f"{{ commune: {{ {commune} }} }}"
    condition = f"{{ NOT: {condition} }}" if negated else condition
    where = f"(where: {condition})" if commune else ""
    counted = f"collectes{where} {{ totalCount(mode: EXACT) {{ value }} }}"
    answered = await gateway.ask(f"{{ valDIlleAubigne {{ {counted} }} }}", STEWARD)
    body = json.loads(answered.body)
    assert "errors" not in body, body["errors"]
    return body["data"]["valDIlleAubigne"]["collectes"]["totalCount"]["value"]


@pytest.mark.parametrize(
    "condition",
    [
        "code: { isNull: %s }",
        "nom: { isNull: %s }",
        "epci: { siren: { isNull: %s } }",
        "epci: { nom: { isNull: %s } }",
    ],
)
async def test_known_and_unknown_communes_are_all_the_rows(embedded, condition):
    known = await rows(embedded, condition % "false")
    unknown = await rows(embedded, condition % "true")
    # One weighing has no code: it is unknown, and passes neither a condition nor its NOT.
    assert (known, unknown) == (await rows(embedded) - 1, 1)


@pytest.mark.parametrize(("field", "value"), [("code", "35251"), ("nom", "Melesse")])
async def test_all_but_one_commune_is_the_rest_of_the_known_ones(embedded, field, value):
    one = await rows(embedded, f'{field}: {{ eq: "{value}" }}')
    others = await rows(embedded, f'{field}: {{ ne: "{value}" }}')
    assert one > 0
    assert others == await rows(embedded) - one - 1
    assert await rows(embedded, f'{field}: {{ notIn: ["{value}"] }}') == others
    assert await rows(embedded, f'{field}: {{ ne: "{value}" }}', negated=True) == one
