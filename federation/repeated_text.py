"""The text of a statement whose arms are repeated: that of one arm, cut where the others differ.

An arm is written once, by the writer of every other query, with a mark in the place of each node
that a copy has its own of: its table, the constants that say whose a row is, its keys. What stands
there in a copy is a node too, and is written by the same writer.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from federation.physical_names import placed_table
from federation.plan import PlannedTable
from federation.problems import UngovernedPlan
from federation.repeats import Copies, Copy, arms_of, keys_in, labels_in, tables_in
from federation.rewrites.expressions import text, union_all

Write = Callable[[exp.Expr], str]
Node = Callable[[Copy], exp.Expr]
"""Makes the node that stands in a gap of the text, for one copy."""


@dataclass(slots=True)
class _Marks:
    """Names that no text can hold by chance, each for one node."""

    key: str = field(default_factory=lambda: secrets.token_hex(16))
    nodes: list[Node] = field(default_factory=list)

    def put(self, node: exp.Expr, of_copy: Node) -> None:
        node.replace(exp.Var(this=f"\0{self.key}:{len(self.nodes)}\0"))
        self.nodes.append(of_copy)

    def cut(self, written: str) -> tuple[list[str], list[Node]]:
        """The pieces of the text, one more than the nodes that stand between them."""
        parts = re.split(f"\0{self.key}:([0-9]+)\0", written)
        return parts[::2], [self.nodes[int(number)] for number in parts[1::2]]


@dataclass(frozen=True, slots=True)
class ArmTexts:
    """Takes the arms of `copies` out of a lowered tree, whose tables are not placed yet, and puts
    all that they stand for into its text.
    """

    copies: Sequence[Copies]
    tables: Sequence[PlannedTable]
    engine: str
    write: Write
    _texts: dict[str, str] = field(default_factory=dict)
    """By what is written in the place of an arm."""

    def take_out(self, lowered: exp.Query) -> None:
        planned = {(each.storage.id, each.dataset.id): each for each in self.tables}
        between = self._between() if self.copies else ""
        for arm, copies in arms_of(lowered, self.copies):
            stand_in = exp.Select(expressions=[exp.Var(this=f"\0{secrets.token_hex(16)}\0")])
            arm.replace(stand_in)
            place = self.write(stand_in.copy())
            self._texts[place] = between.join(self._arms(arm, copies, planned))

    def put_back(self, written: str) -> str:
        for place, arms in self._texts.items():
            written = written.replace(place, arms)
        return written

    def _arms(
        self,
        arm: exp.Select,
        copies: Copies,
        planned: dict[tuple[str, str], PlannedTable],
    ) -> Iterator[str]:
        marks, engine = _Marks(), self.engine

        def table(alias: str) -> Node:
            return lambda copy: placed_table(planned[copy.table], alias, engine)

        def label(name: str) -> Node:
            return lambda copy: text(copy.labels[name])

        def key(name: str) -> Node:
            return lambda copy: exp.Placeholder(this=copy.keys[name])

        for node in tables_in(arm, copies.pattern):
            marks.put(node, table(node.alias or node.name))
        for name, constant in labels_in(arm, copies.pattern):
            marks.put(constant, label(name))
        for placeholder in keys_in(arm, copies.pattern):
            marks.put(placeholder, key(placeholder.name))
        pieces, nodes = marks.cut(self.write(arm))
        if len(nodes) != len(marks.nodes):
            raise UngovernedPlan(reason="a mark that was not written")
        for copy in (copies.pattern, *copies.others):
            yield "".join(self._filled(pieces, nodes, copy))

    def _filled(self, pieces: list[str], nodes: list[Node], copy: Copy) -> Iterator[str]:
        yield pieces[0]
        for node, piece in zip(nodes, pieces[1:], strict=True):
            yield self.write(node(copy))
            yield piece

    def _between(self) -> str:
        """The text that a union has between two queries."""
        one = exp.Select(expressions=[exp.Literal.number(1)])
        alone, both = self.write(one.copy()), self.write(union_all([one.copy(), one.copy()]))
        return both.removeprefix(alone).removesuffix(alone)
