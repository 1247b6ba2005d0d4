"""The names that a statement may use: what its caller may discover, as SQL writes it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from sqlglot import exp

from catalog.model.dataset import Dataset
from catalog.snapshot import Snapshot
from federation.problems import UnknownColumn, UnknownDataset
from federation.reference import REFERENCE, REFERENCE_TABLES
from federation.rewrites.resolve_names import place_of
from federation.sql.ctes import cte_of
from federation.standards.standard_tables import STANDARDS, StandardTable, is_standard

_NEAR = 0.6
_MOST_OWNERS = 5


@dataclass(frozen=True, slots=True)
class SqlNames:
    """`datasets` by organisation, then by name; an organisation without any is not there."""

    datasets: Mapping[str, Mapping[str, Dataset]]
    standards: Mapping[str, StandardTable] = field(default_factory=dict)
    """The tables of the schema `standards` as this caller has them, by name; empty where no law was
    asked: then there is no such table.
    """

    @classmethod
    def of(cls, snapshot: Snapshot, discoverable: Iterable[str]) -> Self:
        known: dict[str, dict[str, Dataset]] = {}
        for dataset_id in sorted(discoverable):
            dataset = snapshot.datasets.get(dataset_id)
            if dataset is not None:
                owner = snapshot.organisations[dataset.owner].slug.sql_name
                known.setdefault(owner, {})[dataset.name] = dataset
        frozen = {owner: MappingProxyType(each) for owner, each in sorted(known.items())}
        return cls(MappingProxyType(frozen))

    def dataset(self, organisation: str, name: str) -> Dataset | None:
        return self.datasets.get(organisation, {}).get(name)

    def of_table(self, table: exp.Table) -> Dataset:
        """Raises UnknownDataset: a hidden dataset's is that of one that does not exist."""
        parts = [part.name.lower() for part in table.parts]
        found = self.dataset(*parts) if len(parts) == 2 else None
        if found is None:
            raise UnknownDataset(
                dataset=".".join(parts)[:120],
                place=place_of(table.parts[0]),
                did_you_mean=self.nearest(parts),
            )
        return found

    def check_standards(self, tree: exp.Query) -> None:
        """Raises UnknownDataset for a table of the schema `standards` that there is not,
        UnknownColumn for a column that it has not where it stands alone.
        """
        for table in tree.find_all(exp.Table):
            parts = [part.name.lower() for part in table.parts]
            if is_standard(table) and (len(parts) != 2 or parts[1] not in self.standards):
                raise UnknownDataset(
                    dataset=".".join(parts)[:120],
                    place=place_of(table.parts[0]),
                    did_you_mean=self.nearest(parts),
                )
            if is_standard(table):
                _check_columns(table, self.standards[parts[1]].column_names)

    def spell(self, tree: exp.Query) -> None:
        """Tables named by another of a dataset's spellings (as GraphQL, as its owner's short name,
        by its id) are named as SQL does, and may still be called as they were written.
        """
        for table in list(tree.find_all(exp.Table)):
            parts = [part.name for part in table.parts]
            if cte_of(table) is not None or len(parts) > 2 or self._is_spelt(parts):
                continue
            found = self._otherwise(parts)
            if found is None:
                continue
            written = table.parts[-1]
            if not table.alias and written.name.lower() != found[1]:
                table.set("alias", exp.TableAlias(this=written.copy()))
            for key, name in zip(("db", "this"), found, strict=True):
                identifier = exp.to_identifier(name, quoted=True)
                # Where a problem is, is where it was written.
                identifier.meta.update(table.parts[0].meta)
                table.set(key, identifier)

    def _is_spelt(self, parts: list[str]) -> bool:
        lower = [each.lower() for each in parts]
        is_ours = lower[0] in {REFERENCE, STANDARDS}
        return is_ours or (len(lower) == 2 and self.dataset(*lower) is not None)

    def _otherwise(self, parts: list[str]) -> tuple[str, str] | None:
        """The owner and the name that these can only mean."""
        owner, _, name = parts[0].partition("__") if len(parts) == 1 else (parts[0], "", parts[1])
        meant = _bare(owner), _bare(name)
        found = [
            (known, each)
            for known, datasets in self.datasets.items()
            if _bare(known) == meant[0]
            for each in datasets
            if _bare(each) == meant[1]
        ]
        return found[0] if len(found) == 1 else None

    def full_names(self) -> Iterator[str]:
        """`organisation.dataset` of what may be seen, the tables of reference and of standards."""
        for owner, known in self.datasets.items():
            yield from (f"{owner}.{name}" for name in known)
        yield from (f"{REFERENCE}.{name}" for name in REFERENCE_TABLES)
        yield from (f"{STANDARDS}.{name}" for name in self.standards)

    def nearest(self, parts: list[str]) -> str | None:
        """Of those that may be seen, as `nearest_dataset` chooses."""
        return nearest_dataset(parts, [*self.full_names()])

    def nearest_organisation(self, name: str) -> str | None:
        close = difflib.get_close_matches(
            name[:120], [*self.datasets, REFERENCE, STANDARDS], n=1, cutoff=_NEAR
        )
        return close[0] if close else None


def _check_columns(table: exp.Table, known: Sequence[str]) -> None:
    """Of a query that reads the table alone; what else a bare name may mean is looked up later."""
    select = table.parent.parent if isinstance(table.parent, exp.From) else None
    if not isinstance(select, exp.Select) or select.args.get("joins"):
        return
    outputs = {each.alias.lower() for each in select.selects if isinstance(each, exp.Alias)}
    for column in select.find_all(exp.Column):
        name = column.name.lower()
        is_here = column.find_ancestor(exp.Query) is select and not column.table
        if is_here and not isinstance(column.this, exp.Star) and name not in {*known, *outputs}:
            close = difflib.get_close_matches(name, known, n=1, cutoff=_NEAR)
            raise UnknownColumn(
                dataset=f"{STANDARDS}.{table.name.lower()}"[:120],
                column=column.name[:60],
                place=place_of(column),
                did_you_mean=close[0] if close else None,
            )


def nearest_dataset(parts: Sequence[str], known: Sequence[str]) -> str | None:
    """Of `organisation.dataset` in `known`: those of the same name if only that was written (the
    first owners of them), or if it is one; else the likest of all.
    """
    alike = [each for each in known if each.partition(".")[2] == parts[-1]]
    if len(alike) == 1 or (len(parts) == 1 and alike):
        return ", ".join(alike[:_MOST_OWNERS])
    close = difflib.get_close_matches(".".join(parts[-2:])[:120], known, n=1, cutoff=_NEAR)
    return close[0] if close else None


def _bare(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()
