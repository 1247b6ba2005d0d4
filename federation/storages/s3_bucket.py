"""CSV and Parquet files under a prefix of an S3 bucket, read through DuckDB or Trino's Hive."""

from __future__ import annotations

import asyncio
import hashlib
import posixpath
import re
import shutil
import socket
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pyarrow import fs
from sqlglot import exp

from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.model.storage import S3Options, Storage, StorageKind
from federation.plan import DUCKDB, TRINO
from federation.storages.bucket_objects import BucketLooks, object_source, opened_objects
from federation.storages.found_files import found_files, proposed_files
from federation.storages.hive_tables import hive_table
from federation.storages.object_names import read_object_files
from federation.storages.plain_options import (
    checked_bucket,
    checked_host,
    checked_port,
    checked_prefix,
    checked_region,
    checked_storage_id,
    checked_text,
)
from federation.storages.problems import (
    InvalidStorageOption,
    StorageAccessDenied,
    StorageBucketUnknown,
    StorageCredentialsRefused,
    StorageFailed,
    StorageFileMissing,
    StorageHostUnknown,
    StoragePrefixEmpty,
    StorageSecretMissing,
    StorageTlsRefused,
    StorageUnreachable,
)
from federation.storages.protocol import (
    AttachStatement,
    DuckdbAttachment,
    FoundObject,
    OpenedSource,
    TrinoCatalog,
    TrinoTable,
)
from federation.storages.s3_heads import ObjectHeads, StoreKeys

_CONNECT_TIMEOUT_S = 5
_REQUEST_TIMEOUT_S = 20
_LARGEST_READ = 64 * 1024**2
_LARGEST_PART = 8 * 1024**2
_SETTINGS = (
    "(TYPE s3, PROVIDER config, KEY_ID $key_id, SECRET $secret, REGION $region, "
    "ENDPOINT $endpoint, URL_STYLE 'path', USE_SSL $use_ssl, SCOPE $scope)"
)


@dataclass(frozen=True, slots=True)
class S3BucketAdapter:
    """`metastore_directory`: on Trino's machine, where Hive notes which tables we declared."""

    kind: StorageKind = StorageKind.S3
    engines: frozenset[str] = frozenset({DUCKDB, TRINO})
    metastore_directory: str = "/tmp/interco-trino"  # noqa: S108 - see the docstring

    async def test(self, storage: Storage, secret: str | None) -> None:
        await asyncio.to_thread(_list, _checked(storage), _needed(secret), recursive=False)

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        return await asyncio.to_thread(_introspect, _checked(storage), _needed(secret))

    def found(
        self, storage: Storage, secret: str | None, dataset: Dataset
    ) -> tuple[FoundObject, ...]:
        files = read_object_files(dataset.physical)
        options = _checked(storage)
        file_system, root = _open(options, _needed(secret)), f"{options.bucket}/{options.prefix}"
        directory = root + files.directory
        try:
            if files.file is not None:
                names = [files.file] if _is_file(file_system, directory + files.file) else []
            else:
                selector = fs.FileSelector(directory.rstrip("/"), allow_not_found=True)
                names = [
                    posixpath.basename(each.path)
                    for each in file_system.get_file_info(selector)
                    if each.type == fs.FileType.File
                ]
            return found_files(
                [files.directory + name for name in names],
                lambda name: file_system.open_input_file(root + name),
                dataset.physical.csv,
            )
        except OSError:
            raise StorageFailed from None

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:
        options, key = _checked(storage), _needed(secret)
        name = exp.to_identifier(checked_storage_id(storage.id), quoted=True).sql("duckdb")
        values = {
            "key_id": options.access_key,
            "secret": key,
            "region": options.region,
            "endpoint": _address(options)[2],
            "use_ssl": "true" if options.use_tls else "false",
            "scope": _root(options),
        }
        create = exp.Command(this="CREATE", expression=f"SECRET {name} {_SETTINGS}")
        return DuckdbAttachment(
            extensions=("httpfs",),
            statements=(AttachStatement(create, values),),
            allowed_directories=(_root(options),),
            looks=BucketLooks(_root(options), storage.id, _heads(options, key)),
        )

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        return object_source(_root(_checked(storage)), storage, dataset)

    def opened(self, storage: Storage, dataset: Dataset) -> AbstractContextManager[OpenedSource]:
        return opened_objects(_root(_checked(storage)), dataset)

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:
        options = _checked(storage)
        scheme = "https" if options.use_tls else "http"
        digest = hashlib.sha256(repr(options).encode()).hexdigest()[:16]
        return TrinoCatalog(
            connector="hive",
            properties=(
                ("hive.metastore", "file"),
                ("hive.metastore.catalog.dir", f"local:///{storage.id}_{digest}"),
                ("fs.native-local.enabled", "true"),
                ("local.location", self.metastore_directory),
                ("fs.native-s3.enabled", "true"),
                ("s3.endpoint", f"{scheme}://{_address(options)[2]}"),
                ("s3.region", options.region),
                ("s3.path-style-access", "true"),
                ("s3.aws-access-key", options.access_key),
                ("s3.aws-secret-key", checked_text("secret", _needed(secret), longest=1024)),
                ("hive.security", "allow-all"),
                ("hive.timestamp-precision", "MICROSECONDS"),
                ("hive.recursive-directories", "false"),
            ),
            files=_root(options),
        )

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:
        return hive_table(_root(_checked(storage)), dataset)


