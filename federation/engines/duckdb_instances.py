"""One locked DuckDB instance: it sees the storages it was made for, and nothing else."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from catalog.model.storage import Storage, StorageKind
from federation.engines.constant_tables import ConstantTables
from federation.engines.duckdb_cursors import ReadyCursors
from federation.engines.duckdb_extensions import Extensions
from federation.engines.kept_tables import ATTACH_KEPT_TABLES
from federation.engines.text_copies import TextCopies
from federation.engines.threads import begun_to_help
from federation.storages.protocol import DuckdbAttachment, LooksAtObjects, StorageAdapter

# MariaDB would group and order by its own collation, and tell an instant in its own zone; a date
# such as 2024-00-00, which it keeps, would fail every query of its table.
_OVER_MARIADB = (
    "SET GLOBAL mysql_aggregate_pushdown_enabled = false",
    "SET GLOBAL mysql_order_pushdown_enabled = false",
    "SET GLOBAL mysql_session_time_zone = '+00:00'",
    "SET GLOBAL mysql_incomplete_dates_as_nulls = true",
    "SET GLOBAL mysql_tinyint1_as_boolean = false",
    # A connection that is used again has forgotten the time that its account may take.
    "SET GLOBAL mysql_pool_size = 0",
    # That hint is MySQL's own.
    "SET GLOBAL mysql_query_timeout_enabled = false",
)
BY_HIDDEN_ROWS = ("statistics_propagation", "build_side_probe_side")
"""The optimizers that are off in every instance. The first proves from the least and the greatest
value of a column, hidden rows included, that nothing can come; the second chooses by how many rows
a table has, hidden ones included, which side of a join is read first. Either way a caller's
condition that fails is evaluated or not, which tells of them. Of a join the right side is held in
memory. (`join_order` stays: without it some joins of many tables never end.)
"""
# What a join finds on one side would be sent to the source of the other: maybe to its owner.
_TO_THE_OTHER_SIDE = "join_filter_pushdown"
# DuckDB 1.5.5 fails within itself where it puts a CTE in two places of which one reads no column.
_OF_ONE_SQLITE_TABLE_TWICE = "cte_inlining"
# DuckDB 1.5.5 fails within itself where it makes the first rows of groups of a window over sums
# while statistics are not propagated.
_FIRST_OF_A_WINDOW = "top_n_window_elimination"
_PART_OF_COPIES = 8
"""Of the memory of an instance, in bytes of text files: their cells take more than they do."""
_PART_OF_CONSTANTS = 12
"""Of the same, in bytes of their tables."""
_AMOUNT = re.compile(r"(?P<number>[0-9]{1,15}) ?(?P<unit>[KMGT]?)(?P<binary>i?)B?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that one instance may take: bytes of memory and of encrypted spill, and threads."""

    memory_bytes: int
    spill_bytes: int
    threads: int


def read_bytes(amount: int | str) -> int:
    """`1GB` (a thousand million), `512MiB` or a plain number, as bytes; ValueError otherwise."""
    if isinstance(amount, int):
        return amount
    found = _AMOUNT.fullmatch(amount.strip())
    if found is None:
        raise ValueError("an amount such as 1GB or 512MiB is expected")
    step = 1024 if found["binary"] else 1000
    return int(found["number"]) * int(step ** " KMGT".index(found["unit"].upper() or " "))


@dataclass(frozen=True, slots=True)
class Recipe:
    """`parts` are the storages of the instance with their secrets, by id."""

    parts: tuple[tuple[Storage, str | None], ...] = field(repr=False)

    @property
    def storage_ids(self) -> list[str]:
        return [storage.id for storage, _ in self.parts]

    @property
    def digest(self) -> bytes:
        """Other options or another secret make another instance."""
        facts = repr([(each.id, each.kind, each.options, secret) for each, secret in self.parts])
        return hashlib.sha256(facts.encode()).digest()


@dataclass(slots=True)
class Instance:
    """A locked database; `directory` holds its empty file and its spill, and dies with it."""

    connection: duckdb.DuckDBPyConnection
    directory: Path
    constants: ConstantTables
    checked: set[tuple[str, int]] = field(default_factory=set)
    """Datasets (id, version) whose columns were found to be exactly those that are declared."""
    copies: TextCopies | None = None
    """Tables of the text files that the instance has parsed; None where it reads no text files."""
    looks: Mapping[str, LooksAtObjects] = field(default_factory=dict, repr=False)
    """By the id of the storage, where its secret is needed for a look at text files."""
    cursors: ReadyCursors = field(init=False)

    def __post_init__(self) -> None:
        self.cursors = ReadyCursors(self.connection)

    def close(self) -> None:
        self.cursors.close()
        for looks in self.looks.values():
            looks.close()
        self.connection.close()
        self.erase()

    def erase(self) -> None:
        """Its files alone; a query that still runs keeps those it has open until it ends."""
        shutil.rmtree(self.directory, ignore_errors=True)


