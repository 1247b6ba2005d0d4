"""Filters on a row's commune, resolved to lists of raw codes and their periods before planning.

The source sees only scalar conditions on the code and the date: no join, and it never holds the
reference data. As for any absent value, a row without a code satisfies neither a condition nor its
NOT; nor does one without a date, if its code would satisfy it at some date. A code that was never
a commune's satisfies none, and the NOT of each.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from catalog.caches import remembered
from catalog.cog import CodePeriod, Cog
from catalog.cog.land import Bounds, periods_of, without
from catalog.cog.searching import everything
from catalog.fold import fold as fold_text
from catalog.model.dataset import ScalarType
from catalog.model.identifiers import CommuneCode
from federation.logical import LiteralSource
from policies.question import day_starts_at
from schema.document.leaf_values import read_value
from schema.inputs import Input
from schema.limits import DocumentLimits
from schema.problems import (
    CommuneFilterTooWide,
    EmptyCondition,
    NullCondition,
    UnknownPlaceName,
)
from schema.reading.conditions import Operation, check_bounds, check_length, read_operations
from schema.reading.projection import commune_known
from schema.reading.territory_filters import TerritoryReader
from schema.sql import (
    DAY,
    TEXT,
    Fold,
    Parameters,
    all_of,
    any_of,
    column,
    is_null,
    negated,
)
from schema.types.scalar_values import Leaf
from schema.types.scope import CommuneRelation

_MOST_LETTERS = 3
_BEFORE_ALL = date(1000, 1, 1)
Test = Callable[[str], bool]
Find = Callable[[Test], Iterable[CodePeriod]]
_A_COMMUNE = ("Aucune commune", "No commune")
_AN_EPCI = ("Aucun EPCI", "No EPCI")
_OTHERS = frozenset({"ne", "notIn"})
_WHOLE_NAMES = frozenset({"eq", "in"}) | _OTHERS
_TEXT = Leaf(TEXT)


@dataclass(frozen=True, slots=True)
class CommuneFilterReader:
    parameters: Parameters
    limits: DocumentLimits
    territories: TerritoryReader
    time_zone: str

    @property
    def cog(self) -> Cog:
        return self.territories.cog

    def read(self, relation: CommuneRelation, filter_: Input) -> exp.Expr | None:
        """None when absent variables left nothing of it."""
        return self._read_fields(
            relation.name,
            filter_,
            {
                "code": lambda each: self._attribute(relation, "code", each, self._by_code),
                "nom": lambda each: self._attribute(
                    relation, "nom", each, self.cog.find_by_name, _A_COMMUNE
                ),
                "epci": lambda each: self._read_epci(relation, each),
                "inTerritory": lambda each: self._in_territory(relation, each),
            },
        )

    def _in_territory(self, relation: CommuneRelation, filter_: Input) -> exp.Expr:
        periods = self.territories.read(
            filter_, lambda wanted: self._by_code(lambda code: code == wanted)
        )
        return self._among(relation, periods, filter_)

    def _read_epci(self, relation: CommuneRelation, filter_: Input) -> exp.Expr | None:
        return self._read_fields(
            "epci",
            filter_,
            {
                "siren": lambda each: self._attribute(
                    relation, "siren", each, self.cog.find_by_epci_siren
                ),
                "nom": lambda each: self._attribute(
                    relation, "nom", each, self.cog.find_by_epci_name, _AN_EPCI
                ),
            },
        )

    def _read_fields(
        self,
        field: str,
        filter_: Input,
        readers: dict[str, Callable[[Input], exp.Expr | None]],
    ) -> exp.Expr | None:
        if filter_.is_null:
            raise NullCondition(field=field, place=filter_.place)
        entries = filter_.entries()
        if not entries:
            raise EmptyCondition(field=field, place=filter_.place)
        read = [readers[name](each) for name, each in entries if each is not None]
        kept = [each for each in read if each is not None]
        return all_of(kept) if kept else None

    def _attribute(
        self,
        relation: CommuneRelation,
        field: str,
        filter_: Input,
        find: Find,
        named: tuple[str, str] | None = None,
    ) -> exp.Expr | None:
        operations, fold = read_operations(field, filter_)
        conditions = []
        for each in operations:
            if each.name == "isNull":
                unknown = self._unknown(relation, find(everything), each.operand)
                conditions.append(unknown if each.operand.raw() is True else negated(unknown))
            else:
                test = self._test(field, each, fold)
                if named is not None and each.name in _WHOLE_NAMES:
                    test = self._whole_name(field, each, fold, find, named)
                conditions.append(self._among(relation, find(test), each.operand))
        return all_of(conditions) if conditions else None

    def _unknown(
        self, relation: CommuneRelation, known: Iterable[CodePeriod], operand: Input
    ) -> exp.Expr:
        absent = [is_null(column(relation.code.name))]
        if relation.date is not None:
            absent.append(is_null(self._day(relation)))
        return any_of([*absent, negated(self._among(relation, known, operand))])

    def _test(self, field: str, operation: Operation, fold: Fold) -> Test:
        def folded(text: str) -> str:
            return _folded(text, fold)

        items = operation.operand.items()
        check_length(field, operation.operand, len(items), self.limits)
        values = [folded(str(read_value(field, each, _TEXT))) for each in items]
        if operation.name == "between":
            check_bounds(operation.operand, len(values))
        test = _TESTS[operation.name]
        return lambda text: test(folded(text), values)

    def _whole_name(
        self, field: str, operation: Operation, fold: Fold, find: Find, named: tuple[str, str]
    ) -> Test:
        """Of the names that are asked for, or of all others. Raises UnknownPlaceName for one that
        nothing has borne, at any time: it would find no row.
        """
        items = operation.operand.items()
        asked = {_folded(str(read_value(field, each, _TEXT)), fold): each for each in items}
        borne = _names_by_fold(find, fold)
        for text in sorted(asked.keys() - borne.keys()):
            raise UnknownPlaceName(
                what_fr=named[0],
                what_en=named[1],
                value=text[:80],
                did_you_mean=_nearest(text, find),
                place=asked[text].place,
            )
        names = frozenset(name for text in asked for name in borne[text])
        if operation.name in _OTHERS:
            return lambda name: name not in names
        return names.__contains__

    def _by_code(self, test: Test) -> Iterable[CodePeriod]:
        """Every code a row may carry, when its commune of that time has a code that passes."""
        codes = {code for code in self.cog.land.by_code if test(code)}
        bounds: dict[CommuneCode, list[Bounds]] = defaultdict(list)
        for code in codes:
            for meaning in self.cog.meanings(code):
                if meaning.is_commune:
                    bounds[meaning.code].append((meaning.start, meaning.end))
        for moved in self.cog.moved_codes():
            if moved.commune_code in codes:
                bounds[moved.code].append((moved.start, moved.end))
        return periods_of(bounds)

    def _among(
        self, relation: CommuneRelation, periods: Iterable[CodePeriod], operand: Input
    ) -> exp.Expr:
        """`code IN (all) AND (code IN (always) OR (code IN (…) AND date >= … AND date < …) …)`."""
        passing = tuple(periods)
        is_long = len(self.cog.land.by_code) > self.limits.max_commune_codes
        if is_long and passing is self.cog.all_codes():
            return commune_known(relation)
        grouped = self._grouped(relation, passing)
        codes = sorted({code for found in grouped.values() for code in found})
        if not codes:
            return exp.false()
        if len(codes) > self.limits.max_commune_codes:
            left = self._all_but(passing)
            few = {each.code for each in left}
            if is_long and len(few) <= self.limits.max_commune_codes:
                # Most of the country passes: whoever is known, less the few that do not.
                others = negated(self._among(relation, left, operand)) if few else None
                known = commune_known(relation)
                return known if others is None else all_of([known, others])
            raise CommuneFilterTooWide(
                count=len(codes), limit=self.limits.max_commune_codes, place=operand.place
            )
        always = grouped.pop((None, None), set())
        bounded = [
            self._in_period(relation, found - always, bounds)
            for bounds, found in sorted(grouped.items(), key=lambda each: _order(each[0]))
            if found - always
        ]
        if not bounded:
            return self._dated(relation, self._in(relation, codes))
        alternatives = [
            *([self._dated(relation, self._in(relation, sorted(always)))] if always else []),
            *bounded,
        ]
        if len(alternatives) == 1:
            return alternatives[0]
        return all_of([self._in(relation, codes), any_of(alternatives)])

    def _all_but(self, passing: Iterable[CodePeriod]) -> tuple[CodePeriod, ...]:
        """The codes that are known of the country, each with its periods, less those that pass."""
        bounds: dict[str, list[Bounds]] = defaultdict(list)
        for each in passing:
            bounds[each.code].append((each.start, each.end))
        left: dict[CommuneCode, list[Bounds]] = {}
        for each in self.cog.all_codes():
            taken = bounds.get(each.code, [])
            if (each.start, each.end) in taken:
                continue
            rest = without((each.start, each.end), taken)
            if rest:
                left.setdefault(each.code, []).extend(rest)
        return periods_of(left)

    def _grouped(
        self, relation: CommuneRelation, periods: Iterable[CodePeriod]
    ) -> dict[Bounds, set[str]]:
        """Codes by period; without a date column, those that hold on the map's fixed day."""
        grouped: dict[Bounds, set[str]] = defaultdict(set)
        fixed = date(relation.vintage or self.cog.latest_vintage, 1, 1)
        for each in periods:
            bounds: Bounds = (each.start, each.end)
            if relation.date is None:
                if not (each.start or date.min) <= fixed < (each.end or date.max):
                    continue
                bounds = (None, None)
            grouped[bounds].add(each.code)
        return grouped

    def _dated(self, relation: CommuneRelation, condition: exp.Expr) -> exp.Expr:
        """Neither true nor false of a row without a date: a comparison that every date passes."""
        if relation.date is None:
            return condition
        first = self._first_moment(relation, _BEFORE_ALL)
        return all_of([condition, exp.GTE(this=self._day(relation), expression=first)])

    def _in_period(
        self, relation: CommuneRelation, codes: Iterable[str], bounds: Bounds
    ) -> exp.Expr:
        start, end = bounds
        conditions = [self._in(relation, sorted(codes))]
        if start is not None:
            conditions.append(
                exp.GTE(this=self._day(relation), expression=self._first_moment(relation, start))
            )
        if end is not None:
            conditions.append(
                exp.LT(this=self._day(relation), expression=self._first_moment(relation, end))
            )
        return all_of(conditions)

    def _in(self, relation: CommuneRelation, codes: Iterable[str]) -> exp.Expr:
        values = [self.parameters.add(TEXT, LiteralSource(code)) for code in codes]
        return exp.In(this=column(relation.code.name), expressions=values)

    def _day(self, relation: CommuneRelation) -> exp.Expr:
        return column(relation.date.name if relation.date else relation.code.name)

    def _first_moment(self, relation: CommuneRelation, day: date) -> exp.Expr:
        """Of that day in the dataset's time zone, in the type of the date column."""
        type_ = relation.date.type if relation.date else DAY
        match type_.scalar:
            case ScalarType.TIMESTAMP_TZ:
                text = f"{day_starts_at(day, self.time_zone):%Y-%m-%dT%H:%M:%S}Z"
            case ScalarType.TIMESTAMP:
                text = f"{day.isoformat()}T00:00:00"
            case _:
                text = day.isoformat()
        return self.parameters.add(type_, LiteralSource(text))


