"""Only `gateway.acts.commit` writes the catalog: nothing changes that the law did not allow.

Covers gateway.acts.commit.
"""

import ast

import pytest

from tests.architecture.test_house_rules import ROOT, _name, _tracked

WRITERS = {
    "gateway/acts/commit.py": "the one way",
    "gateway/sharing/notifications/wakeup.py": "the catalog itself: hands on what commit() writes",
}
ELSEWHERE = {"policies/wasm.py": "the memory of a WebAssembly module"}
_WRITE_TAKES = 3
"""The version that was read, the changes, the record: little else named `write` takes three."""


def writes_in(source: str) -> list[int]:
    """The lines that call a catalog's `write`, or take hold of it to call it later."""
    tree = ast.parse(source)
    called = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    found = [
        each.lineno
        for each in called
        if _is_write(each.func)
        and (
            len(each.args) + len(each.keywords) >= _WRITE_TAKES
            or any(isinstance(one, ast.Starred) for one in each.args)
        )
    ]
    found += [
        each.lineno
        for each in ast.walk(tree)
        if _is_write(each) and _last_name(each.value) in {"catalog", "store", "_store"}
    ]
    found += [
        each.lineno
        for each in called
        if isinstance(each.func, ast.Name)
        and each.func.id == "getattr"
        and any(isinstance(one, ast.Constant) and one.value == "write" for one in each.args)
    ]
    return sorted(set(found))


def _is_write(node) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "write"


def _last_name(node) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return None


def test_only_commit_writes_the_catalog():
    found = {
        _name(path): lines
        for path in _tracked(".py")
        if path.relative_to(ROOT).parts[0] != "tests"
        and path.relative_to(ROOT).parts[:2] != ("catalog", "store")
        and _name(path) not in ELSEWHERE
        and (lines := writes_in(path.read_text("utf-8")))
    }
    assert found.keys() == WRITERS.keys(), found
    assert all(len(lines) == 1 for lines in found.values()), found


@pytest.mark.parametrize(
    "planted",
    [
        "await ports.catalog.write(snapshot.version, changes, record)",
        "await catalog.write(version, changes, act=record)",
        "await self.acts.catalog.write(*given)",
        "await somewhere.write(version, changes, record)",
        "await somewhere.write(*given)",
        "save = ports.catalog.write",
        'await getattr(ports.catalog, "write")(version, changes, record)',
    ],
)
def test_the_check_finds_a_planted_write(planted):
    source = f"async def change(ports):\n    {planted}\n"
    assert writes_in(source) == [2]


@pytest.mark.parametrize("allowed", ["file.write(ring)", "engine.write(plan, values)"])
def test_what_writes_something_else_is_let_be(allowed):
    assert writes_in(allowed) == []
