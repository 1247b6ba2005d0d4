"""`standards.collecte_dechets`: the rows of every dataset of one standard, an arm for each.

A table of the schema `standards` becomes UNION ALL of one SELECT a dataset, over tables of the
catalog: what anybody could have written by hand. Which datasets, and which of their columns, is
settled before, by the law: here is nothing but names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from sqlglot import exp

from catalog.model.dataset import Column, Dataset
from catalog.model.identifiers import Siren
from catalog.standards.conformity import FieldMatch
from catalog.standards.standard import Standard
from federation.logical import Arm, Repeat, StandardUse
from federation.rewrites.expressions import (
    TEXT,
    column,
    day_start,
    is_null,
    null,
    quoted,
    text,
    union_all,
)
from federation.size_problems import SqlLimit
from federation.standards.problems import StandardTooLarge
from federation.standards.row_keys import ROW_KEYS, row_key_cell
from federation.standards.standard_cells import cell_of, in_list, outside_list

STANDARDS = "standards"
"""The schema's name in SQL; no organisation may be called so."""
MOST_ARMS = 1_000
"""Datasets in one query, each as often as a standard of it is named. docs/explanation/standards.md
says what so many cost.
"""
MOST_NODES = 15_000
"""Of the arms that are written out: what so many cost to prepare is told there too."""
LEAST_ALIKE = 8
"""So many arms that are alike are read and governed as one; fewer cost little."""
OWNER_SIREN, OWNER_NAME, DATASET = "owner_siren", "owner_nom", "dataset"
LABELS = (OWNER_SIREN, OWNER_NAME, DATASET)
"""Columns that each row has beside those of its standard: whose it is."""
_OF = "t"
_PARIS = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows of these commune codes, as they are written, from a day until before another; all rows
    of them where there is no `period`.
    """

    codes: tuple[str, ...]
    period: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class StandardArm:
    """One dataset, as its reader is given it: a match for each field of the standard."""

    dataset: Dataset
    sql_owner: str
    owner: Siren
    owner_name: str
    fields: tuple[FieldMatch, ...]
    keys: tuple[Column, ...] = ()
    """The columns that ROW_KEYS are made of; none where no key is given as it is."""
    excluded: tuple[Exclusion, ...] = ()
    likeness: Hashable = field(default=None, repr=False, compare=False)
    """Equal for those that are given alike (`federation.likeness`); None for one like no other."""

    @property
    def cells(self) -> Hashable:
        """The column, the factor and the codes that each field is made of; the key's columns."""
        made_of = (
            (
                each.field.name,
                None if each.column is None else each.column.name,
                each.factor,
                tuple(sorted(each.codes.items())),
                each.listed if each.is_closed else (),
            )
            for each in self.fields
        )
        return (*made_of, tuple(each.name for each in self.keys))

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The columns LABELS, each with its value in all rows of this arm."""
        return tuple(zip(LABELS, (str(self.owner), self.owner_name, self.full_name), strict=True))

    @property
    def named(self) -> Arm:
        return Arm(self.dataset.id, self.sql_owner, self.dataset.name, self.labels)

    @property
    def full_name(self) -> str:
        return f"{self.sql_owner}.{self.dataset.name}"

    def field(self, name: str | None) -> FieldMatch | None:
        """The match of a field that has a column; None without one."""
        return next(
            (each for each in self.fields if each.field.name == name and each.column is not None),
            None,
        )


@dataclass(frozen=True)
class StandardTable:
    """`arms` in the order of their datasets' ids; there may be none."""

    standard: Standard
    arms: tuple[StandardArm, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return (*(each.name for each in self.standard.fields), *LABELS)

    @cached_property
    def fingerprint(self) -> str:
        """Of all that the table becomes: two that differ in a dataset or a column differ here."""
        digest = hashlib.sha256(self.standard.name.encode())
        for arm in self.arms:
            facts = (arm.dataset.id, arm.labels, arm.cells, arm.excluded)
            digest.update(repr(facts).encode())
        return digest.hexdigest()

    @cached_property
    def folded(self) -> tuple[StandardTable, tuple[Repeat, ...]]:
        """Of many arms that are alike the first two, and what the second of them stands for."""
        kinds: dict[Hashable, list[StandardArm]] = {}
        for number, arm in enumerate(self.arms):
            is_alone = arm.likeness is None or bool(arm.excluded)
            kinds.setdefault(number if is_alone else (arm.likeness, arm.cells), []).append(arm)
        written: list[StandardArm] = []
        repeats: list[Repeat] = []
        for arms in kinds.values():
            few = arms if len(arms) < LEAST_ALIKE else arms[:2]
            written += few
            if len(few) < len(arms):
                _, pattern, *others = (each.named for each in arms)
                repeats.append(Repeat(pattern, tuple(others)))
        return replace(self, arms=tuple(written)), tuple(repeats)


@dataclass(frozen=True, slots=True)
class Expanded:
    """`datasets` are the ids of those that now stand in the tree."""

    datasets: tuple[str, ...]
    uses: tuple[StandardUse, ...]
    nodes: int = 0
    """The number of nodes that the tree has beyond those that the caller wrote."""
    repeats: tuple[Repeat, ...] = ()
    """Arms that the tree holds one of."""


def is_standard(table: exp.Table) -> bool:
    return str(table.db).lower() == STANDARDS


def too_many_arms() -> SqlLimit:
    return SqlLimit(
        limit=MOST_ARMS,
        what_fr="jeux d'un standard dans une requête, chacun autant de fois que sa table sert",
        what_en="datasets of a standard in a query, each as often as its table is used",
    )


def expand_standards(
    tree: exp.Query,
    tables: Mapping[str, StandardTable],
    named: frozenset[str] | None = None,
    beside: Collection[str] = (),
) -> Expanded:
    """In place; every table of the schema `standards` in the tree is one of `tables`. `named`: the
    columns that are asked of them, where that is known. `beside`: datasets (ids) that the tree has
    by their own names too, whose tables are no arms.

    Raises SqlLimit where the arms of all of them together are more than MOST_ARMS.
    """
    met = [each for each in tree.find_all(exp.Table) if is_standard(each)]
    if not met:
        return Expanded((), ())
    for written in [each for each in tree.find_all(exp.Column) if _is_of_standards(each)]:
        written.set("db", None)
    wanted = _columns_named(tree, met, tables) if named is None else named
    if sum(len(tables[each.name.lower()].arms) for each in met) > MOST_ARMS:
        raise too_many_arms()
    datasets: dict[str, None] = {}
    nodes = 0
    uses: list[StandardUse] = []
    repeats: dict[Repeat, None] = {}
    for table in met:
        known = tables[table.name.lower()]
        conditions = tuple(_conditions_on(table, known))
        uses.append(StandardUse(table.name.lower(), conditions, wanted))
        datasets.update(dict.fromkeys(arm.dataset.id for arm in known.arms))
        alias = exp.TableAlias(this=quoted(table.alias_or_name.lower()))
        is_apart = any(arm.dataset.id in beside for arm in known.arms)
        arms, alike = (known, ()) if is_apart else known.folded
        repeats.update(dict.fromkeys(alike))
        rows = rows_of(arms, wanted)
        nodes += sum(1 for _ in rows.walk())
        table.replace(exp.Subquery(this=rows, alias=alias))
    check_expanded(nodes)
    return Expanded(tuple(datasets), tuple(uses), nodes, tuple(repeats))


def check_expanded(nodes: int) -> None:
    """Raises StandardTooLarge: before what was expanded is walked again and again."""
    if nodes > MOST_NODES:
        raise StandardTooLarge(nodes=nodes, limit=MOST_NODES)


def _is_of_standards(column_: exp.Column) -> bool:
    return column_.text("db").lower() == STANDARDS


def rows_of(
    table: StandardTable, wanted: frozenset[str] | None = None, outside: str | None = None
) -> exp.Query:
    """The rows of all arms; of its columns those that are `wanted`, where that is known. Where they
    have a code list, the rows whose words are in it alone; `outside`: those, and those alone, whose
    word in that field is not.
    """
    names = table.column_names
    if wanted is not None:
        names = tuple(name for name in (*names, *ROW_KEYS) if name in wanted)
    if not table.arms:
        return _no_rows(table, names)
    return union_all([_arm(each, names, outside) for each in table.arms])


def _columns_named(
    tree: exp.Query, met: Sequence[exp.Table], tables: Mapping[str, StandardTable]
) -> frozenset[str] | None:
    """The names of standards' columns that a statement uses; None where it may mean others too."""
    if any(not isinstance(each.parent, exp.Count) for each in tree.find_all(exp.Star)):
        return None
    if any(each.args.get("using") or each.args.get("method") for each in tree.find_all(exp.Join)):
        return None
    known = {name for table in met for name in tables[table.name.lower()].column_names}
    aliases = {table.alias_or_name.lower() for table in met}
    selects = {id(table.find_ancestor(exp.Select)) for table in met}
    wanted = set()
    for written in tree.find_all(exp.Column):
        name = written.name.lower()
        if written.table:
            if written.table.lower() in aliases:
                wanted.add(name)
        elif name in known or _is_of_one_of(selects, written):
            wanted.add(name)
    return frozenset(wanted) if wanted <= known else None


def _is_of_one_of(selects: Collection[int], written: exp.Column) -> bool:
    """True where a name without a table is a column that one of these selects alone can have: not a
    column of a table beside, nor a name that the select itself gives.
    """
    select = written.find_ancestor(exp.Select)
    if select is None or id(select) not in selects or select.args.get("joins"):
        return False
    return all(each.alias.lower() != written.name.lower() for each in select.selects)


def _no_rows(table: StandardTable, names: Sequence[str]) -> exp.Select:
    types = {each.name: each.given_as for each in table.standard.fields}
    cells = [_named(null(types.get(name, TEXT)), name) for name in names]
    return exp.Select(expressions=cells or [_named(exp.Literal.number(1), "n")]).where(
        exp.false(), copy=False
    )


def _arm(arm: StandardArm, names: Sequence[str], outside: str | None = None) -> exp.Select:
    matches = {each.field.name: each for each in arm.fields}
    labels = dict(arm.labels)

    def cell(name: str) -> exp.Expr:
        if name in labels:
            return text(labels[name])
        if name in ROW_KEYS:
            return row_key_cell(name, arm.keys, _OF)
        return cell_of(matches[name], _OF)

    cells = [_named(cell(name), name) for name in names]
    table = exp.Table(
        this=quoted(arm.dataset.name),
        db=quoted(arm.sql_owner),
        alias=exp.TableAlias(this=quoted(_OF)),
    )
    select = exp.Select(
        expressions=cells or [_named(exp.Literal.number(1), "n")], from_=exp.From(this=table)
    )
    rules = (
        [outside_list(matches[outside], _OF)]
        if outside is not None
        else [in_list(matches[name], _OF) for name in names if name in matches]
    )
    for rule in filter(None, [*rules, *(_outside(each, arm) for each in arm.excluded)]):
        select = select.where(rule, copy=False)
    return select


def _named(value: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=value, alias=quoted(name))


def _outside(each: Exclusion, arm: StandardArm) -> exp.Expr:
    """A row without a code or a date is in no period, so it stays."""
    code, day = arm.field(_commune_of(arm)), arm.field(_day_of(arm))
    if code is None or code.column is None:
        return exp.true()
    named = column(code.column.name, _OF)
    listed = exp.In(this=named, expressions=[text(one) for one in each.codes])
    if each.period is None:
        return exp.or_(is_null(named.copy()), exp.Not(this=exp.Paren(this=listed)))
    if day is None or day.column is None:
        return exp.true()
    when, (start, end) = column(day.column.name, _OF), each.period
    inside = exp.and_(
        listed,
        exp.GTE(this=when, expression=day_start(start, day.column.type, _PARIS)),
        exp.LT(this=when.copy(), expression=day_start(end, day.column.type, _PARIS)),
    )
    outside = exp.Not(this=exp.Paren(this=inside))
    return exp.or_(is_null(named.copy()), is_null(when.copy()), outside)


def commune_field(standard: Standard) -> str | None:
    """The name of the field that holds commune codes; None without one."""
    field = standard.field_of("commune")
    return None if field is None else field.name


def day_field(standard: Standard) -> str | None:
    """The name of the field that says of which day a row is; None of things that have none."""
    return next((each.name for each in standard.fields if each.is_day), None)


def _commune_of(arm: StandardArm) -> str | None:
    return next((each.field.name for each in arm.fields if each.field.concept == "commune"), None)


def _day_of(arm: StandardArm) -> str | None:
    return next((each.field.name for each in arm.fields if each.field.is_day), None)


def _conditions_on(table: exp.Table, known: StandardTable) -> Iterator[exp.Expr]:
    source = table.parent
    select = source.parent if isinstance(source, exp.From) else None
    where = select.args.get("where") if isinstance(select, exp.Select) else None
    if where is None or not isinstance(select, exp.Select):
        return
    alias, alone = table.alias_or_name.lower(), not select.args.get("joins")
    columns = frozenset(known.column_names)
    for condition in _conjuncts(where.this):
        named = list(condition.find_all(exp.Column))
        is_about_it = named and all(
            one.name.lower() in columns and (one.table.lower() == alias if one.table else alone)
            for one in named
        )
        if is_about_it and condition.find(exp.Query, exp.Star, exp.Window, exp.AggFunc) is None:
            bare = condition.copy()
            for one in bare.find_all(exp.Column):
                one.set("table", None)
                one.set("this", quoted(one.name.lower()))
            yield bare


def _conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from _conjuncts(condition.this)
        yield from _conjuncts(condition.expression)
    else:
        yield condition
