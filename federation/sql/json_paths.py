"""`json_extract_scalar(text, '$.a.b[0]')`: names and places alone, said in the statement."""

from __future__ import annotations

import re

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlForm

_MOST_STEPS = 20
_NAME = re.compile(r"(?=.*[^\W\d])[\w -]{1,100}")
"""With a letter: what is digits alone is the place in a list to one engine, a name to another."""


def extracted(node: exp.Expr) -> exp.Expr:
    """The path as `$["a"]["b"][0]`. Raises SqlForm."""
    path = node.args.get("expression")
    steps = path.expressions[1:] if isinstance(path, exp.JSONPath) else []
    said = [_step(each) for each in steps]
    if not said or None in said or len(said) > _MOST_STEPS:
        raise SqlForm(
            what="json_extract_scalar",
            expected_fr="un chemin de noms et de rangs écrit dans la requête, comme '$.a.b[0]'",
            expected_en="a path of names and places written in the query, such as '$.a.b[0]'",
            place=place_of(node),
        )
    whole = exp.Literal.string("$" + "".join(each or "" for each in said))
    return exp.JSONExtractScalar(this=node.this, expression=whole)


def _step(part: exp.Expr) -> str | None:
    said = part.this
    if isinstance(part, exp.JSONPathKey) and isinstance(said, str) and _NAME.fullmatch(said):
        return f'["{said}"]'
    if isinstance(part, exp.JSONPathSubscript) and isinstance(said, int) and 0 <= said < 10**4:
        return f"[{said}]"
    return None