def build_instance(
    recipe: Recipe,
    adapters: Mapping[StorageKind, StorageAdapter],
    bounds: Bounds,
    spill_dir: Path,
) -> Instance:
    """Blocks while it attaches; duckdb.Error, or a storage's Problem, when a source is dead."""
    attachments = [
        adapters[storage.kind].duckdb_attachment(storage, secret)
        for storage, secret in recipe.parts
    ]
    directory = Path(tempfile.mkdtemp(prefix="interco-duckdb-", dir=spill_dir))
    try:
        reads_text = any(map(_may_hold_text, attachments))
        copies = TextCopies(bounds.memory_bytes // _PART_OF_COPIES) if reads_text else None
        looks = {
            storage.id: attachment.looks
            for (storage, _), attachment in zip(recipe.parts, attachments, strict=True)
            if attachment.looks is not None
        }
        locked = _locked(attachments, bounds, directory)
        constants = ConstantTables(bounds.memory_bytes // _PART_OF_CONSTANTS)
        return Instance(locked, directory, constants, copies=copies, looks=looks)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise


def _may_hold_text(attachment: DuckdbAttachment) -> bool:
    return attachment.reopens_files or attachment.looks is not None


def _locked(
    attachments: list[DuckdbAttachment], bounds: Bounds, directory: Path
) -> duckdb.DuckDBPyConnection:
    # Its own file: a second connection to one path is the same instance. Empty and read-only:
    # nothing can be created in it.
    file = directory / "empty.duckdb"
    file.write_bytes(_empty_database())
    # httpfs always: DuckDB encrypts its spill with that extension's cryptography.
    extensions = Extensions.of({"httpfs", *(n for each in attachments for n in each.extensions)})
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_unsigned_extensions": extensions.allow_unsigned,
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "memory_limit": f"{bounds.memory_bytes}B",
        "threads": str(bounds.threads),
        "temp_directory": str(directory / "spill"),
        "temp_file_encryption": "true",
    }
    # Its own threads help whichever query has work to share: one that is held by a query takes
    # nothing from those of others.
    connection = begun_to_help(lambda: duckdb.connect(file, read_only=True, config=config))
    try:
        # DuckDB 1.5.5 shows this limit when it is given with the others above, and ignores it.
        limit = f"{bounds.spill_bytes}B"
        connection.execute("SET max_temp_directory_size = $limit", {"limit": limit})
        extensions.load(connection)
        _attach(connection, attachments)
        _lock(connection, attachments)
    except BaseException:
        connection.close()
        raise
    return connection


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory(prefix="interco-duckdb-") as folder:
        file = Path(folder) / "empty.duckdb"
        duckdb.connect(file).close()
        return file.read_bytes()


def _attach(connection: duckdb.DuckDBPyConnection, attachments: list[DuckdbAttachment]) -> None:
    needed = {name for each in attachments for name in each.extensions}
    # A dead store or catalog is told within seconds, not after several half minutes.
    connection.execute("SET GLOBAL http_timeout = 10")
    connection.execute("SET GLOBAL http_retries = 1")
    if "sqlite_scanner" in needed:
        # Typed, one cell of another type than its column's would fail every query of its table.
        connection.execute("SET GLOBAL sqlite_all_varchar = true")
    if any(each.reopens_files for each in attachments):
        # It goes by names, and the name of an open file is given again once that file is closed.
        connection.execute("SET GLOBAL enable_external_file_cache = false")
    connection.execute(ATTACH_KEPT_TABLES)
    optimizers = [*BY_HIDDEN_ROWS, _FIRST_OF_A_WINDOW]
    if "sqlite_scanner" in needed:
        optimizers.append(_OF_ONE_SQLITE_TABLE_TWICE)
    if "mysql_scanner" in needed:
        optimizers.append(_TO_THE_OTHER_SIDE)
        for setting in _OVER_MARIADB:
            connection.execute(setting)
    connection.execute("SET GLOBAL disabled_optimizers = $names", {"names": ",".join(optimizers)})
    for statement in (each for attachment in attachments for each in attachment.statements):
        connection.execute(statement.tree.sql("duckdb"), dict(statement.values))


def _lock(connection: duckdb.DuckDBPyConnection, attachments: list[DuckdbAttachment]) -> None:
    allowed = [path for each in attachments for path in each.allowed_directories]
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET allowed_directories = $allowed", {"allowed": allowed})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
