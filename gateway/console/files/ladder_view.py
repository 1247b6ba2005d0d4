"""The ladder of a file or of a source and the map of its communes, as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gateway.console.picture_reader import reader_of
from gateway.console.shared.commune_names import commune_names
from gateway.console.visit import Visit
from papers.pictures.commune_map import StatusClass, status_map
from papers.pictures.palette import Tone

_STATES = {
    "reached": "ok",
    "with_warnings": "wait",
    "broken": "stop",
    "not_asked": "off",
    "not_checked": "off",
}


async def ladder_values(checks: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """`ladder`, `messages`, `more`, `has_warnings`, `is_broken`, `picture`, `unplaced`."""
    _, language = visit.gettext, visit.language
    words = {
        "reached": _("atteint"),
        "with_warnings": _("à regarder"),
        "broken": _("à corriger"),
        "not_asked": _("rien à vérifier"),
        "not_checked": _("pas vérifié"),
    }
    messages = checks["messages"]
    return {
        "ladder": [
            {
                "words": rung["words"][language],
                "kind": _STATES[rung["state"]],
                "state": words[rung["state"]],
                "text": rung["text"][language],
            }
            for rung in checks["rungs"]
        ],
        "messages": [
            {
                "text": message["text"][language],
                "remedy": message["remedy"][language],
                "examples": _unsaid(message["examples"], message["text"][language]),
                "breaks": message["breaks"],
            }
            for message in messages
        ],
        "more": checks["more"],
        "has_warnings": bool(messages),
        "is_broken": any(message["breaks"] for message in messages),
        "needs_sums_confirmed": any(message["code"] == "not_reconciled" for message in messages),
        "picture": await _picture(checks["communes"], visit),
    }


def _unsaid(examples: list[str], sentence: str) -> str:
    """Examples that the sentence itself does not hold already."""
    is_said = all(example.partition(" ")[0] in sentence for example in examples)
    return "" if is_said else " ; ".join(examples)


async def _picture(communes: Mapping[str, Any] | None, visit: Visit) -> Any:
    """None for data without communes, and for those of one commune that is all there is to see."""
    if communes is None or not communes["seen"]:
        return None
    if len(communes["seen"]) == 1 and not communes["outside"] and not communes["missing"]:
        return None
    _ = visit.gettext
    outside = set(communes["outside"])
    statuses: dict[str, str | None] = {
        code: "outside" if code in outside else "present" for code in communes["seen"]
    }
    statuses.update(dict.fromkeys(communes["missing"], "missing"))
    codes = sorted(statuses)
    names = await commune_names(codes, visit)
    classes = (
        StatusClass("present", _("présente"), Tone.GOOD, _("présentes")),
        StatusClass("missing", _("sans aucune ligne"), Tone.MISSING),
        StatusClass("outside", _("hors de notre territoire"), Tone.OUTSIDE),
    )
    contours, is_operator = visit.services.contours_of(codes), "operator" in visit.roles
    picture = status_map(
        reader_of(visit.language, is_operator=is_operator),
        _("Les communes de ces données"),
        contours,
        statuses,
        classes,
        names,
    )
    if contours is None and not is_operator:
        # The table is there, and a clerk who deposits a file can do nothing about the map.
        picture = replace(picture, notes=())
    return picture.html("communes")
