"""A steward declares a relation to a dataset of another body that hers may know of; to one that it
may not know of, she is answered as of one that there is not.

Covers gateway.acts.sources, gateway.acts.act, catalog.actions.links_elsewhere.
"""

import yaml

from tests.integration.gateway.test_keys_are_made_by_rest import rest

STEWARD, AGENT = "steward@valcobreizh", "agent@valcobreizh"
PATH = "/v1/datasets/factures_lignes"
DOCUMENT = """{ valcobreizh { facturesLignes(first: 3) { nodes { produit
  voisin(first: 2) { nodes { flux } totalCount { value } } } } } }"""


def _relation(dataset, key="flux"):
    return {"column": "produit", "dataset": dataset, "key": key, "reverse": "lignes"}


async def test_it_is_declared_by_both_doors_and_stands_when_all_is_declared_again(embedded):
    async with rest(embedded) as ask:
        declared = (await ask("GET", "/v1/declaration", STEWARD)).text
        entry = yaml.safe_load(declared)["datasets"]["factures_lignes"]

        async def put(relation):
            relations = {**entry["relations"], "voisin": relation}
            return await ask("PUT", PATH, STEWARD, {**entry, "relations": relations})

        hidden, absent = "bretagne-romantique.factures", "bretagne-romantique.factoures"
        told = [await put(_relation(name, key="mois")) for name in (hidden, absent)]
        assert {each.status_code for each in told} == {422}
        texts = [
            each.text.replace(name, "X").replace(each.json()["instance"], "")
            for each, name in zip(told, (hidden, absent), strict=True)
        ]
        assert texts[0] == texts[1]
        assert "vous ne connaissez aucun jeu" in texts[0]

        answer = await put(_relation("val-d-ille-aubigne.collectes"))
        assert (answer.status_code, answer.json()["applied"]) == (200, True), answer.text
        answer = (
            await ask(
                "POST",
                "/graphql",
                AGENT,
                {"query": DOCUMENT},
                **{"Interco-Purpose": "rpqs_dechets"},
            )
        ).json()
        rows = answer["data"]["valcobreizh"]["facturesLignes"]["nodes"]
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "combination_not_agreed"
        assert [each["voisin"] for each in rows] == [None] * 3

        again = (await ask("GET", "/v1/declaration", STEWARD)).text
        assert "val-d-ille-aubigne.collectes" in again
        applied = await ask(
            "POST", "/v1/apply", STEWARD, {"documents": {"nous.yaml": again}, "dryRun": False}
        )
        assert applied.is_success, applied.text
        assert (await ask("GET", "/v1/declaration", STEWARD)).text == again
