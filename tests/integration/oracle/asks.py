"""Random questions over a scenario: once as SQL, once as plain Python over governed rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from catalog.fold import fold
from federation.logical import LiteralSource, Parameter, WireType
from tests.integration.oracle.governed_rows import Oracle
from tests.integration.oracle.scenario import NAMES, TYPES, Scenario, constant_text, draw_value
from tests.integration.oracle.three_values import (
    COMPARE,
    WIRES,
    Bool,
    both,
    either,
    measure,
    measure_sql,
    measure_wire,
    negated,
    ordered,
)

Row = dict[str, Any]
Test = Callable[[Row], Bool]

TABLES = {"a": "val.collectes", "b": "eau.compteurs"}


@dataclass
class Ask:
    """`rows(governed)` gives what `sql` should answer, in its order."""

    sql: str
    columns: tuple[tuple[str, WireType], ...]
    parameters: tuple[Parameter, ...]
    rows: Callable[[dict[str, list[Row]], Oracle], list[tuple[Any, ...]]]
    names: set[tuple[str, str]]
    """(dataset id, column) that it uses."""
    compared: tuple[tuple[str, str], ...] = ()
    """Two columns that it compares with each other."""
    located: str | None = None
    """The dataset whose communes it asks for."""
    dated: tuple[str, str] | None = None
    """The column by which, if it is granted, it reads their map."""
    pinned: str | None = None
    """The dataset of which it names one `id`, everywhere that it reads it; and that id."""
    unit: str | None = None
    stacks: bool = False
    """Whether it only puts rows of two datasets one under the other."""


@dataclass
class _Writer:
    random: Random
    scenario: Scenario
    pinning: float = 0.0
    parameters: list[Parameter] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)

    def value(self, name: str, value: Any, **how: Any) -> str:
        parameter = f"p{len(self.parameters)}"
        source = LiteralSource(value if isinstance(value, int) else constant_text(value))
        self.parameters.append(Parameter(parameter, TYPES[name], source, **how))
        return f":{parameter}"

    def column(self, dataset: str, name: str, alias: str) -> str:
        self.used.add((dataset, name))
        return f"{alias}.{name}"

    def pick(self, dataset: str) -> str:
        """Mostly what is granted, sometimes what is not."""
        granted = [
            name
            for name in NAMES
            if any(f"{dataset}_{name}" in branch.columns for branch in self.branches(dataset))
        ]
        if self.random.random() < 0.985 and granted:
            return self.random.choice(granted)
        return self.random.choice(NAMES)

    def branches(self, dataset: str) -> Any:
        return self.scenario.decision.datasets[dataset].branches

    def operator(self, name: str) -> str:
        """Only a list names a unit, and knows that it does."""
        op = self.random.choice(["=", "<>", "<", "<=", ">", ">="])
        return "<=" if name == "id" and op == "=" else op

    def condition(  # noqa: PLR0911 - one return a kind of condition
        self, dataset: str, alias: str, depth: int = 0
    ) -> tuple[str, Test]:
        if depth == 0 and self.random.random() < 0.4:
            return "TRUE", lambda _: True
        choice = self.random.randint(0, 8)
        if choice <= 1 and depth < 2:
            left, left_test = self.condition(dataset, alias, depth + 1)
            right, right_test = self.condition(dataset, alias, depth + 1)
            if choice == 0:
                return f"({left} AND {right})", lambda row: both(left_test(row), right_test(row))
            return f"({left} OR {right})", lambda row: either(left_test(row), right_test(row))
        if choice == 2 and depth < 2:
            inner, inner_test = self.condition(dataset, alias, depth + 1)
            return f"NOT ({inner})", lambda row: negated(inner_test(row))
        name = self.pick(dataset)
        sql, key = self.column(dataset, name, alias), (alias, name)
        if choice == 3:
            return f"{sql} IS NULL", lambda row: row[key] is None
        value = draw_value(self.random, name)
        if choice == 4:
            values = [value, draw_value(self.random, name)]
            listed = ", ".join(self.value(name, each) for each in values)
            return (
                f"{sql} IN ({listed})",
                lambda row: None if row[key] is None else row[key] in values,
            )
        if choice == 5 and name in {"id", "flux", "code"}:
            part = value[: self.random.randint(1, 4)]
            held = self.value(name, part, prefix="%", suffix="%")
            return f"{sql} LIKE {held}", lambda row: None if row[key] is None else part in row[key]
        if choice == 6 and name in {"flux", "code"}:
            held = self.value(name, value, fold="CASE_ACCENT")
            folded = fold(value)
            return (
                f"interco_fold({sql}, 'CASE_ACCENT') = {held}",
                lambda row: None if row[key] is None else fold(row[key]) == folded,
            )
        op = self.operator(name)
        if name == "nombre" and self.random.random() < 0.5:
            # What could fail: PostgreSQL must not evaluate it below the policy.
            return (
                f"{sql} + 1 {op} {self.value(name, value)}",
                lambda row: None if row[key] is None else COMPARE[op](row[key] + 1, value),
            )
        return (
            f"{sql} {op} {self.value(name, value)}",
            lambda row: None if row[key] is None else COMPARE[op](row[key], value),
        )


def draw_ask(random: Random, scenario: Scenario, pinning: float = 0.0) -> Ask:
    """`pinning`: how often a list names one unit."""
    writer = _Writer(random, scenario, pinning)
    kind = random.choice([_list, _list, _group, _group, _join, _nested, _nested, _union, _communes])
    return kind(writer)


def _ask(writer: _Writer, sql: str, columns: Any, rows: Any, **more: Any) -> Ask:
    return Ask(sql, tuple(columns), tuple(writer.parameters), rows, writer.used, **more)


def _list(writer: _Writer) -> Ask:
    random = writer.random
    dataset = random.choice(["a", "b"])
    names = [writer.pick(dataset) for _ in range(random.randint(1, 4))]
    selected = [writer.column(dataset, name, "t") for name in names]
    where, test = writer.condition(dataset, "t")
    unit = draw_value(random, "id") if random.random() < writer.pinning else None
    # Outside any OR it names one unit; beside one it names none.
    link = random.choice(["AND", "AND", "OR"])
    if unit is not None:
        named = f"{writer.column(dataset, 'id', 't')} = {writer.value('id', unit)}"
        where = f"({where}) {link} {named}"
    directions = [
        random.choice([("ASC", "LAST"), ("DESC", "LAST"), ("ASC", "FIRST"), ("DESC", "FIRST")])
        for _ in names
    ]
    limit, offset = random.choice([None, 0, 1, 3, 50]), random.choice([None, None, 1, 2])
    order = ", ".join(
        f"{sql} {way} NULLS {nulls}" for sql, (way, nulls) in zip(selected, directions, strict=True)
    )
    sql = (
        f"SELECT {', '.join(f'{sql} AS c{i}' for i, sql in enumerate(selected))} "
        f"FROM {TABLES[dataset]} AS t WHERE {where} ORDER BY {order}"
    )
    sql += f" OFFSET {offset}" if offset else ""
    sql += f" LIMIT {limit}" if limit is not None else ""

    def holds(row: Row) -> Bool:
        if unit is None:
            return test(row)
        is_unit = None if row["t", "id"] is None else row["t", "id"] == unit
        return (both if link == "AND" else either)(test(row), is_unit)

    def rows(governed: dict[str, list[Row]], _: Oracle) -> list[tuple[Any, ...]]:
        kept = [row for row in _aliased(governed[dataset], "t") if holds(row)]
        found = [tuple(row["t", name] for name in names) for row in kept]
        found = ordered(found, directions)[offset or 0 :]
        return found if limit is None else found[:limit]

    columns = [(f"c{i}", WIRES[name]) for i, name in enumerate(names)]
    pinned = dataset if unit is not None and link == "AND" else None
    return _ask(writer, sql, columns, rows, pinned=pinned, unit=unit)


def _group(writer: _Writer) -> Ask:
    random = writer.random
    dataset = random.choice(["a", "b"])
    keys = [writer.pick(dataset) for _ in range(random.randint(0, 2))]
    measures = []
    for _ in range(random.randint(1, 3)):
        name = writer.pick(dataset)
        kinds = ["count", "distinct", "min", "max"] + (
            ["sum"] if name in {"nombre", "montant"} else []
        )
        measures.append((random.choice(kinds), name))
    where, test = writer.condition(dataset, "t")
    selected = [writer.column(dataset, name, "t") for name in keys]
    outputs = [
        *selected,
        *(measure_sql(kind, writer.column(dataset, name, "t")) for kind, name in measures),
    ]
    having = random.choice([None, 1, 2])
    sql = (
        f"SELECT {', '.join(f'{each} AS c{i}' for i, each in enumerate(outputs))} "
        f"FROM {TABLES[dataset]} AS t WHERE {where}"
    )
    sql += f" GROUP BY {', '.join(dict.fromkeys(selected))}" if selected else ""
    sql += f" HAVING COUNT(*) >= {having}" if having else ""
    if random.random() < 0.5:
        sql += f" ORDER BY {', '.join(f'c{i}' for i in range(len(outputs)))}"
    else:
        sql += f" ORDER BY {', '.join(f'{i + 1} DESC NULLS FIRST' for i in range(len(outputs)))}"
    ways = [("ASC", "LAST") if "ORDER BY c0" in sql else ("DESC", "FIRST")] * len(outputs)

    def rows(governed: dict[str, list[Row]], _: Oracle) -> list[tuple[Any, ...]]:
        kept = [row for row in _aliased(governed[dataset], "t") if test(row)]
        groups: dict[tuple[Any, ...], list[Row]] = {} if keys else {(): []}
        for row in kept:
            groups.setdefault(tuple(row["t", name] for name in keys), []).append(row)
        found = [
            (
                *key,
                *(measure(kind, [row["t", name] for row in members]) for kind, name in measures),
            )
            for key, members in groups.items()
            if not having or len(members) >= having
        ]
        return ordered(found, ways)

    columns = [WIRES[name] for name in keys] + [measure_wire(*each) for each in measures]
    return _ask(writer, sql, [(f"c{i}", wire) for i, wire in enumerate(columns)], rows)


def _join(writer: _Writer) -> Ask:
    random = writer.random
    left, right = random.choice([("a", "b"), ("b", "a"), ("a", "a")])
    name = random.choice(["id", "code", "flux", "jour", "nombre"])
    side = random.choice(["JOIN", "LEFT JOIN"])
    shown = [("l", left, writer.pick(left)), ("r", right, writer.pick(right))]
    where, test = writer.condition(left, "l")
    selected = [writer.column(dataset, each, alias) for alias, dataset, each in shown]
    on = f"{writer.column(left, name, 'l')} = {writer.column(right, name, 'r')}"
    sql = (
        f"SELECT {selected[0]} AS c0, {selected[1]} AS c1 FROM {TABLES[left]} AS l "
        f"{side} {TABLES[right]} AS r ON {on} WHERE {where} ORDER BY c0, c1"
    )

    def rows(governed: dict[str, list[Row]], _: Oracle) -> list[tuple[Any, ...]]:
        found = []
        for one in _aliased(governed[left], "l"):
            if not test(one):
                continue
            matches = [
                other
                for other in _aliased(governed[right], "r")
                if one["l", name] is not None and one["l", name] == other["r", name]
            ]
            if not matches and side == "LEFT JOIN":
                matches = [{("r", each): None for each in NAMES}]
            found += [(one["l", shown[0][2]], other["r", shown[1][2]]) for other in matches]
        return ordered(found, [("ASC", "LAST")] * 2)

    columns = [(f"c{i}", WIRES[each]) for i, (_, _, each) in enumerate(shown)]
    return _ask(writer, sql, columns, rows, compared=((left, name), (right, name)))


def _nested(writer: _Writer) -> Ask:
    """CTEs that bear a table's own name, derived tables, IN and EXISTS over the other dataset."""
    random = writer.random
    dataset, other = random.choice([("a", "b"), ("b", "a")])
    name, link = writer.pick(dataset), random.choice(["code", "flux", "id"])
    inner, inner_test = writer.condition(dataset, "t")
    outer, outer_test = writer.condition(other, "u")
    shown = writer.column(dataset, name, "t")
    linked = writer.column(dataset, link, "t")
    table, bare = TABLES[dataset], TABLES[dataset].split(".")[1]
    below = f"SELECT {writer.column(other, link, 'u')} AS k FROM {TABLES[other]} AS u WHERE {outer}"
    body = f"SELECT {shown} AS x, {linked} AS k FROM {table} AS t WHERE {inner}"
    match random.randint(0, 3):
        case 0:
            sql = f"WITH {bare} AS ({body}) SELECT {bare}.x AS c0 FROM {bare} "
            sql += f"WHERE {bare}.k IN ({below})"
        case 1:
            sql = f"SELECT q.x AS c0 FROM ({body}) AS q WHERE q.k IN ({below})"
        case 2:
            sql = f"SELECT q.x AS c0 FROM ({body}) AS q "
            sql += f"WHERE EXISTS (SELECT 1 AS one FROM ({below}) AS v WHERE v.k = q.k)"
        case _:
            sql = f"WITH z AS ({below}), {bare} AS ({body}) SELECT q.x AS c0 FROM {bare} AS q "
            sql += "JOIN (SELECT DISTINCT z.k AS k FROM z) AS w ON w.k = q.k"
    sql += " ORDER BY c0"

    def rows(governed: dict[str, list[Row]], _: Oracle) -> list[tuple[Any, ...]]:
        keys = {row["u", link] for row in _aliased(governed[other], "u") if outer_test(row)}
        found = [
            (row["t", name],)
            for row in _aliased(governed[dataset], "t")
            if inner_test(row) and row["t", link] is not None and row["t", link] in keys
        ]
        return ordered(found, [("ASC", "LAST")])

    compared = (dataset, link), (other, link)
    return _ask(writer, sql, [("c0", WIRES[name])], rows, compared=compared)


