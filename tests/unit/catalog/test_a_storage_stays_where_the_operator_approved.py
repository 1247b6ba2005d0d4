"""Covers catalog.actions.physical, catalog.actions.storage, catalog.model.storage,
catalog.model.identifiers.
"""

from dataclasses import replace

import pytest

from catalog.actions.physical import location
from catalog.actions.problems import ActRefused
from catalog.actions.storage import register_storage, storage_id
from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.identifiers import Name, Slug
from catalog.model.storage import (
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
from tests.unit.catalog.examples import DEPOT, VAL_DILLE, facts_about, told

OWN = SecretReference("env", "INTERCO_SECRET_243500667_BASE")
BASE = Storage(
    "val_d_ille_aubigne__base",
    VAL_DILLE.siren,
    StorageKind.POSTGRESQL,
    PostgresqlOptions("db.valdille.fr", 5432, "dechets", "interco"),
    OWN,
)
OBJECTS = Storage(
    "val_d_ille_aubigne__objets",
    VAL_DILLE.siren,
    StorageKind.S3,
    S3Options("s3.valdille.fr", "fr-par", "dechets", "collectes/", "AKEXEMPLE"),
    OWN,
)

MARIA = replace(
    BASE,
    kind=StorageKind.MARIADB,
    options=MariadbOptions("db.valdille.fr", 5432, "dechets", "interco"),
)
LAKE = replace(
    BASE,
    kind=StorageKind.ICEBERG,
    options=IcebergOptions(BASE.options, "interco", OBJECTS.options, OWN),
)
REST = replace(
    BASE,
    kind=StorageKind.ICEBERG_REST,
    options=IcebergRestOptions(
        "https://s3.valdille.fr/iceberg",
        "dechets",
        OBJECTS.options,
        OWN,
        client_id="interco",
        token_uri="https://s3.valdille.fr/jetons",
    ),
)


def refusals(storage, facts=None):
    with pytest.raises(ActRefused) as refused:
        register_storage(storage, facts or facts_about())
    return {
        (told(each.problem).code, ".".join(map(str, each.path))) for each in refused.value.findings
    }


def test_a_refused_folder_is_told_as_it_was_written():
    with pytest.raises(ActRefused) as refused:
        register_storage(replace(DEPOT, options=FilesOptions("../valcobreizh")), facts_about())
    (finding,) = refused.value.findings
    assert '"../valcobreizh"' in str(told(finding.problem).sentence("en"))


def test_approved_places_are_accepted():
    for storage in (DEPOT, BASE, OBJECTS, MARIA, LAKE, REST):
        assert register_storage(storage, facts_about()) == storage


def test_a_relative_folder_lies_under_the_approved_one():
    storage = register_storage(
        replace(DEPOT, options=FilesOptions("val-d-ille-aubigne/depot")), facts_about()
    )
    assert storage.options == FilesOptions("/srv/donnees/val-d-ille-aubigne/depot")


@pytest.mark.parametrize(
    "directory",
    ["/etc", "/srv/donnees", "/srv/donnees-autres/x", "/srv/donnees/../x", "../x", "a/*", "a[b]"],
)
def test_a_folder_elsewhere_is_refused(directory):
    assert refusals(replace(DEPOT, options=FilesOptions(directory))) == {
        ("directory_not_approved", "directory")
    }
    sqlite = replace(DEPOT, kind=StorageKind.SQLITE, options=SqliteOptions(directory))
    assert refusals(sqlite) == {("directory_not_approved", "path")}


@pytest.mark.parametrize(
    "place",
    [
        "valcobreizh",
        "valcobreizh/paie",
        "/srv/donnees/valcobreizh",
        "val-d-ille-aubigne/../valcobreizh",
        "val-d-ille-aubigne-2",
    ],
)
def test_another_organisations_folder_is_never_ones_own(place):
    """A steward who named its neighbour's folder would read it as its owner."""
    assert refusals(replace(DEPOT, options=FilesOptions(place))) == {
        ("directory_not_approved", "directory")
    }
    sqlite = SqliteOptions(f"{place}/base.sqlite")
    assert refusals(replace(DEPOT, kind=StorageKind.SQLITE, options=sqlite)) == {
        ("directory_not_approved", "path")
    }


def test_without_an_approved_folder_there_is_none():
    facts = replace(facts_about(), directory_roots=())
    assert refusals(DEPOT, facts) == {("directory_not_approved", "directory")}


@pytest.mark.parametrize(
    ("host", "codes"),
    [
        ("autre.fr", {"host_not_approved"}),
        ("/tmp", {"host_not_approved", "invalid_host"}),
        ("db.valdille.fr,autre.fr", {"host_not_approved", "invalid_host"}),
        ("db.valdille.fr sslmode=disable", {"host_not_approved", "invalid_host"}),
    ],
)
def test_a_host_is_one_that_the_operator_approved(host, codes):
    found = refusals(replace(BASE, options=replace(BASE.options, host=host)))
    assert found == {(code, "host") for code in codes}


def test_another_port_of_an_approved_host_is_another_place():
    found = refusals(replace(BASE, options=replace(BASE.options, port=5433)))
    assert found == {("host_not_approved", "host")}


def test_the_link_is_encrypted_except_on_this_machine():
    plain = replace(BASE, options=replace(BASE.options, sslmode="disable"))
    assert refusals(plain) == {("storage_refused", "sslmode")}
    here = replace(VAL_DILLE, approved_hosts=("127.0.0.1",))
    local = replace(plain, options=replace(plain.options, host="127.0.0.1"))
    assert register_storage(local, facts_about(here)) == local


@pytest.mark.parametrize("prefix", ["org", "/org/", "a//b/", "../", "a/*/"])
def test_a_prefix_ends_where_it_says(prefix):
    found = refusals(replace(OBJECTS, options=replace(OBJECTS.options, prefix=prefix)))
    assert found == {("storage_refused", "prefix")}


@pytest.mark.parametrize(
    "secret",
    [
        SecretReference("env", "INTERCO_MASTER_KEY"),
        SecretReference("env", "INTERCO_SECRET_200090884_BASE"),
        SecretReference("env", "INTERCO_SECRET_243500667_"),
        SecretReference("file", "/run/secrets/200090884/base"),
        SecretReference("file", "/run/secrets/243500667/../200090884/base"),
        SecretReference("file", "/etc/passwd"),
        SecretReference("http", "x"),
    ],
)
def test_only_the_organisation_own_secrets_may_be_sent_to_its_host(secret):
    assert refusals(replace(BASE, secret=secret)) == {("invalid_secret_reference", "secret")}


def test_a_secret_file_of_the_organisation_is_accepted():
    own = replace(BASE, secret=SecretReference("file", "/run/secrets/243500667/base"))
    assert register_storage(own, facts_about()) == own


def test_a_base_needs_a_secret_and_a_folder_has_none():
    assert refusals(replace(BASE, secret=None)) == {("storage_refused", "secret")}
    assert refusals(replace(DEPOT, secret=OWN)) == {("storage_refused", "secret")}


def test_substitutions_and_control_characters_are_refused_everywhere():
    account = replace(BASE.options, user="${ENV:HOME}", database="a\nb")
    codes = {code for code, _ in refusals(replace(BASE, options=account))}
    assert codes == {"unsafe_text", "storage_refused"}


def test_two_names_never_make_one_id():
    assert storage_id(Slug("a-b"), Name("c")) != storage_id(Slug("a"), Name("b_c"))


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"host": "ailleurs.fr"}, {("host_not_approved", "host")}),
        ({"host": "/run/mysqld.sock"}, {("host_not_approved", "host"), ("invalid_host", "host")}),
        ({"tls": Tls.DISABLE}, {("storage_refused", "tls")}),
        ({"port": 0}, {("host_not_approved", "host"), ("storage_refused", "port")}),
        ({"database": "a`b"}, {("storage_refused", "database")}),
        ({"user": "a b"}, {("storage_refused", "user")}),
    ],
)
def test_a_mariadb_is_dialled_where_and_how_it_was_approved(changed, refused):
    assert refusals(replace(MARIA, options=replace(MARIA.options, **changed))) == refused


