"""`asCollecteDechets` of the rows of a dataset: the rows that `standards` has of it, for everybody.

Covers federation.cited_standards, federation.standards.fields_given, schema.reading.standard_rows,
schema.types.standard_row_words, federation.standards.row_keys.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from catalog.model.dataset import Listing
from tests.integration.linked import places
from tests.integration.linked.cited_standards import OUTSIDE, READING, register, subject_of
from tests.integration.linked.invoices import rows_of_all
from tests.integration.linked.readers import READERS, seen_by
from tests.integration.linked.twin_rows import twin_of, without_hidden

FRAGMENT = """fragment F on Standards_CollecteDechets_Node { __typename idPesee dateCollecte
  tourneeId codeCommune partCommune flux modeCollecte tonnageKg nbBacsLeves prestataireSiret
  dataset ownerSiren ownerNom owner { siren nom } }"""
TABLES = ("factures", "lignes")


@pytest.fixture(scope="module")
async def in_kilograms(gateway):
    owner, folder = places.owner_of(11), gateway.state.data / "smictom-kilos"
    places.write_rows(folder)
    storage = places.files_storage("kilos", owner, folder)
    return await register(gateway.services, "kilos", storage, "kg")


@pytest.fixture(scope="module")
async def in_tonnes(gateway, postgresql, password):
    """Read by PostgreSQL itself."""
    owner, database = places.owner_of(12), "linked_tonnes"
    places.fill_database(postgresql, database, rows_of_all())
    storage = places.postgresql_storage("tonnes", owner, postgresql, database)
    return await register(gateway.services, "tonnes", storage, "t")


def in_some_order(rows):
    return sorted(json.dumps(each, sort_keys=True) for each in rows)


async def of_standard(gateway, place, table, sub):
    """The rows that the standard has of one dataset."""
    dataset = f"smictom_{place.name}.{table}"
    document = f"""{FRAGMENT} {{ standards {{ collecteDechets(first: 5000, overlap: ALL,
      where: {{ dataset: {{ eq: "{dataset}" }} }}) {{ nodes {{ ...F }} }} }} }}"""
    answer = await gateway.ask(document, sub)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["standards"]["collecteDechets"]["nodes"]


async def of_dataset(gateway, place, table, sub, first=5000):
    document = f"""{FRAGMENT} {{ {place.field} {{ {table}(first: {first}) {{
      nodes {{ asCollecteDechets {{ ...F }} }} }} }} }}"""
    answer = await gateway.ask(document, sub)
    assert "errors" not in answer, answer["errors"]
    return [each["asCollecteDechets"] for each in answer["data"][place.field][table]["nodes"]]


async def differences(gateway, place, name):
    """The tables of which a reader's rows are not those that the standard has of them."""
    sub = subject_of(place, name)
    for table in TABLES:
        shown = await of_dataset(gateway, place, table, sub)
        wanted = await of_standard(gateway, place, table, sub)
        assert wanted
        if in_some_order(filter(None, shown)) != in_some_order(wanted):
            yield table


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", READING)
async def test_in_files(gateway, in_kilograms, name):
    assert [each async for each in differences(gateway, in_kilograms, name)] == []


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", READING)
async def test_in_postgresql(gateway, in_tonnes, name):
    assert [each async for each in differences(gateway, in_tonnes, name)] == []


EVERYWHERE = """{ PLACE {
  factures(first: 30, orderBy: [{ montantHt: DESC }]) {
    nodes { key: numero asCollecteDechets { ...F }
      lignes(first: 3) { nodes { key: id asCollecteDechets { ...F }
        facture { key: numero asCollecteDechets { ...F } } } } }
    edges { cursor node { key: numero row: asCollecteDechets { ...F } } } pageInfo { endCursor } }
  lignes(first: 20) { nodes { key: id asCollecteDechets { ...F } }
    groupBy(first: 4) { key { flux } rows(first: 3) { key: id
    asCollecteDechets { ...F } } } } } }"""


def rows_in(answer):
    """(key, row of the standard) of every row in an answer, at any depth."""
    if isinstance(answer, list):
        for each in answer:
            yield from rows_in(each)
    elif isinstance(answer, dict):
        for name in ("asCollecteDechets", "row"):
            if name in answer:
                yield answer["key"], answer[name]
        yield from rows_in(list(answer.values()))


async def by_key(gateway, place, sub):
    """Each row as the plainest list shows it."""
    named = {"factures": "numero", "lignes": "id"}
    lists = " ".join(
        f"{table}(first: 5000) {{ nodes {{ key: {key} asCollecteDechets {{ ...F }} }} }}"
        for table, key in named.items()
    )
    return dict(rows_in(await gateway.ask(f"{FRAGMENT} {{ {place.field} {{ {lists} }} }}", sub)))


@pytest.fixture(scope="module")
def bodies(in_kilograms, in_tonnes):
    return {"files": in_kilograms, "postgresql": in_tonnes}


