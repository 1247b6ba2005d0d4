"""SHOW and DESCRIBE, answered from what the caller may discover: nothing is asked of an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, Dataset, ScalarType
from catalog.model.transform import Transform
from catalog.standards.standard import StandardField
from federation.logical import WireType
from federation.problems import UnknownDataset
from federation.reference import REFERENCE, REFERENCE_TABLES, ReferenceTable
from federation.sql.like import Like
from federation.sql.names import SqlNames
from federation.sql.problems import SqlStatement, SqlSyntax
from federation.sql.scan import Scanned, Token, TokenKind
from federation.standards.standard_tables import (
    DATASET,
    OWNER_NAME,
    OWNER_SIREN,
    STANDARDS,
    StandardTable,
)

_SCHEMA, _TABLE = "Schema", "Table"
NOT_GIVEN = "not_given"
_COLUMNS = ("Column", "Type", "Extra", "Comment")
_LABELS = {
    OWNER_SIREN: "SIREN de l'organisme à qui est la ligne",
    OWNER_NAME: "Nom de l'organisme à qui est la ligne",
    DATASET: "Jeu de données dont vient la ligne",
}
_NAMES = frozenset({TokenKind.WORD, TokenKind.NAME})


@dataclass(frozen=True, slots=True)
class CatalogStatement:
    """Its answer, whole: text only, sorted by name, columns in the dataset's order."""

    columns: tuple[tuple[str, WireType], ...]
    rows: tuple[tuple[str, ...], ...]
    described: Dataset | None = None
    """The dataset of which these rows are the columns: what is given of them is not known here."""

    def with_given(self, given: Mapping[str, tuple[Transform, ...]]) -> CatalogStatement:
        """`Extra` says how each column (id) is given to who asks, or that it is not."""
        if self.described is None:
            return self
        ids = {str(each.name): each.id for each in self.described.columns}
        rows = (
            (name, type_, ", ".join(given.get(ids[name], ())) or NOT_GIVEN, comment)
            for name, type_, _, comment in self.rows
        )
        return replace(self, rows=tuple(rows))


def shown_type(of: ColumnType) -> str:
    """As Trino would name it."""
    if of.scalar is ScalarType.DECIMAL:
        return f"decimal({of.precision or 38},{of.scale or 0})"
    return TYPES[of.scalar].trino


def read_catalog_statement(scanned: Scanned, names: SqlNames) -> CatalogStatement:
    """Raises SqlSyntax, SqlStatement (SHOW of anything else), UnknownDataset."""
    return _Reading(scanned, names).read()


