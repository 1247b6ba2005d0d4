"""Standards as Table Schemas, and whether a dataset's columns follow one, by concept or name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.column_types import NUMBERS, WHOLE_NUMBERS
from catalog.model.dataset import Column, ColumnType, ScalarType

_TYPES: dict[str, frozenset[ScalarType]] = {
    "string": frozenset({ScalarType.STRING}),
    "integer": WHOLE_NUMBERS,
    "number": NUMBERS,
    "boolean": frozenset({ScalarType.BOOLEAN}),
    "date": frozenset({ScalarType.DATE}),
    "datetime": frozenset({ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ}),
}
_GIVEN_AS: dict[str, ColumnType] = {
    "string": ColumnType(ScalarType.STRING),
    "integer": ColumnType(ScalarType.BIGINT),
    "number": ColumnType(ScalarType.DECIMAL, 24, 6),
    "boolean": ColumnType(ScalarType.BOOLEAN),
    "date": ColumnType(ScalarType.DATE),
    "datetime": ColumnType(ScalarType.TIMESTAMP),
}
_PREFIX = "interco-"
_DAYS = frozenset({"date", "date_collecte"})
"""Concepts of the day that a row is of: not of when a thing was laid, signed or looked at."""


@dataclass(frozen=True, slots=True)
class StandardField:
    """`unit` as the standard counts; `label` where the schema has both languages.

    `usual`: between what its figures usually lie, in its unit.
    `codes`: the standard's code of each code that is known to mean it, beside `code_list`.
    `code_labels`: in words, each of its codes that has any.
    `names`: as files call it, beside its own name.
    """

    name: str
    types: frozenset[ScalarType]
    required: bool
    concept: str | None
    code_list: tuple[str, ...]
    unit: str | None = None
    label: Bilingual | None = None
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    type: str = "string"
    usual: tuple[int, int] | None = None
    code_labels: Mapping[str, Bilingual] = field(default_factory=dict, hash=False)
    names: tuple[str, ...] = ()

    @property
    def is_day(self) -> bool:
        """True where the field says of which day a row is."""
        return self.type in {"date", "datetime"} and self.concept in _DAYS

    @property
    def given_as(self) -> ColumnType:
        """The one type of the field where rows of several datasets stand together."""
        return _GIVEN_AS[self.type]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rate by inhabitant, in `unit`: the sum of a field (None: the number of rows) over the
    population of the communes that its rows are of.
    """

    name: str
    label: Bilingual
    unit: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Standard:
    """`name` is what a dataset cites; `version` that of the Table Schema.

    `competence` (BANATIC) is that of the body which these rows are of, where there is one.
    """

    name: str
    title: str
    version: str
    fields: tuple[StandardField, ...]
    competence: str | None = None
    indicators: tuple[Indicator, ...] = ()

    @property
    def sql_name(self) -> str:
        """`collecte_dechets`: as a query names it."""
        return self.name.removeprefix(_PREFIX).replace("-", "_")

    def field_of(self, concept: str) -> StandardField | None:
        """The field of a concept; None without one."""
        return next((each for each in self.fields if each.concept == concept), None)


@dataclass(frozen=True, slots=True)
class Departure:
    """A field that a dataset does not follow: `column` None when nothing matches the field."""

    field: StandardField
    column: Column | None


def read_standard(table_schema: dict[str, Any]) -> Standard:
    """From a Table Schema (Frictionless), with `concept` added to fields."""
    return Standard(
        name=table_schema["name"],
        title=table_schema["title"],
        version=table_schema["version"],
        fields=tuple(_read_field(each) for each in table_schema["fields"]),
        competence=table_schema.get("competence"),
        indicators=tuple(_read_indicator(each) for each in table_schema.get("indicators", ())),
    )


@cache
def standards() -> dict[str, Standard]:
    """The standards that the project carries, by name."""
    files = sorted(Path(__file__).parent.glob("*.json"))
    read = [read_standard(json.loads(file.read_text("utf-8"))) for file in files]
    return {standard.name: standard for standard in read}


def departures(standard: Standard, columns: Iterable[Column]) -> tuple[Departure, ...]:
    """Required fields without a column, and columns of another type than their field's."""
    columns = tuple(columns)
    found = []
    for of in standard.fields:
        column = column_for(of, columns)
        if column is None:
            if of.required:
                found.append(Departure(of, None))
        elif column.type.scalar not in of.types:
            found.append(Departure(of, column))
    return tuple(found)


def column_for(field: StandardField, columns: tuple[Column, ...]) -> Column | None:
    """By name, else by concept."""
    by_name = next((each for each in columns if each.name == field.name), None)
    if by_name is not None or field.concept is None:
        return by_name
    return next((each for each in columns if each.concept == field.concept), None)


def _read_indicator(written: dict[str, Any]) -> Indicator:
    """The one denominator that there is: the population of the communes of the rows."""
    if written["denominator"] != {"population": "communes"}:
        raise ValueError(written["name"])
    labels, numerator = written["labels"], written["numerator"]
    label = Bilingual(labels["fr"], labels["en"])
    return Indicator(written["name"], label, written["unit"], numerator.get("sum"))


def _read_field(written: dict[str, Any]) -> StandardField:
    constraints = written.get("constraints", {})
    labels, usual = written.get("labels"), written.get("usual")
    return StandardField(
        name=written["name"],
        types=_TYPES[written["type"]],
        required=constraints.get("required", False),
        concept=written.get("concept"),
        code_list=tuple(constraints.get("enum", ())),
        unit=written.get("unit"),
        label=None if labels is None else Bilingual(labels["fr"], labels["en"]),
        codes={code: of for of, codes in written.get("codes", {}).items() for code in codes},
        type=written["type"],
        usual=None if usual is None else (usual[0], usual[1]),
        code_labels={
            code: Bilingual(words["fr"], words["en"])
            for code, words in written.get("code_labels", {}).items()
        },
        names=tuple(written.get("names", ())),
    )
