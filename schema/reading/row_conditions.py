"""`where`: what rows of a dataset must satisfy, by their columns, their commune and linked rows.

What is asked of linked rows is an EXISTS over the other dataset: a table like any other, governed
by the same decision, under the terms that agreements set on what is read together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from catalog.model.problem import Place
from schema.inputs import Input
from schema.problems import DocumentLimit, EmptyCondition, NullCondition
from schema.reading.commune_conditions import CommuneFilterReader
from schema.reading.conditions import FilterReader
from schema.reading.linked_totals import totals_condition
from schema.reading.territory_filters import TerritoryReader
from schema.reading.where_reader import read_combined
from schema.sql import aliased, all_of, column, negated, on_table, quoted
from schema.types.scalar_values import Leaf
from schema.types.scope import DatasetLink, DatasetScope

MOST_LINKED = 8
"""Conditions and orders on linked rows in one field: each is another look through a table."""
_LOOKED_UP = "l"


@dataclass(slots=True)
class RowConditions:
    """`looked_up`: the datasets (ids) that conditions read beside their own, by their table."""

    filters: FilterReader
    territories: TerritoryReader
    looked_up: dict[tuple[str, str], str] = field(default_factory=dict)
    _linked: int = 0
    _conditions: int = 0

    def read(self, where: Input | None, scope: DatasetScope) -> exp.Expr | None:
        """The condition on rows; None when there is none. Raises CallerProblems with their
        place.
        """
        parameters, limits = self.filters.parameters, self.filters.limits
        zone = scope.dataset.time_zone
        communes = CommuneFilterReader(parameters, limits, self.territories, zone)

        def read_field(name: str, filter_: Input) -> exp.Expr | None:
            relation = scope.relations.get(name)
            if relation is not None:
                return communes.read(relation, filter_)
            link = scope.links.get(name)
            if link is not None:
                return self._read_link(scope, link, filter_)
            known = scope.columns[name]
            leaf = Leaf(known.type, known.code_list)
            return self.filters.read(name, filter_, leaf, lambda: column(known.name))

        return read_combined("where", where, read_field, limits)

    def look_up(self, link: DatasetLink, place: Place | None) -> tuple[str, exp.Table]:
        """The table of linked rows under a name of its own. Raises DocumentLimit."""
        self._conditions += 1
        if self._conditions > MOST_LINKED:
            raise DocumentLimit(
                what_fr="conditions et ordres sur des lignes liées",
                what_en="conditions and orders on linked rows",
                limit=MOST_LINKED,
                place=place,
            )
        return self.look_up_again(link)

    def read_again(self, where: Input, scope: DatasetScope) -> exp.Expr | None:
        """The same condition once more, which is counted already."""
        counted = self._conditions
        condition = self.read(where, scope)
        self._conditions = counted
        return condition

    def look_up_again(self, link: DatasetLink) -> tuple[str, exp.Table]:
        """The same for a condition that is counted already."""
        self._linked += 1
        name, owner = f"{_LOOKED_UP}{self._linked}", link.organisation.slug.sql_name
        self.looked_up[owner, link.dataset.name] = link.dataset.id
        table = exp.Table(
            this=quoted(link.dataset.name),
            db=quoted(owner),
            alias=exp.TableAlias(this=quoted(name)),
        )
        return name, table

    def _read_link(self, scope: DatasetScope, link: DatasetLink, filter_: Input) -> exp.Expr | None:
        """`{ some: …, every: …, none: … }`, or what the one linked row must satisfy."""
        if filter_.is_null:
            raise NullCondition(field=link.name, place=filter_.place)
        if not link.many:
            return self._quantified("some", scope, link, filter_)
        entries = filter_.entries()
        if not entries:
            raise EmptyCondition(field=link.name, place=filter_.place)
        read = [
            totals_condition(self, scope, link, each)
            if name == "aggregate"
            else self._quantified(name, scope, link, each)
            for name, each in entries
            if each is not None
        ]
        kept = [each for each in read if each is not None]
        return all_of(kept) if kept else None

    def _quantified(
        self, quantifier: str, scope: DatasetScope, link: DatasetLink, filter_: Input
    ) -> exp.Expr | None:
        """`{}` is any row; what absent variables emptied is no condition at all."""
        of = f"{link.name}.{quantifier}" if link.many else link.name
        if filter_.is_null:
            raise NullCondition(field=of, place=filter_.place)
        is_any = not filter_.entries()
        if is_any and quantifier == "every":
            raise EmptyCondition(field=of, place=filter_.place)
        inner = self.read(filter_, scope.linked(link))
        if inner is None and not is_any:
            return None
        if quantifier == "every" and inner is not None:
            # Where it is not known of a row, the row is not known to satisfy it.
            inner = negated(exp.Coalesce(this=inner, expressions=[exp.false()]))
        exists = self._exists(link, inner, filter_)
        return exists if quantifier == "some" else exp.Not(this=exists)

    def _exists(self, link: DatasetLink, inner: exp.Expr | None, filter_: Input) -> exp.Expr:
        name, table = self.look_up(link, filter_.place)
        same: exp.Expr = exp.EQ(
            this=column(link.other.name, name), expression=column(link.own.name)
        )
        if inner is not None:
            same = all_of([same, on_table(inner, name)])
        rows = exp.Select(
            expressions=[aliased(exp.Literal.number(1), "one")],
            from_=exp.From(this=table),
            where=exp.Where(this=same),
        )
        return exp.Exists(this=rows)
