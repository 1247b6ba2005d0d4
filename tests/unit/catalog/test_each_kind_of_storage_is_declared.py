"""Covers catalog.declaration.storages, catalog.actions.secrets, catalog.codec."""

from dataclasses import replace

import pytest

from catalog.codec import read_value, write_value
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.storage_writing import write_storage
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
    Tls,
)
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH, applied, catalog_of

HEAD = """\
organisation:
  siren: "243500667"
  slug: val-d-ille-aubigne
  name: {name}
  kind: CC
  approved_hosts: [{hosts}]
storages:
  base:
"""
BASE = "host: db.valdille.fr, port: 5432, database: dechets, user: interco"
STORE = "endpoint: s3.valdille.fr, region: fr-par, bucket: dechets, prefix: lac/, access_key: AK"
REST = (
    f"uri: 'https://s3.valdille.fr:8181/iceberg', warehouse: dechets, {STORE}, "
    "store_secret: env:INTERCO_SECRET_243500667_CLE"
)
SECRET = "secret: env:INTERCO_SECRET_243500667_BASE"
POSTGRESQL = PostgresqlOptions("db.valdille.fr", 5432, "dechets", "interco")
S3 = S3Options("s3.valdille.fr", "fr-par", "dechets", "lac/", "AK")
DECLARED = {
    StorageKind.FILES: (
        "directory: val-d-ille-aubigne/depot, drop_folder: true",
        FilesOptions("/srv/donnees/val-d-ille-aubigne/depot", drop_folder=True),
    ),
    StorageKind.SQLITE: (
        "path: val-d-ille-aubigne/base.sqlite",
        SqliteOptions("/srv/donnees/val-d-ille-aubigne/base.sqlite"),
    ),
    StorageKind.POSTGRESQL: (f"{BASE}, {SECRET}", POSTGRESQL),
    StorageKind.S3: (f"{STORE}, {SECRET}", S3),
    StorageKind.MARIADB: (
        f"{BASE}, tls: verify-full, {SECRET}",
        MariadbOptions("db.valdille.fr", 5432, "dechets", "interco", Tls.VERIFY_FULL),
    ),
    StorageKind.ICEBERG: (
        (
            f"{BASE}, {STORE}, catalog_name: interco, {SECRET}, "
            "store_secret: env:INTERCO_SECRET_243500667_CLE"
        ),
        IcebergOptions(
            POSTGRESQL, "interco", S3, SecretReference("env", "INTERCO_SECRET_243500667_CLE")
        ),
    ),
    StorageKind.ICEBERG_REST: (
        (
            f"{REST}, namespace: eau, client_id: interco, scope: 'catalog lecture', "
            f"token_uri: 'https://s3.valdille.fr/jetons', {SECRET}"
        ),
        IcebergRestOptions(
            "https://s3.valdille.fr:8181/iceberg",
            "dechets",
            S3,
            SecretReference("env", "INTERCO_SECRET_243500667_CLE"),
            namespace="eau",
            client_id="interco",
            scope="catalog lecture",
            token_uri="https://s3.valdille.fr/jetons",
        ),
    ),
    StorageKind.DEPOSIT: (
        "directory: val-d-ille-aubigne/depot, open_to: [valcobreizh]",
        DepositOptions(FilesOptions("/srv/donnees/val-d-ille-aubigne/depot"), (VALCOBREIZH.siren,)),
    ),
}


def declaration(kind, keys):
    hosts = ", ".join(VAL_DILLE.approved_hosts)
    head = HEAD.format(name=VAL_DILLE.name, hosts=hosts)
    return f"{head}    {{kind: {kind}, {keys}}}\n"


@pytest.mark.parametrize("kind", StorageKind)
def test_its_keys_become_its_typed_options_and_are_kept_as_they_are(kind):
    keys, options = DECLARED[kind]
    catalog = catalog_of(VAL_DILLE, VALCOBREIZH)
    storage = applied(catalog, declaration(kind, keys)).storages["val_d_ille_aubigne__base"]
    assert (storage.kind, storage.options) == (kind, options)
    assert read_value(Storage, write_value(storage)) == storage
    written = write_storage(storage, ("/srv/donnees",))
    assert written.get("drop_folder") == ("true" if kind is StorageKind.FILES else None)


def test_a_deposit_lies_in_a_bucket_as_well():
    keys = f"{STORE}, {SECRET}, open_to: [valcobreizh]"
    catalog = catalog_of(VAL_DILLE, VALCOBREIZH)
    storage = applied(catalog, declaration("deposit", keys)).storages["val_d_ille_aubigne__base"]
    assert storage.options == DepositOptions(S3, (VALCOBREIZH.siren,))
    assert storage.place == replace(storage, kind=StorageKind.S3, options=S3)
    assert read_value(Storage, write_value(storage)) == storage


@pytest.mark.parametrize(
    ("kind", "keys", "code"),
    [
        ("mariadb", f"{BASE}, tls: souvent, {SECRET}", "unknown_choice"),
        ("mariadb", f"{BASE}, sslmode: require, {SECRET}", "unknown_key"),
        ("mariadb", f"{BASE}, options: allowLocalInfile, {SECRET}", "unknown_key"),
        ("mariadb", f"url: mariadb://a:b@c/d, {SECRET}", "unknown_key"),
        ("iceberg", f"{BASE}, {STORE}, catalog_name: interco, {SECRET}", "missing_key"),
        ("iceberg_rest", f"{REST}, catalog_name: interco", "unknown_key"),
        ("oracle", BASE, "unknown_choice"),
        (
            "files",
            "directory: val-d-ille-aubigne/d, drop_folder: souvent",
            "invalid_declared_value",
        ),
        ("sqlite", "path: val-d-ille-aubigne/b.sqlite, drop_folder: true", "unknown_key"),
        ("deposit", "directory: val-d-ille-aubigne/d, drop_folder: true", "unknown_key"),
        ("deposit", f"directory: val-d-ille-aubigne/depot, {STORE}", "unknown_key"),
        ("deposit", "open_to: [valcobreizh]", "missing_key"),
        ("deposit", "directory: val-d-ille-aubigne/depot, open_to: [inconnu]", "unknown_party"),
        ("deposit", "directory: valcobreizh/depot", "directory_not_approved"),
        ("deposit", f"directory: val-d-ille-aubigne/depot, {SECRET}", "storage_refused"),
    ],
)
def test_a_key_of_another_kind_is_refused(kind, keys, code):
    with pytest.raises(DeclarationRefused) as refused:
        applied(catalog_of(VAL_DILLE, VALCOBREIZH), declaration(kind, keys))
    assert code in {each.code for each in refused.value.problems}