def _is_file(file_system: fs.FileSystem, path: str) -> bool:
    return bool(file_system.get_file_info(path).type == fs.FileType.File)


def _checked(storage: Storage) -> S3Options:
    options = storage.options
    if not isinstance(options, S3Options):
        raise TypeError(f"storage {storage.id} is not an S3 bucket")
    _address(options)
    checked_region("region", options.region)
    checked_bucket("bucket", options.bucket)
    checked_prefix("prefix", options.prefix)
    checked_text("access_key", options.access_key)
    return options


def _needed(secret: str | None) -> str:
    if not secret:
        raise StorageSecretMissing
    return secret


def _root(options: S3Options) -> str:
    return f"s3://{options.bucket}/{options.prefix}"


def _address(options: S3Options) -> tuple[str, int, str]:
    """(host, port, the address as given) of `https://host[:port]`, scheme or none."""
    scheme = "https" if options.use_tls else "http"
    given = options.endpoint.rstrip("/")
    given_scheme, separator, rest = given.partition("://")
    if separator and given_scheme != scheme:
        raise InvalidStorageOption(option="endpoint")
    authority = rest if separator else given
    try:
        parts = urlsplit(f"{scheme}://{authority}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise InvalidStorageOption(option="endpoint") from None
    if parts.netloc != authority or "@" in authority:
        raise InvalidStorageOption(option="endpoint")
    checked_host("endpoint", host)
    return host, checked_port("endpoint", port or (443 if options.use_tls else 80)), authority


def _heads(options: S3Options, secret: str) -> ObjectHeads:
    keys = StoreKeys(options.access_key, secret, options.region)
    return ObjectHeads(_address(options)[2], keys, use_tls=options.use_tls)


def _open(options: S3Options, secret: str) -> fs.S3FileSystem:
    return fs.S3FileSystem(
        access_key=options.access_key,
        secret_key=secret,
        region=options.region,
        scheme="https" if options.use_tls else "http",
        endpoint_override=_address(options)[2],
        connect_timeout=_CONNECT_TIMEOUT_S,
        request_timeout=_REQUEST_TIMEOUT_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=1),
    )


def _list(options: S3Options, secret: str, *, recursive: bool) -> tuple[fs.S3FileSystem, list[str]]:
    """The files under the prefix, relative to it; the Problem that says why there are none."""
    base = f"{options.bucket}/{options.prefix}"
    try:
        file_system = _open(options, secret)
        selector = fs.FileSelector(base.rstrip("/"), recursive=recursive)
        found = file_system.get_file_info(selector)
    except FileNotFoundError:
        raise _what_is_missing(options, secret) from None
    except OSError as error:
        raise _why_not(error, options) from None
    if not found:
        raise StoragePrefixEmpty(bucket=options.bucket, prefix=options.prefix)
    files = [each.path.removeprefix(base) for each in found if each.type == fs.FileType.File]
    return file_system, files


def _what_is_missing(options: S3Options, secret: str) -> Problem:
    try:
        bucket = _open(options, secret).get_file_info(options.bucket)
    except OSError as error:
        return _why_not(error, options)
    if bucket.type == fs.FileType.NotFound:
        return StorageBucketUnknown(bucket=options.bucket)
    return StoragePrefixEmpty(bucket=options.bucket, prefix=options.prefix)


