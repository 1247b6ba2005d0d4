"""Storages and datasets as a person writes them in GraphQL: the keys of a declaration, as they are.

What is left out stays as it is in a description, and null takes it out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from enum import Enum, IntEnum
from typing import Any

import strawberry

from catalog.actions.facts import Findings
from catalog.actions.source_problems import NamedTwice
from gateway.control.agreement_input import ContactInput, HostingInput
from gateway.control.enums import (
    AcceptedPeriod,
    AccessLevel,
    Classification,
    LegalSecret,
    Listing,
    ObjectKind,
    StorageKind,
    UpdateFrequency,
)

_UNSET = strawberry.UNSET
_RELATIONS, _REMOVED = "relations", "removed_relations"
_BY_NAME = frozenset({"columns", _RELATIONS})
"""Lists here, mappings by name in a declaration; `columns` of a file are names alone."""


@strawberry.input(
    description=(
        "Les clés d'une déclaration, selon « kind » ; le secret par sa référence seule. / "
        'The keys of a declaration, after "kind"; the secret by its reference alone.'
    )
)
class StorageInput:
    name: str
    kind: StorageKind
    directory: str | None = _UNSET
    drop_folder: bool | None = strawberry.field(
        default=_UNSET,
        description=(
            "files : un fichier laissé dans « jeu/ » y attend d'être confirmé. / "
            "files: a file left in `dataset/` waits there to be confirmed."
        ),
    )
    path: str | None = _UNSET
    host: str | None = _UNSET
    port: int | None = _UNSET
    database: str | None = _UNSET
    user: str | None = _UNSET
    sslmode: str | None = _UNSET
    tls: str | None = _UNSET
    endpoint: str | None = _UNSET
    region: str | None = _UNSET
    bucket: str | None = _UNSET
    prefix: str | None = _UNSET
    access_key: str | None = _UNSET
    use_tls: bool | None = _UNSET
    catalog_name: str | None = _UNSET
    uri: str | None = _UNSET
    warehouse: str | None = _UNSET
    namespace: str | None = _UNSET
    client_id: str | None = _UNSET
    scope: str | None = _UNSET
    token_uri: str | None = _UNSET
    open_to: list[str] | None = _UNSET
    secret: str | None = strawberry.field(
        default=_UNSET,
        description=(
            "store:NOM, gardé par setSecret ; jamais le mot de passe. / "
            "store:NAME, kept by setSecret; never the password."
        ),
    )
    store_secret: str | None = _UNSET
    host_country: str | None = _UNSET
    secnumcloud: bool | None = _UNSET
    operator: str | None = _UNSET


@strawberry.input(description="Sans anglais, le français sert. / Without English, French serves.")
class LabelInput:
    fr: str
    en: str | None = _UNSET


@strawberry.input
class TotalRowsInput:
    column: str
    values: list[str]


@strawberry.input(description="Comment un fichier CSV est écrit. / How a CSV file is written.")
class CsvInput:
    delimiter: str | None = _UNSET
    quote: str | None = _UNSET
    encoding: str | None = _UNSET
    columns: list[str] | None = _UNSET
    header_row: int | None = _UNSET
    total_rows: TotalRowsInput | None = _UNSET


@strawberry.input(description="Une table ou des fichiers. / A table or files.")
class ObjectInput:
    kind: ObjectKind
    name: str
    schema: str | None = strawberry.field(name="schema", default=_UNSET)
    csv: CsvInput | None = _UNSET


@strawberry.input(description="Comment un texte écrit des valeurs. / How text writes values.")
class TextFormatInput:
    date: str | None = _UNSET
    timestamp: str | None = _UNSET
    decimal_mark: str | None = _UNSET
    thousands: str | None = _UNSET
    suffix: str | None = _UNSET
    true: str | None = _UNSET
    false: str | None = _UNSET
    empty: list[str] | None = _UNSET


@strawberry.input
class TerritoryInput:
    column: str
    date_column: str | None = _UNSET
    vintage: int | None = _UNSET


@strawberry.input
class RelationInput:
    name: str
    column: str
    concept: str | None = strawberry.field(
        default=_UNSET, description="Vers la référence : commune. / To reference data: commune."
    )
    dataset: str | None = strawberry.field(
        default=_UNSET,
        description=(
            "Vers un autre de vos jeux, à la place de concept. / "
            "To another dataset of yours, in place of concept."
        ),
    )
    key: str | None = strawberry.field(
        default=_UNSET,
        description="Sa colonne ; sinon sa clé. / Its column; else its key.",
    )
    reverse: str | None = strawberry.field(
        default=_UNSET,
        description="Nom de ces lignes, vu de là-bas. / Name of these rows, seen from there.",
    )


@strawberry.input(
    description=(
        "Un mot de la colonne, et le code du standard qu'il veut dire ; null : plus aucun. / "
        "A word of the column, and the standard's code that it means; null: none any more."
    )
)
class CodeMeaningInput:
    word: str
    code: str | None = None


@strawberry.input(
    description="Ce qui se dit d'une colonne déclarée. / What is said of a declared column."
)
class ColumnDescription:
    name: str
    label: LabelInput | None = _UNSET
    description: LabelInput | None = _UNSET
    unit: str | None = _UNSET
    concept: str | None = _UNSET
    classification: Classification | None = _UNSET
    share_of_whole: bool | None = _UNSET
    secret: LegalSecret | None = _UNSET
    code_list: list[str] | None = _UNSET
    codes: list[CodeMeaningInput] | None = _UNSET
    text_format: TextFormatInput | None = _UNSET


@strawberry.input(description="Une colonne, en entier. / A column, whole.")
class ColumnInput(ColumnDescription):
    type: str = strawberry.field(description="string, decimal(12,2), date…")
    source: str | None = strawberry.field(
        default=_UNSET, description="Son nom à la source. / Its name at the source."
    )


@strawberry.input
class AcceptedContractInput:
    column: str
    equals: str


@strawberry.input(
    description=(
        "Ce qu'un fichier doit être pour être déposé. / What a file must be to be deposited."
    )
)
class AcceptanceInput:
    standard: str | None = _UNSET
    period: AcceptedPeriod | None = _UNSET
    columns_complete: list[str] | None = _UNSET
    no_duplicates: bool | None = _UNSET
    contract: AcceptedContractInput | None = _UNSET


@strawberry.input(
    description=(
        "Ce qui change d'un jeu de données : l'absent reste, null retire ; la source et les "
        "colonnes restent. / What changes of a dataset: what is absent stays, null takes out; the "
        "source and the columns stay."
    )
)
class DatasetDescription:
    title: LabelInput | None = _UNSET
    description: LabelInput | None = _UNSET
    columns: list[ColumnDescription] | None = _UNSET
    primary_key: list[str] | None = _UNSET
    territory: TerritoryInput | None = _UNSET
    relations: list[RelationInput] | None = _UNSET
    removed_relations: list[str] | None = strawberry.field(
        default=_UNSET,
        description=(
            "Les relations à retirer, par leur nom ; « relations » ajoute ou change seulement. / "
            'The relations to take out, by name; "relations" only adds or changes.'
        ),
    )
    unit_key: str | None = _UNSET
    standard: str | None = _UNSET
    time_zone: str | None = _UNSET
    licence: str | None = _UNSET
    update_frequency: UpdateFrequency | None = _UNSET
    contact: ContactInput | None = _UNSET
    personal_data: bool | None = _UNSET
    synthetic: bool | None = _UNSET
    access_level: AccessLevel | None = _UNSET
    listing: Listing | None = _UNSET
    reader_groups: list[str] | None = _UNSET
    hosting: HostingInput | None = _UNSET
    acceptance: AcceptanceInput | None = _UNSET


@strawberry.input(description="Un jeu de données, en entier. / A dataset, whole.")
class DatasetInput:
    name: str
    title: LabelInput
    storage: str
    object: ObjectInput
    columns: list[ColumnInput]
    description: LabelInput | None = _UNSET
    primary_key: list[str] | None = _UNSET
    territory: TerritoryInput | None = _UNSET
    relations: list[RelationInput] | None = _UNSET
    unit_key: str | None = _UNSET
    standard: str | None = _UNSET
    time_zone: str | None = _UNSET
    licence: str | None = _UNSET
    update_frequency: UpdateFrequency | None = _UNSET
    contact: ContactInput | None = _UNSET
    personal_data: bool | None = _UNSET
    synthetic: bool | None = _UNSET
    access_level: AccessLevel | None = _UNSET
    listing: Listing | None = _UNSET
    reader_groups: list[str] | None = _UNSET
    hosting: HostingInput | None = _UNSET
    acceptance: AcceptanceInput | None = _UNSET


def read_source_input(given: Any) -> tuple[str, dict[str, Any]]:
    """The name, and the rest as a declaration has it. Raises ActRefused for a name given twice."""
    findings = Findings()
    document = _mapping(given, findings, ())
    findings.raise_any()
    removed = document.pop(_REMOVED, None)
    if removed:
        document[_RELATIONS] = {**dict.fromkeys(removed), **(document.get(_RELATIONS) or {})}
    return str(document.pop("name", "")), document


def _mapping(given: Any, findings: Findings, path: tuple[str, ...]) -> dict[str, Any]:
    document = {}
    for field in dataclasses.fields(given):
        value = getattr(given, field.name)
        if value is not _UNSET:
            document[field.name] = _value(field.name, value, findings, (*path, field.name))
    return document


def _value(key: str, value: Any, findings: Findings, path: tuple[str, ...]) -> Any:
    match value:
        case IntEnum():
            return value.name.lower()
        case Enum():
            return value.value
        case list() if key == "codes":
            return {each.word: each.code for each in value}
        case list() if key in _BY_NAME and any(dataclasses.is_dataclass(each) for each in value):
            return _by_name(value, findings, path)
        case _ if dataclasses.is_dataclass(value):
            return _mapping(value, findings, path)
        case _:
            return value


def _by_name(
    values: Iterable[Any], findings: Findings, path: tuple[str, ...]
) -> Mapping[str, dict[str, Any]]:
    named: dict[str, dict[str, Any]] = {}
    for entry in values:
        if entry.name in named:
            findings.add(NamedTwice(name=entry.name[:80]), *path, entry.name)
        document = _mapping(entry, findings, (*path, entry.name))
        named[entry.name] = {key: each for key, each in document.items() if key != "name"}
    return named
