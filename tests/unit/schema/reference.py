"""The reference: plain Python over rows, then ordinary per-field execution by graphql-core.

Written apart from the reader: it knows the rules, and none of the reader's code but its types.
"""

from collections import defaultdict
from functools import cmp_to_key

import orjson
from graphql import (
    EnumValueNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    VariableNode,
    execute_sync,
    parse,
)

from gateway.control.graphql_schema import CONTROL
from schema.types.merged import schema_of_document
from tests.unit.schema.plain_conditions import group_passes, passes
from tests.unit.schema.plain_order import compare_groups, first_rows, measure, ordered
from tests.unit.schema.plain_values import (
    ABSENT,
    PARTS,
    as_list,
    column_of,
    commune,
    key_value,
    label_key,
    node_field,
    wire,
)
from tests.unit.schema.plain_windows import Periods, Summed, window_field
from tests.unit.schema.sample import BORNES, COLLECTES


class Asked:
    """A dataset's rows that pass, and the arguments as the document has them."""

    def __init__(self, dataset, rows, arguments):
        self.dataset, self.rows, self.arguments = dataset, rows, arguments


class Group:
    """`keys` and the rows of all groups are those of its list."""

    def __init__(self, dataset, rows, keys, groups):
        self.dataset, self.rows, self.keys, self.groups = dataset, rows, keys, groups


class Measured:
    def __init__(self, dataset, rows, name):
        self.dataset, self.rows, self.name = dataset, rows, name


SAMPLE = {"collectes": COLLECTES, "bornes": BORNES}


def answer(document, view, rows_by_dataset, variables=None, datasets=SAMPLE):
    """The bytes of `data`; `datasets`, by their fields."""
    parsed = parse(document)
    schema = schema_of_document(view, parsed, CONTROL).graphql_schema
    resolver = Resolver(rows_by_dataset, variables or {}, datasets)
    result = execute_sync(
        schema,
        parsed,
        root_value={},
        variable_values=variables or {},
        field_resolver=resolver.resolve,
    )
    assert not result.errors, result.errors
    return orjson.dumps(result.data)


