"""For whom else a visitor may act, and whether to leave files alone, from what the shell asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def principals_of(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The bodies that gave the visitor's a mandate that is in force."""
    own = ((data.get("me") or {}).get("organisation") or {}).get("siren")
    bodies = {
        mandate["principal"]["siren"]: mandate["principal"]
        for mandate in data.get("mandates") or ()
        if own is not None and mandate["inForce"] and mandate["mandatary"]["siren"] == own
    }
    return tuple(bodies.values())


def deposits_alone(data: Mapping[str, Any], principal: Mapping[str, Any]) -> bool:
    """True where the visitor's mandates for the principal allow no act but to leave files."""
    return all(
        [action.lower() for action in mandate["actions"]] == ["deposit"]
        for mandate in data.get("mandates") or ()
        if mandate["inForce"] and mandate["principal"]["siren"] == principal["siren"]
    )
