"""One record of the chain of reads and acts: what it holds, and the digest that binds it.

Each body has one chain: of what was read of its data, and of the acts that concern it. A record
holds the digest of the one before, so that none can be changed, left out, put in or moved unseen.
docs/reference/chain.md is the whole format; a change here is a change there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalog.canonical_json import digest_of, write_canonical

FORMAT = "interco.chain/1"
BEGINNING = "0" * 64
"""The digest before the first record of a chain."""
PLATFORM = "platform"
"""The chain of the acts that concern no body alone."""


class RecordKind(StrEnum):
    READ = "read"
    """Data of the body were about to be read."""
    END = "end"
    """The end of that reading, and its outcome."""
    ACT = "act"
    """Something was changed in the catalog that concerns the body."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event to be chained for one body, before its place is known.

    `id` is the request's, or `epoch/number` of the act's version. `at` is UTC text, None where
    nobody knows the moment. `facts` name no person: the caller is a pseudonym.
    """

    body: str
    kind: RecordKind
    id: str
    at: str | None
    facts: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChainRecord:
    """In its place: `n` counts from 1 in the chain of `body`; `day` (Paris) is that of chaining.

    `text` is the canonical JSON; `digest` its SHA-256, in hexadecimal.
    """

    body: str
    n: int
    day: str
    previous: str
    kind: str
    id: str
    text: str = field(repr=False)
    digest: str

    @property
    def source(self) -> str:
        """`read/REQUEST`: what it records, as the store finds it again."""
        return source_of(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Place:
    """The end of a chain: its last number, day and digest."""

    n: int = 0
    day: str = ""
    digest: str = BEGINNING


def source_of(kind: str, event_id: str) -> str:
    return f"{kind}/{event_id}"


def chained(event: Event, after: Place, day: str) -> ChainRecord:
    """The record of `event` behind `after`. A chain never goes back a day, as a clock may."""
    chained_on = max(day, after.day)
    document: dict[str, Any] = {
        "format": FORMAT,
        "body": event.body,
        "n": after.n + 1,
        "day": chained_on,
        "previous": after.digest,
        "kind": event.kind.value,
        "id": event.id,
        "at": event.at,
        "facts": event.facts,
    }
    text = write_canonical(document)
    return ChainRecord(
        body=event.body,
        n=after.n + 1,
        day=chained_on,
        previous=after.digest,
        kind=event.kind.value,
        id=event.id,
        text=text.decode(),
        digest=hashlib.sha256(text).hexdigest(),
    )


def read_record(text: str) -> ChainRecord:
    """From its JSON text, as a file or the store holds it. Raises ValueError for what is none."""
    try:
        document = json.loads(text)
        _of_our_format(document["format"])
        return ChainRecord(
            body=_text(document["body"]),
            n=_number(document["n"]),
            day=_text(document["day"]),
            previous=_text(document["previous"]),
            kind=_text(document["kind"]),
            id=_text(document["id"]),
            text=text,
            # Of the canonical form, whatever spaces a copy has put in.
            digest=digest_of(document),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from error


def leaf_of(body: str, first: int, last: int, digest: str) -> str:
    """The digest of one chain in a day's root: it tells nothing without the chain's last digest."""
    return digest_of({"body": body, "first": first, "last": last, "digest": digest})


def _of_our_format(name: object) -> None:
    if name != FORMAT:
        raise ValueError(FORMAT)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
