"""One pair of SQL texts for each idea of each rewrite; see tests/cases/rewrites.

Covers federation.rewrites.expand_fold, federation.rewrites.masks,
federation.rewrites.expand_communes, federation.rewrites.wire_columns,
federation.rewrites.source_columns, federation.rewrites.limit_first,
federation.rewrites.order_once, federation.rewrites.count_once.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlglot import exp, parse_one

from catalog.model.problem import Problem
from federation.rewrites import REWRITES
from tests.unit.federation.cases import ROOT, Case, all_cases
from tests.unit.federation.world import context, logical

BY_NAME = {rewrite.__name__: rewrite for rewrite in REWRITES}
CASES = all_cases()


def written(tree: exp.Query) -> str:
    return tree.sql("trino", pretty=True)


def outcome(case: Case) -> str:
    query = logical(case.before, case.columns, case.parameters)
    try:
        asked = replace(
            context(query, case.decision, case.engine),
            materializes=case.planned == "on copies",
            limits_first=case.planned in {"limits first", "orders again"},
            orders_again=case.planned == "orders again",
            keeps_answer=case.planned == "keeps the answer",
            computes=case.planned == "computes",
        )
        tree = BY_NAME[case.rewrite](query.tree.copy(), asked)
    except Problem as problem:
        reason = problem.facts.get("reason")
        return f"refused: {problem.code}\n{problem.sentence('fr') if reason is None else reason}"
    return written(tree)


def test_every_rewrite_has_its_cases():
    assert {path.name for path in ROOT.iterdir()} == set(BY_NAME)


@pytest.mark.parametrize("case", CASES, ids=lambda each: f"{each.rewrite}/{each.path.stem}")
def test_the_rewrite_gives_what_the_case_says(case):
    assert outcome(case) == case.after


@pytest.mark.parametrize(
    "case",
    [each for each in CASES if each.refusal is None],
    ids=lambda each: f"{each.rewrite}/{each.path.stem}",
)
def test_its_text_is_a_fixed_point(case):
    """Generate, parse, generate again gives the same text: what is sent is what was governed."""
    text = parse_one(case.after, read="trino").sql("trino")
    assert parse_one(text, read="trino").sql("trino") == text
    assert parse_one(text, read="trino").sql("trino", pretty=True) == case.after


@pytest.mark.parametrize("case", CASES, ids=lambda each: f"{each.rewrite}/{each.path.stem}")
def test_a_rewrite_is_pure(case):
    query = logical(case.before, case.columns, case.parameters)
    before = query.tree.sql("trino")
    first, second = outcome(case), outcome(case)
    assert first == second
    assert query.tree.sql("trino") == before
