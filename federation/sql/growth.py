"""How long a text can become: each `||` and REPLACE around another doubles it, CTE after CTE.

Counted on the tree, in the length of a cell: what would fill an engine's memory is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from catalog.model.dataset import ScalarType
from federation.dialects.types import is_text
from federation.logical import LiteralSource, Parameter
from federation.sql.problems import SqlLimit
from federation.sql.result_types import arms_of

MAX_GROWTH = 1_000
"""Times the length of a cell, or of a parameter given for `?`."""
_CELL = 100
"""Characters that count as one cell, for the literals of the statement."""


def check_growth(tree: exp.Query, parameters: Mapping[str, Parameter]) -> None:
    """Raises SqlLimit. `tree` has its names resolved and its types noted."""
    outputs: dict[int, dict[str, int]] = {}
    for scope in traverse_scope(tree):
        lengths = _Lengths(scope, outputs, parameters)
        expression = scope.expression
        if isinstance(expression, exp.Query):
            arms = arms_of(expression)
            names = [each.alias_or_name for each in arms[0].selects] if arms else []
            found = dict.fromkeys(names, 1)
            own = [] if isinstance(expression, exp.SetOperation) else expression.selects
            found.update({each.alias_or_name: lengths.of(each.unalias()) for each in own})
            for arm in scope.set_operation_scopes or ():
                given = list(outputs.get(id(arm), {}).values())
                for name, length in zip(names, given, strict=False):
                    found[name] = max(found[name], length)
            outputs[id(scope)] = found


class _Lengths:
    def __init__(
        self,
        scope: Scope,
        outputs: Mapping[int, Mapping[str, int]],
        parameters: Mapping[str, Parameter],
    ) -> None:
        self._scope = scope
        self._outputs = outputs
        self._parameters = parameters

    def of(self, root: exp.Expr) -> int:
        """In cells; what is no text is one."""
        known: dict[int, int] = {}
        for node in reversed(list(root.walk(bfs=True))):
            length = self._length(node, known)
            if length > MAX_GROWTH:
                raise SqlLimit(
                    limit=MAX_GROWTH,
                    what_fr="fois la longueur d'un texte, mis bout à bout ou remplacé",
                    what_en="times the length of a text, joined end to end or replaced",
                )
            known[id(node)] = length
        return known[id(root)]

    def _length(self, node: exp.Expr, known: Mapping[int, int]) -> int:  # noqa: PLR0911 - one line a kind
        below = [known[id(each)] for each in node.iter_expressions() if id(each) in known]
        match node:
            case exp.Column():
                source = self._scope.sources.get(node.table)
                of = self._outputs.get(id(source), {}) if isinstance(source, Scope) else {}
                return of.get(node.name, 1)
            case exp.Placeholder():
                return self._given(str(node.this))
            case exp.DPipe() | exp.Concat():
                return max(1, sum(below))
            case exp.Replace():
                return known[id(node.this)] * self._most_times(node, known)
            case exp.Query():
                return max((known.get(id(each), 1) for each in node.selects), default=1)
            case _ if node.type is not None and not is_text(node) and isinstance(node, exp.Func):
                return 1
            case _:
                return max([1, *below])

    def _given(self, name: str) -> int:
        parameter = self._parameters.get(name)
        if parameter is None or parameter.type.scalar is not ScalarType.STRING:
            return 1
        source = parameter.source
        said = str(source.value) if isinstance(source, LiteralSource) else ""
        return 1 + len(said) // _CELL

    def _most_times(self, node: exp.Replace, known: Mapping[int, int]) -> int:
        """How many times longer: one character may become the whole replacement."""
        new = node.args.get("replacement")
        if new is None:
            return 1
        held = new.find(exp.Placeholder)
        parameter = None if held is None else self._parameters.get(str(held.this))
        source = None if parameter is None else parameter.source
        if isinstance(source, LiteralSource) and isinstance(new, exp.Cast):
            return max(1, len(str(source.value)))
        return known[id(new)] * _CELL
