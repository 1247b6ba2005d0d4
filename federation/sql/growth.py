"""Bounds the length that a text can come to have, and how much of it is read for each row.

Each `||` and REPLACE around another doubles a text, CTE after CTE; a function around another reads
it again; TRANSLATE looks for each letter in its map. Counted on the tree, in the length of a cell:
a statement that would fill an engine's memory, or keep one of its threads, is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from catalog.fold import FOLD_REPLACES
from catalog.model.dataset import ScalarType
from catalog.standards.conformity import are_codes
from catalog.standards.standard import standards
from federation.dialects.types import is_text
from federation.logical import FOLD, LiteralSource, Parameter
from federation.patterns.regular import growth_of
from federation.size_problems import SqlLimit
from federation.sql.parameters import CELL
from federation.sql.result_types import arms_of
from federation.standards.standard_cells import codes_of

MAX_GROWTH = 1_000
"""Times the length of a cell, or of a parameter given for `?`."""
MAX_READ = 5_000
"""Times the length of a cell that functions, patterns and `||` read for one row."""
_FOLDS = 1 + len(FOLD_REPLACES)
"""Times that folding goes through its text."""
MAX_MAP = 100
"""Characters that TRANSLATE replaces: an engine looks each letter of a text up in them."""

_READS = (exp.Func, exp.DPipe, exp.Like)


def check_growth(tree: exp.Query, parameters: Mapping[str, Parameter]) -> None:
    """Raises SqlLimit. `tree` has its names resolved and its types noted."""
    outputs: dict[int, dict[str, int]] = {}
    longest: dict[int, int] = {}
    read = 0
    for scope in traverse_scope(tree):
        lengths = _Lengths(scope, outputs, longest, parameters)
        expression = scope.expression
        if not isinstance(expression, exp.Query):
            continue
        arms = arms_of(expression)
        names = [each.alias_or_name for each in arms[0].selects] if arms else []
        found = dict.fromkeys(names, 1)
        own = [] if isinstance(expression, exp.SetOperation) else expression.selects
        found.update({each.alias_or_name: lengths.of(each.unalias()) for each in own})
        for each in _beside_what_is_shown(expression):
            lengths.of(each)
        for arm in scope.set_operation_scopes or ():
            given = list(outputs.get(id(arm), {}).values())
            for name, length in zip(names, given, strict=False):
                found[name] = max(found[name], length)
        outputs[id(scope)] = found
        longest[id(expression)] = max(found.values(), default=1)
        read += lengths.read
        if read > MAX_READ:
            raise SqlLimit(
                limit=MAX_READ,
                what_fr="fois la longueur d'un texte, lu par des fonctions pour chaque ligne",
                what_en="times the length of a text, read by functions for each row",
            )


def _is_of_a_standard(node: exp.Expr) -> bool:
    """Words replaced by codes of a standard: each row is looked up in the table of its own arm."""
    case = node.parent if isinstance(node, exp.If) else node
    codes = codes_of(case) if isinstance(case, exp.Case) else None
    return codes is not None and are_codes(codes.values(), standards().values())


def _is_fold(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this) == FOLD


def _beside_what_is_shown(query: exp.Query) -> Iterator[exp.Expr]:
    for key in ("where", "group", "having", "order"):
        part = query.args.get(key)
        if part is not None:
            yield part
    for join in query.args.get("joins") or ():
        if join.args.get("on") is not None:
            yield join.args["on"]


class _Lengths:
    """`read`: what functions, patterns and `||` have read so far, for one row."""

    def __init__(
        self,
        scope: Scope,
        outputs: Mapping[int, Mapping[str, int]],
        longest: Mapping[int, int],
        parameters: Mapping[str, Parameter],
    ) -> None:
        self._scope = scope
        self._outputs = outputs
        self._longest = longest
        self._parameters = parameters
        self.read = 0

    def of(self, root: exp.Expr) -> int:
        """In cells; what is no text is one."""
        known: dict[int, int] = {}
        inside = root.walk(bfs=True, prune=lambda each: isinstance(each, exp.Query))
        for node in reversed(list(inside)):
            length = self._length(node, known)
            if length > MAX_GROWTH:
                raise SqlLimit(
                    limit=MAX_GROWTH,
                    what_fr="fois la longueur d'un texte, mis bout à bout ou remplacé",
                    what_en="times the length of a text, joined end to end or replaced",
                )
            known[id(node)] = length
            if isinstance(node, exp.Translate):
                self._check_map(node)
            if isinstance(node, _READS) and not _is_of_a_standard(node):
                below = (each for each in node.iter_expressions() if is_text(each))
                read = sum(known.get(id(each), 1) for each in below)
                self.read += read * (_FOLDS if _is_fold(node) else 1)
        return known[id(root)]

    def _check_map(self, node: exp.Translate) -> None:
        """A map is searched for each letter: a short one, that the statement or `?` gives."""
        held = node.args["from_"]
        held = held.this if isinstance(held, exp.Cast) else held
        is_given = isinstance(held, exp.Placeholder)
        given = self._parameters.get(str(held.this)) if is_given else None
        source = None if given is None else given.source
        is_short = isinstance(held, exp.Null)
        if isinstance(held, exp.Literal):
            is_short = len(held.name) <= MAX_MAP
        if given is not None and isinstance(source, LiteralSource):
            is_short = len(str(source.value)) <= MAX_MAP
        elif given is not None:
            is_short = given.cells == 1
        if not is_short:
            raise SqlLimit(
                limit=MAX_MAP,
                what_fr="caractères que translate remplace, écrits dans la requête",
                what_en="characters that translate replaces, written in the query",
            )

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
            case exp.GroupConcat():
                # As long as its group: what is then joined to it is counted from there.
                return MAX_GROWTH // 4
            case exp.Replace():
                return known[id(node.this)] * self._most_times(node, known)
            case exp.Anonymous() if _is_fold(node):
                # `œ` becomes two letters.
                return 2 * known[id(node.expressions[0])]
            case exp.RegexpReplace():
                return known[id(node.this)] * growth_of(node.args["replacement"].name)
            case exp.Query():
                return self._longest.get(id(node.unnest()), 1)
            case _ if node.type is not None and not is_text(node) and isinstance(node, exp.Func):
                return 1
            case _:
                return max([1, *below])

    def _given(self, name: str) -> int:
        parameter = self._parameters.get(name)
        if parameter is None or parameter.type.scalar is not ScalarType.STRING:
            return 1
        source = parameter.source
        if isinstance(source, LiteralSource):
            return 1 + len(str(source.value)) // CELL
        return parameter.cells

    def _most_times(self, node: exp.Replace, known: Mapping[int, int]) -> int:
        """The most times that a text grows: one character may become the whole replacement."""
        new = node.args.get("replacement")
        if new is None:
            return 1
        if isinstance(new, exp.Literal):
            return max(1, len(new.name))
        held = new.find(exp.Placeholder)
        parameter = None if held is None else self._parameters.get(str(held.this))
        source = None if parameter is None else parameter.source
        if isinstance(source, LiteralSource) and isinstance(new, exp.Cast):
            return max(1, len(str(source.value)))
        return known[id(new)] * CELL