def test_a_mariadb_of_this_very_machine_may_go_without_tls():
    own = replace(VAL_DILLE, approved_hosts=("127.0.0.1",))
    here = replace(MARIA.options, host="127.0.0.1", tls=Tls.DISABLE)
    storage = replace(MARIA, options=here)
    assert register_storage(storage, facts_about(own)) == storage


def test_iceberg_is_refused_for_either_of_its_two_places():
    lake = LAKE.options
    catalog, store = lake.catalog, lake.store
    cases = (
        ({"catalog": replace(catalog, host="ailleurs.fr")}, ("host_not_approved", "host")),
        ({"catalog": replace(catalog, sslmode="disable")}, ("storage_refused", "sslmode")),
        ({"store": replace(store, endpoint="ailleurs.fr")}, ("host_not_approved", "endpoint")),
        ({"store": replace(store, prefix="")}, ("storage_refused", "prefix")),
        ({"catalog_name": "a b"}, ("storage_refused", "catalog_name")),
        (
            {"store_secret": SecretReference("env", "INTERCO_SECRET_200090884_CLE")},
            ("invalid_secret_reference", "store_secret"),
        ),
    )
    for changed, refused in cases:
        assert refusals(replace(LAKE, options=replace(lake, **changed))) == {refused}
    assert refusals(replace(LAKE, secret=None)) == {("storage_refused", "secret")}


