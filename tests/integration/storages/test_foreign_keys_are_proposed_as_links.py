"""The foreign keys of a database are proposed as links between the datasets of its tables.

Covers federation.storages.proposed_links.
"""

import sqlite3

import psycopg

from federation.storages.proposed_entries import proposed_entries
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import (
    mariadb_storage,
    postgresql_storage,
    sqlite_storage,
)

FACTURES = """
CREATE TABLE factures (numero VARCHAR(20) PRIMARY KEY, dossier INTEGER NOT NULL UNIQUE,
  annee INTEGER NOT NULL, UNIQUE (numero, annee))
"""
LIGNES = """
CREATE TABLE lignes (id INTEGER PRIMARY KEY, numero_facture VARCHAR(20), dossier INTEGER,
  annee INTEGER, tonnage DECIMAL(10, 2),
  FOREIGN KEY (numero_facture) REFERENCES factures (numero),
  FOREIGN KEY (dossier) REFERENCES factures (dossier),
  FOREIGN KEY (numero_facture, annee) REFERENCES factures (numero, annee))
"""
TABLES = (FACTURES, LIGNES, "CREATE TABLE seul (id INTEGER PRIMARY KEY)")


async def links_of(storage, secret=None):
    """By column: where it leads, and by which column that is not the primary key."""
    found = await ADAPTERS[storage.kind].introspect(storage, secret)
    entries = {each.name: each.entry for each in proposed_entries(storage, found)}
    assert "relations" not in entries["factures"]
    assert "relations" not in entries["seul"]
    relations = entries["lignes"]["relations"]
    columns = set(entries["lignes"]["columns"])
    assert not columns & set(relations)
    assert len({each["reverse"] for each in relations.values()}) == len(relations)
    return {each["column"]: (each["dataset"], each.get("key")) for each in relations.values()}


LINKS = {"numero_facture": ("factures", None), "dossier": ("factures", "dossier")}


async def test_of_sqlite(tmp_path):
    path = tmp_path / "factures.db"
    with sqlite3.connect(path) as database:
        for table in TABLES:
            database.execute(table)
    assert await links_of(sqlite_storage(path)) == LINKS


async def test_of_postgresql(postgresql_database):
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        for table in TABLES:
            database.execute(table)
    storage, secret = postgresql_storage(postgresql_database)
    assert await links_of(storage, secret) == LINKS


async def test_of_mariadb(mariadb, mariadb_database):
    name, cursor = mariadb_database
    for table in TABLES:
        cursor.execute(table)
    assert await links_of(mariadb_storage(mariadb, name), mariadb.password) == LINKS
