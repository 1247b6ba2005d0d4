"""Random expressions over the sources in scope, some of which can fail on a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.attacks.sources import ORDERED, Pen, Source, Term
from tests.attacks.worlds import draw_value
from tests.integration.oracle.scenario import constant_text

Query = Callable[[int, Sequence[Source], tuple[str, ...]], str]
"""(depth, outer sources, kinds wanted): a query of those columns, which may be correlated."""

BINDINGS = 3
"""How many times a statement with parameters is asked, each time with other values."""
CANARIES = {
    "text": ("CANARI-1", "CANARI-4", "CANARI-7"),
    "int": ("4242421", "4242425", "2147483613"),
    "big": ("4242421000002", "4242421000005"),
    "dec": ("4242.421", "4247.421"),
    "num": ("4242.5", "4246.5"),
    "date": ("1942-04-02", "1942-04-06"),
    "local": ("1942-04-05T04:02:00",),
    "instant": ("1942-04-05T04:02:00Z",),
}
"""Wire values."""
_NAMES = {
    "text": ("flux", "id", "numero", "code"),
    "int": ("nombre",),
    "big": ("grand",),
    "dec": ("montant",),
    "num": ("taux",),
    "date": ("jour",),
    "local": ("saisi",),
    "instant": ("instant",),
}
_ARCS = (
    *("log10({})", "sin({})", "cos({})", "tan({})", "asin({})", "acos({})", "atan({})"),
    *("atan2({}, pi())", "radians({})", "degrees({})"),
)
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


class Expressions:
    """`query` writes what stands in IN, EXISTS and comparisons with a scalar."""

    def __init__(self, pen: Pen, query: Query) -> None:
        self.pen, self.query = pen, query

    def column(self, sources: Sequence[Source], kinds: Sequence[str]) -> Term | None:
        found = [
            (source, each) for source in sources for each in source.columns if each.kind in kinds
        ]
        if not found:
            return None
        source, each = self.pen.random.choice(found)
        name = each.name if self.pen.random.random() < 0.96 else f'"{each.name.upper()}"'
        return Term(f"{source.alias}.{name}", each.kind, each.keys)

    def literal(self, kind: str) -> str:
        """Of the visible world, or a canary: only ever compared with, never shown."""
        if kind != "bool" and self.pen.chance(0.6):
            name = f"p{len(self.pen.parameters)}"
            wires = tuple(self._wire(kind) for _ in range(BINDINGS))
            self.pen.parameters[name] = (kind, wires)
            self.pen.reached["parameter"] += 1
            return f":{name}"
        return written(kind, self._wire(kind))

    def _wire(self, kind: str) -> str:
        random = self.pen.random
        if kind in CANARIES and random.random() < 0.3:
            self.pen.reached["canary literal"] += 1
            return random.choice(CANARIES[kind])
        if kind == "bool":
            return random.choice(["true", "false"])
        value = draw_value(random, random.choice(_NAMES[kind]))
        return value.isoformat() if kind == "local" else constant_text(value)

    def value(self, sources: Sequence[Source], kind: str, depth: int = 0) -> Term:
        """An expression of `kind`; a NULL of it where no source has any."""
        plain = self.column(sources, (kind,))
        if depth < 2 and self.pen.chance(0.4):
            made = self._computed(sources, kind, depth)
            if made is not None:
                return made
        if plain is not None:
            return plain
        return Term(f"CAST(NULL AS {TYPES_IN_SQL[kind]})", kind)

    def _computed(  # noqa: C901, PLR0911, PLR0912 - one return a kind
        self, sources: Sequence[Source], kind: str, depth: int
    ) -> Term | None:
        random = self.pen.random
        one = self.value(sources, kind, depth + 1)
        choice = random.randint(0, 5)
        if choice == 0:
            test = self.condition(sources, depth + 1)
            other = self.value(sources, kind, depth + 1)
            self.pen.reached["case"] += 1
            return Term(
                f"CASE WHEN {test} THEN {one.sql} ELSE {other.sql} END", kind, one.keys | other.keys
            )
        if choice == 1:
            other = self.value(sources, kind, depth + 1)
            return Term(f"COALESCE({one.sql}, {other.sql})", kind, one.keys | other.keys)
        if choice == 2 and kind != "bool":
            return Term(f"NULLIF({one.sql}, {self.literal(kind)})", kind, one.keys)
        if choice == 3 and self.pen.chance(0.3):
            return self._failing(sources, kind)
        match kind:
            case "text":
                return self._text(sources, one)
            case "int":
                return self._integer(sources, one)
            case "big":
                amount = random.choice(["1", "2", "1000"])
                return Term(f"({one.sql} {random.choice('+-*')} {amount})", kind)
            case "date":
                text = self.column(sources, ("text",))
                if text is not None and self.pen.chance(0.2):
                    return Term(f"CAST(try(date_parse({text.sql}, '%Y-%m-%d')) AS DATE)", kind)
                if self.pen.chance(0.3):
                    return Term(f"last_day_of_month({one.sql})", kind)
                unit = random.choice(["month", "year", "week"])
                return Term(f"CAST(date_trunc('{unit}', {one.sql}) AS DATE)", kind)
            case "local":
                return Term(f"date_trunc('day', {one.sql})", kind)
            case "num":
                form = random.choice(
                    ["abs({})", "truncate({})", "cbrt({})", "{} * 2e0", "try({} / 4e0)", *_ARCS]
                )
                return Term(form.format(one.sql), kind)
            case _:
                return None

    def _text(self, sources: Sequence[Source], one: Term) -> Term:
        day = self.column(sources, ("date", "local"))
        if day is not None and self.pen.chance(0.1):
            return Term(f"date_format({day.sql}, '%d/%m/%Y')", "text")
        forms = (
            f"lower({one.sql})",
            f"substring({one.sql}, 1, 4)",
            f"({one.sql} || '!')",
            f"concat({one.sql}, ':', {one.sql})",
            f"replace({one.sql}, 'R', 'r')",
            f"lpad({one.sql}, 6, '*')",
            f"rpad({one.sql}, 4, '-=')",
            f"concat_ws('-', {one.sql}, 'z')",
            f"split_part({one.sql}, '-', 1)",
            f"reverse({one.sql})",
            f"regexp_extract({one.sql}, '^([^-]+)(?:-.*)?$', 1)",
            f"regexp_replace({one.sql}, '[0-9]+', '#')",
            f"json_extract_scalar('{{\"a\": [\"' || {one.sql} || '\"]}}', '$.a[0]')",
        )
        return Term(self.pen.random.choice(forms), "text", one.keys)

    def _integer(self, sources: Sequence[Source], one: Term) -> Term:
        forms = [f"({one.sql} + 1)", f"abs({one.sql})", f"(- {one.sql})", f"({one.sql} % 5)"]
        text = self.column(sources, ("text",))
        day = self.column(sources, ("date", "local"))
        if text is not None:
            forms.append(f"CAST(length({text.sql}) AS INTEGER)")
            forms.append(f"try(CAST({text.sql} AS INTEGER))")
        if (number := self.column(sources, ("num", "dec"))) is not None:
            forms.append(f"CAST(width_bucket({number.sql}, 0, 10, 4) AS INTEGER)")
        if day is not None:
            forms += [f"CAST(year({day.sql}) AS INTEGER)", f"CAST(month({day.sql}) AS INTEGER)"]
        return Term(self.pen.random.choice(forms), "int")

    def _failing(self, sources: Sequence[Source], kind: str) -> Term | None:
        """Fails on canaries, not on what can be seen: if it does, it tells of a hidden cell."""
        number, text, big = (self.column(sources, (each,)) for each in ("int", "text", "big"))
        forms: list[str] = []
        if number is not None:
            forms += [
                f"({number.sql} * 1000)",
                f"({number.sql} + 2000000000)",
                f"CAST({number.sql} AS SMALLINT)",
                f"(100 / ({number.sql} - 4242421))",
            ]
        if big is not None:
            forms.append(f"CAST({big.sql} AS INTEGER)")
        if text is not None and not text.keys:
            forms.append(f"CAST({text.sql} AS INTEGER)")
            forms.append(f"CAST(year(date_parse({text.sql}, '%Y%m%d')) AS INTEGER)")
        if not forms or kind not in {"int", "big"}:
            return None
        self.pen.reached["failing expression"] += 1
        chosen = self.pen.random.choice(forms)
        return Term(f"CAST({chosen} AS {TYPES_IN_SQL[kind]})", kind)

    def condition(  # noqa: C901, PLR0911, PLR0912 - one return a kind of condition
        self, sources: Sequence[Source], depth: int = 0
    ) -> str:
        random, pen = self.pen.random, self.pen
        choice = random.randint(0, 15)
        if choice <= 2 and depth < 2:
            left, right = (self.condition(sources, depth + 1) for _ in range(2))
            return f"({left} {random.choice(['AND', 'OR'])} {right})"
        if choice == 3 and depth < 2:
            return f"NOT ({self.condition(sources, depth + 1)})"
        if choice == 4 and depth < 2:
            pen.reached["exists"] += 1
            negation = random.choice(["", "NOT "])
            return f"{negation}EXISTS ({self.query(depth + 1, sources, ('int',))})"
        kind = random.choice(ORDERED)
        one = self.value(sources, kind, depth + 1)
        if choice == 5 and depth < 2:
            if one.keys:
                return f"{one.sql} IS NOT NULL"
            pen.reached["in query"] += 1
            negation = random.choice(["", "", "NOT "])
            return f"{one.sql} {negation}IN ({self.query(depth + 1, sources, (kind,))})"
        if choice == 6 and depth < 2 and not one.keys:
            pen.reached["scalar query"] += 1
            operator = random.choice(_COMPARISONS)
            return f"{one.sql} {operator} ({self.query(depth + 1, sources, (f'one {kind}',))})"
        if choice == 7:
            return f"{one.sql} IS {random.choice(['', 'NOT '])}NULL"
        if choice == 8:
            return f"{one.sql} IN ({self.literal(kind)}, {self.literal(kind)})"
        if choice == 9:
            return f"{one.sql} BETWEEN {self.literal(kind)} AND {self.literal(kind)}"
        if choice in {10, 14} and kind == "text":
            if pen.chance(0.4):
                pen.reached["regular expression"] += 1
                regular = random.choice(["CANARI", "^[OP]", "[0-9]+$", "^(?:P-|35)[0-9]*", "e.$"])
                return f"regexp_like({one.sql}, '{regular}')"
            pattern = random.choice(["%CANARI%", "O%", "%e_%", "P-1%", "353%"])
            return f"{one.sql} LIKE '{pattern}'"
        if choice == 11:
            return f"{one.sql} IS NOT DISTINCT FROM {self.literal(kind)}"
        if choice == 12 and (failing := self._failing(sources, "int")) is not None:
            return f"{failing.sql} {random.choice(_COMPARISONS)} {random.choice(['0', '5', '42'])}"
        if choice == 13:
            other = self.alike(sources, one)
            if other is not None:
                pen.reached["two columns compared"] += 1
                return f"{one.sql} {random.choice(_COMPARISONS)} {other.sql}"
        return f"{one.sql} {random.choice(_COMPARISONS)} {self.literal(kind)}"

    def alike(self, sources: Sequence[Source], one: Term) -> Term | None:
        """A column that may be compared with it: mostly under the same keys."""
        for _ in range(4):
            other = self.column(sources, (one.kind,))
            if other is not None and (other.keys == one.keys or self.pen.chance(0.04)):
                return other
        return None


def written(kind: str, wire: str) -> str:  # noqa: PLR0911 - one return a kind
    """A wire value as a literal of Trino's SQL."""
    match kind:
        case "text":
            return f"'{wire}'"
        case "dec":
            return f"DECIMAL '{wire}'"
        case "num":
            return f"{float(wire):E}"
        case "date":
            return f"DATE '{wire}'"
        case "local":
            return f"TIMESTAMP '{wire.replace('T', ' ')}'"
        case "instant":
            return f"TIMESTAMP '{wire.replace('T', ' ').removesuffix('Z')} UTC'"
        case _:
            return wire


TYPES_IN_SQL = {
    "text": "VARCHAR",
    "int": "INTEGER",
    "big": "BIGINT",
    "dec": "DECIMAL(10, 3)",
    "num": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "local": "TIMESTAMP",
    "instant": "TIMESTAMP WITH TIME ZONE",
}
