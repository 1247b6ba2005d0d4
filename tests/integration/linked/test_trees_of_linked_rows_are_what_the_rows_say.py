"""Random trees of linked rows, asked by readers of other rights in other places: rows, orders,
counts and sums are those of the rows that each may see, and what may not be read is null.

Covers federation.linked_planning, federation.linked_queries, federation.linked_rows,
federation.results.linked_lists, schema.reading.linked_orders, schema.reading.linked_reader,
schema.reading.linked_totals.
"""

from __future__ import annotations

import pytest

from tests.integration.linked.documents import (
    document_of,
    path_without_edges,
    refused_fields,
    without_edges,
    without_refused,
)
from tests.integration.linked.readers import READERS, REFUSED, SEEING
from tests.integration.linked.trees import smallest


async def difference(gateway, place, reader, tree):
    """None where the answer is as it must be; else what came back, and what must."""
    world, given = await gateway.world(place, reader)
    refused = set()
    if reader.name in REFUSED:
        world, _ = await gateway.world(place, READERS["all-rows"])
        refused = refused_fields(tree, given)
    expected = without_refused(world.expected(tree), refused)
    body = await gateway.ask_tree(tree, place, reader)
    answer = (body.get("data") or {}).get(place.field)
    came = without_edges(answer and answer[tree.root.table])
    errors = body.get("errors", ())
    told = sorted(path_without_edges(each.get("path", ())) for each in errors)
    due = sorted((place.field, tree.root.table, *path) for path in refused if path[0] in expected)
    return None if (came, told) == (expected, due) else (came, errors, expected)


async def hold(gateway, place, seeds, names=(*SEEING, *REFUSED), root=None):
    """Each tree by one reader, who takes turns; the smallest of what fails is shown."""
    for seed in seeds:
        reader = READERS[names[seed % len(names)]]
        tree = await gateway.tree(seed, place, reader, root)
        if await difference(gateway, place, reader, tree) is None:
            continue

        async def fails(smaller, reader=reader):
            return await difference(gateway, place, reader, smaller) is not None

        tree = await smallest(tree, fails)
        found = await difference(gateway, place, reader, tree)
        pytest.fail(f"tree {seed}, {reader.name}: {document_of(tree, place.field)}\n{found}")


async def test_in_files(gateway, in_files):
    await hold(gateway, in_files, range(11))


async def test_in_postgresql(gateway, in_postgresql):
    await hold(gateway, in_postgresql, range(99, 110))


async def test_in_both(gateway, in_both):
    await hold(gateway, in_both, range(200, 205))


async def test_on_trino(on_trino):
    await hold(*on_trino, range(300, 303))


@pytest.mark.whole
@pytest.mark.parametrize("first", range(1000, 2000, 100))
async def test_a_thousand_trees_in_files(gateway, in_files, first):
    await hold(gateway, in_files, range(first, first + 100))


@pytest.mark.whole
@pytest.mark.parametrize("first", range(2000, 2700, 100))
async def test_seven_hundred_trees_in_postgresql(gateway, in_postgresql, first):
    await hold(gateway, in_postgresql, range(first, first + 100))


@pytest.mark.whole
@pytest.mark.parametrize("first", range(2700, 2900, 100))
async def test_two_hundred_trees_in_both(gateway, in_both, first):
    await hold(gateway, in_both, range(first, first + 100))


@pytest.mark.whole
async def test_a_hundred_trees_on_trino(on_trino):
    await hold(*on_trino, range(2900, 3000))
