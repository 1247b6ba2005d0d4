"""A dataset as its owner's stewards declared it: everything that they can describe of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from catalog.declaration.dataset_writing import write_dataset
from catalog.declaration.stated import Entry
from catalog.model.dataset import Column, Dataset
from catalog.snapshot import Snapshot
from catalog.standards.word_lists import OwnWord, own_words
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.types import DatasetContact


@strawberry.type
class DeclaredLabel:
    fr: str
    en: str | None


@strawberry.type
class DeclaredTotalRows:
    column: str
    values: list[str]


@strawberry.type
class DeclaredCsv:
    delimiter: str | None
    quote: str | None
    encoding: str | None
    columns: list[str]
    header_row: int | None
    total_rows: DeclaredTotalRows | None


@strawberry.type
class DeclaredObject:
    kind: str
    name: str
    schema_name: str | None = strawberry.field(name="schema")
    csv: DeclaredCsv | None


@strawberry.type
class DeclaredTextFormat:
    date: str | None
    timestamp: str | None
    decimal_mark: str | None
    thousands: str | None
    suffix: str | None
    true: str | None
    false: str | None
    empty: list[str]


@strawberry.type
class DeclaredCode:
    word: str
    code: str


@strawberry.type
class DeclaredChoice:
    code: str
    label: DeclaredLabel


@strawberry.type(
    description=(
        "Un mot de la colonne que le standard ne connaît pas, le code qu'il veut dire ou semble "
        "vouloir dire. / A word of the column that the standard does not know, and the code that "
        "it means or seems to mean."
    )
)
class DeclaredWord:
    word: str
    code: str | None
    proposed: str | None
    choices: list[DeclaredChoice]


@strawberry.type
class DeclaredColumn:
    id: strawberry.ID = strawberry.field(
        description="Ne change jamais : une convention la donne. / Never changes."
    )
    name: str
    type: str
    source: str
    label: DeclaredLabel
    description: DeclaredLabel | None
    unit: str | None
    concept: str | None
    classification: str
    share_of_whole: bool
    secret: str | None
    code_list: list[str]
    codes: list[DeclaredCode]
    own_words: list[DeclaredWord]
    text_format: DeclaredTextFormat | None


@strawberry.type
class DeclaredTerritory:
    column: str
    date_column: str | None
    vintage: int | None


@strawberry.type
class DeclaredRelation:
    name: str
    column: str
    concept: str | None = None
    dataset: str | None = None
    key: str | None = None
    reverse: str | None = None


@strawberry.type
class DeclaredHosting:
    countries: list[str]
    secnumcloud: bool
    operated_by: list[str]


@strawberry.type
class DeclaredContract:
    column: str
    equals: str


@strawberry.type(
    description="Les règles d'acceptation d'un dépôt. / The acceptance rules of a deposit."
)
class DeclaredAcceptance:
    standard: str | None
    period: str | None = strawberry.field(description="month, previous_month.")
    columns_complete: list[str]
    no_duplicates: bool
    contract: DeclaredContract | None


@strawberry.type(
    description=(
        "Un jeu de données tel que déclaré, pour les référents de son propriétaire : les mêmes "
        "noms que describeDataset. / A dataset as declared, for its owner's stewards: the same "
        "names as describeDataset."
    )
)
class DeclaredDataset:
    id: strawberry.ID
    name: str
    version: int
    storage: str
    object: DeclaredObject
    title: DeclaredLabel
    description: DeclaredLabel | None
    columns: list[DeclaredColumn]
    primary_key: list[str]
    territory: DeclaredTerritory | None
    relations: list[DeclaredRelation]
    unit_key: str | None
    standard: str | None
    time_zone: str
    licence: str | None
    update_frequency: str | None
    contact: DatasetContact | None
    personal_data: bool
    synthetic: bool
    access_level: str
    listing: str
    reader_groups: list[str]
    hosting: DeclaredHosting | None
    acceptance: DeclaredAcceptance | None


async def resolve_declared(info: Info, dataset: strawberry.ID) -> DeclaredDataset | None:
    refuse_anonymous(info)
    declared, catalog = await info.context.services.source_acts.own_dataset(str(dataset))
    return _write(declared, catalog)


@strawberry.type
class DeclaredQuery:
    declared_dataset: DeclaredDataset | None = strawberry.field(
        resolver=resolve_declared,
        description=(
            "L'un des vôtres, avec tout ce qui peut en être décrit. / "
            "One of yours, with all that can be described of it."
        ),
    )


def _write(dataset: Dataset, catalog: Snapshot) -> DeclaredDataset:
    entry = write_dataset(dataset, catalog)
    territory, hosting, contact = entry.get("territory"), dataset.hosting, dataset.contact
    words = own_words(dataset)
    return DeclaredDataset(
        id=strawberry.ID(dataset.id),
        name=dataset.name,
        version=dataset.version,
        storage=entry["storage"],
        object=_object(entry["object"]),
        title=_label(entry["title"]),
        description=_maybe_label(entry.get("description")),
        columns=[
            _column(each, entry["columns"][each.name], words.get(each.id, ()))
            for each in dataset.columns
        ],
        primary_key=entry.get("primary_key", []),
        territory=None if territory is None else _named(DeclaredTerritory, territory),
        relations=[
            DeclaredRelation(name=name, **each) for name, each in entry.get("relations", {}).items()
        ],
        unit_key=entry.get("unit_key"),
        standard=dataset.standard,
        time_zone=dataset.time_zone,
        licence=dataset.licence,
        update_frequency=entry.get("update_frequency"),
        contact=None if contact is None else DatasetContact(name=contact.name, email=contact.email),
        personal_data=dataset.personal_data,
        synthetic=dataset.synthetic,
        access_level=dataset.access_level.value,
        listing=dataset.listing.value,
        reader_groups=sorted(dataset.reader_groups),
        hosting=None
        if hosting is None
        else DeclaredHosting(
            countries=list(hosting.countries),
            secnumcloud=hosting.secnumcloud,
            operated_by=list(hosting.operated_by),
        ),
        acceptance=write_rules(entry.get("acceptance")),
    )


def write_rules(entry: Entry | None) -> DeclaredAcceptance | None:
    if entry is None:
        return None
    contract = entry.get("contract")
    return DeclaredAcceptance(
        standard=entry.get("standard"),
        period=entry.get("period"),
        columns_complete=entry.get("columns_complete", []),
        no_duplicates=entry.get("no_duplicates", False),
        contract=None if contract is None else DeclaredContract(**contract),
    )


def _word(own: OwnWord) -> DeclaredWord:
    return DeclaredWord(
        word=own.word,
        code=own.code,
        proposed=own.proposed,
        choices=[
            DeclaredChoice(code=code, label=DeclaredLabel(fr=label.fr, en=label.en))
            for code, label in own.choices.items()
        ],
    )


def _column(column: Column, entry: Entry, words: Sequence[OwnWord]) -> DeclaredColumn:
    written = entry.get("text_format")
    return DeclaredColumn(
        id=strawberry.ID(column.id),
        name=column.name,
        type=entry["type"],
        source=column.source_name,
        label=_label(entry["label"]),
        description=_maybe_label(entry.get("description")),
        unit=column.unit,
        concept=column.concept,
        classification=column.classification.name.lower(),
        share_of_whole=column.share_of_whole,
        secret=entry.get("secret"),
        code_list=list(column.code_list),
        own_words=[_word(own) for own in words],
        codes=[DeclaredCode(word=each.word, code=each.code) for each in column.codes],
        text_format=None
        if written is None
        else _named(DeclaredTextFormat, {"empty": [], **written}),
    )


def _object(entry: Entry) -> DeclaredObject:
    csv = entry.get("csv")
    return DeclaredObject(
        kind=entry["kind"],
        name=entry["name"],
        schema_name=entry.get("schema"),
        csv=None if csv is None else _csv(csv),
    )


def _csv(entry: Entry) -> DeclaredCsv:
    rows = entry.get("total_rows")
    total_rows = None if rows is None else _named(DeclaredTotalRows, rows)
    csv: DeclaredCsv = _named(DeclaredCsv, {"columns": [], **entry, "total_rows": total_rows})
    return csv


def _label(entry: Mapping[str, str]) -> DeclaredLabel:
    return DeclaredLabel(fr=entry["fr"], en=entry.get("en"))


def _maybe_label(entry: Mapping[str, str] | None) -> DeclaredLabel | None:
    return None if entry is None else _label(entry)


def _named(kind: Any, entry: Mapping[str, Any]) -> Any:
    """A type whose fields are the entry's keys, null where one is left out."""
    names = kind.__dataclass_fields__
    return kind(**{name: entry.get(name) for name in names})
