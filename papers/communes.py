"""Rows of a figure by commune, as a service gives them: what each flow weighs in the whole, in each
body, and in each commune, whose own block may be handed to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.fold import fold
from catalog.model.problem import Language
from papers.bars import bars_of
from papers.printed_table import PrintedTable, facts_of, printed_table, with_rows
from papers.sheet import Bars, Fact, Section
from papers.shown import YEARS, header_of, is_numeric, shown_cell
from papers.tonnes import in_tonnes

_OF_ALL = "of_all"
"""The column that a commune's table has more: the value of the whole, beside its own."""
_BY_COMMUNE = "by_commune"
_PARTIAL = "communes_partial"
_MONTHS = ("months", "months_expected")
_COUNT: Mapping[str, Any] = {"type": "integer", "unit": None}
_NO_ROW = {"fr": "aucune ligne reçue", "en": "no row received"}


@dataclass(frozen=True, slots=True)
class Commune:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Detail:
    """`groups`: by code, the places of its rows of the report's year; the first is the whole."""

    table: Mapping[str, Any]
    groups: Mapping[str, Sequence[int]]
    communes: Sequence[Commune]
    language: Language

    @property
    def label(self) -> str:
        return str(self.table["label"][self.language])

    @property
    def is_divided(self) -> bool:
        return self._keys["by"] is not None

    @property
    def by(self) -> str:
        """The label, in small letters, of the column that divides a group."""
        label = str(self.table["columns"][self._at("by")]["label"][self.language])
        return label.lower()

    @property
    def bodies(self) -> list[str]:
        """Groups that are neither the whole nor a commune."""
        communes = {commune.code for commune in self.communes}
        return [code for code in list(self.groups)[1:] if code not in communes]

    @property
    def whole(self) -> str:
        return next(iter(self.groups))

    def of(self, code: str, omitted: Collection[str] = ()) -> PrintedTable:
        """The table of one group, the greatest value first and the total last. `omitted`: columns
        that the words around it tell.
        """
        table = with_rows(self.table, self._ranked(code))
        if code != self.whole and self.is_divided:
            table = self._beside_the_whole(table, code)
        names = {self._keys["name"], self._keys["code"], *YEARS, "communes"}
        return printed_table(in_tonnes(table), "", self.language, {*names, *omitted})

    def bars(self, code: str, caption: str) -> Bars | None:
        """Of all that the group is divided into, without their total."""
        rows = [self.table["rows"][at] for at in self._ranked(code)]
        rows = [row for row in rows if not self._is_total(row)]
        at, by = self._value_at(rows), self._at("by")
        columns = self.table["columns"]
        return bars_of(
            [shown_cell(row[by], columns[by], self.language) for row in rows],
            [row[at] for row in rows],
            [shown_cell(row[at], columns[at], self.language) for row in rows],
            f"{header_of(columns[at], self.language)}, {caption}",
            self.language,
        )

    def by_body(self) -> tuple[str, Mapping[str, Any]]:
        """The value of each body, one column for each that it is divided into; and what it is."""
        return self._beside_each_other(self.bodies)

    def by_commune(self) -> tuple[str, PrintedTable]:
        """As `by_body`, of all communes by their names, and of the whole in the last row; where
        nothing divides them, their columns of numbers.
        """
        silent = {one.code for one in self.silent}
        ordered = sorted(self.communes, key=lambda one: fold(one.name))
        every = [one.code for one in ordered]
        codes = [code for code in every if code not in silent]
        if self.is_divided:
            header, table = self._beside_each_other([*codes, self.whole], of=every)
            first = {**table["columns"][0], "label": {"fr": "Commune", "en": "Commune"}}
            table = {**table, "columns": [first, *table["columns"][1:]]}
            return header, printed_table(table, "", self.language)
        table = in_tonnes(with_rows(self.table, [self.groups[one][0] for one in codes]))
        omitted = {self._keys["code"], *YEARS, "communes", *self._keys["alike"]}
        return self.label, printed_table(table, "", self.language, omitted)

    @property
    def silent(self) -> list[Commune]:
        """Communes without any figure, by their names: they are told together, not row by row.
        None where no commune has any.
        """
        figures = [
            at
            for at, column in enumerate(self.table["columns"])
            if is_numeric(column) and column["unit"] is not None
        ]
        silent = [
            one
            for one in sorted(self.communes, key=lambda one: fold(one.name))
            if all(
                self.table["rows"][place][at] is None
                for place in self.groups[one.code]
                for at in figures
            )
        ]
        return [] if len(silent) == len(self.communes) else silent

    def _beside_each_other(
        self, codes: Sequence[str], of: Sequence[str] = ()
    ) -> tuple[str, Mapping[str, Any]]:
        """`of`: groups that the column of the value is chosen for as well."""
        every = self.table["rows"]
        value = self._value_at([every[at] for code in (*of, *codes) for at in self.groups[code]])
        columns, by, name = self.table["columns"], self._at("by"), self._at("name")
        kinds = {_key(every[at][by]): every[at][by] for at in self._ranked(self.whole)}
        rows, missing = [], []
        for number, code in enumerate(codes):
            own = {_key(every[at][by]): at for at in self.groups[code]}
            values = [every[own[kind]][value] if kind in own else None for kind in kinds]
            rows.append([every[self.groups[code][0]][name], *values])
            missing += [
                {**self._why(own.get(kind), value), "columns": {kind: [number]}}
                for kind, one in zip(kinds, values, strict=True)
                if one is None
            ]
        shown = [
            {"name": kind, "label": self._both(cell), "unit": None, "type": "decimal"}
            for kind, cell in kinds.items()
        ]
        table = {"columns": [columns[name], *shown], "rows": rows, "missing": missing}
        return header_of(columns[value], self.language), table

    @property
    def alike(self) -> dict[str, str]:
        """Months, by the name of their column, where all rows have the same: they are told once."""
        names = [column["name"] for column in self.table["columns"]]
        rows = [self.table["rows"][at] for places in self.groups.values() for at in places]
        return {
            name: shown_cell(rows[0][names.index(name)], {**_COUNT, "name": name}, self.language)
            for name in _MONTHS
            if name in names and len({row[names.index(name)] for row in rows}) == 1
        }

    def _both(self, cell: Any) -> Mapping[str, str]:
        """The words of a cell that divides the groups, in both languages."""
        codes = self.table["columns"][self._at("by")].get("codes", {})
        known: Mapping[str, str] = cell if isinstance(cell, dict) else codes.get(cell)
        return known or {"fr": str(cell), "en": str(cell)}

    def _why(self, place: int | None, column: int) -> Mapping[str, str]:
        """Why a row has no value, in both languages; without a row, that there is none."""
        name = self.table["columns"][column]["name"]
        reasons = self.table.get("missing", ())
        return next(
            (
                {"fr": reason["fr"], "en": reason["en"]}
                for reason in reasons
                if place is not None and place in reason["columns"].get(name, ())
            ),
            _NO_ROW,
        )

    @property
    def partial(self) -> list[str]:
        """Names of communes that lack months, where the figure has them and some have all."""
        names = [column["name"] for column in self.table["columns"]]
        if _PARTIAL not in names:
            return []
        rows = [self.table["rows"][at] for at in self.groups[self.whole]]
        total = next((row for row in rows if self._is_total(row)), rows[0])
        partial = str(total[names.index(_PARTIAL)] or "").split(", ")
        return [name for name in partial if name] if len(partial) < len(self.communes) else []

    def block(self, commune: Commune, level: int, omitted: Collection[str] = ()) -> Section:
        heading = f"{commune.name} ({commune.code})"
        if not self.is_divided:
            return Section(heading, facts=self._facts(commune.code), level=level)
        made = self.of(commune.code, omitted)
        above = (made.above,) if made.above else ()
        return Section(heading, paragraphs=above, tables=(made.table,), level=level)

    def _facts(self, code: str) -> tuple[Fact, ...]:
        omitted = {self._keys["name"], self._keys["code"], "communes", *self._keys["alike"]}
        return tuple(
            fact
            for place in self.groups[code]
            for fact in facts_of(
                in_tonnes(with_rows(self.table, [place])), 0, self.language, omitted
            )
        )

    @property
    def _keys(self) -> Mapping[str, Any]:
        keys: Mapping[str, Any] = self.table[_BY_COMMUNE]
        return keys

    def _at(self, key: str) -> int:
        return _place_of(self.table, self._keys[key])

    def _is_total(self, row: Sequence[Any]) -> bool:
        return self.is_divided and _key(row[self._at("by")]) == self._keys["total"]

    def _value_at(self, rows: Sequence[Sequence[Any]]) -> int:
        """The column of the value; where a row has none, of what stands for it, else the first
        number that all have.
        """
        stand_in = [] if self._keys["else"] is None else [self._at("else")]
        numbers = [
            at
            for at, column in enumerate(self.table["columns"])
            if is_numeric(column) and column["unit"] is not None
        ]
        candidates = [self._at("value"), *stand_in, *numbers]
        return next(
            (at for at in candidates if all(row[at] is not None for row in rows)), candidates[0]
        )

    def _ranked(self, code: str) -> list[int]:
        rows = self.table["rows"]
        at = self._value_at([rows[place] for place in self.groups[code]])

        def order(place: int) -> tuple[bool, Decimal]:
            value = rows[place][at]
            number = Decimal(0) if value is None else Decimal(str(value))
            return self._is_total(rows[place]), -number

        return sorted(self.groups[code], key=order)

    def _beside_the_whole(self, table: Mapping[str, Any], code: str) -> dict[str, Any]:
        """With one column more, so that a commune reads its figures against those of all."""
        value = self._value_at([self.table["rows"][at] for at in self.groups[code]])
        by = self._at("by")
        of_all = {
            _key(self.table["rows"][at][by]): self.table["rows"][at][value]
            for at in self.groups[self.whole]
        }
        name = self.table["rows"][self.groups[self.whole][0]][self._at("name")]
        column = {**self.table["columns"][value], "name": _OF_ALL}
        label = f"{name}" if isinstance(name, str) else ""
        column["label"] = {"fr": label, "en": label}
        return {
            **table,
            "columns": [*table["columns"], column],
            "rows": [[*row, of_all.get(_key(row[by]))] for row in table["rows"]],
            "shown": [*table["shown"], _OF_ALL],
        }


