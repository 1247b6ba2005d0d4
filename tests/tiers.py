"""Which tests run when: what needs a real server, and what is asked in the daily run.

`./interco test` runs pytest with `--daily`: what is marked `whole` is left out, of what is marked
`one_in(n)` each n-th case is kept, campaigns ask a twentieth of their questions, and Hypothesis
draws a quarter of its examples. Without the option (`./interco test --all`, or any test that
somebody names) everything runs.
"""

from __future__ import annotations

import inspect
import zlib

import pytest
from hypothesis import HealthCheck, settings

from deploy import local

_TRINO = frozenset({"trino", "locked_trino"})
_SERVERS = _TRINO | {
    *("iceberg_rest", "keycloak", "mariadb", "opa", "postgresql", "proconnect", "s3"),
    "verapdf",
}
"""The fixtures of tests/servers.py; veraPDF is no server, but Maven brings it."""
_RECIPES = frozenset(name for name in local.__all__ if name.startswith("running_"))
_QUESTIONS = 20
_EXAMPLES = 4
_ALL_EXAMPLES = settings.default.max_examples


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--daily",
        action="store_true",
        help="leave out what only the whole suite runs: see tests/tiers.py",
    )
    parser.addoption(
        "--worlds",
        help="of generated worlds only these, by their seeds: 7,13",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: how many examples it draws is written in it."""
    most = _ALL_EXAMPLES // (_EXAMPLES if config.getoption("daily") else 1)
    # How quickly examples come is the machine's affair: other tests run beside.
    settings.register_profile(
        "interco", max_examples=most, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("interco")


def examples(number: int) -> int:
    """Of so many examples of Hypothesis, those that this run draws."""
    return max(number * settings.default.max_examples // _ALL_EXAMPLES, 1)


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
    """Of a daily run. A share is always the same one: that of the case's name."""
    if item.get_closest_marker("whole"):
        return True
    share = item.get_closest_marker("one_in")
    return share is not None and zlib.crc32(item.name.encode()) % share.args[0] != 0


@pytest.fixture(scope="session")
def scaled(request: pytest.FixtureRequest):
    """How many questions of so many a campaign asks in this run, and what it counts of them."""
    share = _QUESTIONS if request.config.getoption("daily") else 1
    return lambda number: number // share


@pytest.fixture(scope="session")
def share_of(request: pytest.FixtureRequest):
    """`share_of(cases, 2)`: of a daily run each second, always the same; all of them otherwise."""
    is_daily = request.config.getoption("daily")
    return lambda cases, one_in: cases[:: one_in if is_daily else 1]


@pytest.fixture(scope="session")
def seeds_of(request: pytest.FixtureRequest, share_of):
    """`seeds_of(500, 12)`: the seeds of so many worlds, of a daily run each twelfth; or those that
    `--worlds` names.
    """
    named = request.config.getoption("worlds")
    if named:
        return lambda _, __: [int(seed) for seed in named.split(",")]
    return lambda number, one_in: share_of(range(number), one_in)
