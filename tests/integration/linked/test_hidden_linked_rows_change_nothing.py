"""Two worlds that differ in hidden parents, hidden children and hidden cells alone give the same
bytes: rows, counts, sums, errors, and whether there is a next page.

Covers federation.linked_planning, federation.linked_queries, federation.linked_rows,
gateway.reading.query.pages.
"""

from __future__ import annotations

import re

import pytest

from catalog.model.dataset import Listing
from tests.integration.linked import places
from tests.integration.linked.documents import document_of
from tests.integration.linked.growing import every_column, grow
from tests.integration.linked.invoices import rows_of_all
from tests.integration.linked.readers import READERS, REFUSED, seen_by
from tests.integration.linked.twin_rows import CANARY, twin_of, without_hidden

READING = ("some-parents", "some-children", "some-of-all", "masked", *REFUSED[:3])
_CURSOR = re.compile(rb'("(?:endCursor|cursor)":")([^"]*)"')


def comparable(body: bytes) -> bytes:
    """A cursor is encrypted anew each time: its length stands for it."""
    return _CURSOR.sub(lambda found: found[1] + str(len(found[2])).encode() + b'"', body)


async def answers(gateway, place, reader, documents):
    return [comparable(await gateway.bytes_of(each, reader.sub)) for each in documents]


async def documents_of(gateway, place, reader, seeds, root=None):
    given = every_column()
    if reader.name not in REFUSED:
        given = (await gateway.world(place, reader))[1]
    trees = [grow(seed, given, reader.shown_only, root) for seed in seeds]
    written = (document_of(each, place.field, page="hasNextPage endCursor") for each in trees)
    return [place.spelt(each) for each in written]


async def hold(gateway, place, write, name, seeds, root=None):
    reader = READERS[name]
    documents = await documents_of(gateway, place, reader, seeds, root)
    snapshot = await gateway.ports.catalog.current()
    seen = seen_by(reader, place.datasets, snapshot, gateway.keyring, rows_of_all())
    write(without_hidden(seen))
    without = await answers(gateway, place, reader, documents)
    write(twin_of(seen, reader, seed=name))
    with_others = await answers(gateway, place, reader, documents)
    for document, one, other in zip(documents, without, with_others, strict=True):
        assert one == other, document
        assert CANARY.encode() not in one, document
    assert any(rows in each for each in without for rows in (b'"nodes":[{', b'"edges":[{'))


@pytest.fixture(scope="module")
async def twin_files(gateway):
    """A body of its own, and what writes its rows anew."""
    owner, folder = places.owner_of(5), gateway.state.data / "smictom-jumeau"
    storages = dict.fromkeys(rows_of_all(), places.files_storage("jumeau", owner, folder))
    places.write_rows(folder)
    place = await places.register(gateway.services, "jumeau", storages)
    return place, lambda rows: places.write_rows(folder, rows)


@pytest.fixture(scope="module")
async def twin_tables(gateway, postgresql, password):
    owner, name = places.owner_of(6), "linked_twin"
    places.fill_database(postgresql, name, rows_of_all())
    storage = places.postgresql_storage("jumelle", owner, postgresql, name)
    storages = dict.fromkeys(rows_of_all(), storage)
    place = await places.register(gateway.services, "jumelle", storages)
    return place, lambda rows: places.fill_database(postgresql, name, rows, rows)


@pytest.mark.parametrize("name", READING)
async def test_in_files(gateway, twin_files, name):
    await hold(gateway, *twin_files, name, range(3000, 3003))


@pytest.mark.parametrize("name", ["some-children", "no-amounts"])
async def test_in_postgresql(gateway, twin_tables, name):
    await hold(gateway, *twin_tables, name, range(3100, 3101))


@pytest.mark.parametrize(
    "selection",
    [
        "factures { nodes { NAME { nodes { id } } } }",
        "factures { nodes { NAME { totalCount { value } } } }",
        "factures(where: { NAME: { some: {} } }) { nodes { numero } }",
        "factures(orderBy: [{ NAME: { count: DESC } }]) { nodes { numero } }",
        "pesees { nodes { NAME { id } } }",
        "pesees { groupBy { key { NAME { flux } } } }",
        "pesees(where: { NAME: { id: { gt: 0 } } }) { nodes { id } }",
    ],
)
async def test_a_link_to_what_may_not_be_known_is_no_field(gateway, unlisted, selection):
    name, sub = "ligne" if "pesees" in selection else "lignes", READERS["no-lines"].sub
    selection = selection.replace("NAME", name)
    hidden, absent = [
        await gateway.bytes_of(f"{{ {place.field} {{ {selection} }} }}", sub) for place in unlisted
    ]
    assert hidden.replace(b"Cache", b"Sans") == absent.replace(b"Seule", b"Sans")
    assert b'"data"' not in hidden


@pytest.fixture(scope="module")
async def unlisted(gateway):
    """A body whose lines are known to those alone to whom they are given, and one where nothing is
    linked.
    """
    folder, bodies = gateway.state.data / "smictom-cache", []
    places.write_rows(folder)
    for number, name in enumerate(("cache", "seule"), 7):
        storage = places.files_storage(name, places.owner_of(number), folder)
        storages = dict.fromkeys(rows_of_all(), storage)
        changed = {"lignes": {"listing": Listing.PARTIES}}
        if name == "seule":
            changed |= {table: {"links": ()} for table in rows_of_all()}
        bodies.append(await places.register(gateway.services, name, storages, changed))
    return bodies


@pytest.mark.whole
@pytest.mark.parametrize("name", READING)
async def test_a_hundred_trees_in_files(gateway, twin_files, name):
    await hold(gateway, *twin_files, name, range(3200, 3300))


@pytest.mark.whole
@pytest.mark.parametrize("name", READING)
async def test_a_hundred_trees_in_postgresql(gateway, twin_tables, name):
    await hold(gateway, *twin_tables, name, range(3300, 3400))
