"""Bugs of an export of one body: rows of another go out with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from catalog.exports.open_table import read_lines
from tests.integration.oracle.mutants import InPython

_MODULE = "gateway.upkeep.transfer.of_one_body"
BUGS: dict[str, InPython] = {
    name: InPython(_MODULE, function, old, new)
    for name, (function, old, new) in {
        "an owner is not looked at": (
            "OneBody._is_own", "owner == self.siren", "owner is not None",
        ),
        "every family goes out": (
            "OneBody._catalog_entry", "family in _OF_NOBODY or not", "False and not",
        ),
        "who read in person goes out": ("OneBody._audit_intent", '"sub": None,', ""),
        "what else a request read goes out": (
            "OneBody._audit_intent", '"datasets": _list(read),', "",
        ),
        "the reader's own reference goes out": (
            "OneBody._audit_intent", '"file_reference": None,', "",
        ),
        "every request goes out": ("OneBody._audit_intent", "if not read:", "if False:"),
        "chains of others go out": ("OneBody._chain_record", 'row["body"] == self.siren', "True"),
        "pseudonyms of others are resolved": (
            "OneBody._identity", "in self.people", "is not None",
        ),
        "acts of others go out": ("OneBody._act", 'row["for_organisation"] == self.siren', "True"),
        "a table without a rule goes out": (
            "OneBody.kept", "None if rule is None", "row if rule is None",
        ),
    }.items()
}  # fmt: skip
_OWNER = {"agent": "organisation", "dataset": "owner", "storage": "owner", "organisation": "siren"}
_WITHOUT_RULE = ("journal/questions", "journal/plans")


def leak_in(folder: Path, siren: str) -> str | None:
    """The first row that is another body's; None where there is none."""
    leaks = (*_entries(folder, siren), *_requests(folder, siren), *_proofs(folder, siren))
    return next(iter(leaks), None)


def _entries(folder: Path, siren: str) -> Iterator[str]:
    for family, owner in _OWNER.items():
        for row in _rows(folder, f"catalog/{family}"):
            if json.loads(row["body"] or "{}")[owner] != siren:
                yield f"{family} {row['key']}"


def _requests(folder: Path, siren: str) -> Iterator[str]:
    own = {str(row["key"]) for row in _rows(folder, "catalog/dataset")}
    for row in _rows(folder, "journal/requests"):
        if siren in {row["organisation"], row["on_behalf_of"]}:
            continue
        read = set(json.loads(row["datasets"] or "[]"))
        if row["sub"] or row["issuer"] or row["file_reference"] or not read <= own:
            yield f"request {row['request_id']}"
        if not read:
            yield f"request {row['request_id']}"


def _proofs(folder: Path, siren: str) -> Iterator[str]:
    bodies = (json.loads(row["body"] or "{}") for row in _rows(folder, "catalog/agent"))
    people = {(body["issuer"], body["sub"]) for body in bodies}
    yield from ("chain" for row in _rows(folder, "proof/chain") if row["body"] != siren)
    yield from (
        "identity"
        for row in _rows(folder, "proof/identities")
        if (row["issuer"], row["sub"]) not in people
    )
    yield from ("act" for row in _rows(folder, "journal/acts") if row["for_organisation"] != siren)
    yield from (name for name in _WITHOUT_RULE if any(_rows(folder, name)))


def _rows(folder: Path, name: str) -> Iterator[dict[str, str | None]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *lines = read_lines(file)
    for line in lines:
        yield dict(zip([str(each) for each in head], line, strict=True))