class _Reading:
    def __init__(self, scanned: Scanned, names: SqlNames) -> None:
        self._scanned = scanned
        self._names = names
        self._at = 0

    def read(self) -> CatalogStatement:
        first = self._next()
        if first.value in {"DESCRIBE", "DESC"}:
            if self._peek() in {"INPUT", "OUTPUT"}:
                raise SqlStatement(
                    what=f"{first.value} {self._peek()}", place=self._scanned.place(first.start)
                )
            return self._columns(like=False)
        match self._peek():
            case "SCHEMAS":
                self._at += 1
                of_all = (STANDARDS,) if self._names.standards else ()
                schemas = (*self._names.datasets, REFERENCE, *of_all)
                return _named(_SCHEMA, schemas, self._like())
            case "TABLES":
                self._at += 1
                return self._tables()
            case "COLUMNS":
                self._at += 1
                self._expect("FROM", "IN")
                return self._columns(like=True)
            case what:
                raise SqlStatement(
                    what=f"SHOW {what}"[:30].strip(), place=self._scanned.place(first.start)
                )

    def _tables(self) -> CatalogStatement:
        if self._peek() in {"FROM", "IN"}:
            self._at += 1
            owner = self._name()
            if owner == REFERENCE:
                return _named(_TABLE, REFERENCE_TABLES, self._like())
            if owner == STANDARDS:
                return _named(_TABLE, self._names.standards, self._like())
            if owner not in self._names.datasets:
                token = self._scanned.tokens[self._at - 1]
                raise UnknownDataset(
                    dataset=f"{owner}.*",
                    place=self._scanned.place(token.start),
                    did_you_mean=self._names.nearest_organisation(owner),
                )
            return _named(_TABLE, self._names.datasets[owner], self._like())
        return _named(_TABLE, self._names.full_names(), self._like())

    def _columns(self, *, like: bool) -> CatalogStatement:
        start = self._scanned.tokens[min(self._at, len(self._scanned.tokens) - 1)].start
        parts = [self._name()]
        while self._peek() == ".":
            self._at += 1
            parts.append(self._name())
        if len(parts) == 2 and parts[0] == REFERENCE and parts[1] in REFERENCE_TABLES:
            return _described_reference(REFERENCE_TABLES[parts[1]], self._rest(like=like))
        if len(parts) == 2 and parts[0] == STANDARDS and parts[1] in self._names.standards:
            table = self._names.standards[parts[1]]
            return _described_standard(table, self._rest(like=like))
        dataset = self._names.dataset(*parts) if len(parts) == 2 else None
        if dataset is None:
            raise UnknownDataset(
                dataset=".".join(parts)[:120],
                place=self._scanned.place(start),
                did_you_mean=self._names.nearest(parts),
            )
        return _described(dataset, self._rest(like=like))

    def _rest(self, *, like: bool) -> Like | None:
        if like:
            return self._like()
        self._end()
        return None

    def _like(self) -> Like | None:
        """`LIKE '…' [ESCAPE '…']` at the end."""
        if self._peek() != "LIKE":
            self._end()
            return None
        self._at += 1
        pattern, escape = self._text(), ""
        if self._peek() == "ESCAPE":
            self._at += 1
            escape = self._text()
        self._end()
        return Like(pattern, escape)

    def _end(self) -> None:
        if self._at < len(self._scanned.tokens):
            raise self._unexpected()

    def _peek(self) -> str:
        at_end = self._at >= len(self._scanned.tokens)
        token = None if at_end else self._scanned.tokens[self._at]
        return token.value if token and token.kind is not TokenKind.TEXT else ""

    def _next(self) -> Token:
        if self._at >= len(self._scanned.tokens):
            raise self._unexpected()
        self._at += 1
        return self._scanned.tokens[self._at - 1]

    def _name(self) -> str:
        token = self._next()
        if token.kind not in _NAMES:
            self._at -= 1
            raise self._unexpected()
        return token.value.lower()

    def _text(self) -> str:
        token = self._next()
        if token.kind is not TokenKind.TEXT:
            self._at -= 1
            raise self._unexpected()
        return token.value

    def _expect(self, *words: str) -> None:
        if self._peek() not in words:
            raise self._unexpected()
        self._at += 1

    def _unexpected(self) -> SqlSyntax:
        tokens = self._scanned.tokens
        if self._at >= len(tokens):
            place = self._scanned.place(tokens[-1].end)
            return SqlSyntax(found="la fin", found_en="the end", place=place)
        token = tokens[self._at]
        said = "un texte" if token.kind is TokenKind.TEXT else f"« {token.value[:40]} »"
        said_en = "a text" if token.kind is TokenKind.TEXT else f'"{token.value[:40]}"'
        return SqlSyntax(found=said, found_en=said_en, place=self._scanned.place(token.start))


def _named(title: str, names: Iterable[str], like: Like | None) -> CatalogStatement:
    kept = sorted(each for each in names if like is None or like.matches(each))
    return CatalogStatement(((title, WireType.STRING),), tuple((each,) for each in kept))


def _described_reference(table: ReferenceTable, like: Like | None) -> CatalogStatement:
    return CatalogStatement(
        tuple((title, WireType.STRING) for title in _COLUMNS),
        tuple(
            (each.name, shown_type(each.type), "", each.label_fr)
            for each in table.columns
            if like is None or like.matches(each.name)
        ),
    )


def _described_standard(table: StandardTable, like: Like | None) -> CatalogStatement:
    """The fields, then whose each row is; `Extra` says in which unit a field counts."""
    fields = [
        (
            each.name,
            shown_type(each.given_as),
            each.unit or "",
            _words_of(each),
        )
        for each in table.standard.fields
    ]
    labels = [(name, "varchar", "", words) for name, words in _LABELS.items()]
    return CatalogStatement(
        tuple((title, WireType.STRING) for title in _COLUMNS),
        tuple(row for row in (*fields, *labels) if like is None or like.matches(row[0])),
    )


def _words_of(field: StandardField) -> str:
    """Its label, and its codes where it has a list."""
    label = field.name if field.label is None else field.label.fr
    return f"{label}. Codes : {', '.join(field.code_list)}." if field.code_list else label


def _described(dataset: Dataset, like: Like | None) -> CatalogStatement:
    return CatalogStatement(
        tuple((title, WireType.STRING) for title in _COLUMNS),
        tuple(
            (str(each.name), shown_type(each.type), "", each.label_fr)
            for each in dataset.columns
            if like is None or like.matches(each.name)
        ),
        dataset,
    )
