"""Governed statements as they are told, whole or the part of one owner."""

from __future__ import annotations

from collections.abc import Collection

from catalog.model.identifiers import Siren
from gateway.reading.query.kept_plan import KeptStatement
from gateway.reading.reports.access_values import ExplainedStatement
from gateway.reading.reports.words import engine_words


def tell_whole(statement: KeptStatement, path: str | None) -> ExplainedStatement:
    return _tell(statement, path, statement.sql, statement.datasets, whole=True)


def tell_part(
    statement: KeptStatement, owner: Siren, datasets: Collection[str]
) -> ExplainedStatement | None:
    """Of `datasets`, the owner's own; None where it reads nothing of that owner."""
    sql = statement.shown_to(owner)
    if sql is None:
        return None
    own = tuple(each for each in statement.datasets if each in datasets)
    return _tell(statement, None, sql, own, whole=len(statement.owners) == 1)


def _tell(
    statement: KeptStatement, path: str | None, sql: str, datasets: tuple[str, ...], *, whole: bool
) -> ExplainedStatement:
    return ExplainedStatement(
        path=path,
        kind=statement.kind,
        datasets=list(datasets),
        engine=statement.engine,
        why=engine_words(
            statement.engine, is_default=statement.is_default, on_copies=statement.on_copies
        ),
        sql=sql,
        whole=whole,
    )
