"""The description of the HTTP addresses in French; french.json has the sentences, by English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

FRENCH: Final[Mapping[str, str]] = json.loads(
    Path(__file__).with_name("french.json").read_text("utf-8")
)
_SENTENCES = ("summary", "description")


def in_french(described: Mapping[str, Any]) -> dict[str, Any]:
    """The same document, its operations and their headers in French; the rest is codes."""
    paths = {
        path: {method: _operation(operation) for method, operation in item.items()}
        for path, item in described["paths"].items()
    }
    return {**described, "info": _translated(described["info"]), "paths": paths}


def _operation(operation: Mapping[str, Any]) -> dict[str, Any]:
    translated = _translated(operation)
    if "parameters" in operation:
        translated["parameters"] = [_translated(parameter) for parameter in operation["parameters"]]
    return translated


def _translated(part: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: FRENCH.get(value, value) if name in _SENTENCES else value
        for name, value in part.items()
    }
