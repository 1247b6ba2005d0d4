"""The part of an installation that concerns one body, row by row; a row in doubt is left out.

Of others' readings of its data, the body gets the reader's body, the purpose and the agreement; not
the person, and nothing else that the same request read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.changes import Family
from catalog.model.audit import UNKNOWN, column_read

Row = Mapping[str, Any]
_OWNER = ("owner", "organisation", "siren", "body", "publisher")
_PARTIES = {
    Family.AGREEMENT: ("grantor", "grantee"),
    Family.MANDATE: ("principal", "mandatary"),
    Family.MEMBERSHIP: ("member", "of"),
}
"""The fields that name the bodies to which an entry belongs: a body that it only names, as host or
in what may be combined, has no part in it.
"""
_OF_ALL = frozenset({Family.PURPOSE})
_OF_NOBODY = frozenset({Family.SECRET, Family.REFERENCE})
"""Sealed with the installation's own key; published by others."""


@dataclass(slots=True)
class OneBody:
    """Rows are given table by table, in the order of `catalog.store.transfer.TABLES`, but that
    deliveries come before messages; what was kept of one decides about the next.
    """

    siren: str
    datasets: set[str] = field(default_factory=set)
    storages: set[str] = field(default_factory=set)
    agreements: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    webhooks: set[str] = field(default_factory=set)
    people: set[tuple[str, str]] = field(default_factory=set)
    requests: set[str] = field(default_factory=set)
    consents: set[str] = field(default_factory=set)
    """Of others: how many of their rows a run of this body's read is told to it nowhere."""
    uncounted: set[str] = field(default_factory=set)
    messages: set[int] = field(default_factory=set)

    def kept(self, table: str, row: Row) -> Row | None:
        """The row, what of it is this body's, or None."""
        rule = getattr(self, f"_{table}", None)
        return None if rule is None else rule(row)

    def _catalog_version(self, row: Row) -> Row:
        return row

    def _catalog_epoch(self, row: Row) -> Row:
        return row

    def _catalog_entry(self, row: Row) -> Row | None:
        family, body = row["family"], json.loads(row["body"])
        if family == Family.CONSENT and body["owner"] != self.siren:
            self.consents.add(row["key"])
        if family in _OF_NOBODY or not (family in _OF_ALL or self._is_own(family, body)):
            return None
        match family:
            case Family.DATASET:
                self.datasets.add(row["key"])
            case Family.STORAGE:
                self.storages.add(row["key"])
            case Family.AGREEMENT:
                self.agreements.add(row["key"])
            case Family.SERVICE_ACCOUNT:
                self.accounts.add(row["key"])
            case Family.WEBHOOK:
                self.webhooks.add(row["key"])
            case Family.AGENT:
                self.people.add((body["issuer"], body["sub"]))
        return row

    def _is_own(self, family: str, body: Mapping[str, Any]) -> bool:
        if family in _PARTIES:
            return self.siren in {body.get(name) for name in _PARTIES[Family(family)]}
        if family == Family.DEPOSIT:
            return body["dataset_id"] in self.datasets
        owner = next((body[name] for name in _OWNER if name in body), None)
        return owner == self.siren

    def _act(self, row: Row) -> Row | None:
        return row if row["for_organisation"] == self.siren else None

    def _audit_intent(self, row: Row) -> Row | None:
        if self.siren in {row["organisation"], row["on_behalf_of"]}:
            self.requests.add(row["request_id"])
            if not self.consents.isdisjoint(json.loads(row["agreements"])):
                self.uncounted.add(row["request_id"])
            return row
        read = [each for each in json.loads(row["datasets"]) if each in self.datasets]
        if not read:
            return None
        self.requests.add(row["request_id"])
        columns = tuple(column_read(dataset, "") for dataset in read)
        return {
            **row,
            "issuer": None,
            "sub": None,
            "datasets": _list(read),
            "columns": _list(e for e in json.loads(row["columns"]) if e.startswith(columns)),
            "agreements": _list(e for e in json.loads(row["agreements"]) if e in self.agreements),
            "file_reference": None,
            "plan_digest": None,
        }

    def _audit_outcome(self, row: Row) -> Row | None:
        if row["request_id"] not in self.requests:
            return None
        hidden = {"status": UNKNOWN, "rows": 0} if row["request_id"] in self.uncounted else {}
        return {**row, **hidden}

    def _chain_record(self, row: Row) -> Row | None:
        return row if row["body"] == self.siren else None

    def _chain_root(self, row: Row) -> Row:
        return row

    def _identity(self, row: Row) -> Row | None:
        return row if (row["issuer"], row["sub"]) in self.people else None

    def _delivery(self, row: Row) -> Row | None:
        if row["organisation"] != self.siren:
            return None
        self.messages.add(row["message"])
        return row

    def _outbox(self, row: Row) -> Row | None:
        return row if row["id"] in self.messages else None

    def _webhook_failures(self, row: Row) -> Row | None:
        return row if row["webhook"] in self.webhooks else None

    def _storage_health(self, row: Row) -> Row | None:
        return row if row["storage"] in self.storages else None

    def _source_look(self, row: Row) -> Row | None:
        return row if row["dataset"] in self.datasets else None

    def _arrival(self, row: Row) -> Row | None:
        return row if row["siren"] == self.siren else None

    def _draft(self, row: Row) -> Row | None:
        return row if row["siren"] == self.siren else None


def _list(values: Any) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
