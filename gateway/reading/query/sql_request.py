"""One statement in SQL, as it comes through the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import uuid4

from sqlglot import exp

from catalog.model.consent import ServiceRun
from catalog.model.problem import Language
from federation.plan import TRINO
from federation.sql.names import SqlNames
from federation.to_sql import write_sql
from gateway.identity.authentication import Claims
from gateway.reading.query.overlap import Overlap


class OtherDialect(Protocol):
    """A statement in another dialect than ours, which a door reads: it becomes ours once the names
    that its caller may use are known.
    """

    def in_ours(self, names: SqlNames) -> tuple[str, tuple[object, ...]]:
        """The statement in our words, and one value for each of its `?`. Raises CallerProblems."""
        ...


@dataclass(frozen=True, slots=True)
class SqlRequest:
    """`document` is the statement, empty where `document_name` is that of a saved one;
    `parameters` fill its `?`, in their order; `address` is where it comes from, as `read_address`
    tells it, and `session` what its browser's session says.
    `overlap`: what becomes of rows that several datasets of a standard have. `run`: the run of a
    service that reads; no door says one. `tree`: the statement, where it was made as a tree.
    `values` fill a saved question by their names: its defaults hold for the others. `version`: the
    only one of a saved question that a link was made for. `foreign`: the statement where it is in
    another dialect; `document` is then its text as it was sent.
    """

    id: str
    document: str
    parameters: tuple[object, ...] = field(default=(), repr=False)
    authorization: str | None = field(default=None, repr=False)
    session: Claims | None = None
    purpose: str | None = None
    on_behalf_of: str | None = None
    file_reference: str | None = None
    language: Language = "fr"
    address: str = ""
    door: str = "sql"
    answer_format: str = "json"
    overlap: Overlap = Overlap.REFUSE
    run: ServiceRun | None = None
    document_name: str | None = None
    tree: exp.Query | None = field(default=None, repr=False)
    values: Mapping[str, str] | None = field(default=None, repr=False)
    version: str | None = None
    foreign: OtherDialect | None = field(default=None, repr=False)

    def asking(self, tree: exp.Query) -> SqlRequest:
        """The same caller's request for a statement that is a tree, under an id of its own. Its
        text is what the audit and receipts digest; no parser reads it.
        """
        text = write_sql(tree, TRINO)
        return replace(self, id=uuid4().hex, document=text, parameters=(), tree=tree)
