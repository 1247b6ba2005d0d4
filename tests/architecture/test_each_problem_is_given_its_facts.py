"""A problem whose sentences name a fact that nobody gave is a breakdown where a mistake should be
told: each place that makes one gives every fact of its four sentences.

Covers catalog.model.problem.
"""

import ast
import importlib
from pathlib import Path
from string import Formatter

import pytest

from catalog.model.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    *("catalog", "policies", "federation", "intake", "services_run", "papers", "schema", "gateway"),
    "demo",
)
SENTENCES = ("fr", "en", "next_fr", "next_en")


def _makings(tree, names):
    """Each call by the name of a problem, with the facts that it gives; None: unreadable."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        if names.get(name) is not None:
            has_more = any(keyword.arg is None for keyword in node.keywords)
            given = {keyword.arg for keyword in node.keywords}
            yield node.lineno, names[name], None if has_more else given


def _problems_of(module, everywhere):
    """By the name that the module calls them, None where that is something else; one that is
    imported within a function too.
    """
    here = {
        name: value if issubclass(value, Problem) else None
        for name, value in vars(module).items()
        if isinstance(value, type)
    }
    return {**everywhere, **here}


def _facts(problem):
    return {
        name.split(".")[0].split("[")[0]
        for sentence in SENTENCES
        for _, name, _, _ in Formatter().parse(getattr(problem, sentence))
        if name is not None
    }


def _all_problems(problem=Problem):
    for each in problem.__subclasses__():
        yield each
        yield from _all_problems(each)


def _missing(tree, names):
    for line, problem, given in _makings(tree, names):
        is_plain = problem.__init__ is Problem.__init__ and problem._filled is Problem._filled
        if is_plain and given is not None and hasattr(problem, "next_en"):
            lacking = _facts(problem) - given
            if lacking:
                yield line, problem.code, sorted(lacking)


@pytest.fixture(scope="module")
def read():
    """Each module of the product with its tree."""
    modules = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name != "__main__.py" and "migrations" not in path.parts:
                dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                module = importlib.import_module(dotted.removesuffix(".__init__"))
                modules[path] = (module, ast.parse(path.read_text("utf-8")))
    return modules


def test_no_sentence_names_a_fact_that_is_not_given(read):
    everywhere = {each.__name__: each for each in _all_problems()}
    counted, found = 0, []
    for path, (module, tree) in read.items():
        names = _problems_of(module, everywhere)
        counted += sum(1 for _ in _makings(tree, names))
        found += [(str(path.relative_to(ROOT)), *each) for each in _missing(tree, names)]
    assert counted > 1_300
    assert found == []


def test_a_fact_by_another_name_is_found():
    class Planted(Problem):
        code, status = "planted", 400
        fr = en = "« {purpose} »"
        next_fr = next_en = "{known}"

    tree = ast.parse("def f():\n    raise Planted(purpose='x', codes='a, b', did_you_mean=None)")
    assert list(_missing(tree, {"Planted": Planted})) == [(2, "planted", ["known"])]
    right = ast.parse("Planted(purpose='x', known='a, b')")
    assert list(_missing(right, {"Planted": Planted})) == []
