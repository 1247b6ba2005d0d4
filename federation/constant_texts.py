"""The tables of constants of a statement, within its text or named by it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlglot import exp

from catalog.caches import Cache
from federation.physical_names import kept_table
from federation.plan import ConstantTable, OverConstants
from federation.rewrites.packed_table import CONTENT, IS_CONSTANT

Write = Callable[[exp.Expr], str]
# Once for all statements that hold it: the country's is two hundred thousand characters.
_made: Cache[str, ConstantTable] = Cache("federation.constant_texts", 32)


@dataclass(frozen=True, slots=True)
class ConstantTexts:
    """Takes the tables of constants out of a lowered tree, and puts them back into its text."""

    write: Write
    _key: str = field(default_factory=lambda: secrets.token_hex(16))
    _tables: dict[str, ConstantTable] = field(default_factory=dict)
    """By the text of their rows."""

    def take_out(self, lowered: exp.Query) -> None:
        """In the place of each stands a mark, under its alias."""
        for node in list(lowered.find_all(exp.Subquery, exp.Values)):
            if node.meta.get(IS_CONSTANT):
                marked = exp.Table(this=exp.Var(), alias=node.args["alias"].pop())
                node.replace(marked)
                rows = node if isinstance(node, exp.Subquery) else exp.Subquery(this=node)
                marked.this.set("this", self._mark(rows, node.meta.get(CONTENT, "")))

    def put_back(self, written: str) -> str:
        for text, table in self._tables.items():
            written = written.replace(self._marked(table), text)
        return written

    def over_constants(self, written: str) -> OverConstants | None:
        """The text that names them; None where there is nothing to name."""
        if not self._tables:
            return None
        for table in self._tables.values():
            written = written.replace(self._marked(table), self.write(kept_table(table.name)))
        return OverConstants(written, tuple(self._tables.values()))

    def _mark(self, rows: exp.Subquery, content: str) -> str:
        text = self.write(rows)
        held = content + text
        table = _made.find(held) or _made.keep(held, self._table(held, rows))
        self._tables[text] = table
        return self._marked(table)

    def _table(self, held: str, rows: exp.Subquery) -> ConstantTable:
        name = hashlib.sha256(held.encode()).hexdigest()
        select = exp.Select(expressions=[exp.Star()], from_=exp.From(this=rows))
        create = exp.Create(kind="TABLE", this=kept_table(name), expression=select)
        parameters = {each.this for each in rows.find_all(exp.Placeholder)}
        return ConstantTable(name, self.write(create), tuple(sorted(parameters)))

    def _marked(self, table: ConstantTable) -> str:
        return f"\0{self._key}:{table.name}\0"
