"""Registering a storage: approved places only, typed options only, secrets by reference."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import assert_never

from catalog.actions.deposit import check_apart, check_depositors, opened_to
from catalog.actions.facts import Facts, Findings
from catalog.actions.hosting import is_country
from catalog.actions.organisation import host_of, is_host
from catalog.actions.problems import (
    DirectoryNotApproved,
    HostNotApproved,
    InvalidHost,
    StorageRefused,
    UnknownParty,
)
from catalog.actions.secret_references import judge_secret
from catalog.actions.texts import refuse_unsafe_texts
from catalog.actions.web_address import read_web_address
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.organisation import Organisation
from catalog.model.storage import (
    DepositOptions,
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SqliteOptions,
    Storage,
    StorageKind,
    StorageOptions,
    Tls,
)
from catalog.snapshot import Snapshot

_ON_THIS_MACHINE = frozenset({StorageKind.FILES, StorageKind.SQLITE})
_WITH_OR_WITHOUT = frozenset({StorageKind.ICEBERG_REST})
_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_GLOB = frozenset("*?[]{}")
_PORT = re.compile(r"(?::[0-9]{1,5})?")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_WAREHOUSE = re.compile(r"[!#-&(-~]{1,255}")
_NAMESPACE = re.compile(r"[a-z0-9_]{1,63}")
_SCOPE = re.compile(r"[A-Za-z0-9_.:/@-]{1,100}( [A-Za-z0-9_.:/@-]{1,100}){0,9}")
_ACCOUNT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.$@+-]{0,127}")


def storage_id(slug: Slug, name: Name) -> str:
    """Two underscores, which no name holds: `a_b` + `c` and `a` + `b_c` stay apart."""
    return f"{slug.sql_name}__{name}"


def storage_named(name: str, slug: Slug, catalog: Snapshot) -> str:
    """The id of the storage that a declaration of `slug` means: one of its own, or another body's
    deposit under that body's name (`valcobreizh.depot`).
    """
    body, dot, short = name.rpartition(".")
    owner = catalog.organisation_spelt(body) if dot else None
    return storage_id(slug if owner is None else owner.slug, Name(short if owner else name))


def located(storage: Storage, facts: Facts) -> Storage:
    """Relative folders and files read from the operator's first approved folder."""
    match storage.options:
        case FilesOptions(directory=path):
            options: StorageOptions = replace(storage.options, directory=_absolute(path, facts))
        case DepositOptions(place=FilesOptions(directory=path)):
            place = FilesOptions(_absolute(path, facts))
            options = replace(storage.options, place=place)
        case SqliteOptions(path=path):
            options = SqliteOptions(_absolute(path, facts))
        case _:
            return storage
    return replace(storage, options=options)


def register_storage(storage: Storage, facts: Facts) -> Storage:
    """With absolute paths. Raises ActRefused. Whether it answers is asked elsewhere."""
    findings = Findings()
    storage = located(storage, facts)
    refuse_unsafe_texts(storage, findings)
    owner = facts.catalog.organisations.get(storage.owner)
    if owner is None:
        findings.add(UnknownParty(name=str(storage.owner)), "owner")
        findings.raise_any()
        return storage
    storage = opened_to(storage, facts, findings)
    _check_place(storage.place, owner, facts, findings)
    check_apart(storage, facts, findings)
    check_depositors(storage, facts, findings)
    _check_secret(storage, facts, findings)
    if storage.host_country is not None and not is_country(storage.host_country):
        why = "le pays d'hébergement s'écrit en deux lettres (FR)", "the country has two letters"
        findings.add(_refused(*why), "host_country")
    findings.raise_any()
    return storage


