"""Names the side that must act before an agreement can go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
TO_SIGN: Final = frozenset({"submitted", "approved_by_one"})
FIELDS: Final = """
    state grantor { siren name } grantee { siren name }
    approvals { organisation { siren } } steps { at act organisation { siren } }
"""
"""Of an agreement, what the functions here read."""


def proposer_of(entry: _Entry) -> _Entry:
    """The side that wrote it: as its first step says, or else its owner, who declared it."""
    wrote = next((step["organisation"] for step in entry["steps"] if step["organisation"]), None)
    grantee: _Entry = entry["grantee"]
    grantor: _Entry = entry["grantor"]
    return grantee if wrote is not None and wrote["siren"] == grantee["siren"] else grantor


def is_offered(entry: _Entry) -> bool:
    """True where the owner of the data proposed the agreement; else the other side requested it."""
    return bool(proposer_of(entry)["siren"] == entry["grantor"]["siren"])


def is_own_proposal(entry: _Entry, visit: Visit) -> bool:
    """True where the visitor's own body proposed it."""
    return visit.body is not None and bool(proposer_of(entry)["siren"] == visit.body["siren"])


def is_to_sign(act: str) -> bool:
    """Of an act that a person is awaited for: their signature, the text opened already or not."""
    return act in {"preview", "approve"}


def signing_address(citation: str, act: str) -> str:
    """The address at which the text is read and signed; for a text that is not opened yet, the
    address that notes the opening and leads there.
    """
    return f"/agreements/{citation}/approve{'/open' if act == 'preview' else ''}"


def awaited_words(entry: _Entry, visit: Visit) -> str:
    """« En attente de la signature de CC Val d'Ille-Aubigné. »; empty where nobody is awaited."""
    _, state = visit.gettext, entry["state"]
    if state in TO_SIGN:
        signed = {approval["organisation"]["siren"] for approval in entry["approvals"]}
        names = [
            body["name"]
            for body in (entry["grantor"], entry["grantee"])
            if body["siren"] not in signed
        ]
        if len(names) == 1:
            return _("En attente de la signature de %(body)s.", body=names[0])
        return _("En attente des signatures de %(bodies)s.", bodies=_(" et de ").join(names))
    if state == "changes_requested":
        return _("En attente d'une correction de %(body)s.", body=proposer_of(entry)["name"])
    if state == "draft":
        return _("Pas encore envoyée : à %(body)s de l'envoyer.", body=proposer_of(entry)["name"])
    return ""
