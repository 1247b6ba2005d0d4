"""Which tests run when: what needs a real server, and what is asked in the daily run.

`./interco test` runs pytest with `--daily`: what is marked `whole` is left out, of what is marked
`a_tenth` each tenth case is kept, and campaigns ask a tenth of their questions. Without the option
(`./interco test --all`, or any test that somebody names) everything runs.
"""

from __future__ import annotations

import inspect
import zlib

import pytest

from deploy import local

_TRINO = frozenset({"trino", "locked_trino"})
_SERVERS = _TRINO | {
    *("iceberg_rest", "keycloak", "mariadb", "opa", "postgresql", "proconnect", "s3"),
}
"""The fixtures of tests/servers.py."""
_RECIPES = frozenset(name for name in local.__all__ if name.startswith("running_"))
_SHARE = 10


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--daily",
        action="store_true",
        help="leave out what only the whole suite runs: see tests/tiers.py",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before pytest's own, which reads the marks."""
    for item in items:
        if needs_server(item):
            item.add_marker(pytest.mark.servers)
        if _TRINO & set(getattr(item, "fixturenames", ())):
            # For who deals tests to processes: one process has the Trinos.
            item.user_properties.append(("trino", True))
    if config.getoption("daily"):
        left_out = [each for each in items if is_left_out(each)]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [each for each in items if not is_left_out(each)]


def needs_server(item: pytest.Item) -> bool:
    """One of its fixtures is a server's, or starts a server, or it starts one itself."""
    asked = getattr(item, "fixturenames", ())
    if not _SERVERS.isdisjoint(asked):
        return True
    info = getattr(item, "_fixtureinfo", None)
    known = {} if info is None else info.name2fixturedefs
    functions = [known[name][-1].func for name in asked if name in known]
    return any(map(_starts_server, [*functions, getattr(item, "function", None)]))


def _starts_server(function: object) -> bool:
    code = getattr(inspect.unwrap(function), "__code__", None) if callable(function) else None
    return code is not None and not _RECIPES.isdisjoint(code.co_names)


def is_left_out(item: pytest.Item) -> bool:
    """Of a daily run. A tenth is always the same one: that of the case's name."""
    if item.get_closest_marker("whole"):
        return True
    return bool(item.get_closest_marker("a_tenth")) and zlib.crc32(item.name.encode()) % _SHARE != 0


@pytest.fixture(scope="session")
def scaled(request: pytest.FixtureRequest):
    """How many questions of so many a campaign asks in this run, and what it counts of them."""
    share = _SHARE if request.config.getoption("daily") else 1
    return lambda number: number // share