def _check_place(storage: Storage, owner: Organisation, facts: Facts, findings: Findings) -> None:
    match storage.options:
        case FilesOptions(directory=path):
            _check_path(path, owner, facts, findings, "directory")
        case SqliteOptions(path=path):
            _check_path(path, owner, facts, findings, "path")
        case PostgresqlOptions():
            _check_postgresql(storage.options, owner, findings)
        case MariadbOptions():
            _check_mariadb(storage.options, owner, findings)
        case S3Options():
            _check_s3(storage.options, owner, findings)
        case IcebergOptions():
            _check_iceberg(storage.options, storage.owner, owner, facts, findings)
        case IcebergRestOptions():
            _check_iceberg_rest(storage.options, storage, owner, facts, findings)
        case DepositOptions():
            raise TypeError(storage.options)
        case _:
            assert_never(storage.options)


def _absolute(path: str, facts: Facts) -> str:
    if PurePosixPath(path).is_absolute() or not facts.directory_roots:
        return path
    return str(PurePosixPath(facts.directory_roots[0], path))


def _check_path(path: str, owner: Organisation, facts: Facts, findings: Findings, key: str) -> None:
    """Within the owner's own folder, named after its slug: the one beside it is not its own."""
    pure = PurePosixPath(path)
    # As text: what lies there is looked at when it is declared and each time that it is opened.
    beneath = any(
        pure.is_relative_to(PurePosixPath(root, owner.slug)) for root in facts.directory_roots
    )
    if ".." in pure.parts or not pure.is_absolute() or not beneath or _GLOB & set(path):
        findings.add(DirectoryNotApproved(directory=_written(path, facts)), key)


def _written(path: str, facts: Facts) -> str:
    """As its steward wrote it: where the gateway keeps its folders is the operator's to know."""
    for root in facts.directory_roots:
        if path.startswith(f"{root}/"):
            return path.removeprefix(f"{root}/")
    return path


def _check_postgresql(options: PostgresqlOptions, owner: Organisation, findings: Findings) -> None:
    _check_server(options, owner, findings)
    on_this_machine = options.host in _LOOPBACK and options.sslmode == "disable"
    if options.sslmode not in _ENCRYPTED and not on_this_machine:
        why = (
            "la liaison est chiffrée : sslmode est require, verify-ca ou verify-full",
            "the link is encrypted: sslmode is require, verify-ca or verify-full",
        )
        findings.add(_refused(*why), "sslmode")


def _check_mariadb(options: MariadbOptions, owner: Organisation, findings: Findings) -> None:
    _check_server(options, owner, findings)
    if options.tls is Tls.DISABLE and options.host not in _LOOPBACK:
        why = (
            "la liaison est chiffrée : tls est require, verify-ca ou verify-full",
            "the link is encrypted: tls is require, verify-ca or verify-full",
        )
        findings.add(_refused(*why), "tls")


def _check_iceberg(
    options: IcebergOptions, siren: Siren, owner: Organisation, facts: Facts, findings: Findings
) -> None:
    _check_postgresql(options.catalog, owner, findings)
    if not _ACCOUNT.fullmatch(options.catalog_name):
        why = "le nom du catalogue n'est pas valide", "the catalog's name is not valid"
        findings.add(_refused(*why), "catalog_name")
    _check_tables_store(options, siren, owner, facts, findings)


def _check_tables_store(
    options: IcebergOptions | IcebergRestOptions,
    siren: Siren,
    owner: Organisation,
    facts: Facts,
    findings: Findings,
) -> None:
    _check_s3(options.store, owner, findings)
    if not options.store.prefix:
        why = "le dossier des tables a un préfixe", "the folder of the tables has a prefix"
        findings.add(_refused(*why), "prefix")
    if refused := judge_secret(options.store_secret, siren, facts):
        findings.add(refused, "store_secret")


