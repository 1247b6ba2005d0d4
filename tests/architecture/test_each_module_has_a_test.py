"""Each test file says which modules it covers, and each module is covered by a test file.

Its docstring ends with their names: "Covers federation.planning, schema.fields."
It may also name a package, or another file or folder of the repository (`docs`, `tests.tiers`).

Covers tests.
"""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.test_house_rules import PRODUCT, ROOT

NOT_COVERED = {
    "tools.check": "it starts ruff, mypy, import-linter and opa, and CI runs it before the tests",
}
"""Modules that no test file is about, each with its reason."""
LAST_SENTENCE = re.compile(r"(?:^|\n)\s*Covers ((?:[\w.]+,\s+)*[\w.]+?)\.\s*\Z")
TEST_FILES = sorted((ROOT / "tests").rglob("test_*.py"))


def covered_by(source: str) -> list[str]:
    docstring = ast.get_docstring(ast.parse(source)) or ""
    said = LAST_SENTENCE.search(docstring)
    return re.split(r",\s+", said[1]) if said else []


def exists(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.exists() or path.with_suffix(".py").is_file()


def modules() -> set[str]:
    """Product modules by dotted name; migrations and `__init__` only hand on or run once."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in (*PRODUCT, "clients")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py" and "migrations" not in path.parts
    }


@pytest.mark.parametrize("file", TEST_FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_test_file_names_modules_that_exist(file: Path):
    named = covered_by(file.read_text("utf-8"))
    assert named, "its docstring ends without `Covers …`"
    assert [name for name in named if not exists(name)] == []


def test_each_module_is_named_by_a_test_file():
    named = {name for file in TEST_FILES for name in covered_by(file.read_text("utf-8"))}
    assert sorted(modules() - named - NOT_COVERED.keys()) == []
    assert sorted(NOT_COVERED.keys() - (modules() - named)) == []


def test_the_sentence_is_read_over_several_lines():
    source = '"""Rows.\n\nCovers a.b, c.d,\ne.f.\n"""\n'
    assert covered_by(source) == ["a.b", "c.d", "e.f"]
    assert covered_by('"""Covers a.b."""') == ["a.b"]
    assert covered_by('"""It covers nothing."""') == []
