"""Objects of a bucket as DuckDB reads them, and which rows text objects hold.

A copy of parsed text belongs to the versions that the store itself tells: each object's ETag, size,
time of the last change and version id, asked for each query, with the storage's own secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from sqlglot import exp

from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.storage import Storage
from federation.storages.duckdb_files import csv_rows, query_view, read_parquet
from federation.storages.object_names import is_object_name, read_object_files
from federation.storages.protocol import ListObjects, OpenedSource, TextState
from federation.storages.s3_heads import ObjectHeads
from federation.storages.text_versions import is_settled, version_of

_MOST_OBJECTS = 32
"""Each is asked about for each query; more are parsed for each."""
_WEAK = "W/"
_SCHEME = "s3:/"


def object_source(root: str, storage: Storage, dataset: Dataset) -> exp.Expr:
    """`root` ends in "/"; exactly the dataset's files, as a FROM item. CSV is a view of the
    query's own: see `opened_objects`.
    """
    if dataset.physical.kind is not ObjectKind.PARQUET:
        _text_rows(root, dataset)
        return query_view(storage, dataset)
    is_one = read_object_files(dataset.physical).file is not None
    return read_parquet(_pattern(root, dataset), is_one=is_one)


@contextmanager
def opened_objects(root: str, dataset: Dataset) -> Iterator[OpenedSource]:
    """DuckDB opens them itself, by their names."""
    is_text = dataset.physical.kind is ObjectKind.CSV
    yield OpenedSource((lambda: _text_rows(root, dataset)) if is_text else None, lambda: None)


@dataclass(frozen=True, slots=True)
class _Version:
    """Of one object, as its store tells it."""

    etag: str
    size: int
    changed: str
    version_id: str


@dataclass(frozen=True, slots=True)
class BucketLooks:
    """See `LooksAtObjects`. None for what is not known: DuckDB then reads the objects as they are,
    and tells what is wrong with them.
    """

    root: str
    storage_id: str
    heads: ObjectHeads

    def look(self, dataset: Dataset, list_objects: ListObjects) -> TextState | None:
        files = read_object_files(dataset.physical)
        pattern = self.root + files.glob
        addresses = list_objects(pattern) if files.file is None else (pattern,)
        if not 0 < len(addresses) <= _MOST_OBJECTS or not all(map(self._is_plain, addresses)):
            return None
        versions = []
        for headers in self.heads.read([each.removeprefix(_SCHEME) for each in addresses]):
            version = _version(headers)
            if version is None:
                # Nor are the others waited for, of a store that does not answer.
                return None
            versions.append(version)
        name = version_of(dataset, (self.storage_id, addresses, versions))
        size = sum(each.size for each in versions)
        return TextState(name, size, lambda: csv_rows(_listed(addresses), dataset))

    def close(self) -> None:
        self.heads.close()

    def _is_plain(self, address: str) -> bool:
        """Read by its name, DuckDB would not take it for a pattern."""
        return is_object_name(address.removeprefix(self.root), ObjectKind.CSV)


def _version(headers: Mapping[str, str] | None) -> _Version | None:
    """None without a strong ETag, or where the object has changed too lately."""
    if headers is None:
        return None
    etag, size, changed = (
        headers.get(name, "") for name in ("etag", "content-length", "last-modified")
    )
    moment_ns = _moment_ns(changed)
    is_strong = bool(etag.strip('"')) and not etag.startswith(_WEAK)
    if not is_strong or not size.isdecimal() or moment_ns is None or not is_settled(moment_ns):
        return None
    return _Version(etag, int(size), changed, headers.get("x-amz-version-id", ""))


def _moment_ns(http_date: str) -> int | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except ValueError:
        return None
    return None if moment.tzinfo is None else int(moment.timestamp()) * 1_000_000_000


def _text_rows(root: str, dataset: Dataset) -> exp.Query:
    return csv_rows(_pattern(root, dataset), dataset)


def _pattern(root: str, dataset: Dataset) -> exp.Expr:
    return exp.Literal.string(root + read_object_files(dataset.physical).glob)


def _listed(addresses: tuple[str, ...]) -> exp.Expr:
    return exp.Array(expressions=[exp.Literal.string(each) for each in addresses])
