"""Lines of one body belong to invoices of another: trees over both are what the rows say to who
reads both, by agreements that let them be combined; to anybody else they are refused, or not there.

Covers schema.types.scope, schema.types.view, catalog.model.dataset.
"""

from __future__ import annotations

from functools import partial

import pytest

from catalog.model.dataset import Listing
from tests.integration.linked import places
from tests.integration.linked.invoices import rows_of_all
from tests.integration.linked.parted import register_parted
from tests.integration.linked.readers import OWNER, READERS, REFUSED, SEEING
from tests.integration.linked.test_hidden_linked_rows_change_nothing import hold as hold_twins
from tests.integration.linked.test_trees_of_linked_rows_are_what_the_rows_say import hold

READING = tuple(each for each in (*SEEING, *REFUSED) if each != OWNER)
_TABLES = tuple(rows_of_all())


@pytest.fixture(scope="module")
async def in_two_bodies(gateway):
    folder = gateway.state.data / "smictom-deux"
    places.write_rows(folder)
    storages = {
        body: places.files_storage(body, places.owner_of(number), folder)
        for body, number in (("deux", 20), ("deuxb", 21))
    }
    return await register_parted(gateway.services, "deux", storages)


@pytest.fixture(scope="module")
async def in_file_and_database(gateway, postgresql, password):
    """Lines in PostgreSQL, invoices and weighings in files."""
    folder = gateway.state.data / "smictom-divers"
    places.write_rows(folder)
    database = places.fill_database(postgresql, "linked_divers", ["lignes"])
    storages = {
        "divers": places.files_storage("divers", places.owner_of(22), folder),
        "diversb": places.postgresql_storage("diversb", places.owner_of(23), postgresql, database),
    }
    return await register_parted(gateway.services, "divers", storages)


async def of_each(gateway, parted, first, count):
    """As many trees from each body's lists, by readers in turn."""
    for at, table in enumerate(_TABLES):
        for seed in range(first + at, first + 3 * count, 3):
            reader = READERS[READING[seed % len(READING)]]
            await hold(gateway, parted[table], [seed], (reader.name,), root=table)


async def test_trees_over_both_are_what_the_rows_say(gateway, in_two_bodies):
    await of_each(gateway, in_two_bodies, 5000, 4)


async def test_one_in_files_and_the_other_in_a_database(gateway, in_file_and_database):
    await of_each(gateway, in_file_and_database, 5100, 1)


@pytest.mark.whole
@pytest.mark.parametrize("first", range(6000, 7200, 300))
async def test_three_hundred_trees(gateway, in_two_bodies, first):
    await of_each(gateway, in_two_bodies, first, 100)


@pytest.mark.whole
async def test_ninety_trees_over_files_and_a_database(gateway, in_file_and_database):
    await of_each(gateway, in_file_and_database, 7200, 30)


async def test_the_law_and_its_terms_hold_on_each_side(gateway, in_two_bodies):
    document = """{ smictomDeux { factures(first: 100) { nodes { numero
      smictomDeuxb_lignes(first: 3) { nodes { id flux facture { numero } } totalCount { value } }
    } } } }"""
    body = await gateway.ask(document, READERS["all-rows"].sub)
    rows = body["data"]["smictomDeux"]["factures"]["nodes"]
    assert "errors" not in body
    assert {
        line["facture"]["numero"] == row["numero"]
        for row in rows
        for line in row["smictomDeuxb_lignes"]["nodes"]
    } == {True}
    grouped = """{ smictomDeuxb { lignes(where: { facture: { exercice: { eq: 2024 } } }) {
      groupBy { key { facture { exercice } } aggregate { count } } totalCount { value } } } }"""
    body = await gateway.ask(grouped, READERS["all-rows"].sub)
    assert "errors" not in body, body
    told = body["data"]["smictomDeuxb"]["lignes"]
    key = {"facture": {"exercice": 2024}}
    assert told["groupBy"] == [{"key": key, "aggregate": {"count": told["totalCount"]["value"]}}]
    for name, code in (("no-lines", "no_agreement"), ("lines-alone", "combination_not_agreed")):
        body = await gateway.ask(document, READERS[name].sub)
        (error,) = body["errors"]
        assert error["path"] == ["smictomDeux", "factures", "nodes", "smictomDeuxb_lignes"]
        assert error["extensions"]["code"] == code
        nodes = body["data"]["smictomDeux"]["factures"]["nodes"]
        assert nodes == [{"numero": row["numero"], "smictomDeuxb_lignes": None} for row in rows]
        some = "{ smictomDeuxb_lignes: { some: {} } }"
        some = f"{{ smictomDeux {{ factures(where: {some}) {{ nodes {{ numero }} }} }} }}"
        body = await gateway.ask(some, READERS[name].sub)
        assert [each["extensions"]["code"] for each in body["errors"]] == [code]
        assert body["data"]["smictomDeux"]["factures"]["nodes"] is None