@remembered(maxsize=150_000)
def _folded(text: str, fold: Fold) -> str:
    return text if fold == "NONE" else fold_text(text, accent=fold == "CASE_ACCENT")


@remembered(maxsize=8)
def _names_by_fold(find: Find, fold: Fold) -> Mapping[str, frozenset[str]]:
    """Every name that `find` tests, by its folded text."""
    names: dict[str, set[str]] = defaultdict(set)

    def note(name: str) -> bool:
        names[_folded(name, fold)].add(name)
        return False

    find(note)
    return {text: frozenset(alike) for text, alike in names.items()}


def _nearest(text: str, find: Find) -> str | None:
    """Among those of about its length that begin as it does: there are forty thousand."""
    folded = fold_text(text[:80])
    near: dict[str, str] = {}

    def note(name: str) -> bool:
        if abs(len(name) - len(folded)) <= _MOST_LETTERS:
            other = _folded(name, "CASE_ACCENT")
            if other[:1] == folded[:1]:
                near.setdefault(other, name)
        return False

    find(note)
    found = difflib.get_close_matches(folded, near, n=1, cutoff=0.6)
    return near[found[0]] if found else None


def _order(bounds: Bounds) -> tuple[date, date]:
    return bounds[0] or date.min, bounds[1] or date.max


_TESTS: dict[str, Callable[[str, list[str]], bool]] = {
    "eq": lambda text, values: text == values[0],
    "ne": lambda text, values: text != values[0],
    "in": lambda text, values: text in values,
    "notIn": lambda text, values: text not in values,
    "gt": lambda text, values: text > values[0],
    "gte": lambda text, values: text >= values[0],
    "lt": lambda text, values: text < values[0],
    "lte": lambda text, values: text <= values[0],
    "between": lambda text, values: values[0] <= text <= values[1],
    "contains": lambda text, values: values[0] in text,
    "startsWith": lambda text, values: text.startswith(values[0]),
    "endsWith": lambda text, values: text.endswith(values[0]),
}
