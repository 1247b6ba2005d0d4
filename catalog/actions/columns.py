"""The columns of a dataset, and what refers to them by name."""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Iterable
from functools import cache

from catalog.actions.facts import Findings
from catalog.actions.names import refuse_folding, refuse_reserved_field
from catalog.actions.problems import ColumnRefused, DatasetRefused, UnknownDatasetColumn
from catalog.model.column_types import DAYS, KEYS, NUMBERS, WHOLE_NUMBERS
from catalog.model.dataset import Column, Dataset, ObjectKind, ScalarType, TextFormat
from catalog.standards.concepts import CONCEPTS, RELATION_CONCEPTS

_GEOGRAPHIC = frozenset({"commune", "epci", "departement", "region", "siren", "siret"})
_DATE_FORMAT = re.compile(r"(?:%[YymdHMS]|[-/.: T])+")
_THOUSANDS = frozenset({"", " ", ".", ",", "'"})
_SUFFIX = re.compile(r"(?:[^\W\d_]|[€$£%‰°])[\w€$£%‰°²³/.]{0,11}")
_MAX_COLUMNS = 500


def is_time_zone(name: str) -> bool:
    return name in _time_zones()


@cache
def _time_zones() -> frozenset[str]:
    """Listing them walks the time zone database: once."""
    return frozenset(zoneinfo.available_timezones())


