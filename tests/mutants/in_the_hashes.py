"""Bugs of documents named by their hash: one is told to another caller, or kept without a bound."""

from __future__ import annotations

from catalog.caches import OwnedTexts
from catalog.model.problem import Problem
from catalog.model.subject import ANONYMOUS, Subject
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from catalog.standpoint import Standpoint
from gateway.http.persisted_query import refuse_other_hash
from gateway.reading.query.documents_by_hash import (
    DocumentsByHash,
    documents_by_hash,
    keep_by_hash,
    with_text,
)
from gateway.reading.query.request import GraphqlRequest
from tests.integration.oracle.mutants import InPython
from tests.policies.facts import NOON

_STORE = "catalog.caches"
_DOCUMENTS, _DOOR = "gateway.reading.query.documents_by_hash", "gateway.http.persisted_query"

BUGS: dict[str, InPython] = {
    "all callers share one": InPython(_DOCUMENTS, "account_of", "subject.agent", "None"),
    "the agents of two issuers share one": InPython(
        _DOCUMENTS, "account_of", "subject.issuer", "''"
    ),
    "whoever comes without a token fills one": InPython(
        _DOCUMENTS, "keep_by_hash", " and not subject.is_anonymous", ""
    ),
    "one is kept under the hash of another": InPython(_DOOR, "refuse_other_hash", "!=", "=="),
    "a caller keeps any number": InPython(
        _STORE, "OwnedTexts.keep", "len(shelf.texts) > self._of_an_owner or ", ""
    ),
    "a caller keeps any size": InPython(
        _STORE, "OwnedTexts.keep", " or shelf.size_bytes > self._bytes_of_an_owner", ""
    ),
    "all callers together keep any size": InPython(
        _STORE, "OwnedTexts.keep", " or self.size_bytes > self._bytes_of_all", ""
    ),
    "the one in use leaves first": InPython(
        _STORE, "OwnedTexts.find", "shelf.texts.move_to_end(name)", "pass"
    ),
}

_HASH = "0" * 64
_CATALOG = snapshot_of(version=CatalogVersion("e", 1))
_ANNE = Subject("anne", "https://id.example", None, "person")
_OTHERS = {
    "another person": Subject("luc", "https://id.example", None, "person"),
    "her namesake of another issuer": Subject("anne", "https://other.example", None, "person"),
    "nobody in particular": ANONYMOUS,
}


def _bounded(**bounds: int) -> DocumentsByHash:
    wide = {"of_an_owner": 99, "bytes_of_an_owner": 99_999, "capacity": 99, "bytes_of_all": 99_999}
    return OwnedTexts("planted", **(wide | bounds))


def _kept(known: DocumentsByHash, subject: Subject, document_hash: str = _HASH) -> str | None:
    try:
        standpoint = Standpoint(subject, _CATALOG, NOON)
        return with_text(_request("", document_hash), standpoint, known).document
    except Problem:
        return None


def _request(document: str, document_hash: str = _HASH) -> GraphqlRequest:
    return GraphqlRequest(id="r", document=document, document_hash=document_hash)


def document_that_tells() -> str | None:
    """The first that is found by whom it is not for, or kept beyond a bound."""
    known = documents_by_hash()
    keep_by_hash(_request("{ anne }"), _ANNE, known)
    if _kept(known, _ANNE) != "{ anne }":
        return "her own is not found"
    if found := next((name for name, each in _OTHERS.items() if _kept(known, each)), None):
        return found
    before = known.size_bytes
    keep_by_hash(_request("{ nobody }"), ANONYMOUS, known)
    if known.size_bytes != before:
        return "a document of nobody in particular"
    try:
        refuse_other_hash("{ anne }", _HASH)
    except Problem:
        return _beyond_a_bound()
    return "a document under the hash of another"


def _beyond_a_bound() -> str | None:
    known = _bounded(of_an_owner=3)
    for each in "abc":
        keep_by_hash(_request(each, each), _ANNE, known)
    in_use = _kept(known, _ANNE, "a")
    keep_by_hash(_request("d", "d"), _ANNE, known)
    left = [each for each in "abcd" if _kept(known, _ANNE, each)]
    if in_use is None or left != ["a", "c", "d"]:
        return f"of four, {left}"
    return _beyond_a_size()


def _beyond_a_size() -> str | None:
    known = _bounded(bytes_of_an_owner=2_000, bytes_of_all=3_000)
    callers = (_ANNE, _ANNE, *list(_OTHERS.values())[:2])
    for number, caller in enumerate(callers):
        keep_by_hash(_request("x" * 1_000, str(number)), caller, known)
        if known.size_bytes > (2_000 if caller is _ANNE else 3_000):
            return f"the size of {number + 1}"
    return None if _kept(known, callers[-1], "3") else "the last one left first"
