"""The answer of a tree, by brute force over the rows that its reader may see; no SQL.

A hidden row is not there: it is in no count, sum, order or condition. A comparison with an absent
cell does not hold. Absent values come last in both directions. A link without a value leads
nowhere. The count of none is 0; the sum of nothing is absent.
"""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
from decimal import Decimal
from fractions import Fraction

from catalog.model.identifiers import graphql_name
from tests.integration.linked.invoices import TABLES
from tests.integration.linked.trees import AnyOf, Compare, Level, Not, Related, Tree

_COMPARED = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def told(value, kind):
    """As GraphQL writes it."""
    scale = re.search(r",(\d+)\)", kind)
    if value is None or kind in {"integer", "string"}:
        return value
    if scale:
        return f"{value:.{scale[1]}f}"
    return value.isoformat() if kind == "date" else str(value)


def value_of(value, kind):
    if value is None:
        return None
    if kind.startswith("decimal"):
        return Decimal(value)
    if kind == "date":
        return dt.date.fromisoformat(value)
    return int(value) if kind in {"integer", "bigint"} else value


class World:
    """Rows that one reader sees, by table; a cell that is not given is not there."""

    def __init__(self, rows):
        self.rows = {
            name: sorted(rows.get(name, ()), key=lambda row: row[table.key])
            for name, table in TABLES.items()
        }
        self._by_value = {}

    def linked(self, row, link):
        value = row.get(link.here)
        if value is None:
            return []
        at = (link.target, link.there)
        if at not in self._by_value:
            self._by_value[at] = by_value = {}
            for each in self.rows[link.target]:
                by_value.setdefault(each.get(link.there), []).append(each)
        return self._by_value[at].get(value, [])

    def expected(self, tree: Tree):
        """With `hasNextPage` where the tree shows rows."""
        root = tree.root
        rows = self.satisfying(root, self.rows[root.table])
        answer = self.of_list(root, rows)
        if root.nodes:
            answer["pageInfo"] = {"hasNextPage": len(rows) > root.offset + root.first}
        return answer

    def satisfying(self, level: Level, rows):
        return [row for row in rows if self.all_hold(level.table, row, level.where)]

    def of_list(self, level: Level, rows):
        """`rows` satisfy its `where`."""
        answer = {}
        if level.nodes:
            page = self.in_order(level, rows)[level.offset : level.offset + level.first]
            answer["nodes"] = [self.of_row(level, row) for row in page]
        if level.total:
            answer["totalCount"] = {"value": len(rows), "exact": True}
        if level.aggregate:
            answer["aggregate"] = _totals(level, rows)
        return answer

    def of_row(self, level: Level, row):
        table = TABLES[level.table]
        answer = {graphql_name(each): told(row[each], table.types[each]) for each in level.columns}
        for field in level.fields:
            link, below = table.link(field.link), field.level
            linked = self.linked(row, link)
            if link.many:
                answer[field.key] = self.of_list(below, self.satisfying(below, linked))
            else:
                answer[field.key] = self.of_row(below, linked[0]) if linked else None
        return answer

    def all_hold(self, table, row, conditions):
        return all(self.holds(table, row, each) is True for each in conditions)

    def holds(self, table, row, condition):
        """None where it is not known: of an absent cell."""
        match condition:
            case Compare(column, op, value):
                return _compared(row[column], op, value, TABLES[table].types[column])
            case AnyOf(conditions):
                held = [self.holds(table, row, each) for each in conditions]
                return True if True in held else None if None in held else False
            case Not(condition=of):
                held = self.holds(table, row, of)
                return None if held is None else not held
            case Related(name, kind, where):
                link = TABLES[table].link(name)
                held = [self.all_hold(link.target, each, where) for each in self.linked(row, link)]
                if kind == "every":
                    return all(held)
                return any(held) != (kind == "none")
        link = TABLES[table].link(condition.link)
        among = [
            each
            for each in self.linked(row, link)
            if self.all_hold(link.target, each, condition.where)
        ]
        came = total(among, condition.function, condition.column)
        return came is not None and _COMPARED[condition.op](came, Decimal(condition.value))

    def total(self, table, row, name, function, column):
        return total(self.linked(row, TABLES[table].link(name)), function, column)

    def in_order(self, level: Level, rows):
        for term in reversed(level.order):
            keyed = [(self._key(level.table, row, term), row) for row in rows]
            present = [each for each in keyed if each[0] is not None]
            present.sort(key=operator.itemgetter(0), reverse=term.desc)
            absent = [row for key, row in keyed if key is None]
            rows = [*(row for _, row in present), *absent]
        return rows

    def _key(self, table, row, term):
        if term.by == "column":
            return row[term.column]
        if term.by == "parent":
            linked = self.linked(row, TABLES[table].link(term.link))
            return linked[0][term.column] if linked else None
        return self.total(table, row, term.link, term.by, term.column)


def _compared(cell, op, value, kind):
    if op == "isNull":
        return (cell is None) == value
    if cell is None:
        return None
    if op in {"in", "notIn"}:
        return (cell in [value_of(each, kind) for each in value]) == (op == "in")
    if op == "startsWith":
        return cell.startswith(value)
    return _COMPARED[op](cell, value_of(value, kind))


def total(rows, function, column):
    """None of nothing, but of counts."""
    if function == "count":
        return len(rows)
    cells = [row[column] for row in rows if row[column] is not None]
    match function:
        case "countDistinct":
            return len(set(cells))
        case "sum":
            return sum(cells) if cells else None
        case "avg":
            return sum(map(Fraction, cells)) / len(cells) if cells else None
        case "median":
            return nearest(cells, Fraction(1, 2))
    return (min if function == "min" else max)(cells, default=None)


def nearest(cells, share):
    """The least cell that so many of them do not pass."""
    return sorted(cells)[max(math.ceil(share * len(cells)), 1) - 1] if cells else None


def _totals(level: Level, rows):
    answer, types = {}, TABLES[level.table].types
    if level.aggregate.count:
        answer["count"] = len(rows)
    for measure, columns in level.aggregate.measures():
        answer[measure] = {
            graphql_name(each): _told(measure, total(rows, measure, each), types[each])
            for each in columns
        }
    return answer


def _told(measure, value, kind):
    if measure == "avg":
        return None if value is None else float(value)
    return told(value, "bigint" if measure == "sum" and kind == "integer" else kind)
