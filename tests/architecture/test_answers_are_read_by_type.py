"""Pages read answers of GraphQL as values with types; what is read by a key's text only falls.

A misspelt key is found by nobody before a person opens the page; a misspelt field, by mypy.

Covers gateway.console.
"""

import ast

from tests.architecture.test_house_rules import ROOT

CONSOLE = ROOT / "gateway" / "console"
KEPT = 2092
"""Reads by a constant text in the console, of forms and parameters too. Lower it when some go."""
PATHS = sorted(path for path in CONSOLE.rglob("*.py") if path.name != "answers.py")


def reads_by_key(tree: ast.AST) -> int:
    return sum(_is_read_by_key(node) for node in ast.walk(tree))


def _is_read_by_key(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str()), ctx=ast.Load()):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str()), *_]):
            return True
    return False


def test_no_more_is_read_by_a_key_than_was_and_what_fell_is_kept():
    assert sum(reads_by_key(ast.parse(path.read_text("utf-8"))) for path in PATHS) == KEPT


def test_documents_that_have_typed_answers_are_asked_by_them_alone():
    typed = {
        f"gateway.console.{path.parent.name}.documents" for path in CONSOLE.glob("*/answers.py")
    }
    asked = [
        f"{path.relative_to(CONSOLE)}:{node.lineno}"
        for path in PATHS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and {node.module, *(f"{node.module}.{name.name}" for name in node.names)} & typed
    ]
    assert typed
    assert asked == []


def test_a_planted_read_is_counted():
    assert reads_by_key(ast.parse('a = data["keys"]; b = data.get("keys"); c = data.keys')) == 2
