"""The kinds of fact that a record of a column type holds: `column_types` has the records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.model.bilingual import Bilingual


class Family(StrEnum):
    """Types of one family have one meaning: their values compare, add up or are masked alike.

    In the order in which their columns tell rows apart.
    """

    DAY = "day"
    """A day, with or without its hour."""
    TIME = "time"
    """An hour of any day."""
    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRecord:
    """`words` name the type on pages; `value` is a value that is expected, `literal` the same as
    SQL writes it, `graphql_value` as GraphQL does.

    `read_as`: the name that a reading of a file has for it; `wire`: its form in JSON.
    """

    family: Family
    words: Bilingual
    value: Bilingual
    literal: Bilingual | None = None
    read_as: str
    misfit: str = "unreadable"
    """The code of a cell that is no value of it."""
    misfit_words: Bilingual | None = None
    """After a number of such cells."""
    some: str
    """A value, where any does, as conditions of agreements write it."""
    wire: str
    arrow: str
    """Arrow's alias of the type; of an instant without its zone, which is UTC."""
    node: str
    """The type in a tree of SQL, as sqlglot calls it."""
    spelling: str = ""
    """The regular expression of the texts that every engine casts to it; none for text."""
    kind: str
    """The word for what its values compare with in SQL."""
    casts_from: tuple[str, ...] = ()
    """The kinds that SQL casts to it; none said, all."""
    example: str = ""
    """A value as SQL writes it, said where it meets a text; none where other words are needed."""
    trino: str
    """The name that SQL has for it, of the digits that we keep."""
    result: str
    """The name that an answer gives to a column of it."""
    hive: str
    """The name under which Trino declares a column of a file; empty where it cannot."""
    postgresql: str
    """The name with which a table of ours is created in PostgreSQL."""
    in_postgresql: tuple[str, ...] = ()
    """The types of PostgreSQL that are read as this one; so of the others."""
    in_mariadb: tuple[str, ...] = ()
    in_iceberg: tuple[str, ...] = ()
    in_sqlite: tuple[str, ...] = ()
    """Parts of the words that SQLite's tables declare."""
    in_arrow: tuple[str, ...] = ()
    """Further aliases of Arrow that are read as this one."""
    graphql: str
    graphql_value: Bilingual
    graphql_description: Bilingual | None = None
    """None for a scalar that GraphQL itself has."""
    names_rows: bool = False
    """True where a value may be part of a primary key."""
