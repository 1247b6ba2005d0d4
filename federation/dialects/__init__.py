"""The differences between three engines, and the rules that make the engines agree.

A rule is a function from a node to a node, one topic each; `types.annotate` runs first, children
are rewritten before their parents, and a node's own rules run in the order of the tuple:

    common_rules.RULES    what all three engines need (and Trino needs nothing more but its own few)
    duckdb_rules.RULES    postgres_rules.RULES    trino_rules.RULES

`docs/reference/dialects.md` lists the differences, with the rule that answers each.
"""
