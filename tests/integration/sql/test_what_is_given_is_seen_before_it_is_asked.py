"""What is clear, a pseudonym or not given shows in DESCRIBE and on the dataset's page.

Covers gateway.reading.query.given, policies.given, schema.types.given.
"""

from tests.integration.sql.conftest import COLLECTES, OWNER, VALCOBREIZH

GIVEN = """query($d: ID!) { dataset(id: $d) { columns { name given } } }"""


async def described(door, *who):
    rows = await door.rows(f"DESCRIBE {COLLECTES}", *who)
    return {name: extra for name, _, extra, _ in rows}


async def shown(door, *who):
    body = {"query": GIVEN, "variables": {"d": COLLECTES}}
    answer = (await door.post("/graphql", body, *who)).json()
    return {each["name"]: each["given"] for each in answer["data"]["dataset"]["columns"]}


async def test_each_caller_sees_its_own_for_its_own_purpose(door):
    # Each twice, one after the other: nothing of one is kept for another.
    for _ in range(2):
        theirs = await described(door, *VALCOBREIZH)
        assert theirs["tonnage_kg"] == theirs["flux"] == "clear"
        assert theirs["id_pesee"] == "keyed_hash"
        assert theirs["part_commune"] == "not_given"
        assert set((await described(door, *OWNER)).values()) == {"clear"}
        assert set((await described(door, VALCOBREIZH[0])).values()) == {"not_given"}
        page = await shown(door, *VALCOBREIZH)
        assert page == {
            name: [] if extra == "not_given" else extra.split(", ")
            for name, extra in theirs.items()
        }
        assert set(map(tuple, (await shown(door, *OWNER)).values())) == {("clear",)}
        assert set(map(tuple, (await shown(door, VALCOBREIZH[0])).values())) == {()}


async def test_columns_and_codes_are_searched(door):
    for words in ("tonnage", "VERRE", "Masse collectée", "masse_collectee"):
        body = {"query": f'{{ datasets(search: "{words}") {{ id }} }}'}
        answer = (await door.post("/graphql", body, *VALCOBREIZH)).json()
        assert "val_d_ille_aubigne__collectes" in [e["id"] for e in answer["data"]["datasets"]]
        hidden = (await door.post("/graphql", body)).json()
        assert "val_d_ille_aubigne__collectes" not in [e["id"] for e in hidden["data"]["datasets"]]


async def test_the_schema_says_it_to_each_caller(door):
    document = '{ __type(name: "ValDIlleAubigne_Collectes_Node") { fields { name description } } }'
    for _ in range(2):
        told = {}
        for who in (VALCOBREIZH, OWNER, VALCOBREIZH[:1]):
            answer = (await door.post("/graphql", {"query": document}, *who)).json()
            fields = answer["data"]["__type"]["fields"]
            told[who] = {each["name"]: each["description"] for each in fields}
        theirs, own, purposeless = told.values()
        assert "Vous est donnée en clair." in theirs["flux"]
        assert "Vous est donnée pseudonymisée." in theirs["idPesee"]
        assert "Not given to you for this purpose." in theirs["partCommune"]
        assert "Given to you clear." in own["partCommune"]
        assert "Ne vous est pas donnée" in purposeless["flux"]
