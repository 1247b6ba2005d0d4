"""Names that say nothing of what they hold are counted; their number may only fall.

A name is the field's noun (CONTRIBUTING). A change that renames some lowers the numbers kept here.

Covers catalog, policies, federation, schema, gateway, tools.
"""

import ast
from collections import Counter

import pytest

from tests.architecture.test_house_rules import PRODUCT, ROOT, _tracked

KEPT = {
    "asked": 75,
    "chosen": 86,
    "each": 177,
    "found": 352,
    "given": 253,
    "kept": 194,
    "known": 524,
    "made": 90,
    "named": 211,
    "one": 702,
    "said": 99,
    "shown": 206,
    "taken": 62,
    "told": 63,
    "wanted": 181,
    "written": 198,
}
"""`each` is counted where a `for` statement names its item so; in one short expression it may."""


def _vague_names(tree: ast.AST) -> Counter[str]:
    names: Counter[str] = Counter()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names[name.lstrip("_")] += 1
            case ast.For(target=ast.Name(id="each")) | ast.AsyncFor(target=ast.Name(id="each")):
                names["each"] += 1
            case ast.arg(arg=name) if name != "each":
                names[name] += 1
            case ast.Name(id=name, ctx=ast.Store()) if name != "each":
                names[name] += 1
    return Counter({name: number for name, number in names.items() if name in KEPT})


@pytest.fixture(scope="module")
def counted():
    total: Counter[str] = Counter()
    for path in _tracked(".py"):
        if path.relative_to(ROOT).parts[0] in PRODUCT:
            total += _vague_names(ast.parse(path.read_text("utf-8")))
    return total


@pytest.mark.parametrize("name", KEPT)
def test_no_more_names_are_vague_than_were_and_what_fell_is_kept(counted, name):
    assert counted[name] == KEPT[name]


def test_a_planted_name_is_counted():
    planted = ast.parse("def told(found):\n    for each in found:\n        said = each\n")
    assert _vague_names(planted) == {"told": 1, "found": 1, "each": 1, "said": 1}