@pytest.mark.parametrize("name", ["all-rows", "masked", "two-agreements", "epci-alone"])
@pytest.mark.parametrize("where", ["files", "postgresql"])
async def test_a_row_is_the_same_wherever_it_is_shown(gateway, bodies, where, name):
    """In lists, edges, linked rows and groups; short answers are written by PostgreSQL itself."""
    place = bodies[where]
    sub = subject_of(place, name)
    known = await by_key(gateway, place, sub)
    answer = await gateway.ask(FRAGMENT + EVERYWHERE.replace("PLACE", place.field), sub)
    assert "errors" not in answer, answer["errors"]
    rows = list(rows_in(answer))
    assert len(rows) > 100
    assert [row for key, row in rows] == [known[key] for key, _ in rows]
    first = f"{{ {place.field} {{ lignes(first: 1) {{ nodes {{ nodeId }} }} }} }}"
    ((identifier,),) = values(await gateway.ask(first, sub), place.field, "lignes", "nodes")
    type_name = f"Smictom{place.name.capitalize()}_Lignes_Node"
    document = f"""{FRAGMENT} {{ node(nodeId: "{identifier}") {{ ... on {type_name} {{
      key: id asCollecteDechets {{ ...F }} }} }} }}"""
    ((key, row),) = rows_in(await gateway.ask(document, sub))
    assert row == known[key]


async def test_edges_under_a_pseudonym_show_the_same_rows(gateway, in_kilograms):
    """A page, and the next one."""
    sub = "agent@no-commune"
    known = await by_key(gateway, in_kilograms, sub)
    document = f"""{FRAGMENT} query($after: String) {{ smictomKilos {{
      factures(first: 70, after: $after) {{ pageInfo {{ endCursor }}
        edges {{ node {{ key: numero asCollecteDechets {{ ...F }} }} }} }} }} }}"""
    rows, after = [], None
    for _ in range(2):
        answer = await gateway.ask(document, sub, {"after": after})
        rows += rows_in(answer)
        after = answer["data"]["smictomKilos"]["factures"]["pageInfo"]["endCursor"]
    assert len(rows) == len(dict(rows)) == len(rows_of_all()["factures"])
    assert all(row == known[key] for key, row in rows)


def values(answer, *path):
    found = answer["data"]
    for each in path:
        found = found[each]
    return [list(row.values()) for row in found]


async def test_one_fragment_over_two_bodies_is_in_one_unit(gateway, bodies):
    fields = "{ lignes(first: 5000) { nodes { id asCollecteDechets { ...Mass } } } }"
    document = f"""fragment Mass on Standards_CollecteDechets_Node {{ tonnageKg }}
      {{ smictomKilos {fields} smictomTonnes {fields} }}"""
    answer = await gateway.ask(document, "agent@all-rows")
    kilograms, tonnes = (
        {
            key: Decimal(row["tonnageKg"])
            for key, row in values(answer, body, "lignes", "nodes")
            if row["tonnageKg"] is not None
        }
        for body in ("smictomKilos", "smictomTonnes")
    )
    assert kilograms
    assert {key: mass * 1000 for key, mass in kilograms.items()} == tonnes


async def test_a_word_outside_the_list_leaves_the_row_and_no_object(gateway, in_tonnes):
    document = """{ smictomTonnes { lignes(first: 5000) { nodes { flux
      with: asCollecteDechets { flux } without: asCollecteDechets { tonnageKg } } } } }"""
    rows = (await gateway.ask(document, "agent@all-rows"))["data"]["smictomTonnes"]["lignes"][
        "nodes"
    ]
    assert {row["with"] is None for row in rows if row["flux"] == OUTSIDE} == {True}
    assert {row["with"]["flux"] for row in rows if row["flux"] == "BIODÉCHETS"} == {"BIODECHETS"}
    assert all(row["without"] for row in rows)


async def test_the_field_says_what_has_no_value_and_why(gateway, in_kilograms):
    document = """{ __type(name: "SmictomKilos_Lignes_Node") { fields { name description
      type { name } } } }"""
    told = {}
    for name in ("all-rows", "words-hashed"):
        fields = (await gateway.ask(document, f"agent@{name}"))["data"]["__type"]["fields"]
        (told[name],) = (each for each in fields if each["name"] == "asCollecteDechets")
    assert told["all-rows"]["type"] == {"name": "Standards_CollecteDechets_Node"}
    assert "codeCommune (aucune colonne)" in told["all-rows"]["description"]
    assert "flux" not in told["all-rows"]["description"]
    assert "flux (not given to you)" in told["words-hashed"]["description"]


@pytest.mark.parametrize("name", ["some-children", "masked", "some-of-all"])
async def test_hidden_rows_and_cells_change_nothing(gateway, twin, name):
    place, write = twin
    sub, snapshot = subject_of(place, name), await gateway.ports.catalog.current()
    seen = seen_by(READERS[name], place.datasets, snapshot, gateway.keyring, rows_of_all())
    document = FRAGMENT + EVERYWHERE.replace("PLACE", place.field).replace("cursor ", "")
    document = document.replace("pageInfo { endCursor }", "").replace("montantHt", "numero")
    answers = []
    for rows in (without_hidden(seen), twin_of(seen, READERS[name], seed=name)):
        write(rows)
        answers.append(await gateway.bytes_of(document, sub))
    assert answers[0] == answers[1]
    assert b'"tonnageKg":"' in answers[0]


