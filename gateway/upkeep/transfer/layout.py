"""The files of an export: which rows are in which, under which heads, and what each means."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.changes import CLASSES, Family
from catalog.codec import MARK, key_of_field
from catalog.exports.open_table import Cell, Field
from catalog.store.transfer import TABLES, fields_of

FORMAT = "interco-export/1"
PACKAGE = "datapackage.json"
SIGNATURE = "signature.json"
DEPOSITS = "deposits"
CATALOG = "catalog/"
ENTRIES = "catalog_entry"
FIRST = (
    *("catalog_version", "catalog_epoch", ENTRIES, "act"),
    *("audit_intent", "audit_outcome", "delivery", "outbox"),
)
ORDER = (*FIRST, *(name for name in TABLES if name not in FIRST))
"""In which tables are written: what is kept of one may decide about the next."""
_FOLDERS = {
    "catalog_version": "catalog/version",
    "catalog_epoch": "catalog/epochs",
    "act": "journal/acts",
    "audit_intent": "journal/requests",
    "audit_outcome": "journal/ends",
    "audit_question": "journal/questions",
    "audit_plan": "journal/plans",
    "chain_record": "proof/chain",
    "chain_root": "proof/roots",
    "identity": "proof/identities",
    "outbox": "messages/messages",
    "delivery": "messages/deliveries",
    "webhook_failures": "messages/webhook_failures",
    "storage_health": "sources/health",
    "source_look": "sources/looks",
    "arrival": "people/arrivals",
    "key_use": "people/key_uses",
    "draft": "people/drafts",
}
_KEYS = (Field("key", "string"), Field("since_version", "integer"))
_UNTIL = Field("until_version", "integer")
_BODY = Field("body", "string")


def file_of(table: str) -> str:
    return f"{_FOLDERS.get(table, f'other/{table}')}.csv"


def file_of_family(family: Family) -> str:
    return f"{CATALOG}{family.value.removeprefix(MARK)}.csv"


def fields_of_family(family: Family) -> tuple[Field, ...]:
    """The key of an entry and its versions, fields that people read, then the whole (`body`)."""
    shown = tuple(Field(name, "string") for name in _shown(family).values())
    return (*_KEYS, _UNTIL, *shown, _BODY)


def cells_of_entry(family: Family, row: Mapping[str, Any]) -> list[Cell]:
    body = json.loads(row["body"])
    shown = (_text(body.get(name)) for name in _shown(family))
    return [row["key"], row["since_version"], row["until_version"], *shown, row["body"]]


def schema(fields: Sequence[Field]) -> dict[str, Any]:
    return {"fields": [{"name": field.name, "type": field.kind} for field in fields]}


def files() -> dict[str, tuple[str, Family | None]]:
    """Of each file, whose rows it holds; of the catalog's entries, those of one family."""
    tables: dict[str, tuple[str, Family | None]] = {
        file_of(table): (table, None) for table in ORDER if table != ENTRIES
    }
    return tables | {file_of_family(family): (ENTRIES, family) for family in Family}


def fields_of_file(table: str, family: Family | None) -> tuple[Field, ...]:
    return fields_of(table) if family is None else fields_of_family(family)


def _shown(family: Family) -> dict[str, str]:
    """The fields of an entry that people read: by the key there, the name of the field."""
    fields = [each for each in dataclasses.fields(CLASSES[family]) if each.init]
    taken = {field.name for field in (*_KEYS, _UNTIL, _BODY)}
    return {key_of_field(each): each.name for each in fields if each.name not in taken}


def _text(value: Any) -> str | None:
    """A list or an object as JSON; what is one value as people write it."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
