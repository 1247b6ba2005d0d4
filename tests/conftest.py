"""Fixtures shared by all rooms; the real servers are in tests/servers.py, started on first use."""

pytest_plugins = ["tests.servers"]
