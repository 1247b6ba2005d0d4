"""A tree as a document, and the fields of a tree that its reader is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from catalog.model.identifiers import graphql_name
from tests.integration.linked.invoices import TABLES
from tests.integration.linked.trees import AnyOf, Compare, Level, Not, Order, Related, Tree


def document_of(tree: Tree, body: str, page: str = "hasNextPage") -> str:
    """`page`: the fields of pageInfo that are asked for where the tree shows rows. What a list
    shows without a word is left out.
    """
    root = tree.root
    rows = f"edges {{ cursor node {_row(root)} }}" if _has_edges(tree) else f"nodes {_row(root)}"
    slices = [rows, f"pageInfo {{ {page} }}"] if root.nodes else []
    return f"{{ {body} {{ {root.table}{_list(root, slices, usual=50)} }} }}"


def _has_edges(tree: Tree) -> bool:
    return tree.seed % 5 == 0


def _list(level: Level, slices: list[str], usual: int) -> str:
    arguments = []
    if level.where:
        arguments.append(f"where: {_where(level.table, level.where)}")
    if level.nodes:
        arguments.append(f"orderBy: [{', '.join(map(_order, level.order))}]")
        if level.first != usual:
            arguments.append(f"first: {level.first}")
        if level.offset:
            arguments.append(f"offset: {level.offset}")
    if level.total:
        slices.append("totalCount { value exact }")
    if level.aggregate:
        slices.append(f"aggregate {{ {_measures(level)} }}")
    said = f"({', '.join(arguments)})" if arguments else ""
    return f"{said} {{ {' '.join(slices)} }}"


def without_edges(answer):
    """The same, its edges as nodes; each has its cursor."""
    if not answer or "edges" not in answer:
        return answer
    edges = answer.pop("edges")
    assert edges is None or all(each["cursor"] for each in edges)
    return answer | {"nodes": edges and [each["node"] for each in edges]}


def path_without_edges(path) -> tuple[str, ...]:
    """From the body's field, numbers of rows left out."""
    names = [each for each in path if isinstance(each, str)]
    if "edges" in names:
        at = names.index("edges")
        names[at : at + 2] = ["nodes"]
    return tuple(names)


def _row(level: Level) -> str:
    names = [graphql_name(each) for each in level.columns]
    for field in level.fields:
        name = field.link if field.key == field.link else f"{field.key}: {field.link}"
        names.append(name + _linked(field.level))
    return f"{{ {' '.join(names)} }}"


def _linked(level: Level) -> str:
    if not level.many:
        return f" {_row(level)}"
    return _list(level, [f"nodes {_row(level)}"] if level.nodes else [], usual=20)


def _measures(level: Level) -> str:
    said = ["count"] if level.aggregate.count else []
    said += [
        f"{measure} {{ {' '.join(map(graphql_name, columns))} }}"
        for measure, columns in level.aggregate.measures()
    ]
    return " ".join(said)


def _order(term: Order) -> str:
    said = "DESC" if term.desc else "ASC"
    of_rows = None if term.by in {"column", "parent"} else term.by
    for name in (graphql_name(term.column) if term.column else None, of_rows, term.link):
        if name is not None:
            said = f"{{ {name}: {said} }}"
    return said


def _where(table: str, conditions: tuple) -> str:
    said = [_condition(table, each) for each in conditions]
    if not said:
        return "{}"
    return said[0] if len(said) == 1 else f"{{ AND: [{', '.join(said)}] }}"


