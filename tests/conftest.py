"""Fixtures shared by all rooms; the real servers are in tests/servers.py, started on first use."""

import gc
import os
from functools import cache
from pathlib import Path

import aiosqlite
import httpx._transports.default as httpx_transports
import pytest
import structlog

from catalog.store import migrating
from tests.made_tables import make_tables

# Commands speak French here, whatever the language of who runs the tests.
os.environ["LC_ALL"] = "C.UTF-8"
# As ./interco does: a command that a test starts would compile all sources, for seconds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).resolve().parents[1] / ".venv" / "pycache")
# The law answers late where other tests take the machine; that it must not is tested with deadlines
# of its own.
os.environ["INTERCO_POLICY_TIMEOUT_S"] = os.environ["INTERCO_POLICY_ACT_TIMEOUT_S"] = "30"

pytest_plugins = ["tests.servers", "tests.tiers"]

_ALLOCATIONS = 20_000
"""Between two looks of the collector, as gateway.wiring.gc_tuning has it."""

# While modules are imported and tests collected, all that is made is kept.
gc.disable()

_configure = structlog.configure


def _configure_anew(**settings):
    """Every logger asks again what is configured: none keeps the standard error of a command."""
    _configure(**{**settings, "cache_logger_on_first_use": False})


structlog.configure = _configure_anew

_make_context = httpx_transports.create_ssl_context


def _context_once(verify=True, cert=None, trust_env=True):
    """Whom a client trusts where it is told nothing: 20 ms of each client that a test opens."""
    if verify is not True or cert is not None:
        return _make_context(verify, cert, trust_env)
    return _of_this_machine(trust_env, os.environ.get("SSL_CERT_FILE"))


@cache
def _of_this_machine(trust_env, _file):
    return _make_context(trust_env=trust_env)


httpx_transports.create_ssl_context = _context_once

_make_connection = aiosqlite.Connection.__init__


def _make_told_connection(self, *arguments, **named):
    """One that nobody closes is told long after: it says in which test it was opened."""
    _make_connection(self, *arguments, **named)
    self.opened_in = os.environ.get("PYTEST_CURRENT_TEST")


aiosqlite.Connection.__init__ = _make_told_connection
aiosqlite.Connection.__repr__ = lambda self: f"<a connection opened in {self.opened_in}>"
migrating._upgrade = make_tables


@pytest.fixture(autouse=True)
def log_as_before():
    """A command that a test runs in this process configures the log for itself alone."""
    yield
    structlog.reset_defaults()


def pytest_collection_finish():
    """What is imported by now is not walked through again and again by the collector."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    gc.enable()
