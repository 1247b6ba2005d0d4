"""The cost of a document: of its fields once its fragments are expanded, without expanding them,
and of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from federation.logical import LogicalQuery, SliceKind
from schema.limits import DocumentLimits
from schema.places import place_of
from schema.problems import DocumentLimit, DocumentProblems

Fragments = Mapping[str, FragmentDefinitionNode]


class Size(NamedTuple):
    """`depth` is the greatest; the others add up. `root_fields` are those at its own level."""

    fields: int = 0
    aliases: int = 0
    directives: int = 0
    depth: int = 0
    root_fields: int = 0


def check_measure(
    operation: OperationDefinitionNode, fragments: Fragments, limits: DocumentLimits
) -> None:
    """Raises DocumentProblems naming the first limit passed.

    A fragment is measured once, however often it is used; one that contains itself counts as
    empty there, and validation says so.
    """
    size = _CostVisitor(fragments, {}, set()).measure(operation.selection_set)
    for found, limit, what_fr, what_en in (
        (size.fields, limits.max_fields, "champs demandés", "fields asked for"),
        (size.root_fields, limits.max_root_fields, "champs à la racine", "root fields"),
        (size.aliases, limits.max_aliases, "alias", "aliases"),
        (size.directives, limits.max_directives, "directives", "directives"),
        (size.depth, limits.max_depth, "niveaux de champs", "levels of fields"),
    ):
        if found > limit:
            problem = DocumentLimit(
                what_fr=what_fr, what_en=what_en, limit=limit, place=place_of(operation)
            )
            raise DocumentProblems([problem])


def rows_asked(slices: Iterable[LogicalQuery]) -> int:
    """The rows that the lists of a document ask for together: `first` each, one row for each total.

    Groups without `first` count as one: their number is known when they come.
    """
    return sum(_rows_of(each) for each in slices)


def _rows_of(logical: LogicalQuery) -> int:
    limit = logical.tree.args.get("limit")
    if logical.kind is SliceKind.NODES:
        # One more is read, to know whether there is a next page.
        page = logical.page_size
        rows = page if page is not None else 1 if limit is None else int(limit.expression.name)
        return rows * (1 + sum(each.most_rows for each in logical.linked))
    if logical.rows_shown is not None:
        return logical.rows_shown
    return 1 if limit is None else int(limit.expression.name)


@dataclass(slots=True)
class _CostVisitor:
    fragments: Fragments
    known: dict[str, Size]
    open: set[str]

    def measure(self, selection_set: SelectionSetNode) -> Size:
        fields = aliases = directives = depth = root_fields = 0
        for selection in selection_set.selections:
            directives += len(selection.directives or ())
            match selection:
                case FieldNode():
                    inner = self.measure(selection.selection_set) if selection.selection_set else _0
                    fields += 1
                    root_fields += 1
                    aliases += selection.alias is not None
                    depth = max(depth, inner.depth + 1)
                case InlineFragmentNode():
                    inner = self.measure(selection.selection_set)
                    depth = max(depth, inner.depth)
                    root_fields += inner.root_fields
                case FragmentSpreadNode():
                    inner = self._measure_fragment(selection.name.value)
                    depth = max(depth, inner.depth)
                    root_fields += inner.root_fields
                case _:
                    continue
            fields += inner.fields
            aliases += inner.aliases
            directives += inner.directives
        return Size(fields, aliases, directives, depth, root_fields)

    def _measure_fragment(self, name: str) -> Size:
        if name in self.known:
            return self.known[name]
        if name in self.open or name not in self.fragments:
            return _0
        self.open.add(name)
        size = self.measure(self.fragments[name].selection_set)
        self.open.discard(name)
        self.known[name] = size
        return size


_0 = Size()