@pytest.fixture(scope="module")
async def twins(gateway):
    """Two bodies each time, whose lines are known to those alone to whom they are given; of the
    second pair, nothing is linked.
    """
    folder, pairs = gateway.state.data / "smictom-paire", []
    places.write_rows(folder)
    for number, name in ((24, "tu"), (26, "su")):
        storages = {
            body: places.files_storage(body, places.owner_of(number + at), folder)
            for at, body in enumerate((name, f"{name}b"))
        }
        changed = {"lignes": {"listing": Listing.PARTIES}}
        if name == "su":
            changed |= {"pesees": {"links": ()}}
            changed["lignes"]["links"] = ()
        pairs.append(await register_parted(gateway.services, name, storages, changed))
    return pairs


@pytest.mark.parametrize(
    "selection",
    [
        "factures { nodes { smictomTub_lignes { nodes { id } } } }",
        "factures { nodes { smictomTub_ligne { nodes { id } } } }",
        "factures { nodes { lignes { nodes { id } } } }",
        "factures(where: { smictomTub_lignes: { some: {} } }) { nodes { numero } }",
        "factures(orderBy: [{ smictomTub_lignes: { count: DESC } }]) { nodes { numero } }",
        "pesees { nodes { ligne { id } } }",
        "pesees(where: { ligne: { id: { gt: 0 } } }) { nodes { id } }",
        "pesees { groupBy { key { ligne { flux } } } }",
    ],
)
async def test_a_link_to_what_may_not_be_known_is_no_field(gateway, twins, selection):
    sub = READERS["no-lines"].sub
    hidden, absent = [
        await gateway.bytes_of(f"{{ {pair['factures'].field} {{ {selection} }} }}", sub)
        for pair in twins
    ]
    assert hidden.replace(b"Tu_", b"Su_").replace(b"smictomTu ", b"smictomSu ") == absent
    assert b'"data"' not in hidden
    introspected = """{ __type(name: "NAME") { fields { name type { name } } } }"""
    for table in ("Factures", "Pesees"):
        names = [f"Smictom{body}_{table}_Node" for body in ("Tu", "Su")]
        told = [await gateway.bytes_of(introspected.replace("NAME", each), sub) for each in names]
        assert told[0].replace(b"Tu_", b"Su_") == told[1]
        assert b"numero" in told[0] or b"camion" in told[0]


@pytest.mark.parametrize("name", ["some-of-all", "no-amounts"])
async def test_hidden_rows_of_either_change_nothing(gateway, in_two_bodies, name):
    """Weighings and invoices of one body, lines of the other."""
    folder = gateway.state.data / "smictom-deux"
    try:
        for at, table in enumerate(_TABLES):
            place = in_two_bodies[table]
            write = partial(places.write_rows, folder)
            await hold_twins(gateway, place, write, name, [8000 + at, 8003 + at], root=table)
    finally:
        places.write_rows(folder)
