"""The tables of a new SQLite store: made by the migrations once a process, then made again as they
became, in a twentieth of the time.

A file that holds anything already, and every PostgreSQL, is migrated as users' are.
"""

from __future__ import annotations

from catalog.store import migrating

_STATEMENTS: dict[str, tuple[str, ...]] = {}
"""By the folder of the migrations: what makes the tables, and the rows that say which they are."""
_migrate = migrating._upgrade


def make_tables(connection):
    """In the place of `migrating._upgrade`."""
    is_new = (
        connection.dialect.name == "sqlite"
        and connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is None
    )
    if not is_new:
        return _migrate(connection)
    folder = str(migrating._MIGRATIONS)
    if folder in _STATEMENTS:
        for statement in _STATEMENTS[folder]:
            connection.exec_driver_sql(statement)
        return None
    _migrate(connection)
    dumped = connection.connection.dbapi_connection.iterdump()
    _STATEMENTS[folder] = tuple(
        each for each in dumped if each not in {"BEGIN TRANSACTION;", "COMMIT;"}
    )
    return None
