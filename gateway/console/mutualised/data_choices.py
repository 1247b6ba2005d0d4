"""The data that serve each role, as an activation's page shows them and lets others be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from gateway.console.visit import Visit

_STANDARD, _OWN = "standard", "own"


def roles_of(
    report: Mapping[str, Any], visit: Visit, *, is_folded: bool = False
) -> list[dict[str, Any]]:
    """`options`: what a role may be served by, as radios take them, unrelated data last; `others`:
    how many of them are not chosen. `is_folded`: the question of the report waits for nobody.
    """
    question = None if is_folded else report["question"]
    return [_role(one, question, visit) for one in report["roles"]]


def _role(
    adaptation: Mapping[str, Any], question: Mapping[str, Any] | None, visit: Visit
) -> dict[str, Any]:
    role, candidates = adaptation["role"], list(adaptation["candidates"])
    chosen = adaptation["chosen"][0] if adaptation["chosen"] else None
    labels = {field["name"]: field["label"] for field in role["fields"]}
    by_dataset = {one["dataset"]: one for one in candidates}
    if chosen is not None:
        by_dataset.setdefault(chosen["dataset"], chosen)
    titles = Counter(_title(one, visit) for one in by_dataset.values())
    every = sorted(by_dataset.values(), key=lambda one: not one["isRelated"])
    if role["optional"]:
        every = [one for one in every if one["isRelated"]]
    options = [_option(one, titles, visit) for one in every]
    if role["optional"] and options:
        options.append(("", visit.gettext("aucune"), ""))
    return {
        **role,
        "sentence": adaptation["sentence"],
        "reason": adaptation["reason"],
        "status": _status(adaptation, question, visit),
        "chosen": chosen,
        "title": "" if chosen is None else _title(chosen, visit),
        "words": "" if chosen is None else _words(chosen, titles, visit),
        "columns": [] if chosen is None else _columns(chosen, labels),
        "missing": [] if chosen is None else [labels.get(one) for one in chosen["missing"]],
        "options": options,
        "value": "" if chosen is None else chosen["dataset"],
        "others": len(options) - (chosen is not None),
    }


def _status(
    adaptation: Mapping[str, Any], question: Mapping[str, Any] | None, visit: Visit
) -> tuple[str, str]:
    """Kind and words of the status beside a role."""
    role = adaptation["role"]
    if question is not None and question["key"].split(".")[0] == role["name"]:
        return "wait", visit.gettext("à confirmer")
    if adaptation["chosen"] and adaptation["missing"] > adaptation["matched"]:
        return "wait", visit.gettext("en partie")
    if adaptation["chosen"] and adaptation["chosen"][0]["columns"]:
        return "ok", visit.gettext("trouvées")
    if role["optional"]:
        return "off", visit.gettext("rien")
    return "stop", visit.gettext("manquantes")


def _columns(
    chosen: Mapping[str, Any], labels: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    return [{**column, "of": labels[column["field"]]} for column in chosen["columns"]]


def _option(
    one: Mapping[str, Any], titles: Mapping[str, int], visit: Visit
) -> tuple[str, str, str]:
    return one["dataset"], _title(one, visit), _words(one, titles, visit)


def _title(one: Mapping[str, Any], visit: Visit) -> str:
    title = str(one["title"][visit.language])
    if one["mode"] == _STANDARD:
        return visit.gettext("Toutes les données que vous lisez : %(title)s", title=title)
    return title


def _words(one: Mapping[str, Any], titles: Mapping[str, int], visit: Visit) -> str:
    """Words for a dataset: coverage, owner, agreement, and its name where a title stands twice."""
    words: Sequence[str | None] = (
        one["coverage"] and one["coverage"][visit.language],
        one["owner"] if one["mode"] not in {_OWN, _STANDARD} else None,
        one["agreement"],
        one["name"] if titles[_title(one, visit)] > 1 else None,
        None if one["isRelated"] else visit.gettext("sans lien reconnu"),
    )
    return " · ".join(word for word in words if word)


def better_data(report: Mapping[str, Any], visit: Visit) -> list[dict[str, str]]:
    """Data that have a complete year, where those that are shown give no figure."""
    return [
        {
            "value": f"{adaptation['role']['name']}={one['dataset']}",
            "title": _title(one, visit),
            "words": one["coverage"][visit.language],
        }
        for adaptation in report["roles"]
        for one in adaptation["candidates"]
        if any(year["isWhole"] for year in one["years"])
        and one["dataset"] not in {chosen["dataset"] for chosen in adaptation["chosen"]}
    ]
