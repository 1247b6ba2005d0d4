"""The `datasets` section: what is where, what each column means, who may discover it."""

from __future__ import annotations

import re

from catalog.actions.columns import suggestion
from catalog.actions.dataset import DatasetDraft
from catalog.declaration.fields import Declared, Fields, places_of, read_choice, read_fields
from catalog.declaration.problems import UnknownChoice
from catalog.declaration.terms import read_contact, read_hosting
from catalog.declaration.yaml_tree import Node
from catalog.model.acceptance import Acceptance, AcceptedContract, AcceptedPeriod
from catalog.model.dataset import (
    AccessLevel,
    Classification,
    CodeMeaning,
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    Link,
    Listing,
    ObjectKind,
    PhysicalObject,
    Relation,
    ScalarType,
    TerritoryBinding,
    TextFormat,
    TotalRows,
    UpdateFrequency,
)
from catalog.model.identifiers import Name, Siren
from catalog.model.problem import Place, Problem
from catalog.model.terms import Secret

_DATASET = (
    "title",
    "description",
    "storage",
    "object",
    "columns",
    "primary_key",
    "territory",
    "relations",
    "unit_key",
    "standard",
    "time_zone",
    "licence",
    "update_frequency",
    "contact",
    "personal_data",
    "synthetic",
    "access_level",
    "listing",
    "reader_groups",
    "hosting",
    "acceptance",
)
_ACCEPTANCE = ("standard", "period", "columns_complete", "no_duplicates", "contract")
_COLUMN = (
    "type",
    "source",
    "label",
    "description",
    "unit",
    "concept",
    "classification",
    "share_of_whole",
    "secret",
    "code_list",
    "codes",
    "text_format",
)
_TEXT_FORMAT = (
    *("date", "timestamp", "decimal_mark", "thousands", "suffix", "true", "false"),
    "empty",
)
_RELATION = ("column", "concept", "dataset", "key", "reverse")
_CSV = ("delimiter", "quote", "encoding", "columns", "header_row", "total_rows")
_TYPE = re.compile(r"([a-z_]+)(?:\(([0-9]{1,3}) *, *([0-9]{1,3})\))?")
_CHARACTERS = {"tab": "\t", "space": " "}
"""A YAML value loses its blanks and refuses tabulations: these are written as words."""


def read_dataset(
    name: str, place: Place, node: Node, owner: Siren, problems: list[Problem]
) -> Declared[DatasetDraft] | None:
    """By names: `register_dataset` gives the ids."""
    required = ("title", "storage", "object", "columns")
    fields = read_fields(node, name, problems, _DATASET, required)
    title_fr, title_en = fields.label("title")
    description_fr, description_en = fields.label("description", needed=False)
    relations = [
        _read_relation(relation, at, body, problems)
        for relation, at, body in fields.named("relations")
    ]
    dataset = Dataset(
        id="",
        owner=owner,
        storage_id=fields.text("storage"),
        name=_read_name(name, place, problems),
        title_fr=title_fr,
        title_en=title_en,
        physical=_read_object(fields),
        columns=tuple(
            _read_column(column, at, body, problems) for column, at, body in fields.named("columns")
        ),
        primary_key=fields.texts("primary_key"),
        territory=_read_territory(fields),
        relations=tuple(each for each in relations if isinstance(each, Relation)),
        links=tuple(each for each in relations if isinstance(each, Link)),
        unit_key=fields.optional_text("unit_key"),
        time_zone=fields.text("time_zone", "Europe/Paris"),
        standard=fields.optional_text("standard"),
        description_fr=description_fr,
        description_en=description_en,
        licence=fields.optional_text("licence"),
        personal_data=fields.flag("personal_data"),
        synthetic=fields.flag("synthetic"),
        access_level=fields.choice("access_level", AccessLevel, AccessLevel.RESTRICTED),
        listing=fields.choice("listing", Listing, Listing.PARTIES),
        reader_groups=frozenset(fields.texts("reader_groups")),
        hosting=read_hosting(fields),
        update_frequency=fields.choice("update_frequency", UpdateFrequency)
        if fields.has("update_frequency")
        else None,
        contact=read_contact(fields, "contact") if fields.has("contact") else None,
        acceptance=_read_acceptance(fields),
    )
    return Declared(DatasetDraft(dataset), places_of(node, place)) if fields.sound() else None


def read_type(text: str) -> ColumnType:
    """`decimal(12,2)`, `string`, `timestamp_tz`… Raises UnknownChoice."""
    found = _TYPE.fullmatch(text)
    names = [each.value for each in ScalarType]
    if found is None or found[1] not in names:
        known = ", ".join("decimal(p,s)" if each == "decimal" else each for each in names)
        meant = suggestion(text.partition("(")[0], names)
        raise UnknownChoice(value=text, known=known, did_you_mean=meant)
    precision, scale = (None if each is None else int(each) for each in found.group(2, 3))
    return ColumnType(ScalarType(found[1]), precision, scale)


