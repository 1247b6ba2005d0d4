"""The measures of a service, and the figures that divide one measure by another.

`measures` and `ratios` of `service.yaml`: from them the engine knows what each side of a ratio
covers, without a word of the service's queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.model.bilingual import Bilingual

POPULATION = "population"
"""The reference that a measure may be: inhabitants of communes."""
PREVIOUS = "previous"
TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class Share:
    """The part of each row that counts, by its category: as the rows of a role say, else `default`
    where that role has none. A category without a part is not held at all.
    """

    role: str
    category: str
    value: str
    default: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measure:
    """Rows of a role that are added up, by year, commune, month and category.

    By `day` and `commune`; or, where it has no commune (`covers_territory`), by the field `year`:
    its rows then cover all that the owner of their file covers. `less`: values of a field whose
    rows are taken off. `total`: the category of rows that stand for all. `parameters`: by category,
    the one that gives its value where the role has no row, of the year that `parameters_year` says.
    `months`: the parameter that says how many months make a year whole.
    """

    name: str
    role: str | None
    value: str
    commune: str | None = None
    day: str | None = None
    year: str | None = None
    category: str | None = None
    less: tuple[str, tuple[str, ...]] | None = None
    total: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    parameters_year: str | None = None
    months: str | None = None
    share: Share | None = None

    @property
    def covers_territory(self) -> bool:
        return self.role is not None and self.commune is None


@dataclass(frozen=True, slots=True)
class Ratio:
    """`times × of ÷ over − minus`, of the year and of what the row covers. `over_year`: the year
    of the lower side, where it is another. `communes`, `categories`: columns, or categories
    themselves, where this ratio covers other than its row.
    """

    column: str
    of: str
    over: str
    times: int = 1
    minus: int = 0
    over_year: int | str | None = None
    communes: str | None = None
    categories: str | tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Covers:
    """The columns of a row that tell its year, the codes of its communes and its categories; the
    categories are empty where it covers all.
    """

    year: str
    communes: str
    categories: str | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """Empty for a service that says nothing of it: its figures are as it computed them."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    ratios: Mapping[str, Ratio] = field(default_factory=dict)
    unchecked: Mapping[str, Bilingual] = field(default_factory=dict)
    """Ratios that nothing here can check, and the sentence that says why."""


def measures_of(tree: Mapping[str, Any]) -> Measures:
    """From a description that `measures_check` found sound."""
    known = {name: _measure(name, one) for name, one in tree.get("measures", {}).items()}
    for name, one in tree.get("measures", {}).items():
        if "of" in one:
            known[name] = _shared(name, known[one["of"]], one["share"])
    ratios = tree.get("ratios", {})
    return Measures(
        known,
        {name: _ratio(name, one) for name, one in ratios.items() if "none" not in one},
        {
            name: Bilingual(one["none"]["fr"], one["none"]["en"])
            for name, one in ratios.items()
            if "none" in one
        },
    )


def covers_of(tree: Mapping[str, Any] | None) -> Covers | None:
    if tree is None:
        return None
    return Covers(tree["year"], tree["communes"], tree.get("categories"))


def _measure(name: str, tree: Mapping[str, Any]) -> Measure:
    less: Mapping[str, Any] = tree.get("less", {})
    return Measure(
        name=name,
        role=tree.get("role"),
        value=tree.get("value", POPULATION),
        commune=tree.get("commune"),
        day=tree.get("day"),
        year=tree.get("year"),
        category=tree.get("category"),
        less=next(((of, tuple(values)) for of, values in less.items()), None),
        total=tree.get("total"),
        parameters=tree.get("parameters", {}),
        parameters_year=tree.get("parameters_year"),
        months=tree.get("months"),
    )


def _shared(name: str, whole: Measure, share: Mapping[str, Any]) -> Measure:
    return Measure(
        name=name,
        role=whole.role,
        value=whole.value,
        commune=whole.commune,
        day=whole.day,
        year=whole.year,
        category=whole.category,
        months=whole.months,
        share=Share(share["role"], share["category"], share["value"], share.get("default", {})),
    )


def _ratio(column: str, tree: Mapping[str, Any]) -> Ratio:
    categories = tree.get("categories")
    return Ratio(
        column=column,
        of=tree["of"],
        over=tree["over"],
        times=tree.get("times", 1),
        minus=tree.get("minus", 0),
        over_year=tree.get("over_year"),
        communes=tree.get("communes"),
        categories=tuple(categories) if isinstance(categories, list) else categories,
    )
