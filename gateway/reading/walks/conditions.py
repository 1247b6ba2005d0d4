"""A condition of a door as the WHERE of a tree, its values beside it.

Of two values, as OData has it, each comparison is true or false: nothing equals nothing, differs
from all values, and is neither less nor more; `not` of what is false is true. Of three values, as
SQL and CQL2 have it, what is compared with nothing is neither true nor false, and `not` of it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import Column, ColumnType, ScalarType
from federation.sql.parameters import MAX_TEXT
from gateway.reading.walks.bound_values import ALONE, BoundValues
from gateway.reading.walks.calls import CALLS, Typed
from gateway.reading.walks.problems import ConditionForm, ConditionTooLong
from gateway.reading.walks.terms import (
    MOST_DEPTH,
    MOST_TERMS,
    Always,
    Call,
    Comparison,
    Condition,
    Every,
    IsNothing,
    Negated,
    OneOf,
    OneOfMany,
    Property,
    Some,
    Term,
    Value,
    ValueKind,
)

_SIGNS: Mapping[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_BEGINNING = 1
"""Letters of a text by which a long list is parted: a statement may read so much text a row."""
_OTHERWISE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


FindColumn = Callable[[str], Column]
"""Raises the problem of an unknown column."""


@dataclass(slots=True)
class Conditions:
    """Makes nodes of the terms of one statement."""

    column: FindColumn
    values: BoundValues
    is_two_valued: bool = True
    _terms: int = 0

    def where(self, condition: Condition) -> exp.Expr:
        """Raises ConditionValue, ConditionForm, ConditionTooLong, and what `column` raises."""
        return self._condition(condition, is_negated=False, depth=0)

    def typed(self, term: Term, depth: int = 0) -> Typed:
        """A column or a call; a value alone is of the type that it says itself."""
        self._count(depth)
        match term:
            case Property():
                column = self.column(term.name)
                return Typed(column_node(column), column.type.scalar, term.name)
            case Call():
                return self._call(term, depth)
            case Value():
                self._refuse_nothing(term)
                scalar = ALONE[term.kind]
                return Typed(self.values.literal(term, None, "…"), scalar, "…")
        assert_never(term)

    def _condition(  # noqa: C901, PLR0911 - one for each kind
        self, condition: Condition, *, is_negated: bool, depth: int
    ) -> exp.Expr:
        self._count(depth)
        below = depth + 1
        match condition:
            case Negated() if not self.is_two_valued:
                of = self._condition(condition.of, is_negated=False, depth=below)
                return exp.paren(exp.Not(this=exp.paren(of)))
            case Negated():
                return self._condition(condition.of, is_negated=not is_negated, depth=below)
            case Every() | Some():
                parts = [
                    self._condition(each, is_negated=is_negated, depth=below)
                    for each in condition.parts
                ]
                is_every = isinstance(condition, Every) is not is_negated
                return (all_of if is_every else any_of)(parts)
            case Comparison():
                return self._comparison(condition, is_negated=is_negated, depth=below)
            case OneOf():
                return self._one_of(condition, is_negated=is_negated, depth=below)
            case OneOfMany():
                listed = self._one_of_many(condition)
                return exp.Not(this=listed) if is_negated else listed
            case IsNothing():
                return is_nothing(self.typed(condition.of, below).node, isnt=is_negated)
            case Always():
                return exp.Boolean(this=condition.is_true is not is_negated)
            case Property() | Call():
                truth = self.typed(condition, below)
                if truth.scalar is not ScalarType.BOOLEAN:
                    raise ConditionForm(
                        what=truth.name[:60],
                        expected_fr="une comparaison (ce n'est ni vrai ni faux)",
                        expected_en="a comparison (it is neither true nor false)",
                    )
                return exp.Not(this=exp.paren(truth.node)) if is_negated else truth.node
        assert_never(condition)

    def _comparison(self, of: Comparison, *, is_negated: bool, depth: int) -> exp.Expr:
        left, right, sign = of.left, of.right, of.sign
        if _is_nothing(left):
            left, right = right, left
        if _is_nothing(right):
            return self._with_nothing(sign, left, is_negated=is_negated, depth=depth)
        first, second = self._sides(left, right, depth)
        if is_negated:
            sign = _OTHERWISE[sign]
        nothing = [
            is_nothing(each.node.copy())
            for each, term in ((first, left), (second, right))
            if not isinstance(term, Value)
        ]
        if not self.is_two_valued:
            return _SIGNS[sign](this=first.node, expression=second.node)
        compared: exp.Expr = _SIGNS[sign](this=first.node, expression=second.node)
        if sign == "<>":
            if len(nothing) == 2:
                # Nothing equals nothing.
                left_empty, right_empty = nothing
                apart = [
                    all_of([left_empty, exp.Not(this=right_empty)]),
                    all_of([exp.Not(this=left_empty.copy()), right_empty.copy()]),
                ]
                return any_of([compared, *apart])
            return any_of([compared, *nothing])
        if sign == "=" and len(nothing) == 2:
            return any_of([compared, all_of(nothing)])
        return any_of([compared, *nothing]) if is_negated else compared

    def _with_nothing(self, sign: str, term: Term, *, is_negated: bool, depth: int) -> exp.Expr:
        if sign not in {"=", "<>"}:
            return exp.Boolean(this=is_negated)
        if _is_nothing(term):
            return exp.Boolean(this=(sign == "=") is not is_negated)
        return is_nothing(self.typed(term, depth).node, isnt=(sign == "<>") is not is_negated)

    def _one_of(self, of: OneOf, *, is_negated: bool, depth: int) -> exp.Expr:
        target = self.typed(of.of, depth)
        values = [each for each in of.values if not _is_nothing(each)]
        parts: list[exp.Expr] = []
        if values:
            nodes = []
            for value in values:
                self._count(depth)
                if not isinstance(value, Value):
                    raise ConditionForm(
                        what="in",
                        expected_fr="une liste de valeurs",
                        expected_en="a list of values",
                    )
                nodes.append(self.values.literal(value, target.scalar, target.name))
            parts.append(exp.In(this=target.node, expressions=nodes))
        with_nothing = len(values) < len(of.values)
        if with_nothing or is_negated:
            nothing = is_nothing(target.node.copy())
            if is_negated:
                apart = [exp.Not(this=exp.paren(each)) for each in parts]
                return (
                    all_of([*apart, exp.Not(this=nothing)])
                    if with_nothing
                    else any_of([*apart, nothing])
                )
            parts.append(nothing)
        return any_of(parts)

    def _one_of_many(self, of: OneOfMany) -> exp.Expr:
        """Looked for in a few long texts, as a statement has not so many values: each row in those
        of the texts that begin as its own does.
        """
        if not of.texts:
            return exp.Boolean(this=False)
        node, length = column_node(self.column(of.of.name)), len(of.texts[0])
        groups: dict[str, list[str]] = {}
        for text in of.texts:
            groups.setdefault(text[:_BEGINNING], []).append(text)
        parts = [self._among(node, begin, texts, length) for begin, texts in groups.items()]
        is_code = exp.EQ(this=exp.Length(this=node), expression=exp.Literal.number(length))
        return all_of([is_code, any_of(parts)])

    def _among(self, node: exp.Expr, begin: str, texts: Sequence[str], length: int) -> exp.Expr:
        between = exp.Literal.string(",")
        most = (MAX_TEXT - 1) // (length + 1)
        begins = exp.StartsWith(this=node.copy(), expression=self._text(begin))
        parts: list[exp.Expr] = []
        for start in range(0, len(texts), most):
            inner = exp.DPipe(this=between.copy(), expression=node.copy())
            place = exp.StrPosition(
                this=self._text(f",{','.join(texts[start : start + most])},"),
                substr=exp.DPipe(this=inner, expression=between.copy()),
            )
            parts.append(exp.GT(this=place, expression=exp.Literal.number(0)))
        return all_of([begins, any_of(parts)])

    def _text(self, text: str) -> exp.Expr:
        return self.values.add(text, ColumnType(ScalarType.STRING))

    def _sides(self, left: Term, right: Term, depth: int) -> tuple[Typed, Typed]:
        if isinstance(left, Value) and not isinstance(right, Value):
            second, first = self._sides(right, left, depth)
            return first, second
        first = self.typed(left, depth)
        if not isinstance(right, Value):
            return first, self.typed(right, depth)
        self._count(depth)
        node = self.values.literal(right, first.scalar, first.name)
        return first, Typed(node, first.scalar, "…")

    def _call(self, call: Call, depth: int) -> Typed:
        function = CALLS[call.function]
        least, most = function.takes
        if not least <= len(call.arguments) <= most:
            count = str(least) if least == most else f"{least}-{most}"
            raise ConditionForm(
                what=f"{call.source_name}(…)"[:60],
                expected_fr=f"{count} argument(s)",
                expected_en=f"{count} argument(s)",
            )
        bound = call.arguments[: function.bound]
        arguments = [self._argument(each, function.over, call, depth) for each in bound]
        return Typed(
            function.node(arguments, call),
            function.gives or arguments[0].scalar,
            f"{call.source_name}(…)",
        )

    def _argument(self, term: Term, over: frozenset[ScalarType], call: Call, depth: int) -> Typed:
        if isinstance(term, Value):
            self._count(depth)
            self._refuse_nothing(term)
            scalar = ALONE[term.kind]
            if scalar in over or (scalar is ScalarType.DECIMAL and ScalarType.INTEGER in over):
                return Typed(self.values.literal(term, None, call.source_name), scalar, term.text)
        else:
            typed = self.typed(term, depth + 1)
            if typed.scalar in over:
                return typed
        expected = TYPES[next(each for each in ScalarType if each in over)].value
        raise ConditionForm(
            what=f"{call.source_name}(…)"[:60], expected_fr=expected.fr, expected_en=expected.en
        )

    def _refuse_nothing(self, value: Value) -> None:
        if value.kind is ValueKind.NOTHING:
            raise ConditionForm(
                what="null", expected_fr="une comparaison", expected_en="a comparison"
            )

    def _count(self, depth: int) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise ConditionTooLong(limit=MOST_TERMS, what_fr="termes", what_en="terms")
        if depth > MOST_DEPTH:
            raise ConditionTooLong(limit=MOST_DEPTH, what_fr="niveaux", what_en="levels")


def column_node(column: Column) -> exp.Column:
    return exp.column(str(column.name), quoted=True)


def is_nothing(node: exp.Expr, *, isnt: bool = False) -> exp.Expr:
    test = exp.Is(this=node, expression=exp.Null())
    return exp.Not(this=test) if isnt else test


def all_of(parts: Sequence[exp.Expr]) -> exp.Expr:
    return _joined(exp.And, parts)


def any_of(parts: Sequence[exp.Expr]) -> exp.Expr:
    return _joined(exp.Or, parts)


def _joined(kind: type[exp.Connector], parts: Sequence[exp.Expr]) -> exp.Expr:
    """Halved again and again: a long list is no deep tree."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    sides = (_joined(kind, parts[:half]), _joined(kind, parts[half:]))
    return exp.paren(kind(this=sides[0], expression=sides[1]))


def _is_nothing(term: Term) -> bool:
    return isinstance(term, Value) and term.kind is ValueKind.NOTHING
