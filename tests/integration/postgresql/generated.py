"""Statements that tools could send, generated over one table: each tells its rows apart."""

from __future__ import annotations

import random

TEXTS = ("flux", "code_commune", "mode_collecte", "tournee_id")
NUMBERS = ("tonnage_kg",)
DAYS = ("date_collecte",)
_KEYS = (
    *("flux", "mode_collecte", "code_commune", "left(flux, 1)"),
    *("extract(year from date_collecte)", "date_trunc('month', date_collecte)"),
)
TABLE = "val_d_ille_aubigne.collectes"


class Generator:
    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def _one(self, *choices: str) -> str:
        return self._chance.choice(choices)

    def text(self) -> str:
        column = self._one(*TEXTS)
        return self._one(
            column,
            column,
            f"lower({column})",
            f"upper({column})",
            f"left({column}, 2)",
            f"right({column}, {self._chance.randrange(1, 4)})",
            f"substring({column} from 2 for 3)",
            f"substr({column}, 3)",
            f"replace({column}, 'E', 'x')",
            f"coalesce({column}, 'rien')",
            f"nullif({column}, 'OMR')",
            f"{column} || '-' || code_commune",
            f"concat({column}, '/', tonnage_kg)",
            f"trim({column})",
            f"split_part({column}, '_', 1)",
            f"reverse({column})",
            f"CASE WHEN tonnage_kg > 2000 THEN {column} ELSE 'peu' END",
            f"CASE flux WHEN 'OMR' THEN 'o' WHEN 'VERRE' THEN {column} END",
            "to_char(date_collecte, 'YYYY-MM')",
            "to_char(date_collecte, 'DD/MM/YYYY')",
            "to_char(date_collecte, 'IYYY-IW')",
            "date_collecte::text",
            "tonnage_kg::text",
            f"{column}::varchar",
        )

    def number(self) -> str:
        amount = self._chance.randrange(1, 3000)
        return self._one(
            "tonnage_kg",
            "tonnage_kg",
            f"tonnage_kg + {amount}",
            f"tonnage_kg - {amount}",
            f"tonnage_kg / {self._chance.randrange(1, 9)}",
            f"tonnage_kg % {self._chance.randrange(2, 9)}",
            f"-tonnage_kg * {self._chance.randrange(1, 5)}",
            f"abs(tonnage_kg - {amount})",
            f"length({self._one(*TEXTS)})",
            f"position('R' in {self._one(*TEXTS)})",
            "extract(year from date_collecte)",
            "extract(month from date_collecte)",
            "extract(dow from date_collecte)",
            "extract(isodow from date_collecte)",
            "extract(doy from date_collecte)",
            "extract(week from date_collecte)",
            "extract(quarter from date_collecte)",
            "extract(epoch from date_collecte)",
            "date_part('month', date_collecte)",
            f"date_collecte - '2025-01-{self._chance.randrange(10, 28)}'",
            f"date_collecte - date '2024-0{self._chance.randrange(1, 9)}-01'",
            f"greatest(tonnage_kg, {amount})",
            f"least({amount}, tonnage_kg)",
            f"coalesce(nullif(tonnage_kg, {amount}), 0)",
            f"round(tonnage_kg::numeric / {self._one('2', '4', '8')}, {self._one('0', '1', '2')})",
            f"tonnage_kg::numeric(12, {self._one('0', '2', '3')})",
            "tonnage_kg::bigint",
            f"floor(tonnage_kg::numeric(12, 3) + 0.{self._chance.randrange(1, 9)})",
            f"sign(tonnage_kg::numeric - {amount})",
            f"mod(tonnage_kg, {self._chance.randrange(2, 9)})",
            "CASE WHEN flux = 'OMR' THEN 1 ELSE tonnage_kg END",
        )

    def day(self) -> str:
        return self._one(
            "date_collecte",
            f"date_collecte + {self._chance.randrange(1, 40)}",
            f"date_collecte - {self._chance.randrange(1, 40)}",
            f"date_collecte + interval '{self._chance.randrange(1, 5)} month'",
            f"date_collecte - interval '{self._chance.randrange(1, 30)} day'",
            "date_collecte::timestamp",
            f"date_trunc('{self._one('day', 'week', 'month', 'quarter', 'year')}',"
            " date_collecte::timestamp)",
            f"date_trunc('{self._one('day', 'week', 'month', 'quarter', 'year')}', date_collecte)",
            "coalesce(date_collecte, '2025-01-01')",
        )

    def value(self) -> str:
        return self._one(self.text(), self.number(), self.day(), self.truth())

    def truth(self) -> str:
        return self._one(
            f"{self._one(*TEXTS)} IS NULL",
            f"({self.condition()})",
            f"({self.condition()}) IS TRUE",
            f"({self.condition()}) IS NOT FALSE",
        )

    def condition(self, depth: int = 0) -> str:
        day = f"2025-{self._chance.randrange(1, 13):02}-{self._chance.randrange(1, 28):02}"
        amount = self._chance.randrange(1, 9000)
        simple = (
            f"date_collecte >= '{day}'",
            f"date_collecte < date '{day}'",
            f"date_collecte BETWEEN '2024-01-01' AND '{day}'",
            f"date_collecte::timestamp <= '{day} 10:00'",
            f"tonnage_kg > {amount}",
            f"tonnage_kg <= '{amount}'",
            f"tonnage_kg <> {amount}",
            "flux = 'OMR'",
            "flux <> 'VERRE'",
            "flux IN ('OMR', 'VERRE')",
            "flux NOT IN ('OMR', 'VERRE')",
            "flux = ANY (ARRAY['OMR', 'BIODECHETS'])",
            "flux LIKE 'E%'",
            "flux NOT LIKE '%E'",
            r"flux LIKE 'EMBALLAGES\_%'",
            "flux ILIKE '%ver%'",
            "flux ~ '^E'",
            "flux !~ 'S$'",
            "mode_collecte IS NOT NULL",
            "mode_collecte IS DISTINCT FROM 'PAP'",
            "mode_collecte IS NOT DISTINCT FROM 'PAV'",
            f"extract(month from date_collecte) = {self._chance.randrange(1, 13)}",
            f"length(flux) > {self._chance.randrange(3, 10)}",
            "code_commune > '35200'",
            f"tonnage_kg % 2 = {self._chance.randrange(2)}",
            f"date_collecte + 30 > '{day}'",
        )
        if depth > 1 or self._chance.random() < 0.6:
            return self._one(*simple)
        left, right = self.condition(depth + 1), self.condition(depth + 1)
        return self._one(f"({left} AND {right})", f"({left} OR {right})", f"NOT ({left})")

    def aggregate(self) -> str:
        number = self._one("tonnage_kg", "tonnage_kg", "tonnage_kg::bigint", "tonnage_kg::numeric")
        return self._one(
            "count(*)",
            f"count({self._one(*TEXTS)})",
            f"count(DISTINCT {self._one(*TEXTS)})",
            f"sum({number})",
            f"avg({number})",
            f"round(avg({number})::numeric, 1)",
            f"min({self._one('tonnage_kg', 'date_collecte', 'flux')})",
            f"max({self._one('tonnage_kg', 'date_collecte', 'flux')})",
            f"sum({number}) FILTER (WHERE {self.condition(2)})",
            f"count(*) FILTER (WHERE {self.condition(2)})",
            f"bool_or({self.condition(2)})",
            f"every({self.condition(2)})",
            "string_agg(DISTINCT flux, ',' ORDER BY flux)",
            "max(tonnage_kg) - min(tonnage_kg)",
            "max(date_collecte) - min(date_collecte)",
            f"percentile_disc(0.{self._chance.randrange(1, 10)})"
            " WITHIN GROUP (ORDER BY tonnage_kg)",
            "sum(tonnage_kg) / count(*)",
        )

    def _order(self, count: int) -> str:
        places = list(range(1, count + 1))
        self._chance.shuffle(places)
        return ", ".join(
            f"{place}{self._one('', ' DESC', ' ASC', ' DESC NULLS LAST', ' ASC NULLS FIRST')}"
            for place in places
        )

    def _end(self) -> str:
        return self._one(
            "",
            f" LIMIT {self._chance.randrange(1, 30)}",
            f" LIMIT {self._chance.randrange(1, 30)} OFFSET {self._chance.randrange(20)}",
            f" FETCH FIRST {self._chance.randrange(1, 9)} ROWS ONLY",
        )

    def rows(self) -> str:
        values = [self.value() for _ in range(self._chance.randrange(1, 5))]
        distinct = self._one("", "", "DISTINCT ")
        where = f" WHERE {self.condition()}"
        return (
            f"SELECT {distinct}{', '.join(values)} FROM {TABLE}{where}"
            f" ORDER BY {self._order(len(values))}{self._end()}"
        )

    def groups(self) -> str:
        keys = [self._one(*_KEYS) for _ in range(self._chance.randrange(0, 3))]
        measures = [self.aggregate() for _ in range(self._chance.randrange(1, 4))]
        group = f" GROUP BY {', '.join(str(at + 1) for at in range(len(keys)))}" if keys else ""
        having = (
            f" HAVING count(*) > {self._chance.randrange(5)}" if self._chance.random() < 0.3 else ""
        )
        where = f" WHERE {self.condition()}" if self._chance.random() < 0.7 else ""
        values = [*keys, *measures]
        return (
            f"SELECT {', '.join(values)} FROM {TABLE}{where}{group}{having}"
            f" ORDER BY {self._order(len(values))}{self._end()}"
        )

    def windows(self) -> str:
        over = self._one(
            "PARTITION BY flux ORDER BY date_collecte DESC, id_pesee, tonnage_kg, code_commune",
            "ORDER BY tonnage_kg, id_pesee, code_commune, date_collecte",
        )
        window = self._one(
            f"row_number() OVER ({over})",
            "rank() OVER (PARTITION BY flux ORDER BY tonnage_kg DESC)",
            f"lag(tonnage_kg) OVER ({over})",
            f"sum(tonnage_kg) OVER ({over})",
            f"count(*) OVER (PARTITION BY {self._one('flux', 'mode_collecte')})",
            f"first_value(flux) OVER ({over})",
        )
        return (
            f"SELECT id_pesee, {self.value()}, {window} FROM {TABLE} WHERE {self.condition()}"
            f" ORDER BY 1, 3, 2{self._end()}"
        )

    def nested(self) -> str:
        where = f"WHERE {self.condition()}"
        inner = f"SELECT flux, count(*), max(tonnage_kg) FROM {TABLE} {where} GROUP BY flux"
        return self._one(
            f"SELECT flux, count, max FROM ({inner}) s WHERE count > 2 ORDER BY 1, 2, 3",
            f"WITH s AS ({inner}) SELECT flux, s.max FROM s ORDER BY max DESC, flux{self._end()}",
            f"SELECT flux FROM ({inner}) s WHERE EXISTS (SELECT 1 FROM {TABLE} t"
            " WHERE t.flux = s.flux) ORDER BY 1",
            f"SELECT flux FROM {TABLE} {where} UNION SELECT mode_collecte FROM {TABLE}"
            f" WHERE {self.condition()} ORDER BY 1 DESC",
            f"SELECT t.flux, s.count FROM {TABLE} t JOIN ({inner}) s ON s.flux = t.flux"
            f" WHERE t.tonnage_kg = s.max ORDER BY 1, 2{self._end()}",
            f"SELECT flux, 'x' FROM {TABLE} {where} EXCEPT SELECT 'OMR', 'x' ORDER BY 1",
        )

    def statement(self) -> str:
        return self._chance.choices(
            (self.rows, self.groups, self.windows, self.nested), (50, 30, 10, 10)
        )[0]()