def _condition(table: str, condition) -> str:
    match condition:
        case Compare(column, op, value):
            text = _value(value, TABLES[table].types[column])
            return f"{{ {graphql_name(column)}: {{ {op}: {text} }} }}"
        case AnyOf(conditions):
            return f"{{ OR: [{', '.join(_condition(table, each) for each in conditions)}] }}"
        case Not(condition=of):
            return f"{{ NOT: {_condition(table, of)} }}"
        case Related(name, kind, where):
            said = _where(TABLES[table].link(name).target, where)
            return f"{{ {name}: {said if kind == 'is' else f'{{ {kind}: {said} }}'} }}"
    of, value = condition.function, condition.value
    compared = f"{{ {condition.op}: {json.dumps(value)} }}"
    if condition.column:
        compared = f"{{ {graphql_name(condition.column)}: {compared} }}"
    said = f"{of}: {compared}"
    if condition.where:
        said += f" where: {_where(TABLES[table].link(condition.link).target, condition.where)}"
    return f"{{ {condition.link}: {{ aggregate: {{ {said} }} }} }}"


def _value(value, kind: str) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_value(each, kind) for each in value)}]"
    if kind == "bigint" and not isinstance(value, bool):
        value = str(value)
    return json.dumps(value, ensure_ascii=False)


def refused_fields(tree: Tree, given: Mapping[str, list[str]]) -> set[tuple[str, ...]]:
    """The paths of what is refused, of a field nothing that is below it: `("nodes",)` where the
    rows of the list itself are.
    """
    root, refused = tree.root, set()
    for name, without in (
        ("nodes", {"total": False, "aggregate": None}),
        ("totalCount", {"nodes": False, "columns": (), "order": (), "aggregate": None}),
        ("aggregate", {"nodes": False, "columns": (), "order": ()}),
    ):
        if not _is_given(replace(root, **without), given):
            refused.add((name,))
    if ("nodes",) in refused:
        return refused | {("pageInfo",)}
    return refused | {("nodes", *path) for path in _refused_below(root, given, ())}


def _refused_below(level, given, path) -> Iterator[tuple[str, ...]]:
    for field in level.fields:
        link, here = TABLES[level.table].link(field.link), (*path, field.key)
        reached = link.here in given[level.table] and link.there in given.get(link.target, ())
        if not reached or not _is_given(field.level, given):
            yield here
        else:
            yield from _refused_below(field.level, given, (*here, "nodes") if link.many else here)


def _is_given(level: Level, given) -> bool:
    return all(column in given.get(table, ()) for table, column in _used(level))


def _used(level: Level) -> Iterator[tuple[str, str]]:
    """The columns that a level uses itself, those of conditions and orders by links too."""
    table = TABLES[level.table]
    yield level.table, table.key
    yield from ((level.table, each) for each in level.columns)
    for _, columns in level.aggregate.measures() if level.aggregate else ():
        yield from ((level.table, each) for each in columns)
    for term in level.order:
        yield from _used_by_link(table, level.table, term.link, term.column)
    for condition in level.where:
        yield from _used_by(level.table, condition)


def _used_by(name, condition) -> Iterator[tuple[str, str]]:
    match condition:
        case Compare(column, _, _):
            yield name, column
        case AnyOf(conditions):
            for each in conditions:
                yield from _used_by(name, each)
        case Not(condition=of):
            yield from _used_by(name, of)
        case Related(of, _, where):
            yield from _used_by_link(TABLES[name], name, of, None)
            for each in where:
                yield from _used_by(TABLES[name].link(of).target, each)
        case _:
            yield from _used_by_link(TABLES[name], name, condition.link, condition.column)
            for each in condition.where:
                yield from _used_by(TABLES[name].link(condition.link).target, each)


def _used_by_link(table, name, of, column) -> Iterator[tuple[str, str]]:
    if of is None:
        yield name, column
        return
    link = table.link(of)
    yield from ((name, link.here), (link.target, link.there))
    if column is not None:
        yield link.target, column


def without_refused(answer, refused: set[tuple[str, ...]]):
    """The same answer, null at the paths."""
    for path in refused:
        if path[0] in answer:
            _forget(answer, path)
    return answer


def _forget(value, path) -> None:
    """Lists on the way are gone through."""
    if value is None:
        return
    if isinstance(value, list):
        for each in value:
            _forget(each, path)
        return
    name, *below = path
    if below:
        _forget(value[name], below)
    else:
        value[name] = None