def _check_iceberg_rest(
    options: IcebergRestOptions,
    storage: Storage,
    owner: Organisation,
    facts: Facts,
    findings: Findings,
) -> None:
    _check_address(options.uri, owner, findings, "uri")
    if options.token_uri is not None:
        # The client's secret is sent there.
        _check_address(options.token_uri, owner, findings, "token_uri")
    texts = (
        ("warehouse", options.warehouse, _WAREHOUSE),
        ("namespace", options.namespace, _NAMESPACE),
        ("client_id", options.client_id, _ACCOUNT),
        ("scope", options.scope, _SCOPE),
    )
    for key, text, pattern in texts:
        if text is not None and not pattern.fullmatch(text):
            why = f"« {text} » n'est pas valide ici", f'"{text}" is not valid here'
            findings.add(_refused(*why), key)
    if options.client_id is not None and storage.secret is None:
        why = "un client OAuth2 a un secret", "an OAuth2 client has a secret"
        findings.add(_refused(*why), "secret")
    if options.client_id is None and (options.scope or options.token_uri):
        why = "il n'y a ni portée ni adresse des jetons sans client_id", "they need a client_id"
        findings.add(_refused(*why), "client_id")
    _check_tables_store(options, storage.owner, owner, facts, findings)


def _check_address(text: str, owner: Organisation, findings: Findings, key: str) -> None:
    address = read_web_address(text)
    if address is None:
        findings.add(InvalidHost(host=text), key)
        return
    _check_host(address.host, f"{address.host}:{address.port}", owner, findings, key)
    if address.scheme != "https" and address.host not in _LOOPBACK:
        why = "la liaison est chiffrée : une adresse https", "the link is encrypted: https"
        findings.add(_refused(*why), key)


def _check_server(
    options: PostgresqlOptions | MariadbOptions, owner: Organisation, findings: Findings
) -> None:
    _check_host(options.host, f"{options.host}:{options.port}", owner, findings, "host")
    if not is_host(options.host):
        # Drivers read "/tmp" as a socket and "a,b" as two hosts.
        findings.add(InvalidHost(host=options.host), "host")
    if not 1 <= options.port <= 65535:
        why = "le port va de 1 à 65535", "the port goes from 1 to 65535"
        findings.add(_refused(*why), "port")
    for key, text in (("database", options.database), ("user", options.user)):
        if not _ACCOUNT.fullmatch(text):
            why = f"« {text} » n'est pas un nom de base ou de compte", f'"{text}" is no such name'
            findings.add(_refused(*why), key)


def _check_s3(options: S3Options, owner: Organisation, findings: Findings) -> None:
    host = host_of(options.endpoint)
    if is_host(host) and _PORT.fullmatch(options.endpoint.removeprefix(host)):
        _check_host(host, options.endpoint, owner, findings, "endpoint")
    else:
        findings.add(InvalidHost(host=options.endpoint), "endpoint")
    if not _BUCKET.fullmatch(options.bucket):
        why = "le nom du bucket n'est pas valide", "the bucket's name is not valid"
        findings.add(_refused(*why), "bucket")
    prefix = options.prefix
    parts = prefix.rstrip("/").split("/") if prefix else []
    if (prefix and not prefix.endswith("/")) or (
        _GLOB & set(prefix) or any(each in {"", ".", ".."} for each in parts)
    ):
        # "org" would also match "org2/".
        why = (
            "le préfixe est vide ou se termine par « / », sans « .. » ni « * »",
            'the prefix is empty or ends in "/", without ".." or "*"',
        )
        findings.add(_refused(*why), "prefix")


def _check_host(
    host: str, with_port: str, owner: Organisation, findings: Findings, key: str
) -> None:
    if host not in owner.approved_hosts and with_port not in owner.approved_hosts:
        findings.add(HostNotApproved(host=with_port), key)


def _check_secret(storage: Storage, facts: Facts, findings: Findings) -> None:
    secret = storage.secret
    if secret is None:
        if storage.place.kind not in _ON_THIS_MACHINE | _WITH_OR_WITHOUT:
            why = "il lui faut la référence d'un secret", "it needs a reference to a secret"
            findings.add(_refused(*why), "secret")
        return
    if storage.place.kind in _ON_THIS_MACHINE:
        why = "ce genre de stockage n'a pas de secret", "this kind of storage has no secret"
        findings.add(_refused(*why), "secret")
    elif refused := judge_secret(secret, storage.owner, facts):
        findings.add(refused, "secret")


def _refused(why_fr: str, why_en: str) -> StorageRefused:
    return StorageRefused(why_fr=why_fr, why_en=why_en)
