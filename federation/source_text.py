"""The columns that a source gives as text, whatever their declared type."""

from __future__ import annotations

from catalog.model.dataset import Column, Dataset, ObjectKind
from catalog.model.storage import StorageKind
from federation.plan import DUCKDB

_VIEWED = frozenset({StorageKind.FILES, StorageKind.S3})


def is_given_as_text(dataset: Dataset, column: Column, kind: StorageKind) -> bool:
    """CSV always; a column with a declared text format; all of SQLite.

    SQLite keeps what it is given whatever a column declares: typed, one cell of another type would
    fail every query of its table, hidden rows included. DuckDB's instances read it as text
    (`sqlite_all_varchar`), and the governed select reads the text.
    """
    is_csv = dataset.physical.kind is ObjectKind.CSV
    return is_csv or kind is StorageKind.SQLITE or column.text_format is not None


def is_read_below(dataset: Dataset, kind: StorageKind, engine: str) -> bool:
    """True where a plan reads values that were made of the text before: the view that DuckDB is
    given of a text file has each of them under its `value_name`. Trino reads a bucket's text
    itself.
    """
    return engine == DUCKDB and dataset.physical.kind is ObjectKind.CSV and kind in _VIEWED


def value_name(column: Column) -> str:
    """No column of a file has it that is declared: the view's own come behind those."""
    return f"interco value of {column.name}"
