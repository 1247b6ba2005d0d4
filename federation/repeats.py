"""Arms of a standard that are written alike: planned once, and written out for each dataset.

A thousand bodies whose datasets are given alike have a thousand arms that differ in the table they
read, the constants that say whose a row is, and the keys of their hashes. So a statement is read,
governed and looked at with two arms of each kind, the second of which is the pattern: two, since a
rule about a pair of datasets must meet a pair. What was made of the pattern is what would have been
made of every other: `likeness` says of which ones that is so, and is asked again of the binding
that a plan is made with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.snapshot import Snapshot
from federation.binding import Binding, BoundDataset
from federation.likeness import likeness
from federation.logical import Arm, LogicalQuery, Repeat
from federation.plan import KeyPlaceholder, PlannedTable, RepeatedTable, TableRepeat
from federation.problems import UngovernedPlan
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, quoted, text, union_all

Place = tuple[str, str]
"""The names by which a tree calls a table: its schema and its name."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The differences of a copy of an arm from its pattern; `keys` by the pattern's own names."""

    table: Place
    labels: Mapping[str, str]
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Copies:
    """The pattern, and what its arm is written out for beside itself."""

    pattern: Copy
    others: tuple[Copy, ...]


def unlike_written_out(logical: LogicalQuery, binding: Binding, snapshot: Snapshot) -> LogicalQuery:
    """The same statement; every arm by itself where some that were alike are not, as bound now."""
    if all(_holds(each, binding, snapshot) for each in logical.repeats):
        return logical
    return written_out(logical)


def _holds(repeat: Repeat, binding: Binding, snapshot: Snapshot) -> bool:
    arms = (repeat.pattern, *repeat.others)
    given = [binding.datasets.get(arm.dataset_id) for arm in arms]
    kinds = {None if bound is None else _likeness(bound, snapshot) for bound in given}
    return len(kinds) == 1 and None not in kinds


def _likeness(bound: BoundDataset, snapshot: Snapshot) -> object | None:
    storage = snapshot.storages.get(bound.dataset.storage_id)
    return None if storage is None else likeness(bound, storage.place.kind)


def written_out(logical: LogicalQuery) -> LogicalQuery:
    """The same statement, every arm in its tree."""
    if not logical.repeats:
        return logical
    tree = logical.tree.copy()
    before = sum(1 for _ in tree.walk())
    tree = unfolded(tree, [_copies(each) for each in logical.repeats])
    added = sum(1 for _ in tree.walk()) - before
    return replace(logical, tree=tree, repeats=(), expanded_nodes=logical.expanded_nodes + added)


def _copies(repeat: Repeat) -> Copies:
    pattern, *others = (
        Copy((arm.owner, arm.name), dict(arm.labels), {})
        for arm in (repeat.pattern, *repeat.others)
    )
    return Copies(pattern, tuple(others))


def planned_repeats(
    logical: LogicalQuery, governed: exp.Query, snapshot: Snapshot, context: Context
) -> tuple[TableRepeat, ...]:
    """The same over physical tables, each with its own of the keys that the tree needs."""
    needed = {str(each.this) for each in governed.find_all(exp.Placeholder)}

    def table(arm: Arm, wanted: Sequence[tuple[int, str]]) -> RepeatedTable:
        bound = context.binding.datasets[arm.dataset_id]
        own = list(_keys(bound, context)) if wanted else []
        keys = tuple((name, own[position]) for position, name in wanted)
        storage = snapshot.storages[bound.dataset.storage_id]
        return RepeatedTable(PlannedTable(bound.dataset, storage), arm.labels, keys)

    planned = []
    for repeat in logical.repeats:
        bound = context.binding.datasets[repeat.pattern.dataset_id]
        names = enumerate(each.name for each in _keys(bound, context))
        wanted = [(position, name) for position, name in names if name in needed]
        others = tuple(table(arm, wanted) for arm in repeat.others)
        planned.append(TableRepeat(table(repeat.pattern, wanted), others))
    return tuple(planned)


def _keys(bound: BoundDataset, context: Context) -> Iterator[KeyPlaceholder]:
    """All that its arm may need, in one order for datasets that are alike."""
    for half in (1, 2):
        yield context.row_id_key(bound.dataset.id, half)
        for branch in bound.branches:
            for column in bound.dataset.columns:
                yield context.column_key(branch.citation, column.id, half)


