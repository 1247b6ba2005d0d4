"""A table in a PostgreSQL database of its own, and an account that may only read it."""

from __future__ import annotations

import secrets

import psycopg
from psycopg import sql

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from demo.generate.table import ORIGIN, Table
from deploy.local.postgresql_server import PostgresqlServer


def write_postgresql(server: PostgresqlServer, database: str, schema: str, table: Table) -> str:
    """Replaces the database; the password of its reader, the account `<database>_lecture`."""
    reader, password = reader_of(database), secrets.token_urlsafe(18)
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        _replace_database(connection, database)
        _replace_reader(connection, reader, password)
    with psycopg.connect(server.dsn(database)) as connection:
        names = {
            "schema": sql.Identifier(schema),
            "table": sql.Identifier(schema, table.name),
            "reader": sql.Identifier(reader),
            "database": sql.Identifier(database),
        }
        connection.execute(sql.SQL("CREATE SCHEMA {schema}").format(**names))
        connection.execute(_create(table, names["table"]))
        _copy(connection, table, names["table"])
        for grant in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {reader}",
            "GRANT USAGE ON SCHEMA {schema} TO {reader}",
            "GRANT SELECT ON {table} TO {reader}",
        ):
            connection.execute(sql.SQL(grant).format(**names))
        said = f"{table.title} ; origine = {ORIGIN['origine']}"
        comment = sql.SQL("COMMENT ON TABLE {table} IS {said}")
        connection.execute(comment.format(**names, said=sql.Literal(said)))
    with psycopg.connect(server.dsn(database), autocommit=True) as connection:
        connection.execute(sql.SQL("ANALYZE {table}").format(**names))
    return password


def reader_of(database: str) -> str:
    return f"{database}_lecture"


def _replace_database(connection: psycopg.Connection[tuple[object, ...]], database: str) -> None:
    name = sql.Identifier(database)
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _replace_reader(
    connection: psycopg.Connection[tuple[object, ...]], reader: str, password: str
) -> None:
    """Read-only twice: it is granted nothing else, and its transactions start so."""
    name = sql.Identifier(reader)
    connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(name))
    create = sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}")
    connection.execute(create.format(name, sql.Literal(password)))
    alter = sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on")
    connection.execute(alter.format(name))


def _create(table: Table, name: sql.Identifier) -> sql.Composed:
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(each.name), sql.SQL(_type(each.type)))
        for each in table.columns
    )
    return sql.SQL("CREATE TABLE {} ({})").format(name, columns)


def _copy(
    connection: psycopg.Connection[tuple[object, ...]], table: Table, name: sql.Identifier
) -> None:
    columns = sql.SQL(", ").join(sql.Identifier(each.name) for each in table.columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)) as copy,
    ):
        for row in table.rows:
            copy.write_row(row)
    # Unique, yet no primary key: a few communes were left empty, as in real tables.
    keys = sql.SQL(", ").join(sql.Identifier(each) for each in table.key)
    connection.execute(sql.SQL("CREATE UNIQUE INDEX ON {} ({})").format(name, keys))


def _type(column_type: ColumnType) -> str:
    if column_type.scalar is ScalarType.DECIMAL:
        return f"numeric({column_type.precision}, {column_type.scale})"
    return TYPES[column_type.scalar].postgresql
