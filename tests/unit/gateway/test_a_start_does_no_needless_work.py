"""A process that starts walks seldom through what stays, and imports no client of a law elsewhere.

Covers gateway.wiring.gc_tuning, gateway.wiring.policy.
"""

import gc

import pytest

from gateway.wiring import policy
from gateway.wiring.gc_tuning import frozen_gc, look_rarely, rare_gc


@pytest.fixture
def as_python_has_it():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("as_python_has_it")
def test_the_collector_looks_seldom_until_the_process_stops():
    with rare_gc():
        assert gc.get_threshold() == (20_000, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)
    look_rarely()
    assert gc.get_threshold() == (20_000, 10, 10)


def test_what_was_made_before_it_serves_is_not_walked_through():
    known = gc.get_freeze_count()
    with frozen_gc():
        assert gc.get_freeze_count() > known
        assert gc.isenabled()
    assert gc.get_freeze_count() <= known


def test_the_client_of_a_law_elsewhere_is_imported_where_it_is_asked():
    assert "OpaPolicy" not in vars(policy)