def _why_not(error: OSError, options: S3Options) -> Problem:
    """The cause from the error code that the AWS library puts in its message."""
    said = str(error)
    for problem, codes in _causes(options):
        if any(code in said for code in codes):
            return problem
    if not any(code in said for code in ("NETWORK_CONNECTION", "curlCode")):
        return StorageFailed()
    host, port, _ = _address(options)
    if not _resolves(host):
        return StorageHostUnknown(host=host)
    if any(code in said for code in ("curlCode: 35", "curlCode: 60", "SSL")):
        return StorageTlsRefused(host=host)
    return StorageUnreachable(host=host, port=port)


def _causes(options: S3Options) -> tuple[tuple[Problem, tuple[str, ...]], ...]:
    return (
        (
            StorageCredentialsRefused(account=options.access_key),
            (
                "INVALID_ACCESS_KEY_ID",
                "InvalidAccessKeyId",
                "SIGNATURE_DOES_NOT_MATCH",
                "SignatureDoesNotMatch",
                "UNRECOGNIZED_CLIENT",
                "XAdminUserNotFound",  # VersityGW's word for it
            ),
        ),
        (
            StorageAccessDenied(account=options.access_key, where=options.bucket),
            ("ACCESS_DENIED", "AccessDenied"),
        ),
        (StorageBucketUnknown(bucket=options.bucket), ("NO_SUCH_BUCKET", "NoSuchBucket")),
    )


def _resolves(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return False
    return True


def _introspect(options: S3Options, secret: str) -> tuple[FoundObject, ...]:
    file_system, files = _list(options, secret, recursive=True)
    try:
        root = f"{options.bucket}/{options.prefix}"
        return proposed_files(files, lambda name: file_system.open_input_file(root + name))
    except OSError as error:
        raise _why_not(error, options) from None


def read_object(storage: Storage, secret: str, location: str) -> bytes:
    """One file of the storage, by its `s3://` address; blocks. Only what lies under its prefix."""
    options = _checked(storage)
    path = re.sub(r"^s3[an]?://", "", location)
    root = f"{options.bucket}/{options.prefix}"
    if not path.startswith(root) or ".." in path.split("/"):
        raise StorageAccessDenied(account=options.access_key, where=options.bucket)
    try:
        with _open(options, secret).open_input_file(path) as file:
            if file.size() > _LARGEST_READ:
                raise StorageFailed
            return bytes(file.read())
    except OSError as error:
        raise _why_not(error, options) from None


def put_object(storage: Storage, secret: str | None, name: str, source: Path) -> bool:
    """Writes an object; False, nothing written, where another of that name is there."""
    options = _checked(storage)
    path = f"{options.bucket}/{options.prefix}{name}"
    try:
        file_system = _open(options, _needed(secret))
        if _is_file(file_system, path):
            return False
        with (
            source.open("rb") as content,
            file_system.open_output_stream(path, buffer_size=_LARGEST_PART) as target,
        ):
            shutil.copyfileobj(content, target, _LARGEST_PART)
    except OSError as error:
        raise _why_not(error, options) from None
    return True


def fetch_object(storage: Storage, secret: str | None, name: str, target: Path) -> None:
    """Raises StorageFileMissing."""
    options = _checked(storage)
    try:
        path = f"{options.bucket}/{options.prefix}{name}"
        with (
            _open(options, _needed(secret)).open_input_stream(path) as content,
            target.open("wb") as copy,
        ):
            shutil.copyfileobj(content, copy, _LARGEST_PART)
    except FileNotFoundError:
        raise StorageFileMissing(path=name) from None
    except OSError as error:
        raise _why_not(error, options) from None


def remove_object(storage: Storage, secret: str | None, name: str) -> None:
    options = _checked(storage)
    try:
        _open(options, _needed(secret)).delete_file(f"{options.bucket}/{options.prefix}{name}")
    except FileNotFoundError:
        return
    except OSError as error:
        raise _why_not(error, options) from None


def list_objects(
    storage: Storage, secret: str | None, folder: str
) -> tuple[tuple[str, float], ...]:
    """Names relative to the prefix, and when each was written (seconds since 1970)."""
    options = _checked(storage)
    base = f"{options.bucket}/{options.prefix}"
    selector = fs.FileSelector(f"{base}{folder}", allow_not_found=True)
    try:
        listed = _open(options, _needed(secret)).get_file_info(selector)
    except OSError as error:
        raise _why_not(error, options) from None
    return tuple(
        (each.path.removeprefix(base), (each.mtime_ns or 0) / 1e9)
        for each in listed
        if each.type == fs.FileType.File
    )
