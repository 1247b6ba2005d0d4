"""The findings of a reading of a source: the ladder of its data, its commune codes by cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.console.files.ladder_view import ladder_values
from gateway.console.visit import Visit

_EXAMPLES = 3


async def check_values(check: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """`rows` (None: nothing could be read), `is_partial`, `places`, and those of the ladder."""
    ladder = check["ladder"]
    rungs = [{**rung, "state": rung["state"].lower()} for rung in ladder["rungs"]]
    communes = ladder["communes"]
    if communes is not None:
        communes = {**communes, "seen": {each["code"]: each["rows"] for each in communes["seen"]}}
    return {
        "rows": check["rows"],
        "is_partial": check["isPartial"],
        "places": [_place(cause, visit) for cause in check["causes"]],
        **await ladder_values({**ladder, "rungs": rungs, "communes": communes}, visit),
    }


def _place(cause: Mapping[str, Any], visit: Visit) -> tuple[str, str, bool, str]:
    """Words, rows, whether they count in the territory, examples."""
    examples = " ; ".join(
        f"{example['code']} → {example['nowNom']}" if example["nowNom"] else str(example["code"])
        for example in cause["examples"][:_EXAMPLES]
    )
    words = cause["fr"] if visit.language == "fr" else cause["en"]
    return words, visit.number(cause["rows"]), cause["inTerritory"], examples
