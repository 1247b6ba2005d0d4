"""Storages of an authority's data: typed options, a reference to a secret, hosting facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, Final

from catalog.model.hosting import Hosting
from catalog.model.hours import Hours
from catalog.model.identifiers import Siren
from catalog.model.later_field import informs


class StorageKind(StrEnum):
    FILES = "files"
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    S3 = "s3"
    MARIADB = "mariadb"
    ICEBERG = "iceberg"
    ICEBERG_REST = "iceberg_rest"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class FilesOptions:
    """An absolute directory of the gateway's machine, under one that the operator approved.

    `drop_folder`: what is left in `<dataset>/` beneath it, for data in a deposit, waits there to be
    confirmed.
    """

    directory: str
    drop_folder: bool = False


@dataclass(frozen=True, slots=True)
class SqliteOptions:
    path: str


@dataclass(frozen=True, slots=True)
class PostgresqlOptions:
    host: str
    port: int
    database: str
    user: str
    sslmode: str = "require"


@dataclass(frozen=True, slots=True)
class S3Options:
    """`prefix` is empty or ends in "/": "org" would also match "org2/"."""

    endpoint: str
    region: str
    bucket: str
    prefix: str
    access_key: str
    use_tls: bool = True


class Tls(StrEnum):
    """The protection of the link to a server; each driver has its own terms for these words."""

    DISABLE = "disable"
    REQUIRE = "require"
    VERIFY_CA = "verify-ca"
    VERIFY_FULL = "verify-full"


@dataclass(frozen=True, slots=True)
class MariadbOptions:
    """A MariaDB or MySQL server; tables are found in `database` and nowhere else."""

    host: str
    port: int
    database: str
    user: str
    tls: Tls = Tls.REQUIRE


@dataclass(frozen=True, slots=True)
class SecretReference:
    """`env:NAME`, `file:PATH`, or `store:SIREN/NAME` (sealed in the store); never in clear."""

    scheme: str
    name: str


@dataclass(frozen=True, slots=True)
class IcebergOptions:
    """Tables whose files lie in `store`, listed in `catalog` under `catalog_name`.

    The storage's own secret is the catalog's password; `store_secret` that of the access key.
    """

    catalog: PostgresqlOptions
    catalog_name: str
    store: S3Options
    store_secret: SecretReference


@dataclass(frozen=True, slots=True)
class IcebergRestOptions:
    """Tables whose files lie in `store`, listed by the REST catalog at `uri`.

    With `client_id`, the storage's own secret is that of an OAuth2 client, shown to `token_uri`
    (by default the catalog's own); without, a bearer token, or nothing at all. Of several
    namespaces, `namespace` is the only one that is read.
    """

    uri: str
    warehouse: str
    store: S3Options
    store_secret: SecretReference
    namespace: str | None = None
    client_id: str | None = None
    scope: str | None = None
    token_uri: str | None = None


@dataclass(frozen=True, slots=True)
class DepositOptions:
    """The place of a deposit: its owner and bodies of `open_to` leave files, which stay theirs."""

    place: FilesOptions | S3Options
    open_to: tuple[Siren, ...] = ()


StorageOptions = (
    FilesOptions
    | SqliteOptions
    | PostgresqlOptions
    | S3Options
    | MariadbOptions
    | IcebergOptions
    | IcebergRestOptions
    | DepositOptions
)


_HOW_IT_IS_ASKED: Final = frozenset(
    {
        *("user", "access_key", "store_secret", "client_id", "scope", "token_uri"),
        *("sslmode", "tls", "use_tls", "open_to", "drop_folder"),
    }
)
"""Options that say nothing of where the rows lie; any other does."""


def _address_of(options: Any) -> Iterator[object]:
    for field in fields(options):
        if field.name in _HOW_IT_IS_ASKED:
            continue
        value = getattr(options, field.name)
        if is_dataclass(value):
            yield from _address_of(value)
        else:
            yield field.name, value


@dataclass(frozen=True, slots=True)
class Storage:
    """`id` is stable and ours: lower-case letters, digits, underscores.

    `host_country` is two letters, `operator` a SIREN or a name; None: its owner did not say.
    `verified_between` are the hours in which agreements may be verified there; None: at night.
    """

    id: str
    owner: Siren
    kind: StorageKind
    options: StorageOptions
    secret: SecretReference | None = None
    host_country: str | None = None
    secnumcloud: bool = False
    operator: str | None = None
    verified_between: Hours | None = informs(None)

    @property
    def place(self) -> Storage:
        """A deposit as the folder or the bucket that its objects lie in; any other as it is."""
        if not isinstance(self.options, DepositOptions):
            return self
        place = self.options.place
        kind = StorageKind.FILES if isinstance(place, FilesOptions) else StorageKind.S3
        return replace(self, kind=kind, options=place)

    def receives_from(self, body: Siren) -> bool:
        """True where datasets of `body` may lie in this storage."""
        opened = self.options.open_to if isinstance(self.options, DepositOptions) else ()
        return body == self.owner or body in opened

    @property
    def address(self) -> tuple[object, ...]:
        """The place of the storage's rows, by any account and any protection of the link."""
        return self.kind.value, *_address_of(self.options)

    @property
    def hosting(self) -> Hosting:
        return Hosting(self.host_country, self.secnumcloud, self.operator)
