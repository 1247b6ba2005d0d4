"""Copies that are not made, or of too much, where rows are hidden."""

from __future__ import annotations

from tests.integration.oracle.mutants import InPython

COPIES = "federation.rewrites.materialize"
_ELSEWHERE = "exp.From | exp.CTE | exp.Union | exp.Subquery | None"

BUGS: dict[str, InPython] = {
    "nothing is ever copied": InPython(
        "federation.planning", "_without_statistics", "not copies", "True"
    ),
    "what is copied stays with PostgreSQL": InPython(
        "federation.planning", "_without_statistics", "engine=DUCKDB, ", ""
    ),
    **{
        name: InPython(COPIES, function, old, new)
        for name, (function, old, new) in {
            "a join is one way": ("_is_one_path", "tree.find(exp.Join) is None", "True"),
            "what is taken away is one way": (
                "_is_one_path", _ELSEWHERE, f"exp.Except | exp.Intersect | {_ELSEWHERE}",
            ),
            "a query in EXISTS is one way": (
                "_is_one_path", _ELSEWHERE, f"exp.Exists | {_ELSEWHERE}",
            ),
            "a query in a condition is one way": (
                "_is_one_path", _ELSEWHERE, f"exp.In | exp.EQ | {_ELSEWHERE}",
            ),
            "a query in a projection is one way": (
                "_is_one_path", _ELSEWHERE, f"exp.Alias | {_ELSEWHERE}",
            ),
            "nothing stops early": (
                "must_materialize", "_stops_early(tree, context) and", "False and",
            ),
            "everything stops early": (
                "must_materialize", "_stops_early(tree, context) and", "",
            ),
            "what never fails is copied": (
                "must_materialize", "and not cannot_fail(_below(tree))", "",
            ),
            "what is computed last is copied": (
                "must_materialize", "cannot_fail(_below(tree))",
                "cannot_fail(tree)",
            ),
            "no answer is kept": ("must_keep_answer", "context.engine == DUCKDB and", "False and"),
            "every answer is kept": ("must_keep_answer", "and not cannot_fail(tree)", ""),
            "PostgreSQL does not know where to stop": (
                "_stops_early", "context.engine == DUCKDB and ", "",
            ),
        }.items()
    },
    "nothing is taken out": InPython(
        "federation.to_sql", "_taken_out", "subquery.alias == MATERIALIZED", "False"
    ),
}  # fmt: skip