def detail_of(content: Mapping[str, Any], language: Language) -> Detail | None:
    """None where the service gives no rows by commune, or none of the report's year."""
    answer = content["answer"]
    table = next((one for one in answer["tables"].values() if _BY_COMMUNE in one), None)
    if table is None:
        return None
    keys, year = table[_BY_COMMUNE], answer["report"]["year"]
    code, name = _place_of(table, keys["code"]), _place_of(table, keys["name"])
    years = [at for at, column in enumerate(table["columns"]) if column["name"] in YEARS]
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(table["rows"]):
        if not years or year is None or row[years[0]] == year:
            groups.setdefault(row[code], []).append(place)
    known = [one for one in keys["communes"] if one in groups]
    if not known:
        return None
    communes = [Commune(one, table["rows"][groups[one][0]][name]) for one in known]
    return Detail(table, groups, communes, language)


def extract_of(content: Mapping[str, Any], digest: str, code: str) -> dict[str, Any]:
    """The part of the figure that is about one commune, to be attached to its page: no other
    commune's rows. Raises KeyError where the figure has no rows of the commune.
    """
    detail = detail_of(content, "fr")
    if detail is None:
        raise KeyError(code)
    own = with_rows(detail.table, detail.groups[code])
    names = {commune.code: commune.name for commune in detail.communes}
    return {
        "figure": digest,
        "commune": {"code": code, "name": names[code]},
        "columns": own["columns"],
        "rows": own["rows"],
        "missing": [one for one in own["missing"] if any(one["columns"].values())],
    }


def _key(cell: Any) -> str:
    """A cell that a service tells in words is known by the French ones."""
    return str(cell["fr"] if isinstance(cell, dict) else cell)


def _place_of(table: Mapping[str, Any], name: str) -> int:
    return next(at for at, column in enumerate(table["columns"]) if column["name"] == name)
