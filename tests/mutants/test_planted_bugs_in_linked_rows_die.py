"""Bugs by which linked rows show what is hidden are each found by a tree.

Covers federation.linked_planning, federation.linked_queries, federation.linked_rows.
"""

import pytest

from tests.integration.linked import conftest as linked
from tests.mutants.in_the_linked_rows import (
    BUGS,
    DIES_AT,
    READERS,
    difference,
    found_by_trees,
    take_the_guard_out,
)

gateway, in_files = linked.gateway, linked.in_files


@pytest.mark.parametrize("name", BUGS)
async def test_it_is_found_that(name, gateway, in_files, monkeypatch):
    reader, plant = BUGS[name]
    take_the_guard_out(monkeypatch)
    plant(monkeypatch)
    assert await found_by_trees(gateway, in_files, name, reader)


async def test_nothing_dies_without_a_bug(gateway, in_files, monkeypatch):
    take_the_guard_out(monkeypatch)
    for name, seed in DIES_AT.items():
        reader = READERS[BUGS[name][0]]
        tree = await gateway.tree(seed, in_files, reader)
        assert await difference(gateway, in_files, reader, tree) is None
