"""One apostrophe in all that is said in French: the straight one, which everybody can type.

Covers catalog, policies, federation, schema, gateway.
"""

import ast

import pytest

from tests.unit.docs.pages import ROOT

FOLDS = {"catalog/fold.py", "gateway/cli/hints.py"}
"""They read what others wrote, with either."""
PACKAGES = (
    "catalog",
    "policies",
    "federation",
    "intake",
    "services_run",
    "papers",
    "schema",
    "gateway",
)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_message_has_the_curved_one(package):
    found = [
        f"{name}:{node.lineno}"
        for file in sorted((ROOT / package).rglob("*.py"))
        if (name := str(file.relative_to(ROOT))) not in FOLDS
        and "\u2019" in file.read_text("utf-8")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\u2019" in node.value
    ]
    assert found == []


def test_no_rule_has_the_curved_one():
    rules = sorted((ROOT / "policies" / "rego").rglob("*.rego"))
    assert rules
    assert [each.name for each in rules if "\u2019" in each.read_text("utf-8")] == []