@pytest.fixture(scope="module")
async def twin(gateway):
    """A body of its own, and the function that writes its rows anew."""
    owner, folder = places.owner_of(13), gateway.state.data / "smictom-double"
    places.write_rows(folder)
    storage = places.files_storage("double", owner, folder)
    place = await register(gateway.services, "double", storage, "t")
    return place, lambda rows: places.write_rows(folder, rows)


async def test_a_body_that_may_not_be_known_is_in_no_type_no_error_and_no_row(
    gateway, in_kilograms
):
    """Before it cites the standard, and once it does."""
    documents = (
        '{ __type(name: "Standards_CollecteDechets_Node") { fields { name description } } }',
        "{ smictomKilos { lignes { nodes { asCollecteDechet { flux } } } } }",
        "{ smictomSecret { lignes { nodes { asCollecteDechets { flux } } } } }",
        "{ smictomKilos { lignes(first: 3) { nodes { asCollecteDechets { dataset } } } } }",
    )

    async def asked():
        return [await gateway.bytes_of(each, "agent@sde35") for each in documents]

    before = await asked()
    owner, folder = places.owner_of(14), gateway.state.data / "smictom-kilos"
    storage = places.files_storage("secret", owner, folder)
    await register(gateway.services, "secret", storage, "kg", listing=Listing.PARTIES)
    assert await asked() == before


def pages_of(bodies, way):
    """The rows of the standard of these bodies, some at a time."""
    datasets = ", ".join(
        f'"smictom_{place.name}.{table}"' for place in bodies.values() for table in TABLES
    )
    variable = "($at: String)" if "$at" in way else ""
    return f"""query{variable} {{ standards {{ collecteDechets({way}, overlap: ALL,
      orderBy: [{{ dateCollecte: DESC }}], where: {{ dataset: {{ in: [{datasets}] }} }}) {{
        edges {{ cursor node {{ dataset idPesee dateCollecte tonnageKg }} }}
        pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }} }}"""


async def walked(gateway, bodies, sub, *, is_backward=False):
    """All edges, from page to page, in the order in which they lie."""
    way, end, more = ("first: 400, after: $at", "endCursor", "hasNextPage")
    if is_backward:
        way, end, more = ("last: 400, before: $at", "startCursor", "hasPreviousPage")
    edges, at = [], None
    while True:
        answer = await gateway.ask(pages_of(bodies, way), sub, {"at": at})
        assert "errors" not in answer, answer["errors"]
        page = answer["data"]["standards"]["collecteDechets"]
        edges = page["edges"] + edges if is_backward else edges + page["edges"]
        at = page["pageInfo"][end]
        assert at == page["edges"][0 if is_backward else -1]["cursor"]
        if not page["pageInfo"][more]:
            beyond = await gateway.ask(pages_of(bodies, way), sub, {"at": at})
            assert beyond["data"]["standards"]["collecteDechets"]["edges"] == []
            return [each["node"] for each in edges]


async def test_rows_without_a_day_come_first_and_leave_none_out(gateway, bodies):
    """Of PostgreSQL beside files, where DuckDB would ask it for those alone."""
    document = """{ standards { collecteDechets(first: 400, overlap: ALL,
      orderBy: [{ dateCollecte: ASC_NULLS_FIRST }],
      where: { dataset: { in: ["smictom_kilos.lignes", "smictom_tonnes.lignes"] } }) {
        nodes { dateCollecte } } } }"""
    answer = await gateway.ask(document, "agent@all-rows")
    rows = answer["data"]["standards"]["collecteDechets"]["nodes"]
    days = [str(row["mois"] or "") for row in rows_of_all()["lignes"]]
    assert [row["dateCollecte"] or "" for row in rows] == sorted(days * 2)[:400]


@pytest.mark.parametrize(
    "name", ["all-rows", pytest.param("masked", marks=pytest.mark.whole), "no-commune"]
)
async def test_pages_of_a_standard_show_each_row_once(gateway, bodies, name):
    """Forward, whatever is given of a key; backward too, where all keys are given as they are."""
    sub = f"agent@{name}"
    whole = await gateway.ask(pages_of(bodies, "first: 5000"), sub)
    rows = [each["node"] for each in whole["data"]["standards"]["collecteDechets"]["edges"]]
    assert len(rows) > 1000
    assert await walked(gateway, bodies, sub) == rows
    if name != "no-commune":
        assert await walked(gateway, bodies, sub, is_backward=True) == rows
        return
    refused = await gateway.ask(pages_of(bodies, "last: 5"), sub)
    assert refused["errors"][0]["extensions"]["code"] == "standard_read_forward"
