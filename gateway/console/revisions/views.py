"""The fields of a revision: as the agreement has them, then as they were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gateway.console.days import read_day
from gateway.console.requests.proposing import Context, other_territories, own_territories
from gateway.console.requests.typed import Typed, rows_of
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_LIMITS: Final = ("queries_per_day", "rows_per_query")
TEXTS: Final = (
    *("title", "start", "end", "legal_basis", "where"),
    *("combine", "onward_sharing", "notice_days", *_LIMITS),
)
_LONGEST_NUMBER: Final = 9
PLACES: Final = {
    "title": "title",
    "start": "start",
    "end": "end",
    "legalBasis": "legal_basis",
    "legal_basis": "legal_basis",
    "columns": "columns",
    "purposes": "purposes",
    "rows": "where",
    "territory": "where",
    "combine": "combine",
    "noticeDays": "notice_days",
    "notice_days": "notice_days",
    "onwardSharing": "onward_sharing",
    "queriesPerDay": "queries_per_day",
    "queries_per_day": "queries_per_day",
    "rowsPerQuery": "rows_per_query",
    "rows_per_query": "rows_per_query",
}
"""Of the steps of a problem's path, the field that asks it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """`columns` and `purposes` are what is ticked; `how` by the name of a column. `where` is empty
    while the communes stay, else a competence or `all`.
    """

    texts: Mapping[str, str]
    columns: Sequence[str]
    purposes: Sequence[str]
    how: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """To carry the whole through a page that only confirms."""
        return [
            *self.texts.items(),
            *(("columns", name) for name in self.columns),
            *((f"how_{name}", self.how.get(name, "")) for name in self.columns),
            *(("purposes", code) for code in self.purposes),
        ]


def present_of(entry: _Entry, start: str, end: str) -> Revision:
    """`start`: when the new version takes the old one's place, as typed; `end`: its last day."""
    return Revision(
        texts={
            "title": entry["title"],
            "start": start,
            "end": end,
            "legal_basis": entry["legalBasis"],
            "where": "",
            **_conditions_of(entry["terms"]),
        },
        columns=[column["name"] for column in entry["grantedColumns"]],
        purposes=[purpose["code"] for purpose in entry["purposeLabels"]],
        how={column["name"]: column["transform"].upper() for column in entry["grantedColumns"]},
    )


def _conditions_of(terms: _Entry) -> dict[str, str]:
    return {
        "combine": terms["combine"].upper(),
        "onward_sharing": terms["onwardSharing"].upper(),
        "notice_days": str(terms["noticeDays"]),
        "queries_per_day": str(terms["queriesPerDay"] or ""),
        "rows_per_query": str(terms["rowsPerQuery"] or ""),
    }


def typed_of(values: Mapping[str, Sequence[str]]) -> Revision:
    """`values`: every value of each field."""
    return Revision(
        texts={name: values[name][0].strip() if values.get(name) else "" for name in TEXTS},
        columns=tuple(dict.fromkeys(values.get("columns", ()))),
        purposes=tuple(dict.fromkeys(values.get("purposes", ()))),
        how={
            name.removeprefix("how_"): value[0]
            for name, value in values.items()
            if name.startswith("how_") and value
        },
    )


def mistakes_of(typed: Revision, visit: Visit) -> list[dict[str, str]]:
    _ = visit.gettext
    mistakes = [
        (name, _("Écrivez la date ainsi : 20/11/2026."))
        for name in ("start", "end")
        if read_day(typed[name]) is None
    ]
    if not typed["title"]:
        mistakes.append(("title", _("Donnez un titre à la convention.")))
    if not typed.columns:
        mistakes.append(("columns", _("Choisissez au moins une information.")))
    if not typed.purposes:
        mistakes.append(("purposes", _("Choisissez à quoi les données serviront.")))
    mistakes += [
        (name, _("Écrivez un nombre entier, ou laissez vide."))
        for name in ("notice_days", *_LIMITS)
        if typed[name] and _number(typed[name]) is None
    ]
    return [{"id": name, "text": text} for name, text in mistakes]


def _number(text: str) -> int | None:
    digits = "".join(text.split())
    is_number = digits.isdecimal() and digits.isascii() and len(digits) <= _LONGEST_NUMBER
    return int(digits) if is_number else None


def input_of(typed: Revision, entry: _Entry, dataset: _Entry | None) -> dict[str, Any]:
    """The input of GraphQL for a revision. A column that was constant or under a legal secret stays
    so, with its value and its text. The communes and the conditions are said only where they
    change: the rest of the text stays.
    """
    before = {column["name"]: column for column in entry["grantedColumns"]}
    columns = [
        {
            "name": name,
            "transform": typed.how.get(name) or "CLEAR",
            "constant": before.get(name, {}).get("constant")
            if typed.how.get(name) == "CONSTANT"
            else None,
            "secretText": before.get(name, {}).get("secretText"),
        }
        for name in typed.columns
    ]
    start, end = read_day(typed["start"]), read_day(typed["end"])
    return {
        "agreement": entry["id"],
        "title": typed["title"],
        "start": "" if start is None else start.isoformat(),
        "end": "" if end is None else end.isoformat(),
        "legalBasis": typed["legal_basis"],
        "columns": columns,
        "purposes": list(typed.purposes),
        **({"territory": rows_of(typed["where"], dataset)} if typed["where"] and dataset else {}),
        **_changed_conditions(typed, entry["terms"]),
    }


def _changed_conditions(typed: Revision, terms: _Entry) -> dict[str, Any]:
    before, changed = _conditions_of(terms), dict[str, Any]()
    if typed["combine"] not in {"", before["combine"]}:
        changed["combine"] = {"kind": typed["combine"]}
    if typed["onward_sharing"] not in {"", before["onward_sharing"]}:
        changed["onwardSharing"] = typed["onward_sharing"]
    if (_number(typed["notice_days"]) or 0) != terms["noticeDays"]:
        changed["noticeDays"] = _number(typed["notice_days"]) or 0
    limits = {name: _number(typed[name]) for name in _LIMITS}
    if limits != {name: _number(before[name]) for name in _LIMITS}:
        changed["limits"] = {
            "queriesPerDay": limits["queries_per_day"],
            "rowsPerQuery": limits["rows_per_query"],
        }
    return changed


def territories_of(
    typed: Revision, known: _Entry, language: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(competence, what it is about) of the purposes that are ticked, then the others. `known`: the
    templates, and the dataset, which is None for who may not look at it.
    """
    context = Context(
        bodies={},
        templates={template["name"]: template for template in known.get("templates") or ()},
        purposes=(),
        dataset=known.get("dataset"),
        members=(),
    )
    own, others = dict[str, str](), dict[str, str]()
    for code in typed.purposes:
        request = Typed({"purpose": code})
        own |= {name: words[language] for name, words in own_territories(request, context)}
        others |= {name: words[language] for name, words in other_territories(request, context)}
    return list(own.items()), [pair for pair in others.items() if pair[0] not in own]
