"""Covers catalog/caches.py, and every cache that goes through it.

Covers catalog.caches, catalog.store.hot_path, policies.cache, gateway.identity.authentication,
gateway.reading.query.plan_cache.
"""

import gc
import importlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import catalog
import federation
import gateway
import policies
import schema
from catalog import caches
from catalog.caches import Cache, OwnedTexts, cache_figures, clear_all, remembered
from catalog.store.hot_path import KeptEvidence
from federation.engines.postgres_engine import PostgresEngine
from gateway.identity.authentication import Authenticator
from gateway.reading.query.plan_cache import PlanCache
from policies.cache import DecisionCache


def figures_of(name):
    (found,) = (each for each in cache_figures() if each.name == name)
    return found


def test_the_least_recently_used_entry_leaves_first():
    kept = Cache("test.least", 2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.find("a") == 1
    kept.keep("c", 3)
    assert [kept.find(key) for key in "abc"] == [1, None, 3]


def test_hits_and_misses_are_counted_until_it_is_emptied():
    kept = Cache("test.counted", 2)
    kept.keep("a", 1)
    kept.find("a")
    kept.find("b")
    found = figures_of("test.counted")
    assert (found.size, found.capacity, found.hits, found.misses) == (1, 2, 1, 1)
    clear_all()
    found = figures_of("test.counted")
    assert (found.size, found.hits, found.misses) == (0, 0, 0)


def test_caches_of_one_name_are_added_up_and_go_with_their_owner():
    one, two = Cache("test.twice", 3), Cache("test.twice", 4)
    one.keep("a", 1)
    two.keep("a", 1)
    assert (figures_of("test.twice").size, figures_of("test.twice").capacity) == (2, 7)
    del one, two
    gc.collect()
    assert all(each.name != "test.twice" for each in cache_figures())


def test_what_a_function_answered_is_kept_within_its_bound_and_forgotten_when_told(monkeypatch):
    monkeypatch.setattr(caches, "_of_functions", {})
    asked = []

    @remembered(maxsize=2)
    def doubled(number):
        asked.append(number)
        return 2 * number

    assert [doubled(number) for number in (1, 1, 2, 3)] == [2, 2, 4, 6]
    assert asked == [1, 2, 3]
    (found,) = (each for each in cache_figures() if each.name.endswith("doubled"))
    assert (found.size, found.capacity, found.hits, found.misses) == (2, 2, 1, 3)
    clear_all()
    doubled(3)
    assert asked == [1, 2, 3, 3]


def test_threads_may_share_one():
    kept = Cache("test.threads", 10)

    def work(start):
        for number in range(start, start + 2_000):
            kept.keep(number % 50, number)
            kept.find((number * 7) % 50)
        return len(kept)

    with ThreadPoolExecutor(4) as threads:
        assert all(size <= 10 for size in threads.map(work, range(4)))
    found = figures_of("test.threads")
    assert found.size == 10
    assert 0 < found.hits + found.misses <= 8_000


@pytest.fixture
def owners():
    """One of everything that keeps something, and a cache of each function of the product."""
    for package in (catalog, policies, federation, schema, gateway):
        folder = Path(package.__path__[0])
        for file in folder.rglob("*.py"):
            if "catalog.caches" in file.read_text("utf-8"):
                module = file.relative_to(folder.parent).with_suffix("")
                importlib.import_module(".".join(module.parts))
    return (
        PlanCache(),
        KeptEvidence(),
        DecisionCache(None, lambda: datetime(2027, 1, 1, tzinfo=UTC)),
        Authenticator({}),
        PostgresEngine(lambda _: ""),
    )


def test_each_cache_of_the_product_is_bounded_and_emptied(owners):
    # One of each name: what other tests made and nobody collected yet adds nothing.
    for each in {each.name: each for each in caches._of_objects}.values():
        for number in range(each.capacity + 1):
            named = (str(number), "text") if isinstance(each, OwnedTexts) else (number,)
            each.keep(number, *named)
    found = cache_figures()
    assert {
        "query.plans", "query.documents", "query.questions", "policies.decisions",
        "store.evidence", "identity.signed_tokens", "postgres_engine.parameters",
        "catalog.cog.cog._land_of_siren", "schema.types.merged._build",
    } <= {each.name for each in found}  # fmt: skip
    assert all(each.capacity > 0 for each in found)
    assert all(each.size <= each.capacity for each in found)
    clear_all()
    assert {each.size for each in cache_figures()} == {0}
