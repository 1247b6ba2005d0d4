"""The `storages` section."""

from __future__ import annotations

from typing import assert_never

from catalog.actions.problems import InvalidHours, InvalidSecretReference
from catalog.actions.secret_references import own_reference
from catalog.actions.storage import storage_id
from catalog.declaration.fields import Declared, Fields, places_of, read_fields
from catalog.declaration.yaml_tree import Entries, Node
from catalog.model.hours import Hours
from catalog.model.identifiers import Name, Siren
from catalog.model.organisation import Organisation
from catalog.model.problem import Place, Problem
from catalog.model.storage import (
    DepositOptions,
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SecretReference,
    SqliteOptions,
    Storage,
    StorageKind,
    StorageOptions,
    Tls,
)

_FOLDER = ("directory",)
_BUCKET = ("endpoint", "region", "bucket", "prefix", "access_key", "use_tls")
_COMMON = ("kind", "secret", "host_country", "secnumcloud", "operator", "verified_between")
_OPTIONS: dict[StorageKind, tuple[str, ...]] = {
    StorageKind.FILES: (*_FOLDER, "drop_folder"),
    StorageKind.SQLITE: ("path",),
    StorageKind.POSTGRESQL: ("host", "port", "database", "user", "sslmode"),
    StorageKind.S3: _BUCKET,
    StorageKind.ICEBERG: (
        "host",
        "port",
        "database",
        "user",
        "sslmode",
        "catalog_name",
        "endpoint",
        "region",
        "bucket",
        "prefix",
        "access_key",
        "use_tls",
        "store_secret",
    ),
    StorageKind.ICEBERG_REST: (
        "uri",
        "warehouse",
        "namespace",
        "client_id",
        "scope",
        "token_uri",
        "endpoint",
        "region",
        "bucket",
        "prefix",
        "access_key",
        "use_tls",
        "store_secret",
    ),
    StorageKind.MARIADB: ("host", "port", "database", "user", "tls"),
    StorageKind.DEPOSIT: ("open_to", *_FOLDER, *_BUCKET),
}
_DEFAULTED = frozenset(
    {
        *("sslmode", "tls", "use_tls", "prefix", "namespace", "client_id", "scope", "token_uri"),
        *("open_to", "drop_folder"),
    }
)


def read_storage(
    name: str, place: Place, node: Node, owner: Organisation, problems: list[Problem]
) -> Declared[Storage] | None:
    kind = _read_kind(node, name, problems)
    if kind is None:
        return None
    options = _deposit_keys(node) if kind is StorageKind.DEPOSIT else _OPTIONS[kind]
    needed = [each for each in options if each not in _DEFAULTED]
    fields = read_fields(node, name, problems, (*_COMMON, *options), ("kind", *needed))
    short_name = _read_name(name, place, problems)
    storage = Storage(
        id="" if short_name is None else storage_id(owner.slug, short_name),
        owner=owner.siren,
        kind=kind,
        options=_read_options(kind, fields, owner),
        secret=fields.optional_value("secret", lambda text: _read_own(text, owner)),
        host_country=fields.optional_text("host_country"),
        secnumcloud=fields.flag("secnumcloud"),
        operator=fields.optional_text("operator"),
        verified_between=fields.optional_value("verified_between", _read_hours),
    )
    return Declared(storage, places_of(node, place)) if fields.sound() else None


def _deposit_keys(node: Node) -> tuple[str, ...]:
    """A folder of the gateway's machine, or a prefix of a bucket: never some of each."""
    in_a_bucket = isinstance(node, Entries) and "directory" not in node.nodes
    return ("open_to", *(_BUCKET if in_a_bucket else _FOLDER))


def read_secret(text: str) -> SecretReference:
    """`store:NAME`, `env:NAME` or `file:PATH`; the text is not repeated: it may be the secret."""
    scheme, separator, name = text.partition(":")
    if separator and name and scheme in {"env", "file", "store"}:
        return SecretReference(scheme, name)
    raise InvalidSecretReference(expected="store:… / env:… / file:…")


def _read_hours(text: str) -> Hours:
    try:
        return Hours.parse(text)
    except ValueError:
        raise InvalidHours(hours=text[:20]) from None


def _read_own(text: str, owner: Organisation) -> SecretReference:
    return own_reference(read_secret(text), owner.siren)


def _read_kind(node: Node, name: str, problems: list[Problem]) -> StorageKind | None:
    """First, since the other keys depend on it."""
    every = tuple(dict.fromkeys(key for keys in _OPTIONS.values() for key in keys))
    if not isinstance(node, Entries) or "kind" not in node.nodes:
        read_fields(node, name, problems, (*_COMMON, *every), ("kind",))
        return None
    fields = Fields(node, problems, len(problems))
    kind = fields.choice("kind", StorageKind)
    return kind if fields.sound() else None


def _read_name(name: str, place: Place, problems: list[Problem]) -> Name | None:
    try:
        return Name.parse(name)
    except Problem as problem:
        problem.place = place
        problems.append(problem)
        return None


def _read_options(  # noqa: PLR0911 - one return a kind of storage
    kind: StorageKind, fields: Fields, owner: Organisation
) -> StorageOptions:
    match kind:
        case StorageKind.FILES:
            return FilesOptions(fields.text("directory"), fields.flag("drop_folder"))
        case StorageKind.SQLITE:
            return SqliteOptions(fields.text("path"))
        case StorageKind.POSTGRESQL:
            return _read_postgresql(fields)
        case StorageKind.MARIADB:
            return MariadbOptions(
                host=fields.text("host"),
                port=fields.number("port"),
                database=fields.text("database"),
                user=fields.text("user"),
                tls=fields.choice("tls", Tls, Tls.REQUIRE),
            )
        case StorageKind.S3:
            return _read_s3(fields)
        case StorageKind.ICEBERG:
            return IcebergOptions(
                catalog=_read_postgresql(fields),
                catalog_name=fields.text("catalog_name"),
                store=_read_s3(fields),
                store_secret=fields.value("store_secret", lambda text: _read_own(text, owner)),
            )
        case StorageKind.ICEBERG_REST:
            return IcebergRestOptions(
                uri=fields.text("uri"),
                warehouse=fields.text("warehouse"),
                store=_read_s3(fields),
                store_secret=fields.value("store_secret", lambda text: _read_own(text, owner)),
                namespace=fields.optional_text("namespace"),
                client_id=fields.optional_text("client_id"),
                scope=fields.optional_text("scope"),
                token_uri=fields.optional_text("token_uri"),
            )
        case StorageKind.DEPOSIT:
            place = FilesOptions(fields.text("directory")) if fields.has("directory") else None
            # By names, as they are written: `register_storage` gives the SIREN of each.
            opened = tuple(Siren(each) for each in fields.texts("open_to"))
            return DepositOptions(_read_s3(fields) if place is None else place, opened)
        case _:
            assert_never(kind)


def _read_postgresql(fields: Fields) -> PostgresqlOptions:
    return PostgresqlOptions(
        host=fields.text("host"),
        port=fields.number("port"),
        database=fields.text("database"),
        user=fields.text("user"),
        sslmode=fields.text("sslmode", "require"),
    )


def _read_s3(fields: Fields) -> S3Options:
    return S3Options(
        endpoint=fields.text("endpoint"),
        region=fields.text("region"),
        bucket=fields.text("bucket"),
        prefix=fields.optional_text("prefix") or "",
        access_key=fields.text("access_key"),
        use_tls=fields.flag("use_tls", default=True),
    )