def _read_column(name: str, place: Place, node: Node, problems: list[Problem]) -> Column:
    fields = read_fields(node, name, problems, _COLUMN, ("type", "label"))
    parsed = _read_name(name, place, problems)
    label_fr, label_en = fields.label("label")
    description_fr, description_en = fields.label("description", needed=False)
    return Column(
        id=name,
        name=parsed,
        type=fields.value("type", read_type),
        source_name=fields.text("source", name),
        label_fr=label_fr,
        label_en=label_en,
        description_fr=description_fr,
        description_en=description_en,
        unit=fields.optional_text("unit"),
        concept=fields.optional_text("concept"),
        classification=fields.choice("classification", Classification, Classification.INTERNAL),
        share_of_whole=fields.flag("share_of_whole"),
        secret=fields.optional_value("secret", lambda text: read_choice(text, Secret)),
        code_list=fields.texts("code_list"),
        codes=tuple(CodeMeaning(word, code) for word, code in fields.pairs("codes")),
        text_format=_read_text_format(fields),
    )


def _read_text_format(column: Fields) -> TextFormat | None:
    if not column.has("text_format"):
        return None
    usual = TextFormat()
    fields = column.mapping("text_format", _TEXT_FORMAT)
    thousands = fields.text("thousands", usual.thousands)
    return TextFormat(
        date=fields.text("date", usual.date),
        timestamp=fields.text("timestamp", usual.timestamp),
        decimal_mark=fields.text("decimal_mark", usual.decimal_mark),
        true=fields.text("true", usual.true),
        false=fields.text("false", usual.false),
        thousands=_CHARACTERS.get(thousands, thousands),
        suffix=fields.text("suffix", usual.suffix),
        empty=fields.texts("empty"),
    )


def _read_object(dataset: Fields) -> PhysicalObject:
    fields = dataset.mapping("object", ("kind", "name", "schema", "csv"), ("kind", "name"))
    return PhysicalObject(
        kind=fields.choice("kind", ObjectKind),
        name=fields.text("name"),
        schema=fields.optional_text("schema"),
        csv=_read_csv(fields) if fields.has("csv") else None,
    )


def _read_csv(physical: Fields) -> CsvFormat:
    fields = physical.mapping("csv", _CSV)
    delimiter = fields.text("delimiter", ",")
    return CsvFormat(
        delimiter=_CHARACTERS.get(delimiter, delimiter),
        quote=fields.text("quote", '"'),
        encoding=fields.text("encoding", "utf-8"),
        columns=fields.texts("columns"),
        header_row=fields.number("header_row", 1),
        total_rows=_read_total_rows(fields) if fields.has("total_rows") else None,
    )


def _read_total_rows(csv: Fields) -> TotalRows:
    fields = csv.mapping("total_rows", ("column", "values"), ("column", "values"))
    return TotalRows(column=fields.text("column"), values=fields.texts("values"))


def _read_territory(dataset: Fields) -> TerritoryBinding | None:
    if not dataset.has("territory"):
        return None
    fields = dataset.mapping("territory", ("column", "date_column", "vintage"), ("column",))
    return TerritoryBinding(
        column=fields.text("column"),
        date_column=fields.optional_text("date_column"),
        vintage=fields.number("vintage") if fields.has("vintage") else None,
    )


def _read_acceptance(dataset: Fields) -> Acceptance | None:
    if not dataset.has("acceptance"):
        return None
    fields = dataset.mapping("acceptance", _ACCEPTANCE)
    keys = ("column", "equals")
    contract: AcceptedContract | None = None
    if fields.has("contract"):
        named = fields.mapping("contract", keys, keys)
        contract = AcceptedContract(named.text("column"), named.text("equals"))
    return Acceptance(
        standard=fields.optional_text("standard"),
        period=fields.choice("period", AcceptedPeriod) if fields.has("period") else None,
        columns_complete=fields.texts("columns_complete"),
        no_duplicates=fields.flag("no_duplicates"),
        contract=contract,
    )


def _read_relation(name: str, place: Place, node: Node, problems: list[Problem]) -> Relation | Link:
    """To reference data, by a concept; or to another dataset, by what its `key` holds."""
    fields = read_fields(node, name, problems, _RELATION, ("column",))
    parsed, column = _read_name(name, place, problems), fields.text("column")
    if not fields.has("dataset"):
        return Relation(name=parsed, column=column, concept=fields.text("concept"))
    return Link(
        name=parsed,
        column=column,
        dataset=fields.text("dataset"),
        key=fields.text("key", ""),
        reverse=fields.value("reverse", Name.parse),
    )


def _read_name(name: str, place: Place, problems: list[Problem]) -> Name:
    try:
        return Name.parse(name)
    except Problem as problem:
        problem.place = place
        problems.append(problem)
        return Name("unnamed")