def test_a_rest_catalog_is_refused_for_any_of_its_places():
    rest = REST.options
    host, refused = "host_not_approved", "storage_refused"
    cases = (
        ({"uri": "https://ailleurs.fr/iceberg"}, (host, "uri")),
        # The client's secret would be sent there.
        ({"token_uri": "https://ailleurs.fr/jetons"}, (host, "token_uri")),
        ({"uri": "http://s3.valdille.fr/iceberg"}, (refused, "uri")),
        ({"token_uri": "http://s3.valdille.fr/jetons"}, (refused, "token_uri")),
        ({"store": replace(rest.store, endpoint="ailleurs.fr")}, (host, "endpoint")),
        ({"store": replace(rest.store, prefix="")}, (refused, "prefix")),
        ({"warehouse": "a b"}, (refused, "warehouse")),
        ({"warehouse": "it's"}, (refused, "warehouse")),
        ({"namespace": "eau.potable"}, (refused, "namespace")),
        ({"client_id": "a:b"}, (refused, "client_id")),
        ({"client_id": None}, (refused, "client_id")),
        ({"scope": 'a"b'}, (refused, "scope")),
        (
            {"store_secret": SecretReference("env", "INTERCO_SECRET_200090884_CLE")},
            ("invalid_secret_reference", "store_secret"),
        ),
    )
    for changed, expected in cases:
        assert refusals(replace(REST, options=replace(rest, **changed))) == {expected}
    assert refusals(replace(REST, secret=None)) == {("storage_refused", "secret")}


@pytest.mark.parametrize(
    "uri",
    [
        "db.valdille.fr",
        "ftp://s3.valdille.fr",
        "https://a:b@s3.valdille.fr",
        "https://s3.valdille.fr?uri=https://ailleurs.fr",
        "https://s3.valdille.fr/a/../b",
        "https://s3.valdille.fr/a b",
        "https://s3.valdille.fr:0",
        "https://s3.valdille.fr:99999",
        "https://s3.valdille.fr#x",
        "https://S3.valdille.fr",
        "https://",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_refused(uri):
    assert refusals(replace(REST, options=replace(REST.options, uri=uri))) == {
        ("invalid_host", "uri")
    }


def test_a_rest_catalog_without_any_account_is_accepted():
    alone = replace(REST.options, client_id=None, token_uri=None)
    storage = replace(REST, options=alone, secret=None)
    assert register_storage(storage, facts_about()) == storage


def test_one_table_of_a_rest_catalog_is_registered_once_however_its_address_is_written():
    table = PhysicalObject(ObjectKind.TABLE, "releves", schema="eau")
    written = ("https://s3.valdille.fr/iceberg", "https://s3.valdille.fr:443/iceberg/")
    places = {
        location(replace(REST, options=replace(REST.options, uri=each)), table) for each in written
    }
    assert len(places) == 1
