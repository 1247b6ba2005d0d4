"""DuckDB's extensions, of their installed wheels; nothing is ever fetched.

DuckDB checks the signature of an extension each time it is loaded, which takes 50 to 100 ms of a
core: longer than everything else of an instance. A file that it has checked in this process, and
that has not changed since, is loaded without (see decision 0062).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
from sqlglot import exp

_WHEELS = {
    "postgres_scanner": "duckdb_extension_postgres_scanner",
    "sqlite_scanner": "duckdb_extension_sqlite_scanner",
    "httpfs": "duckdb_extension_httpfs",
    "mysql_scanner": "duckdb_extension_mysql_scanner",
    "avro": "duckdb_extension_avro",
    "iceberg": "duckdb_extension_iceberg",
}
_FileState = tuple[Path, int, int, int, int, int]
"""An extension's path, device, inode, bytes, and when its content and its entry changed (ns)."""
_checked: set[_FileState] = set()


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extensions that one instance needs, as their files are when it starts."""

    states: tuple[_FileState, ...]
    are_checked: bool

    @classmethod
    def of(cls, names: Iterable[str]) -> Extensions:
        """Raises OSError for a file that is not there."""
        states = tuple(_state(_file(name)) for name in sorted(names))
        return cls(states, _checked.issuperset(states))

    @property
    def allow_unsigned(self) -> str:
        """The setting with which the instance starts: it cannot be turned on later."""
        return "true" if self.are_checked else "false"

    def load(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Raises duckdb.Error for a signature that is not DuckDB's. Afterwards none but a signed
        one can be loaded.
        """
        for path, *_ in self.states:
            literal = exp.Literal.string(str(path)).sql("duckdb")
            connection.execute(exp.Command(this="LOAD", expression=literal).sql("duckdb"))
        connection.execute("SET GLOBAL allow_unsigned_extensions = false")
        if not self.are_checked:
            # One that changed while it was loaded is checked again.
            _checked.update(each for each in self.states if _state(each[0]) == each)


def _file(name: str) -> Path:
    folder = Path(str(files(_WHEELS[name]))) / "extensions" / f"v{duckdb.__version__}"
    return folder / f"{name}.duckdb_extension"


def _state(path: Path) -> _FileState:
    known = path.stat()
    return (
        path,
        known.st_dev,
        known.st_ino,
        known.st_size,
        known.st_mtime_ns,
        known.st_ctime_ns,
    )
