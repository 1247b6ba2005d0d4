"""What is not installed is not looked for on the disk at each request.

Covers catalog.absent_libraries.
"""

from __future__ import annotations

import sys

import pytest
from httpcore._synchronization import current_async_library

import federation.engines.trino_client  # noqa: F401 - it notes what is not there
from catalog.absent_libraries import note_absent


@pytest.fixture
def looked_for(monkeypatch):
    """The names that Python goes through its finders for, from now on."""
    names = []

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            names.append(name)

    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    return names


def test_no_request_looks_for_a_library(looked_for):
    assert current_async_library() == "asyncio"
    assert looked_for == []


def test_what_is_installed_stays_importable(monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    monkeypatch.delitem(sys.modules, "no_such_library", raising=False)
    note_absent("this")
    note_absent("no_such_library")
    assert "this" not in sys.modules
    with pytest.raises(ModuleNotFoundError):
        import no_such_library  # noqa: F401
