"""Questions about a dataset of every type, drawn from a seed, in the words of each door."""

import json
import random
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from catalog.model.dataset import ScalarType
from catalog.model.saved_operation import hash_of
from tests.integration.doors.matrix import _camel
from tests.integration.doors.typed_rows import (
    DATASET,
    MANY,
    NAMES,
    PLACED,
    READERS,
    TYPES,
    draw_value,
    withheld_of,
)

TABLE = f"val_d_ille_aubigne.{DATASET}"
_READING = ("owner", "months", "two branches", "hashed key", "communes of a body")
_COMPARED = (
    *("id", "code_commune", "nom", "rang", "grand", "montant", "petit", "taux", "actif"),
    *("jour", "instant"),
)
"""Times of day and moments without a zone are not compared in all languages."""
_ORDERED = ("nom", "rang", "grand", "montant", "petit", "jour", "instant", "saisi", "usager")
_OPERATORS = {
    "eq": ("eq", "=", "eq"),
    "ne": ("ne", "<>", "ne"),
    "lt": ("lt", "<", "lt"),
    "lte": ("lte", "<=", "le"),
    "gt": ("gt", ">", "gt"),
    "gte": ("gte", ">=", "ge"),
}
"""In GraphQL, in SQL and CQL2, in OData."""
_EVERY = MANY + 10


@dataclass(frozen=True)
class Condition:
    """`operator` is one of `_OPERATORS`, or `null`, `not null`, `contains`."""

    column: str
    operator: str
    value: object = None

    def graphql(self) -> str:
        field = _camel(self.column)
        match self.operator:
            case "null" | "not null":
                return f"{{{field}: {{isNull: {str(self.operator == 'null').lower()}}}}}"
        return f"{{{field}: {{{self.operator}: {_in_graphql(self.column, self.value)}}}}}"

    def sql(self) -> str:
        match self.operator:
            case "null":
                return f"{self.column} IS NULL"
            case "not null":
                return f"{self.column} IS NOT NULL"
            case "contains":
                return f"strpos({self.column}, {_quoted(self.value)}) > 0"
        sign = _OPERATORS[self.operator][1]
        return f"{self.column} {sign} {_in_sql(self.column, self.value)}"

    def postgresql(self) -> str:
        if self.operator == "contains":
            return f"strpos({self.column}, {_quoted(self.value)}) > 0"
        if self.operator in _OPERATORS:
            sign = _OPERATORS[self.operator][1]
            return f"{self.column} {sign} {_in_postgresql(self.column, self.value)}"
        return self.sql()

    def odata(self) -> str:
        """An absent value passes `ne` there alone."""
        match self.operator:
            case "null":
                return f"{self.column} eq null"
            case "not null":
                return f"{self.column} ne null"
            case "contains":
                return f"contains({self.column},{_quoted(self.value)})"
        word = _OPERATORS[self.operator][2]
        said = f"{self.column} {word} {_in_odata(self.column, self.value)}"
        return f"({said} and {self.column} ne null)" if word == "ne" else said

    def cql2(self) -> str:
        match self.operator:
            case "null" | "not null":
                return self.sql()
            case "contains":
                escaped = str(self.value)
                for sign in "\\%_":
                    escaped = escaped.replace(sign, f"\\{sign}")
                return f"{self.column} LIKE {_quoted(f'%{escaped}%')}"
        sign = _OPERATORS[self.operator][1]
        return f"{self.column} {sign} {_in_cql2(self.column, self.value)}"


@dataclass(frozen=True)
class TypedQuestion:
    """`order` is a column before the key, or None; its rows without a value come first upwards and
    last downwards, which each language can say and OData always does.
    """

    reader: str
    columns: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    order: str | None = None
    is_downwards: bool = False
    rows: int = 20

    @property
    def name(self) -> str:
        return f"question-{hash_of(self.sql)[:16]}"

    @property
    def is_by_key(self) -> bool:
        return self.order is None and not self.is_downwards

    @property
    def has_all_rows(self) -> bool:
        return self.rows >= MANY

    @property
    def graphql(self) -> str:
        ways = ("DESC_NULLS_LAST" if self.is_downwards else "ASC_NULLS_FIRST",)
        order = [f"{{{_camel(self.order)}: {ways[0]}}}"] if self.order else []
        order.append(f"{{id: {'DESC' if self.is_downwards else 'ASC'}}}")
        given = f"orderBy: [{', '.join(order)}], first: {self.rows}"
        if self.conditions:
            given += f", where: {{AND: [{', '.join(each.graphql() for each in self.conditions)}]}}"
        fields = " ".join(map(_camel, self.columns))
        return f"{{ valDIlleAubigne {{ {_camel(DATASET)}({given}) {{ nodes {{ {fields} }} }} }} }}"

    def _statement(self, conditions: list[str]) -> str:
        way = "DESC NULLS LAST" if self.is_downwards else "ASC NULLS FIRST"
        order = ", ".join(f"{name} {way}" for name in (self.order, "id") if name)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        selected = ", ".join(self.columns)
        return f"SELECT {selected} FROM {TABLE}{where} ORDER BY {order} LIMIT {self.rows}"

    @property
    def sql(self) -> str:
        return self._statement([each.sql() for each in self.conditions])

    @property
    def postgresql(self) -> str:
        return self._statement([each.postgresql() for each in self.conditions])

    @property
    def odata(self) -> dict[str, str]:
        """The options of its address."""
        way = "desc" if self.is_downwards else "asc"
        order = ",".join(f"{name} {way}" for name in (self.order, "id") if name)
        options = {"$select": ",".join(self.columns), "$orderby": order, "$top": str(self.rows)}
        if self.conditions:
            options["$filter"] = " and ".join(each.odata() for each in self.conditions)
        return options

    @property
    def ogc(self) -> dict[str, str]:
        """The parameters of its address: the order is that of the key there."""
        parameters = {"limit": str(self.rows)}
        if self.conditions:
            parameters["filter"] = " AND ".join(each.cql2() for each in self.conditions)
        return parameters


