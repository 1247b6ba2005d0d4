"""Bugs of cursors: one can be read, or still works for another reader or under other rights."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from typing import Any

from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from gateway.reading.query.cursors import cursor_binding
from schema.cursor import CursorSealer
from tests.integration.oracle.mutants import InPython

SEALER, BINDING = "schema.cursor", "gateway.reading.query.cursors"


@dataclass(frozen=True)
class Both:
    """Two places that must change together for the cursor to work at all."""

    parts: tuple[InPython, ...]

    def plant(self, monkeypatch: Any) -> None:
        for each in self.parts:
            each.plant(monkeypatch)


def _sealer(seal: tuple[str, str], opened: tuple[str, str]) -> Both:
    return Both(
        (
            InPython(SEALER, "CursorSealer.seal", *seal),
            InPython(SEALER, "CursorSealer.open", *opened),
        )
    )


_SEALED = "self._aead.encrypt(nonce, orjson.dumps(list(values)), _VERSION + binding)"
_OPENED = "self._aead.decrypt(nonce, sealed, _VERSION + binding)"

BUGS: dict[str, Both | InPython] = {
    "the key of the row can be read": _sealer(
        (_SEALED, "orjson.dumps(list(values)) + binding"),
        (_OPENED, "(sealed if sealed.endswith(binding) else b'')[:-len(binding)]"),
    ),
    "the key of the row stands beside what is sealed": _sealer(
        ("_VERSION + nonce + sealed", "_VERSION + nonce + sealed + orjson.dumps(list(values))"),
        (
            "data[:_NONCE_BYTES], data[_NONCE_BYTES:]",
            "data[:_NONCE_BYTES], data[_NONCE_BYTES : data.rindex(b'[')]",
        ),
    ),
    "it is bound to nothing": _sealer(
        ("_VERSION + binding", "_VERSION"), ("_VERSION + binding", "_VERSION")
    ),
    **{
        f"it is not bound to {what}": InPython(BINDING, "cursor_binding", f"{fact},\n", "None,\n")
        for what, fact in {
            "its order": "order.hex()",
            "its datasets": " datasets",
            "its issuer": "subject.issuer",
            "its agent": "subject.agent",
            "its organisation": "subject.organisation",
            "whom its agent acts for": "subject.on_behalf_of",
            "its purpose": "subject.purpose",
            "what the law gives": " decision",
        }.items()
    },
}

_VALUES = ("PESEE-0001", None, 4711, True, "2024-01-31")
_ME = Subject("agent@a", "urn:a", Siren("243500667"), "human", purpose="rpqs_dechets")
_OTHERS = {
    "another agent": replace(_ME, agent="agent@b"),
    "another issuer": replace(_ME, issuer="urn:b"),
    "another organisation": replace(_ME, organisation=Siren("200090884")),
    "a mandate": replace(_ME, on_behalf_of=Siren("200090884")),
    "another purpose": replace(_ME, purpose="planification"),
    "nobody": Subject(None, None, None, "anonymous"),
}


def cursor_that_tells() -> str | None:
    """The first cursor that says what it holds, or works where it must not."""
    sealer = CursorSealer(b"k" * 32)
    mine = cursor_binding(b"order", ("d@1",), _ME, "rights")
    token = sealer.seal(_VALUES, mine)
    if sealer.open(token, mine) != _VALUES:
        return "a cursor does not come back"
    if any(said in _readable(token) for said in _shown()):
        return "its values can be read"
    elsewhere = {
        **{
            who: cursor_binding(b"order", ("d@1",), each, "rights") for who, each in _OTHERS.items()
        },
        "another order": cursor_binding(b"other", ("d@1",), _ME, "rights"),
        "another version": cursor_binding(b"order", ("d@2",), _ME, "rights"),
        "other rights": cursor_binding(b"order", ("d@1",), _ME, "fewer"),
    }
    return next((who for who, bound in elsewhere.items() if _opens(sealer, token, bound)), None)


def _opens(sealer: CursorSealer, token: str, binding: bytes) -> bool:
    try:
        sealer.open(token, binding)
    except Problem:
        return False
    return True


def _shown() -> list[bytes]:
    return [json.dumps(each).strip('"').encode() for each in _VALUES if isinstance(each, str)]


def _readable(token: str) -> bytes:
    """The text, and what it decodes to from any of its first four characters on."""
    decoded = (
        base64.urlsafe_b64decode(token[skip:] + "=" * (-len(token[skip:]) % 4))
        for skip in range(4)
        if len(token[skip:]) % 4 != 1
    )
    return token.encode() + b"".join(decoded)
