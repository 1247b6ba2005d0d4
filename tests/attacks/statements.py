"""Random statements in Trino's SQL over a world: what a curious reader might send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from federation.logical import WireType
from tests.attacks.expressions import TYPES_IN_SQL, Expressions
from tests.attacks.sources import ORDERED, WIRES, Pen, Shown, Source, Term
from tests.attacks.worlds import World

_AGGREGATES = {
    "text": ("min", "max", "count", "count_distinct", "listagg", "max_by", "listagg_distinct"),
    "int": ("sum", "min", "max", "avg", "count", "count_distinct", "approx_percentile", "min_by"),
    "big": ("sum", "max", "count"),
    "dec": ("sum", "min", "count", "approx_percentile"),
    "num": ("sum", "avg", "max", "approx_percentile", "corr", "covar_pop", "regr_slope"),
    "bool": ("bool_and", "bool_or", "count_if"),
    "date": ("min", "max", "count_distinct"),
    "local": ("min", "max"),
    "instant": ("min", "max"),
}
_ENDS = {
    "count": "big", "count_distinct": "big", "count_if": "big", "avg": "num",
    "bool_and": "bool", "bool_or": "bool",
}  # fmt: skip
_KEEP = frozenset(
    {"min", "max", "max_by", "min_by", "approx_percentile", "listagg", "listagg_distinct"}
)
"""Aggregates that answer values of what they are given, hashes among them."""
_NULLS = ("", " NULLS FIRST", " NULLS LAST", " DESC", " DESC NULLS LAST")


_OF_TWO = frozenset({"corr", "covar_pop", "regr_slope"})

OTHER_KEYS = "hashes of other keys compared"


@dataclass(frozen=True)
class Statement:
    """`is_ordered`: ORDER BY leaves no two different rows in doubt, so order is part of it."""

    sql: str
    columns: tuple[tuple[str, WireType], ...]
    datasets: tuple[str, ...]
    is_ordered: bool
    reached: Counter[str]
    parameters: Mapping[str, tuple[str, tuple[str, ...]]]
    """By name: the kind, and the wire values to ask with, one after the other."""


def draw_statement(random: Random, world: World) -> Statement:
    return _Statements(Pen(random, world)).statement()


class _Statements:
    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.write = Expressions(pen, self.inner)

    def statement(self) -> Statement:
        random, pen = self.pen.random, self.pen
        made = random.choice(
            [
                *[self._list] * 3,
                *[self._groups, self._ctes] * 2,
                *(self._sets, self._windows, self._derived),
            ]
        )
        with_clause, body, columns = made()
        is_ordered = pen.chance(0.6)
        if is_ordered:
            pen.reached["order by"] += 1
            places = list(range(1, len(columns) + 1))
            random.shuffle(places)
            body += " ORDER BY " + ", ".join(f"{each}{random.choice(_NULLS)}" for each in places)
            if pen.chance(0.3):
                body += f" OFFSET {random.randint(0, 2)} ROWS"
            if pen.chance(0.4):
                pen.reached["limit"] += 1
                body += f" LIMIT {random.choice([0, 1, 2, 5])}"
        return Statement(
            sql=f"{with_clause}{body}",
            columns=tuple((each.name, WIRES[each.kind]) for each in columns),
            datasets=tuple(sorted(pen.named)),
            is_ordered=is_ordered,
            reached=pen.reached,
            parameters=pen.parameters,
        )

    def inner(self, depth: int, outer: Sequence[Source], kinds: tuple[str, ...]) -> str:
        """A query inside an expression, correlated half of the time."""
        source, relation = self._table()
        scope = [source]
        if outer and self.pen.chance(0.5):
            self.pen.reached["correlated"] += 1
            scope = [source, *outer]
        where = self.write.condition(scope, depth + 1)
        link = self._link(source, outer)
        where = f"{link} AND ({where})" if link else where
        (kind,) = kinds
        if kind.startswith("one "):
            bare = kind.removeprefix("one ")
            term = self.write.value([source], bare, 2)
            if self.pen.chance(0.2):
                # More rows than one make it fail; none make it NULL.
                return f"SELECT {term.sql} FROM {relation} WHERE {where}"
            return f"SELECT max({term.sql}) FROM {relation} WHERE {where}"
        if kind == "int" and self.pen.chance(0.4):
            return f"SELECT 1 AS one FROM {relation} WHERE {where}"
        for _ in range(6):
            term = self.write.value([source], kind, 2)
            if not term.keys:
                return f"SELECT {term.sql} FROM {relation} WHERE {where}"
        return f"SELECT CAST(NULL AS {TYPES_IN_SQL[kind]}) FROM {relation} WHERE {where}"

    def _link(self, source: Source, outer: Sequence[Source]) -> str | None:
        if not outer or not self.pen.chance(0.4):
            return None
        kind = self.pen.random.choice(ORDERED)
        one = self.write.column([source], (kind,))
        other = None if one is None else self.write.alike(outer, one)
        if one is None or other is None:
            return None
        self.pen.reached["correlated"] += 1
        return f"{one.sql} = {other.sql}"

    # What stands in FROM.

    def _table(self) -> tuple[Source, str]:
        dataset = self.pen.random.choice(self.pen.readable())
        alias = self.pen.alias()
        word = self.pen.random.choice(["AS ", ""])
        source = Source(alias, self.pen.columns_of(dataset))
        return source, f"{self.pen.table(dataset)} {word}{alias}"

    def _from(self) -> tuple[list[Source], str]:
        """One table, or two joined."""
        source, relation = self._table()
        if self.pen.chance(0.06):
            self.pen.reached["sequence"] += 1
            numbers = Source(self.pen.alias(), (Shown("n", "int"),))
            series = f"CROSS JOIN UNNEST(sequence(1, 5, 2)) AS {numbers.alias}(n)"
            return [source, numbers], f"{relation} {series}"
        if not self.pen.chance(0.35):
            return [source], relation
        hashed = [each for each in source.columns if each.keys]
        other, second = self._table()
        if hashed and self.pen.chance(0.3):
            other = Source(other.alias, source.columns)
            second = relation.replace(source.alias, other.alias)
        scope = [source, other]
        side = self.pen.random.choice(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
        self.pen.reached[side.lower()] += 1
        kinds = [*ORDERED]
        self.pen.random.shuffle(kinds)
        if hashed and other.columns == source.columns:
            kinds.insert(0, "text")
        for kind in kinds:
            one = self.write.column([source], (kind,))
            match = None if one is None else self.write.alike([other], one)
            if one is not None and match is not None:
                if one.keys:
                    self.pen.reached["join on hashes"] += 1
                if one.keys != match.keys:
                    self.pen.reached[OTHER_KEYS] += 1
                on = f"{one.sql} = {match.sql}"
                if self.pen.chance(0.3):
                    on += f" AND {self.write.condition(scope if side == 'JOIN' else [other], 2)}"
                return scope, f"{relation} {side} {second} ON {on}"
        return scope, f"{relation} CROSS JOIN {second}"

    def _where(self, scope: Sequence[Source]) -> str:
        return f" WHERE {self.write.condition(scope)}" if self.pen.chance(0.6) else ""

    # Whole queries: WITH, the body, the columns it answers.

    def _list(self) -> tuple[str, str, list[Shown]]:
        scope, relation = self._from()
        terms = self._terms(scope)
        distinct = ""
        if self.pen.chance(0.15):
            self.pen.reached["distinct"] += 1
            distinct = "DISTINCT "
        if self.pen.chance(0.06):
            self.pen.reached["star"] += 1
            source = scope[0]
            shown = [*source.columns]
            body = f"SELECT {source.alias}.* FROM {relation}{self._where(scope)}"
            return "", body, shown
        body = f"SELECT {distinct}{_listed(terms)} FROM {relation}{self._where(scope)}"
        return "", body, _shown(terms)

    def _terms(self, scope: Sequence[Source], most: int = 4) -> list[Term]:
        kinds = [each.kind for source in scope for each in source.columns] or ["int"]
        count = self.pen.random.randint(1, most)
        return [self.write.value(scope, self.pen.random.choice(kinds)) for _ in range(count)]

    def _groups(self) -> tuple[str, str, list[Shown]]:
        random, pen = self.pen.random, self.pen
        scope, relation = self._from()
        kinds = [each.kind for source in scope for each in source.columns] or ["int"]
        keys = [
            term
            for _ in range(random.randint(0, 2))
            if (term := self.write.column(scope, (random.choice(kinds),))) is not None
        ]
        keys = list({each.sql.lower().replace('"', ""): each for each in keys}.values())
        measures = [self._measure(scope, random.choice(kinds)) for _ in range(random.randint(1, 3))]
        body = f"SELECT {_listed([*keys, *measures])} FROM {relation}{self._where(scope)}"
        if keys:
            pen.reached["group by"] += 1
            listed = ", ".join(each.sql for each in keys)
            if pen.chance(0.3):
                form = random.choice(["ROLLUP ({})", "CUBE ({})", "GROUPING SETS (({}), ())"])
                pen.reached["grouping sets"] += 1
                listed = form.format(listed)
            body += f" GROUP BY {listed}"
        if pen.chance(0.3):
            pen.reached["having"] += 1
            count = random.choice(["count(*) >= 1", "count(*) < 3", "count(*) <> 2"])
            body += f" HAVING {count}"
        return "", body, _shown([*keys, *measures])

    def _measure(self, scope: Sequence[Source], kind: str) -> Term:
        name = self.pen.random.choice(_AGGREGATES[kind])
        self.pen.reached["aggregate"] += 1
        one = self.write.value(scope, kind, 1)
        written = f"count(DISTINCT {one.sql})" if name == "count_distinct" else f"{name}({one.sql})"
        if name in {"max_by", "min_by"}:
            by = self.write.value(scope, self.pen.random.choice(ORDERED), 1)
            written = f"{name}({one.sql}, {by.sql})"
        elif name == "approx_percentile":
            written = f"{name}({one.sql}, {self.pen.random.choice(['0.5', '0', '0.9', '1'])})"
        elif name in _OF_TWO:
            other = self.write.value(scope, "num", 1)
            # Rows come in any order, and the last digits with them.
            return Term(f"round({name}({one.sql}, {other.sql}), 6)", "num")
        elif name == "listagg_distinct":
            # Each `?` is a parameter of its own: the order would be of another value.
            one = self.write.column(scope, (kind,)) or Term("'VERRE'", kind)
            written = f"listagg(DISTINCT {one.sql}, ',') WITHIN GROUP (ORDER BY {one.sql})"
        elif name == "listagg":
            written = f"{name}({one.sql}, ',') WITHIN GROUP (ORDER BY {one.sql})"
        if self.pen.chance(0.2):
            self.pen.reached["filter"] += 1
            written += f" FILTER (WHERE {self.write.condition(scope, 2)})"
        end = _ENDS.get(name, "big" if name == "sum" and kind == "int" else kind)
        if name == "sum" and kind == "dec":
            return Term(f"CAST({written} AS DECIMAL(20, 3))", "dec")
        return Term(written, end, one.keys if name in _KEEP else frozenset())

    def _windows(self) -> tuple[str, str, list[Shown]]:
        """Ties are rows that are alike in all that is shown: their order cannot be told."""
        random = self.pen.random
        scope, relation = self._from()
        self.pen.reached["window"] += 1
        shown = self._columns(scope, 3)
        ordered = ", ".join(f"{each.sql}{random.choice(_NULLS)}" for each in shown)
        number = self.write.column(scope, ("int", "big"))
        measured = "count(*)" if number is None else f"sum({number.sql})"
        forms = [
            (f"row_number() OVER (ORDER BY {ordered})", "big"),
            (f"rank() OVER (ORDER BY {shown[0].sql})", "big"),
            (f"{measured} OVER (PARTITION BY {shown[0].sql})", "big"),
            (f"lag({shown[0].sql}) OVER (ORDER BY {ordered})", shown[0].kind),
            (f"first_value({shown[0].sql}) OVER (ORDER BY {ordered})", shown[0].kind),
            (f"last_value({shown[0].sql}) IGNORE NULLS OVER (ORDER BY {ordered})", shown[0].kind),
            (f"lead({shown[0].sql}) IGNORE NULLS OVER (ORDER BY {ordered})", shown[0].kind),
            (f"nth_value({shown[-1].sql}, 2) OVER (ORDER BY {ordered})", shown[-1].kind),
            (f"count(*) OVER (ORDER BY {shown[0].sql})", "big"),
            (f"dense_rank() OVER (ORDER BY {shown[-1].sql} DESC)", "big"),
        ]
        windows = [Term(*random.choice(forms)) for _ in range(random.randint(1, 2))]
        body = f"SELECT {_listed([*shown, *windows])} FROM {relation}{self._where(scope)}"
        return "", body, _shown([*shown, *windows])

    def _columns(self, scope: Sequence[Source], most: int) -> list[Term]:
        kinds = [each.kind for source in scope for each in source.columns]
        count = self.pen.random.randint(1, most)
        found = [self.write.column(scope, (self.pen.random.choice(kinds),)) for _ in range(count)]
        return [each for each in found if each is not None]

    def _sets(self) -> tuple[str, str, list[Shown]]:
        random, pen = self.pen.random, self.pen
        word = random.choice(["UNION", "UNION ALL", "INTERSECT", "EXCEPT"])
        pen.reached[word.lower()] += 1
        kinds = random.choices(ORDERED, k=random.randint(1, 2))
        arms, shown = [], []
        for _ in range(2):
            scope, relation = self._from()
            terms = [self._plain(scope, kind) for kind in kinds]
            arms.append(f"SELECT {_listed(terms)} FROM {relation}{self._where(scope)}")
            shown = shown or _shown(terms)
        return "", f" {word} ".join(arms), shown

    def _plain(self, scope: Sequence[Source], kind: str) -> Term:
        for _ in range(8):
            term = self.write.value(scope, kind, 1)
            if not term.keys:
                return term
        return Term(f"CAST(NULL AS {TYPES_IN_SQL[kind]})", kind)

    def _ctes(self) -> tuple[str, str, list[Shown]]:
        """One or two CTEs, of which one may bear the very name of a dataset."""
        random, pen = self.pen.random, self.pen
        pen.reached["cte"] += 1
        ctes: list[str] = []
        sources: list[tuple[str, list[Shown]]] = []
        for _ in range(random.randint(1, 2)):
            _, body, shown = random.choice([self._list, self._groups, self._sets])()
            name = pen.alias()
            if pen.chance(0.5):
                pen.reached["shadowing cte"] += 1
                name = random.choice([str(each.name) for each in pen.world.datasets])
            if name in {each for each, _ in sources}:
                name = pen.alias()
            ctes.append(f"{name} AS ({body})")
            sources.append((name, shown))
        name, shown = random.choice(sources)
        body, columns = self._over(name, shown)
        return f"WITH {', '.join(ctes)} ", body, columns

    def _over(self, relation: str, shown: list[Shown]) -> tuple[str, list[Shown]]:
        source = Source(self.pen.alias(), tuple(shown))
        scope = [source]
        item = f"{relation} AS {source.alias}"
        if self.pen.chance(0.3):
            other, second = self._table()
            scope.append(other)
            item = f"{item} CROSS JOIN {second}"
        terms = self._terms(scope, 3)
        return f"SELECT {_listed(terms)} FROM {item}{self._where(scope)}", _shown(terms)

    def _derived(self) -> tuple[str, str, list[Shown]]:
        self.pen.reached["derived table"] += 1
        made = self.pen.random.choice([self._list, self._groups, self._windows, self._sets])
        _, body, shown = made()
        if self.pen.chance(0.15):
            # What was made is not asked.
            self.pen.reached.pop(OTHER_KEYS, None)
            return self._lateral()
        body, columns = self._over(f"({body})", shown)
        return "", body, columns

    def _lateral(self) -> tuple[str, str, list[Shown]]:
        self.pen.reached["lateral"] += 1
        source, relation = self._table()
        if self.pen.chance(0.7):
            return self._beside(source, relation)
        inner, second = self._table()
        term = self._plain([inner], self.pen.random.choice(ORDERED))
        where = self.write.condition([inner, source], 1)
        alias = self.pen.alias()
        lateral = f"LATERAL (SELECT {term.sql} AS x FROM {second} WHERE {where}) AS {alias}"
        scope = [source, Source(alias, (Shown("x", term.kind),))]
        terms = self._terms(scope, 2)
        return "", f"SELECT {_listed(terms)} FROM {relation} CROSS JOIN {lateral}", _shown(terms)

    def _beside(self, source: Source, relation: str) -> tuple[str, str, list[Shown]]:
        """Of the row's own columns alone."""
        term = self._plain([source], self.pen.random.choice(ORDERED))
        beside = Source(self.pen.alias(), (Shown("x", term.kind),))
        lateral = f"LATERAL (SELECT {term.sql} AS x) AS {beside.alias}"
        scope = [source, beside]
        terms = self._terms(scope, 2)
        where = self._where(scope)
        body = f"SELECT {_listed(terms)} FROM {relation} CROSS JOIN {lateral}{where}"
        return "", body, _shown(terms)


def _listed(terms: Sequence[Term]) -> str:
    return ", ".join(f"{each.sql} AS c{place}" for place, each in enumerate(terms))


def _shown(terms: Sequence[Term]) -> list[Shown]:
    return [Shown(f"c{place}", each.kind, each.keys) for place, each in enumerate(terms)]
