"""What `interco demo` proposes to paste, asked as it says.

Covers demo.generate.bornes, demo.generate.ground.
"""

import pytest

from demo.generate.ground import DEMO
from demo.generate.world import make_world
from gateway.cli.demo_folder import demo_at

FILES = {int(file.name[0]): file for file in (DEMO / "queries").glob("*.graphql")}


@pytest.fixture(scope="module")
async def ask(tmp_path_factory):
    async with demo_at(tmp_path_factory.mktemp("state")) as demo, demo.client() as client:

        async def asked(number):
            text = FILES[number].read_text("utf-8")
            said = dict(
                line[2:].split(": ", 1)
                for line in text.splitlines()
                if line.startswith(("# as: ", "# purpose: "))
            )
            headers = {}
            if said:
                token = await demo.token(said["as"])
                headers = {"Authorization": f"Bearer {token}", "Interco-Purpose": said["purpose"]}
            answer = await client.post("/graphql", json={"query": text}, headers=headers)
            assert answer.status_code == 200
            assert "errors" not in answer.json(), answer.json()["errors"]
            return answer.json()["data"]

        yield asked


async def test_the_first_answers_18_communes_and_never_sens_de_bretagne(ask):
    groups = (await ask(1))["valDIlleAubigne"]["collectes"]["groupBy"]
    names = [each["key"]["commune"]["nom"] for each in groups]
    assert len(names) == 18
    assert "Sens-de-Bretagne" not in names
    assert names[:3] == ["Andouillé-Neuville", "Aubigné", "Feins"]
    table = make_world().tables["val-d-ille-aubigne"]
    for each in groups:
        rows = [row for row in table.rows if row[3] == each["key"]["commune"]["code"]]
        assert each["aggregate"]["count"] == len(rows)
        assert int(each["aggregate"]["sum"]["tonnageKg"]) == sum(row[7] for row in rows)


async def test_the_second_answers_anyone(ask):
    found = (await ask(2))["sde35"]["bornesRecharge"]
    assert len(found["nodes"]) == 10
    powers = [float(each["puissanceKw"]) for each in found["nodes"]]
    assert powers == sorted(powers, reverse=True)
    assert all(each["commune"]["epci"]["nom"] for each in found["nodes"])
    fast = [row for row in make_world().tables["sde35"].rows if row[3] >= 50]
    assert found["totalCount"] == {"value": len(fast), "exact": True}


async def test_the_third_shows_of_each_row_what_its_own_agreements_give(ask):
    nodes = (await ask(3))["eauBassinRennais"]["compteurs"]["nodes"]
    kinds = {
        (
            each["commune"]["nom"],
            each["typeAbonne"] == "COMMUNAL",
            each["indexM3"] is not None,
            each["diametreMm"] is not None,
        )
        for each in nodes
    }
    assert kinds == {
        ("Melesse", False, True, False),
        ("Melesse", True, True, True),
        ("Rennes", True, False, True),
    }