def with_keys(
    keys: Sequence[KeyPlaceholder], others: Sequence[RepeatedTable]
) -> tuple[KeyPlaceholder, ...]:
    """The keys of the tree and of the tables that it does not hold, in the order of their names."""
    known = {key.name: key for key in keys}
    known |= {key.name: key for other in others for _, key in other.keys}
    return tuple(known[name] for name in sorted(known))


def of_all(
    read: Sequence[tuple[str, str]], repeats: Sequence[Repeat]
) -> tuple[tuple[str, str], ...]:
    """(dataset id, column name) that a statement reads, of those too that its tree does not hold:
    datasets that are alike have the same columns.
    """
    columns = set(read)
    for repeat in repeats:
        names = [name for dataset, name in read if dataset == repeat.pattern.dataset_id]
        columns |= {(arm.dataset_id, name) for arm in repeat.others for name in names}
    return tuple(sorted(columns))


def copies_of(repeats: Sequence[TableRepeat]) -> list[Copies]:
    def copy(repeated: RepeatedTable) -> Copy:
        dataset = repeated.table.dataset
        place = (repeated.table.storage.id, dataset.id)
        keys = {name: key.name for name, key in repeated.keys}
        return Copy(place, dict(repeated.labels), keys)

    return [
        Copies(copy(each.pattern), tuple(copy(other) for other in each.others)) for each in repeats
    ]


def unfolded(tree: exp.Query, repeats: Sequence[Copies]) -> exp.Query:
    """The same tree, changed: each arm of a pattern followed by its copies."""
    for arm, copies in arms_of(tree, repeats):
        arms = [arm.copy(), *(_copied(arm, copies.pattern, other) for other in copies.others)]
        arm.replace(union_all(arms))
    return tree


def arms_of(tree: exp.Query, repeats: Sequence[Copies]) -> list[tuple[exp.Select, Copies]]:
    """The arms of patterns, wherever they stand in it."""
    by_table = {copies.pattern.table: copies for copies in repeats}
    arms: dict[int, tuple[exp.Select, Copies]] = {}
    for table in tree.find_all(exp.Table) if by_table else ():
        copies = by_table.get((table.db, table.name))
        if copies is not None:
            arm = _arm_around(table)
            arms[id(arm)] = (arm, copies)
    return list(arms.values())


def _arm_around(table: exp.Table) -> exp.Select:
    """The SELECT over the caller's own name of a table, governed or not."""
    source: exp.Expr = table
    while True:
        start = source.parent
        select = start.parent if isinstance(start, exp.From) else None
        if not isinstance(select, exp.Select):
            raise UngovernedPlan(reason="an arm that is none")
        if not source.alias.startswith(INTERNAL):
            return select
        if not isinstance(select.parent, exp.Subquery):
            raise UngovernedPlan(reason="an arm that is none")
        source = select.parent


def _copied(arm: exp.Select, pattern: Copy, other: Copy) -> exp.Select:
    copied: exp.Select = arm.copy()
    for table in tables_in(copied, pattern):
        table.set("db", quoted(other.table[0]))
        table.set("this", quoted(other.table[1]))
    for name, label in labels_in(copied, pattern):
        label.replace(text(other.labels[name]))
    for placeholder in keys_in(copied, pattern):
        placeholder.set("this", other.keys[placeholder.name])
    return copied


def tables_in(arm: exp.Select, pattern: Copy) -> list[exp.Table]:
    """The pattern's own; an arm reads no other."""
    tables = [each for each in arm.find_all(exp.Table) if each.args.get("db")]
    if any((each.db, each.name) != pattern.table or each.args.get("joins") for each in tables):
        raise UngovernedPlan(reason="an arm of two tables")
    return tables


def labels_in(arm: exp.Select, pattern: Copy) -> list[tuple[str, exp.Expr]]:
    """(column, constant) that says whose the rows are, where the arm shows it."""
    labels: list[tuple[str, exp.Expr]] = []
    for shown in arm.expressions:
        value = shown.unalias()
        if shown.alias_or_name in pattern.labels:
            if not isinstance(value, exp.Literal) or value.name != pattern.labels[shown.alias]:
                raise UngovernedPlan(reason="an arm of somebody else")
            labels.append((shown.alias, value))
    return labels


def keys_in(arm: exp.Select, pattern: Copy) -> list[exp.Placeholder]:
    return [each for each in arm.find_all(exp.Placeholder) if each.name in pattern.keys]
