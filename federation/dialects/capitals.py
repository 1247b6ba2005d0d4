"""upper('ß'): ẞ on one engine, SS by some collations of another, ß where nothing is done to it."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.tree import call, inside, rule_for, string
from federation.dialects.types import typed

_SHARP_S, _STAND_IN = "ß", "\ue0df"
"""A private letter has no capital anywhere."""


@rule_for(exp.Upper)
def capitals(node: exp.Expr) -> exp.Expr:
    """ß stays, as on Trino."""
    hidden = call("REPLACE", inside(node), string(_SHARP_S), string(_STAND_IN))
    raised = typed(call("UPPER", hidden), "VARCHAR")
    return typed(call("REPLACE", raised, string(_STAND_IN), string(_SHARP_S)), "VARCHAR")