def draw_questions(seed: int, count: int) -> list[TypedQuestion]:
    chance = random.Random(seed)
    return [_draw_question(chance) for _ in range(count)]


def _draw_question(chance: random.Random) -> TypedQuestion:
    reader = chance.choice(_READING) if chance.random() < 0.8 else chance.choice(list(READERS))
    withheld = withheld_of(reader)
    known = [name for name in NAMES if name not in withheld]
    # Some ask for what they are not given.
    pool = list(NAMES) if chance.random() < 0.08 else known
    columns = set(chance.sample(pool, chance.randint(2, 8)))
    if chance.random() < 0.6:
        columns |= {name for name in (*PLACED, "code_commune") if name in pool}
    count = chance.choices((0, 1, 2), (5, 4, 1))[0]
    order = chance.choice(_ORDERED) if chance.random() < 0.3 else None
    return TypedQuestion(
        reader,
        tuple(sorted(columns, key=lambda name: chance.random())),
        tuple(_draw_condition(chance, pool) for _ in range(count)),
        order if order in pool else None,
        is_downwards=chance.random() < 0.2,
        rows=chance.choice((5, 20, _EVERY, _EVERY)),
    )


def _draw_condition(chance: random.Random, pool: list[str]) -> Condition:
    column = chance.choice(pool)
    if column not in _COMPARED or chance.random() < 0.1:
        return Condition(column, chance.choice(("null", "not null")))
    value = draw_value(chance, column) if column != "id" else f"R-{chance.randrange(MANY):03}"
    if column == "actif":
        return Condition(column, chance.choice(("eq", "ne")), value)
    if column == "taux":
        value = chance.choice((0.1, 12.5, -3.25, 1e90))
    if column == "nom" and chance.random() < 0.4:
        return Condition(
            column, "contains", chance.choice(("a", "E", "%", "_", "'", '"', "\\", "é"))
        )
    return Condition(column, chance.choice(tuple(_OPERATORS)), value)


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _instant(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _in_graphql(column: str, value: object) -> str:
    match value:
        case bool() | float():
            return json.dumps(value)
        case int():
            return str(value) if TYPES[column].scalar is ScalarType.INTEGER else f'"{value}"'
        case Decimal():
            return f'"{value:f}"'
        case datetime():
            return f'"{_instant(value)}"'
        case date():
            return f'"{value}"'
    return json.dumps(value, ensure_ascii=False)


def _in_sql(column: str, value: object) -> str:  # noqa: PLR0911 - one a type
    match value:
        case bool():
            return str(value).upper()
        case float():
            return f"{value!r}" if "e" in repr(value) else f"DOUBLE '{value!r}'"
        case int():
            return str(value)
        case Decimal():
            return f"DECIMAL '{value:f}'"
        case datetime():
            return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S.%f} UTC'"
        case date():
            return f"DATE '{value}'"
    return _quoted(value)


def _in_postgresql(column: str, value: object) -> str:  # noqa: PLR0911 - one a type
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            return f"'{value!r}'::float8"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return f"timestamptz '{value:%Y-%m-%d %H:%M:%S.%f}+00'"
        case date():
            return f"'{value}'"
    return _quoted(value)


def _in_odata(column: str, value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case Decimal():
            return f"{value:f}"
        case datetime():
            return _instant(value)
        case date():
            return str(value)
    return _quoted(value)


def _in_cql2(column: str, value: object) -> str:
    match value:
        case bool():
            return str(value).upper()
        case datetime():
            return f"TIMESTAMP('{_instant(value)}')"
        case date():
            return f"DATE('{value}')"
    return _in_odata(column, value)