def _union(writer: _Writer) -> Ask:
    name = writer.random.choice(NAMES)
    every = writer.random.choice(["UNION", "UNION ALL"])
    parts, tests = [], []
    for dataset in ("a", "b"):
        where, test = writer.condition(dataset, "t")
        shown = writer.column(dataset, name, "t")
        parts.append(f"SELECT {shown} AS c0 FROM {TABLES[dataset]} AS t WHERE {where}")
        tests.append((dataset, test))
    sql = f"{parts[0]} {every} {parts[1]} ORDER BY c0 DESC LIMIT 7"

    def rows(governed: dict[str, list[Row]], _: Oracle) -> list[tuple[Any, ...]]:
        found = [
            (row["t", name],)
            for dataset, test in tests
            for row in _aliased(governed[dataset], "t")
            if test(row)
        ]
        if every == "UNION":
            found = list(dict.fromkeys(found))
        return ordered(found, [("DESC", "LAST")])[:7]

    return _ask(writer, sql, [("c0", WIRES[name])], rows, stacks=every == "UNION ALL")


def _communes(writer: _Writer) -> Ask:
    """Where a row lies and which row it is: the logical functions, over governed columns."""
    random = writer.random
    dataset = random.choice(["a", "b"])
    date_name = random.choice(["jour", "instant", None])
    code = writer.column(dataset, "code", "t")
    arguments = code if date_name is None else f"{code}, t.{date_name}"
    grouped = random.random() < 0.5
    commune, name = f"interco_commune_code({arguments})", f"interco_commune_name({arguments})"
    if grouped:
        sql = f"SELECT {commune} AS c0, COUNT(*) AS c1 FROM {TABLES[dataset]} AS t "
        sql += f"GROUP BY {commune} ORDER BY c0"
        columns = [("c0", WireType.STRING), ("c1", WireType.COUNT)]
    else:
        key = writer.column(dataset, "id", "t")
        sql = (
            f"SELECT {commune} AS c0, interco_row_id({key}, {code}) AS c1, r.nom_tri AS c2 "
            f"FROM {TABLES[dataset]} AS t LEFT JOIN interco_reference.communes AS r "
            f"ON r.label = {name} ORDER BY c0, c1, c2"
        )
        columns = [(f"c{i}", WireType.STRING) for i in range(3)]

    def rows(governed: dict[str, list[Row]], oracle: Oracle) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for row in governed[dataset]:
            lies, nom = oracle.commune(dataset, row, date_name)
            if grouped:
                found.append((lies,))
            else:
                found.append((lies, oracle.row_id(dataset, [row["id"], row["code"]]), nom))
        if grouped:
            found = [(*each, found.count(each)) for each in dict.fromkeys(found)]
        return ordered(found, [("ASC", "LAST")] * len(columns))

    dated = None if date_name is None else (dataset, date_name)
    return _ask(writer, sql, columns, rows, located=dataset, dated=dated)


def _aliased(rows: list[Row], alias: str) -> list[Row]:
    return [{(alias, name): value for name, value in row.items()} for row in rows]
