"""The rows of a version and those of a new file made one: in place of all, beside, or by key."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import ScalarType
from catalog.model.deposit import DepositMode
from intake.arrow_types import ARROW_TYPES
from intake.deposits.duckdb_session import named, one_row, parquet, session
from intake.deposits.problems import (
    DepositColumnsDiffer,
    DepositKeyEmpty,
    DepositKeyRepeated,
    DepositKeyThere,
    DepositNeedsKey,
    DepositNotReconciled,
    DepositRowsThere,
)
from intake.deposits.writing import file_sha256

_OLD, _NEW, _AT = "old", "new", "file_row_number"
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Merged:
    """`added` and `replaced` count rows of the file; `rows` those of the result."""

    rows: int
    added: int
    replaced: int
    sha256: str


def merged(
    mode: DepositMode,
    old: Path | None,
    new: Path,
    key: Sequence[str],
    path: Path,
    *,
    even_if_there: bool = False,
    absent: frozenset[str] = frozenset(),
    labels: Mapping[str, str] | None = None,
    own: Sequence[tuple[int, int]] | None = None,
) -> Merged:
    """Writes `path`. `key`: names of columns in the files; `old` None: there is no version yet.

    `absent`: columns that the file does not have, which keep their values in rows that are updated;
    `labels`: of the key's columns, as people know them; `own`: where the rows of `old` lie that are
    compared and updated (None: all of them), for whoever may know of no other. Raises
    DepositNeedsKey, DepositKeyRepeated, DepositKeyEmpty, DepositKeyThere, DepositRowsThere,
    DepositColumnsDiffer and DepositNotReconciled; nothing is then left at `path`.
    """
    if mode == DepositMode.UPDATE and not key:
        raise DepositNeedsKey
    words = " + ".join((labels or {}).get(name, name) for name in key)
    if mode == DepositMode.REPLACE or old is None:
        _check_key_of(new, key if mode == DepositMode.UPDATE else (), words)
        shutil.copyfile(new, path)
        rows = pq.read_metadata(path).num_rows
        return Merged(rows, rows, 0, file_sha256(path))
    try:
        return _Merge(old, new, list(key), path, absent, words, own).made(
            mode, even_if_there=even_if_there
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _check_key_of(new: Path, key: Sequence[str], words: str) -> None:
    if key:
        with session(new.parent) as connection:
            _check_key(connection, new, key, _IN_FILE, words)


_IN_FILE = ("le fichier", "the file")
_IN_VERSION = ("la version en cours", "the current version")


def _check_key(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    key: Sequence[str],
    where: tuple[str, str],
    words: str,
) -> None:
    """Every row has a key of its own."""
    where_fr, where_en = where
    is_empty = exp.or_(*(named(name).is_(exp.Null()) for name in key))
    empty = exp.select(exp.Count(this=exp.Star())).from_(parquet(path)).where(is_empty)
    if rows := int(one_row(connection, empty)[0]):
        raise DepositKeyEmpty(rows=rows, where_fr=where_fr, where_en=where_en, key=words)
    _check_repeated(connection, path, key, where, words)


def _check_repeated(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    key: Sequence[str],
    where: tuple[str, str],
    words: str,
) -> None:
    where_fr, where_en = where
    grouped = (
        exp.select(exp.alias_(exp.Count(this=exp.Star()), "n"))
        .from_(parquet(path))
        .group_by(*(named(name) for name in key))
        .subquery("keys")
    )
    surplus = exp.select(exp.Sum(this=named("n") - exp.Literal.number(1))).from_(grouped)
    if rows := int(one_row(connection, surplus)[0] or 0):
        raise DepositKeyRepeated(rows=rows, where_fr=where_fr, where_en=where_en, key=words)


class _Merge:
    def __init__(
        self,
        old: Path,
        new: Path,
        key: list[str],
        path: Path,
        absent: frozenset[str],
        words: str,
        own: Sequence[tuple[int, int]] | None,
    ) -> None:
        self.own = own
        self.old, self.new, self.key, self.path, self.absent = old, new, key, path, absent
        self.words = words
        self.schema: pa.Schema = pq.read_schema(new)
        self.before: pa.Schema = pq.read_schema(old)
        self._check_columns()

    def _check_columns(self) -> None:
        gone = [name for name in self.before.names if name not in self.schema.names]
        other = [
            field.name for field in self.schema
            if field.name in self.before.names
            and not _widens(self.before.field(field.name).type, field.type)
        ]  # fmt: skip
        if gone or other:
            raise DepositColumnsDiffer(columns=", ".join(gone + other))

    def made(self, mode: DepositMode, *, even_if_there: bool) -> Merged:
        folders = self.old.parent, self.new.parent, self.path.parent
        with session(*folders) as connection:
            if mode == DepositMode.UPDATE:
                _check_key(connection, self.new, self.key, _IN_FILE, self.words)
                if self.own is None:
                    _check_key(connection, self.old, self.key, _IN_VERSION, self.words)
            elif self.key or not even_if_there:
                self._refuse_rows_there(connection)
            query = self._updated() if mode == DepositMode.UPDATE else self._appended()
            connection.sql(query.sql("duckdb")).write_parquet(str(self.path), compression="zstd")
        return self._counted(mode)

    def _counted(self, mode: DepositMode) -> Merged:
        rows, before, given = (
            pq.read_metadata(path).num_rows for path in (self.path, self.old, self.new)
        )
        replaced = before + given - rows if mode == DepositMode.UPDATE else 0
        if not 0 <= replaced <= given or rows < before:
            by = f"{before} + {given} → {rows}"
            raise DepositNotReconciled(file=self.new.name, by_fr=by, by_en=by)
        return Merged(rows, given - replaced, replaced, file_sha256(self.path))

    def _refuse_rows_there(self, connection: duckdb.DuckDBPyConnection) -> None:
        """By the key, which names one row whatever is answered; without one, a file of which most
        rows are there as they are.
        """
        names = self.key or [name for name in self.schema.names if name in self.before.names]
        there = (
            exp.select(exp.Count(this=exp.Star()))
            .from_(exp.alias_(parquet(self.new), _NEW, table=True))
            .where(exp.Exists(this=self._same(names)))
        )
        rows = int(one_row(connection, there)[0])
        given = pq.read_metadata(self.new).num_rows
        if rows and self.key:
            raise DepositKeyThere(rows=rows, key=self.words)
        if rows > _MOSTLY * given:
            raise DepositRowsThere(rows=rows)
        if self.key:
            _check_repeated(connection, self.new, self.key, _IN_FILE, self.words)

    def _same(self, names: Sequence[str]) -> exp.Select:
        """Rows of before with the same values as the row of the file."""
        alike = [
            exp.NullSafeEQ(this=named(name, _OLD), expression=named(name, _NEW)) for name in names
        ]
        old = self._numbered(self.old, _OLD)
        return exp.select(exp.Literal.number(1)).from_(old).where(*alike, *self._is_own())

    def _is_own(self) -> list[exp.Expr]:
        """The condition that an old row is among those compared; an empty list where all are."""
        if self.own is None:
            return []
        at = named(_AT, _OLD)
        within = [exp.and_(at.copy() >= first, at.copy() < until) for first, until in self.own]
        return [exp.or_(*within) if within else exp.false()]

    def _numbered(self, path: Path, alias: str) -> exp.Expr:
        table = parquet(path)
        call = table.this
        call.append("expressions", exp.EQ(this=exp.column(_AT), expression=exp.true()))
        return exp.alias_(table, alias, table=True)

    def _of_old(self, name: str) -> exp.Expr:
        kind = exp.DataType.build(_sql_type(self.schema.field(name).type), dialect="duckdb")
        if name not in self.before.names:
            return exp.cast(exp.Null(), kind)
        return exp.cast(named(name, _OLD), kind)

    def _appended(self) -> exp.Query:
        """A query of the rows of before, then the rows of the file, each in its order."""
        return self._in_order(
            self._rows_of_old([self._of_old(name) for name in self.schema.names]),
            self._rows_of_new(),
        )

    def _updated(self) -> exp.Query:
        """Rows of before in their places, with the file's values where it has their key."""
        is_new = named(_AT, _NEW).is_(exp.Null())
        values = []
        for name in self.schema.names:
            before = self._of_old(name)
            if name in self.absent or name in self.key:
                values.append(before)
                continue
            case = exp.Case().when(is_new.copy(), before).else_(named(name, _NEW))
            values.append(case)
        rows = self._rows_of_old(values).join(
            self._numbered(self.new, _NEW), on=self._on_key(), join_type="left"
        )
        added = self._rows_of_new().where(exp.Exists(this=self._same(self.key)).not_())
        return self._in_order(rows, added)

    def _on_key(self) -> exp.Expr:
        alike = (named(name, _OLD).eq(named(name, _NEW)) for name in self.key)
        return exp.and_(*alike, *self._is_own())

    def _rows_of_old(self, values: Sequence[exp.Expr]) -> exp.Select:
        return self._rows(values, 0, _OLD).from_(self._numbered(self.old, _OLD))

    def _rows_of_new(self) -> exp.Select:
        values = [named(name, _NEW) for name in self.schema.names]
        return self._rows(values, 1, _NEW).from_(self._numbered(self.new, _NEW))

    def _rows(self, values: Sequence[exp.Expr], part: int, alias: str) -> exp.Select:
        shown = [
            exp.alias_(value, name, quoted=True)
            for value, name in zip(values, self.schema.names, strict=True)
        ]
        order = [
            exp.alias_(exp.Literal.number(part), "interco part", quoted=True),
            exp.alias_(named(_AT, alias), "interco row", quoted=True),
        ]
        return exp.select(*shown, *order)

    def _in_order(self, first: exp.Select, second: exp.Select) -> exp.Query:
        both = exp.union(first, second, distinct=False).subquery("rows")
        return (
            exp.select(*(named(name) for name in self.schema.names))
            .from_(both)
            .order_by(named("interco part"), named("interco row"))
        )


def _widens(source: pa.DataType, target: pa.DataType) -> bool:
    """The same type, or numbers that hold all that the other holds."""
    if source == target:
        return True
    if pa.types.is_integer(source):
        return bool(pa.types.is_decimal(target) or target == pa.int64())
    if pa.types.is_decimal(source) and pa.types.is_decimal(target):
        whole = target.precision - target.scale >= source.precision - source.scale
        return bool(whole and target.scale >= source.scale)
    return False


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision},{kind.scale})"
    return _NODES[kind]


_NODES: dict[pa.DataType, str] = {
    kind: TYPES[each].node for each, kind in ARROW_TYPES.items() if each is not ScalarType.JSON
}
