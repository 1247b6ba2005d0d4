"""Fixtures shared by all rooms; the real servers are in tests/servers.py, started on first use."""

import os
from pathlib import Path

import pytest
import structlog

# Commands speak French here, whatever the language of who runs the tests.
os.environ["LC_ALL"] = "C.UTF-8"
# As ./interco does: a command that a test starts would compile all sources, for seconds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).resolve().parents[1] / ".venv" / "pycache")

pytest_plugins = ["tests.servers", "tests.tiers"]

_configure = structlog.configure


def _configure_anew(**settings):
    """Every logger asks again what is configured: none keeps the standard error of a command."""
    _configure(**{**settings, "cache_logger_on_first_use": False})


structlog.configure = _configure_anew


@pytest.fixture(autouse=True)
def log_as_before():
    """A command that a test runs in this process configures the log for itself alone."""
    yield
    structlog.reset_defaults()
