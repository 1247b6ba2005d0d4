"""One request for data, read from whatever front door it came through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any, Protocol

from catalog.model.problem import Language
from gateway.base.problems import InvalidFileReference
from gateway.identity.authentication import Claims


class DataRequest(Protocol):
    """A request for data by any front door; `document` is the text sent, in its language."""

    @property
    def id(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def authorization(self) -> str | None: ...
    @property
    def session(self) -> Claims | None: ...
    @property
    def purpose(self) -> str | None: ...
    @property
    def on_behalf_of(self) -> str | None: ...
    @property
    def file_reference(self) -> str | None: ...
    @property
    def language(self) -> Language: ...
    @property
    def address(self) -> str: ...
    @property
    def door(self) -> str: ...
    @property
    def answer_format(self) -> str: ...


@dataclass(frozen=True, slots=True)
class GraphqlRequest:
    """`scope` limits introspection to one organisation (slug); logs and audit quote `id`.

    `safe`: it came in a way that promises to change nothing (GET), so it may not act.

    `file_reference` is that of the file (dossier) which the request treats, for unitary exchanges.
    `address` is where it comes from, as `read_address` tells it; `session` is what its browser's
    session says, where it has one. `document_hash` is the SHA-256 by which its client names the
    document, `document_name` that of a saved one; with either alone its text is empty.
    """

    id: str
    document: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    authorization: str | None = field(default=None, repr=False)
    session: Claims | None = None
    purpose: str | None = None
    on_behalf_of: str | None = None
    file_reference: str | None = None
    scope: str | None = None
    language: Language = "fr"
    safe: bool = False
    address: str = ""
    door: str = "graphql"
    answer_format: str = "json"
    document_hash: str | None = None
    document_name: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Finished JSON. `executed` false: nothing ran; `refused_document`: because of its text.

    `retry_after_s`: when the same request may find room. `receipt`: of what was read.
    """

    body: bytes
    status: int
    executed: bool
    refused_document: bool = False
    retry_after_s: int | None = None
    receipt: str | None = None


def read_file_reference(text: str | None) -> str | None:
    """1 to 100 printable characters, blanks around left out. Raises InvalidFileReference."""
    if text is None:
        return None
    reference = text.strip()
    if not 1 <= len(reference) <= 100 or not reference.isprintable():
        raise InvalidFileReference
    return reference


def read_address(host: str | None) -> str:
    """The sender's address; for IPv6 its network of 64 bits, since one line has all of it.

    Empty where the server does not know it.
    """
    try:
        address = ip_address(host or "")
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, 64), strict=False))


def read_language(accept_language: str | None) -> Language:
    """French unless English is preferred (RFC 9110 section 12.5.4; weights are compared)."""
    best: tuple[float, Language] = (0.0, "fr")
    for part in (accept_language or "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        primary = tag.split("-")[0].lower()
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if primary in {"fr", "en"} and quality > best[0]:
            best = (quality, "fr" if primary == "fr" else "en")
    return best[1]
