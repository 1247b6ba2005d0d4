"""The changes of a newer file, shown before a person confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.model.column_types import type_words
from gateway.console.files.cell_words import cell_words
from gateway.console.files.changed_view import changed_tables
from gateway.console.visit import Visit
from gateway.files.deposits.preparing import Prepared

_MOST_SUMS = 24
_ASKS = {"fr": "\u00a0: normal\u00a0?", "en": ": as expected?"}


def difference_values(prepared: Prepared, visit: Visit) -> dict[str, Any]:
    """The rows that go, the sentence, the counts, the sums that change and those that are striking;
    of somebody who may deposit and not read, no more than how many rows there will be.
    """
    language, outcome = visit.language, prepared.outcome
    difference = outcome["difference"] or _hidden(outcome["rows"], visit)
    sums, gone = difference["sums"], difference.get("gone")
    striking = [text[language] for text in difference["striking"]]
    # The rows alone: each surprise is a line of the list, which asks whether it is normal.
    sentence = difference["sentence"][language]
    for text in striking:
        sentence = sentence.replace(f" ; {text}", "").replace(f"; {text}", "")
    return {
        "gone": None if gone is None else gone["sentence"][language],
        "gone_rows": 0 if gone is None else gone["rows"],
        "sentence": sentence,
        "rows": outcome["rows"],
        "counts": [
            (visit.gettext("Lignes avant"), difference["before"]),
            (visit.gettext("Lignes après"), difference["after"]),
            (visit.gettext("Ajoutées"), difference["added"]),
            (visit.gettext("Modifiées"), difference["changed"]),
            (visit.gettext("Retirées"), difference["removed"]),
            (visit.gettext("Inchangées"), difference["unchanged"]),
        ],
        "striking": [text.removesuffix(_ASKS[language]) for text in striking],
        "sums": [_sum(row, visit) for row in sums[:_MOST_SUMS]],
        "more_sums": max(len(sums) - _MOST_SUMS, 0),
        "notes": [note[language] for note in outcome.get("notes", ())],
        "new": list(outcome.get("new", ())),
        "changed_rows": changed_tables(difference, visit),
        "retyped": [_retyped(each, visit) for each in difference.get("retyped", ())],
        "unread": sum(outcome.get("unread", {}).values()),
    }


def _hidden(rows: int, visit: Visit) -> dict[str, Any]:
    sentence = visit.gettext(
        "Vous pouvez déposer sans lire ces données : la différence ne vous est pas montrée."
    )
    none = dict.fromkeys(("before", "added", "changed", "removed", "unchanged"))
    return {
        **none,
        "sentence": {visit.language: sentence},
        "after": rows,
        "sums": [],
        "striking": [],
    }


def _retyped(column: Mapping[str, Any], visit: Visit) -> list[str]:
    """A column that changes its type: from, to, cells as they are read, cells that stay empty."""
    _, kind = visit.gettext, column["after"]
    samples = [
        f"« {cell} » → {cell_words(value, kind, visit)}" for cell, value in column["samples"]
    ]
    return [
        column["label"][visit.language],
        f"{type_words(column['before'], visit.language)} → {type_words(kind, visit.language)}",
        visit.number(column["rowsRead"]),
        " ; ".join(samples) or "—",
        visit.number(column["rowsLost"]),
    ]


def _sum(row: Mapping[str, Any], visit: Visit) -> list[str]:
    about = " · ".join(str(part) for part in (row["measure"], row["category"]) if part)
    unit = f" ({row['unit']})" if row["unit"] else ""
    return [
        f"{about}{unit}",
        "—" if row["month"] is None else row["month"][:7],
        _before(row, visit),
        _number(row["after"], visit),
    ]


def _before(row: Mapping[str, Any], visit: Visit) -> str:
    """Of a new month, the mean of the others."""
    usual = row.get("usual")
    if row["before"] is not None or usual is None:
        return _number(row["before"], visit)
    return visit.gettext("%(mean)s (moyenne des autres mois)", mean=_number(usual, visit))


def _number(value: Any, visit: Visit) -> str:
    if value is None:
        return "—"
    number = float(value)
    return visit.number(int(number) if number.is_integer() else f"{number:.3f}".rstrip("0"))
