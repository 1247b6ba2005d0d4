"""Trees drawn at random: always the same for a seed and the same columns.

`given` are the columns that may be used, by table; `shown_only` are shown and nothing else, as
pseudonyms are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from tests.integration.linked.invoices import TABLES
from tests.integration.linked.trees import (
    Aggregate,
    AnyOf,
    Compare,
    Field,
    Level,
    Not,
    Order,
    Related,
    Total,
    Tree,
)

_NUMBERS, _TOTALS = ("integer", "decimal"), ("sum", "sum", "min", "max", "median")
_MOST_ASKED, _MOST_LOOK_UPS, _MOST_FIELDS, _DEPTH = 20_000, 8, 12, 3


def every_column() -> dict[str, list[str]]:
    return {name: list(table.types) for name, table in TABLES.items()}


def grow(
    seed: int,
    given: Mapping[str, list[str]] | None = None,
    shown_only: Mapping[str, set[str]] | None = None,
    root: str | None = None,
) -> Tree:
    growing = _Growing(Random(f"tree {seed}"), given or every_column(), shown_only or {})
    roots = [name for name in TABLES if name in growing.given]
    return Tree(seed, growing.level(root or growing.random.choice(roots), _DEPTH, 1))


class _Growing:
    def __init__(self, random, given, shown_only):
        self.random, self.given, self.shown_only = random, given, shown_only
        self.look_ups, self.asked, self.fields_grown = _MOST_LOOK_UPS, 0, 0

    def is_drawn(self, share):
        return self.random.random() < share

    def columns(self, table):
        return [each for each in self.given[table] if each not in TABLES[table].ends]

    def usable(self, table):
        return [each for each in self.columns(table) if each not in self.shown_only.get(table, ())]

    def measurable(self, table, kinds=_NUMBERS):
        types = TABLES[table]
        return [
            each
            for each in self.usable(table)
            if types.types[each].startswith(kinds) and each != types.key
        ]

    def links(self, table, *, many=None):
        return [
            each
            for each in TABLES[table].links
            if each.target in self.given
            and each.here in self.given[table]
            and each.there in self.given[each.target]
            and (many is None or each.many == many)
        ]

    def compare(self, table):
        random, kind = self.random, TABLES[table].types
        column = random.choice(self.usable(table))
        pool = TABLES[table].pools[column]
        ops = ["isNull", "in", "notIn", "ne", "gt", "gte", "lt", "lte"]
        if kind[column] == "string":
            ops += ["startsWith", "eq", "eq"]
        op = random.choice(ops)
        if op == "isNull":
            return Compare(column, op, random.choice([True, False, False]))
        if op in {"in", "notIn"}:
            return Compare(column, op, tuple(random.sample(pool, random.randrange(1, 4))))
        value = random.choice(pool)
        return Compare(column, op, value[: random.randrange(1, 3)] if op == "startsWith" else value)

    def total(self, table, deep):
        found = self.plain_total(table)
        if not self.is_drawn(0.3):
            return found
        target = TABLES[table].link(found.link).target
        return replace(found, where=self.where(target, 0.8, deep - 1))

    def plain_total(self, table):
        random = self.random
        link = random.choice(self.links(table, many=True))
        sums = self.measurable(link.target)
        op = random.choice(["gt", "gte", "lt", "lte", "eq", "ne"])
        if not sums or self.is_drawn(0.5):
            return Total(link.name, "count", None, op, random.choice([0, 0, 1, 2, 3, 5, 8]))
        column = random.choice(sums)
        value = str(random.choice([0, 500, 5000, 12000, -30]))
        scale = re.search(r",(\d+)\)", TABLES[link.target].types[column])
        text = value if scale is None else f"{value}.{'0' * int(scale[1])}"
        if self.is_drawn(0.3):
            # A column's own value; a sum of integers is a text.
            return Total(link.name, "median", column, op, text if scale else int(value))
        return Total(link.name, "sum", column, op, text)

    def related(self, table, deep):
        link = self.random.choice(self.links(table))
        where = self.where(link.target, 0.6, deep - 1)
        if not link.many:
            return Related(link.name, "is", where) if where else None
        kind = self.random.choice(["some", "some", "none", "every"])
        return Related(link.name, kind if where else kind.replace("every", "some"), where)

    def where(self, table, share, deep=2):
        tries = range(self.random.choice([1, 1, 1, 2, 2, 3]))
        found = [self._condition(table, deep) for _ in tries if self.is_drawn(share)]
        return tuple(each for each in found if each)

    def _condition(self, table, deep):
        found = self._plain_condition(table, deep)
        is_known = not isinstance(found, Total) or found.function == "count"
        return Not(found) if found and is_known and self.is_drawn(0.15) else found

    def _plain_condition(self, table, deep):
        dice = self.random.random()
        may_look_up = deep > 0 and self.look_ups > 0
        if dice < 0.3 and may_look_up and self.links(table):
            self.look_ups -= 1
            return self.related(table, deep)
        if dice < 0.5 and may_look_up and self.links(table, many=True):
            self.look_ups -= 1
            return self.total(table, deep)
        if dice < 0.6:
            return AnyOf((self.compare(table), self.compare(table)))
        return self.compare(table)

    def order(self, table):
        found = {}
        for _ in range(self.random.choice([0, 0, 1, 1, 1, 2, 2, 3])):
            term = self._term(table)
            if term is not None and (term.by, term.link, term.column) not in found:
                self.look_ups -= term.link is not None
                found[term.by, term.link, term.column] = term
        key = TABLES[table].key
        if ("column", None, key) not in found:
            found["key"] = Order("column", None, key, self.is_drawn(0.15))
        return tuple(found.values())

    def _term(self, table):
        random, desc = self.random, self.is_drawn(0.5)
        by = random.choice(["column", "column", "parent", "count", random.choice(_TOTALS)])
        if by == "column":
            return Order(by, None, random.choice(self.usable(table)), desc)
        links = self.links(table, many=by != "parent")
        if not links or self.look_ups <= 0:
            return None
        link = random.choice(links)
        if by == "count":
            return Order(by, link.name, None, desc)
        columns = self.usable(link.target) if by == "parent" else self.measurable(link.target)
        if by in {"min", "max", "median"}:
            columns = self.measurable(link.target, (*_NUMBERS, "date"))
        return Order(by, link.name, random.choice(columns), desc) if columns else None

    def aggregate(self, table):
        def some(columns, share):
            return tuple(each for each in columns if self.is_drawn(share))

        ends = self.measurable(table, (*_NUMBERS, "date"))
        found = Aggregate(
            self.is_drawn(0.7),
            some(self.measurable(table), 0.6),
            some(ends, 0.35),
            some(ends, 0.3),
            median=some(ends, 0.15),
        )
        return found if found.count or any(found.measures()) else Aggregate(count=True)

    def shown(self, table):
        columns = self.columns(table)
        return tuple(self.random.sample(columns, self.random.randrange(1, len(columns) + 1)))

    def level(self, table, left, rows_above, *, many=True):
        """`left`: the levels that may come below; `rows_above`: for how many rows it is asked."""
        random, is_root = self.random, left == _DEPTH
        if not many:
            shown = self.shown(table)
            return Level(
                table, many=False, columns=shown, fields=self.fields(table, left, rows_above)
            )
        nodes = self.is_drawn(0.93)
        room = max(1, (_MOST_ASKED - self.asked) // max(1, rows_above))
        sizes = [1, 2, 5, 10, 25, 50, 100] if is_root else [1, 2, 2, 3, 3, 5, 8, 20, 100]
        first = min(random.choice(sizes), room)
        aggregate = self.aggregate(table) if self.is_drawn(0.35) else None
        total = self.is_drawn(0.35) or not (nodes or aggregate)
        where = self.where(table, 0.6)
        self.asked += rows_above * (first if nodes else 1)
        if not nodes:
            return Level(table, nodes=False, where=where, total=total, aggregate=aggregate)
        return Level(
            table,
            columns=self.shown(table),
            fields=self.fields(table, left, rows_above * first),
            where=where,
            order=self.order(table),
            first=first,
            offset=random.choice([0, 0, 0, 1, 2, 7] if is_root else [0, 0, 0, 1, 2]),
            total=total,
            aggregate=aggregate,
        )

    def fields(self, table, left, rows_above):
        random, links, found = self.random, self.links(table), []
        if left == 0 or not links:
            return ()
        for _ in range(random.choice([1, 1, 2, 2, 3] if left == _DEPTH else [0, 1, 1, 1, 2])):
            link = random.choice(links)
            too_many = link.many and self.asked + rows_above > _MOST_ASKED
            if too_many or self.fields_grown >= _MOST_FIELDS:
                continue
            self.fields_grown += 1
            is_plain = all(each.key != link.name for each in found) and self.is_drawn(0.6)
            key = link.name if is_plain else f"{link.name}{self.fields_grown}"
            below = self.level(link.target, left - 1, rows_above, many=link.many)
            found.append(Field(link.name, key, below))
        return tuple(found)