class Resolver:
    def __init__(self, rows_by_dataset, variables, datasets):
        self.rows_by_dataset, self.variables = rows_by_dataset, variables
        self.datasets = datasets

    def resolve(self, source, info, **_):  # noqa: PLR0911 - a table of places
        name = info.field_name
        arguments = {
            each.name.value: self.plain(each.value) for each in info.field_nodes[0].arguments or ()
        }
        arguments = {key: value for key, value in arguments.items() if value is not ABSENT}
        kind = info.parent_type.name.rpartition("_")[2]
        match source:
            case Asked():
                return self.connection(source, name, arguments, info)
            case Summed() | Periods():
                return window_field(source, name, arguments)
            case Group():
                return self.group(source, name, arguments, info)
            case Measured():
                column = column_of(source.dataset, name)
                return measure(source.name, column, source.rows)
            case KeyValues():
                return resolve_key(source, info, self)
            case dict() if kind == "Query":
                return {}
            case dict() if kind == "Datasets":
                dataset = self.datasets[name]
                where = arguments.get("where")
                rows = [
                    row
                    for row in self.rows_by_dataset[dataset.name]
                    if where in (None, {})
                    or passes(where, row, dataset, self.rows_by_dataset) is True
                ]
                return Asked(dataset, rows, arguments)
            case ("row", dataset, row):
                return node_field(dataset, row, name)
            case dict():
                return source[name]

    def plain(self, node):
        """As the document wrote it, absent variables marked."""
        match node:
            case VariableNode():
                return self.variables.get(node.name.value, ABSENT)
            case ListValueNode():
                found = [self.plain(each) for each in node.values]
                return [each for each in found if each is not ABSENT]
            case ObjectValueNode():
                return {each.name.value: self.plain(each.value) for each in node.fields}
            case IntValueNode():
                return int(node.value)
            case _:
                return node.value

    def connection(self, asked, name, arguments, info):
        dataset = asked.dataset
        match name:
            case "nodes":
                rows = ordered(asked.rows, asked.arguments.get("orderBy"), dataset)
                start = asked.arguments.get("offset", 0)
                end = start + asked.arguments.get("first", 50)
                return [("row", dataset, row) for row in rows[start:end]]
            case "totalCount":
                return {"value": len(asked.rows), "exact": True}
            case "aggregate":
                return Asked(dataset, asked.rows, {})
            case "count":
                return len(asked.rows)
            case "groupBy":
                return self.groups(asked, arguments, info)
            case _:
                measured = (name, arguments["p"]) if name == "percentile" else name
                return Measured(dataset, asked.rows, measured)

    def groups(self, asked, arguments, info):
        dataset = asked.dataset
        keys = [(node.name.value, self.unit(node)) for node in key_nodes(info.field_nodes, info)]
        groups = defaultdict(list)
        for row in asked.rows:
            groups[tuple(key_value(dataset, row, *key) for key in keys)].append(row)
        having = arguments.get("having")
        kept = [
            rows
            for rows in groups.values()
            if having in (None, {}) or group_passes(having, rows, dataset) is True
        ]
        order = as_list(arguments.get("orderBy"))
        kept.sort(key=cmp_to_key(lambda a, b: compare_groups(a, b, order, keys, dataset)))
        start = arguments.get("offset", 0)
        end = start + arguments.get("first", len(kept))
        return [Group(dataset, rows, keys, kept) for rows in kept[start:end]]

    def unit(self, node):
        for each in node.arguments or ():
            value = self.plain(each.value)
            return value.value if isinstance(value, EnumValueNode) else value
        return None

    def group(self, group, name, arguments, info):
        if name == "rows":
            shown = [each.name.value for each in flat(info.field_nodes, info)]
            shown = [each for each in shown if each != "__typename"]
            order = arguments.get("orderBy")
            rows = first_rows(group.rows, order, shown, group.dataset)
            return [("row", group.dataset, row) for row in rows[: arguments.get("first", 5)]]
        if name == "window":
            over = arguments.get("over")
            return Periods(group.dataset, group.rows, group.keys, group.groups, over)
        if name == "aggregate":
            where = arguments.get("where")
            rows = [
                row
                for row in group.rows
                if where in (None, {})
                or passes(where, row, group.dataset, self.rows_by_dataset) is True
            ]
            return self.connection(Asked(group.dataset, rows, {}), name, {}, None)
        first = group.rows[0]
        return KeyValues(self, group, first)


class KeyValues(dict):
    """The fields under `key`, by column and unit: read when asked."""

    def __init__(self, resolver, group, row):
        super().__init__()
        self.resolver, self.group, self.row = resolver, group, row


def resolve_key(source, info, resolver):
    dataset, name = source.group.dataset, info.field_name
    if name == "commune":
        labelled = max(source.group.rows, key=lambda row: label_key(dataset, row) or "")
        return commune(dataset, labelled)
    if name == "datePart":
        return source
    unit = resolver.unit(info.field_nodes[0])
    column = column_of(dataset, name)
    if unit in PARTS:
        return key_value(dataset, source.row, name, unit)
    return wire(key_value(dataset, source.row, name, unit), column.type.scalar)


def key_nodes(nodes, info):
    found = []
    for selection in flat(nodes, info):
        if selection.name.value == "key":
            for each in flat([selection], info):
                # Parts of dates are keys of their own.
                is_parts = each.name.value == "datePart"
                found += flat([each], info) if is_parts else [each]
    return [each for each in found if each.name.value != "__typename"]


def flat(nodes, info):
    """The fields selected under nodes, fragments opened, @skip and @include applied."""
    found = []
    for node in nodes:
        _flat(node.selection_set, info, found)
    return found


def _flat(selection_set, info, found):
    for selection in selection_set.selections:
        if not included(selection, info):
            continue
        if selection.kind == "field":
            found.append(selection)
        elif selection.kind == "inline_fragment":
            _flat(selection.selection_set, info, found)
        else:
            _flat(info.fragments[selection.name.value].selection_set, info, found)


def included(selection, info):
    for directive in selection.directives or ():
        value = directive.arguments[0].value
        raw = (
            info.variable_values[value.name.value]
            if isinstance(value, VariableNode)
            else value.value
        )
        if raw is (directive.name.value == "skip"):
            return False
    return True