def suggestion(name: str, known: Iterable[str]) -> str | None:
    """The nearest of `known`, when one is near enough to be meant."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)), None)


def unknown_column(dataset: Dataset, name: str) -> UnknownDatasetColumn:
    names = [each.name for each in dataset.columns]
    return UnknownDatasetColumn(
        dataset=dataset.name, column=name, did_you_mean=suggestion(name, names)
    )


def check_columns(dataset: Dataset, findings: Findings) -> None:
    """Each column by itself, then their names together."""
    if not 1 <= len(dataset.columns) <= _MAX_COLUMNS:
        why = f"il a de 1 à {_MAX_COLUMNS} colonnes", f"it has 1 to {_MAX_COLUMNS} columns"
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, "columns")
    sources: set[str] = set()
    for column in dataset.columns:
        path = ("columns", column.name)
        refuse_reserved_field(column.name, findings, *path)
        if column.source_name in sources:
            why = "la même colonne du stockage a déjà un nom", "its source column is named already"
            findings.add(_refused(column, *why), *path, "source")
        sources.add(column.source_name)
        _check_type(column, findings)
        _check_meaning(column, findings)
        _check_text_format(dataset, column, findings)
    # Relations stand beside the columns, in rows and in `where`.
    names = [(str(each.name), ("columns", each.name)) for each in dataset.columns]
    named = [*(each.name for each in dataset.relations), *(each.name for each in dataset.links)]
    names += [(str(name), ("relations", name)) for name in named]
    refuse_folding(((name, path) for name, path in names), findings)
    taken = {each.name for each in dataset.columns}
    for name in named:
        refuse_reserved_field(name, findings, "relations", name)
        if name in taken:
            why = "une relation porte déjà ce nom", "a relation already has that name"
            column = next(each for each in dataset.columns if each.name == name)
            findings.add(_refused(column, *why), "relations", name)


def check_links(dataset: Dataset, findings: Findings) -> None:
    """Primary key, territory, relations, unit key, time zone: what names a column names one."""
    for name in dataset.primary_key:
        column = _linked(dataset, name, findings, "primary_key")
        if column and column.type.scalar not in KEYS:
            why = (
                "une clé est un texte, un entier, une date ou un instant",
                "a key is text, integer, date or timestamp",
            )
            findings.add(_refused(column, *why), "primary_key")
    if len(set(dataset.primary_key)) != len(dataset.primary_key):
        why = "la clé cite deux fois une colonne", "the key names a column twice"
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, "primary_key")
    _check_territory(dataset, findings)
    for relation in dataset.relations:
        path = ("relations", relation.name, "column")
        column = _linked(dataset, relation.column, findings, *path)
        if relation.concept not in RELATION_CONCEPTS:
            known = ", ".join(sorted(RELATION_CONCEPTS))
            why = f"une relation mène à : {known}", f"a relation leads to: {known}"
            problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
            findings.add(problem, "relations", relation.name, "concept")
        elif column and column.concept != relation.concept:
            why = (
                f"une relation part d'une colonne de son concept : concept: {relation.concept}",
                f"a relation leaves from a column of its concept: concept: {relation.concept}",
            )
            findings.add(_refused(column, *why), *path)
    if dataset.unit_key is not None:
        _linked(dataset, dataset.unit_key, findings, "unit_key")
    if not is_time_zone(dataset.time_zone):
        why = (
            f"le fuseau « {dataset.time_zone} » est inconnu (Europe/Paris, par exemple)",
            f'the time zone "{dataset.time_zone}" is unknown (such as Europe/Paris)',
        )
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, "time_zone")


def _check_territory(dataset: Dataset, findings: Findings) -> None:
    territory = dataset.territory
    if territory is None:
        return
    column = _linked(dataset, territory.column, findings, "territory", "column")
    if column and column.type.scalar is not ScalarType.STRING:
        why = "un code commune est un texte (01004, 2A004)", "a commune code is text (01004, 2A004)"
        findings.add(_refused(column, *why), "territory", "column")
    if (territory.date_column is None) == (territory.vintage is None):
        why = (
            "le territoire donne la colonne de date de la ligne, ou un millésime, pas les deux",
            "the territory gives the row's date column or a vintage, not both",
        )
        problem = DatasetRefused(dataset=dataset.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, "territory")
    if territory.date_column is not None:
        day = _linked(dataset, territory.date_column, findings, "territory", "date_column")
        if day and day.type.scalar not in DAYS:
            why = "ce n'est pas une date", "it is not a date"
            findings.add(_refused(day, *why), "territory", "date_column")


def _check_type(column: Column, findings: Findings) -> None:
    kind = column.type
    precision, scale = kind.precision, kind.scale
    if kind.scalar is ScalarType.DECIMAL:
        if precision is None or scale is None or not 0 <= scale <= precision <= 38 or not precision:
            why = "decimal(p,s) : p de 1 à 38, s de 0 à p", "decimal(p,s): p 1 to 38, s 0 to p"
            findings.add(_refused(column, *why), "columns", column.name, "type")
    elif (precision, scale) != (None, None):
        why = "seul decimal a une précision", "only decimal has a precision"
        findings.add(_refused(column, *why), "columns", column.name, "type")
    if column.code_list and kind.scalar is not ScalarType.STRING:
        why = "une liste de codes vaut pour un texte", "a code list is for text"
        findings.add(_refused(column, *why), "columns", column.name, "code_list")
    if len(set(column.code_list)) != len(column.code_list):
        why = "un code est écrit deux fois", "a code is written twice"
        findings.add(_refused(column, *why), "columns", column.name, "code_list")


def _check_meaning(column: Column, findings: Findings) -> None:
    if column.concept is not None and column.concept not in CONCEPTS:
        problem = ColumnRefused(
            column=column.name,
            why_fr=f"le concept « {column.concept} » est inconnu",
            why_en=f'the concept "{column.concept}" is unknown',
            did_you_mean=suggestion(column.concept, sorted(CONCEPTS)),
        )
        findings.add(problem, "columns", column.name, "concept")
    elif column.concept in _GEOGRAPHIC and column.type.scalar is not ScalarType.STRING:
        why = "un code se garde en texte (01004, 2A004)", "a code is kept as text (01004, 2A004)"
        findings.add(_refused(column, *why), "columns", column.name, "type")


def _check_text_format(dataset: Dataset, column: Column, findings: Findings) -> None:
    written = column.text_format
    if written is None:
        return
    path = ("columns", column.name, "text_format")
    if dataset.physical.kind is ObjectKind.PARQUET:
        why = "un fichier Parquet est déjà typé", "a Parquet file is already typed"
        findings.add(_refused(column, *why), *path)
    for key, text in (("date", written.date), ("timestamp", written.timestamp)):
        # One year, of four digits or of two.
        if not _DATE_FORMAT.fullmatch(text) or ("%Y" in text) == ("%y" in text):
            why = (
                "une date s'écrit avec %Y (ou %y) %m %d %H %M %S",
                "dates use %Y (or %y) %m %d %H %M %S",
            )
            findings.add(_refused(column, *why), *path, key)
    if written.decimal_mark not in {".", ","}:
        why = "le signe décimal est « . » ou « , »", 'the decimal mark is "." or ","'
        findings.add(_refused(column, *why), *path, "decimal_mark")
    _check_number_format(column, written, findings, *path)
    if written.true == written.false:
        why = "vrai et faux s'écrivent pareil", "true and false are written alike"
        findings.add(_refused(column, *why), *path, "true")


def _check_number_format(
    column: Column, written: TextFormat, findings: Findings, *path: str
) -> None:
    given = [key for key in ("thousands", "suffix") if getattr(written, key)]
    if given and column.type.scalar not in NUMBERS:
        why = "les milliers et l'unité sont d'un nombre", "thousands and units are a number's"
        findings.add(_refused(column, *why), *path, given[0])
    if written.thousands not in _THOUSANDS:
        why = (
            "entre les milliers : space (toute espace), un point, une virgule ou une apostrophe",
            "between thousands there is space (any space), a point, a comma or an apostrophe",
        )
        findings.add(_refused(column, *why), *path, "thousands")
    is_whole = column.type.scalar in WHOLE_NUMBERS
    if written.thousands == written.decimal_mark and not is_whole:
        why = (
            "les milliers et les décimales ont le même signe : dites decimal_mark",
            "thousands and decimals have the same mark: say decimal_mark",
        )
        findings.add(_refused(column, *why), *path, "thousands")
    if written.suffix and not _SUFFIX.fullmatch(written.suffix):
        why = (
            "ce qui suit le nombre est une unité (€, %, kg, m³…)",
            "what follows the number is a unit (€, %, kg, m³…)",
        )
        findings.add(_refused(column, *why), *path, "suffix")


def _linked(dataset: Dataset, name: str, findings: Findings, *path: str) -> Column | None:
    column = dataset.column_named(name)
    if column is None:
        findings.add(unknown_column(dataset, name), *path)
    return column


def _refused(column: Column, why_fr: str, why_en: str) -> ColumnRefused:
    return ColumnRefused(column=column.name, why_fr=why_fr, why_en=why_en)
