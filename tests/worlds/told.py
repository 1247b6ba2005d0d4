"""What the answer of each service tells, figure by figure, under the keys of what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tests.worlds.expected import Key

Answer = Mapping[str, Any]
_WORDS = frozenset({"reasons", "sentence", "sources"})


def told_waste(answer: Answer) -> dict[Key, object]:
    """By table, code, year and stream."""
    found: dict[Key, object] = {}
    for row in answer["figures"]:
        key = "figures", row["code"], row["year"], row["flux"]
        found |= _cells(key, row, {"level", "code", "name", "year", "flux"})
    for row in answer["summary"]:
        found |= _cells(("summary", "ENSEMBLE", row["annee"], "TOTAL"), row, {"nom", "annee"})
    for row in answer["bodies"]:
        found |= _cells(("bodies", row["nom"], row["annee"], "TOTAL"), row, {"nom", "annee"})
    for row in answer.get("costs", ()):
        key = "costs", "ENSEMBLE", row["year"], row["stream"]
        found |= _cells(key, row, {"level", "name", "year", "stream"})
    return found


def told_run(tables: Mapping[str, Any]) -> dict[Key, object]:
    """Of the document of a run: its tables hold numbers as text."""
    answer = {
        name: [
            dict(zip((one["name"] for one in table["columns"]), row, strict=True))
            for row in table["rows"]
        ]
        for name, table in tables.items()
    }
    return told_waste({
        name: [{key: _number(cell) for key, cell in row.items()} for row in rows]
        for name, rows in answer.items()
    })  # fmt: skip


_STREAMS = {
    "residual waste": "OMR", "packaging and paper": "EMBALLAGES_PAPIERS", "glass": "VERRE",
    "biowaste": "BIODECHETS", "bulky waste": "ENCOMBRANTS", "recycling centres": "DECHETERIES",
    "streams with costs and tonnes": "SHARED", "total": "TOTAL",
}  # fmt: skip


def _number(cell: object) -> object:
    if isinstance(cell, dict):
        return _STREAMS.get(cell.get("en", ""), "")
    try:
        return Decimal(cell) if isinstance(cell, str) and "." in cell else cell
    except ArithmeticError:
        return cell


def told_counters(answer: Answer) -> dict[Key, object]:
    found: dict[Key, object] = {}
    for row in answer["summary"]:
        found |= _cells(("summary", "ENSEMBLE", ""), row, {"nom"})
    for table, when in (("sites", ""), ("growth", "annee"), ("months", "mois")):
        for row in answer[table]:
            found |= _cells((table, row["site"], row.get(when, "")), row, {"site", "nom", when})
    return found


def _cells(key: Key, row: Mapping[str, object], left_out: Iterable[str]) -> dict[Key, object]:
    """Each number of a row, and each list of names."""
    skipped = {*left_out, *_WORDS}
    return {
        (*key, name): value
        for name, value in row.items()
        if name not in skipped and (value is None or isinstance(value, int | Decimal | list))
    }


def told_places(answer: Answer) -> dict[Key, object]:
    """The tables of the whole, of the territories and of far communes repeat these figures."""
    found: dict[Key, object] = {}
    for row in answer["figures"]:
        found |= _cells((row["niveau"], row["code"]), row, {"niveau", "code", "nom"})
    return found


_SIGNS = {"au_dessus": 1, "au_dessous": -1, "dans_la_marge": 0}


def told_peers(answer: Answer) -> dict[Key, object]:
    found: dict[Key, object] = {}
    for row in answer["comparisons"]:
        signed = {**row, "place": _SIGNS.get(row.get("place"))}
        found |= _cells((row["indicateur"], row["annee"]), signed, {"indicateur", "annee"})
    return found


def told_slips(answer: Answer) -> dict[Key, object]:
    totals = dict(answer["totals"])
    found: dict[Key, object] = {}
    for table in ("by_cause", "by_invoice", "by_month"):
        for key, row in totals.pop(table).items():
            found |= _cells((table, key), row, ())
    found |= _cells(("totals", ""), totals, ())
    for row in answer["disputes"]:
        key = ("dispute", row["cause"], *_of_dispute(row))
        for name in ("at_stake_eur", "not_billed_eur"):
            if name in row:
                found[*key, name] = row[name]
    return found


def _of_dispute(row: Mapping[str, Any]) -> Iterable[object]:
    """A dispute's slips and tickets; of an invoice its number, and its product or its kind."""
    if "collector" in row or "plant" in row:
        return (*sorted(row.get("collector", ())), *sorted(row.get("plant", ())))
    if "kind" in row:
        return row["invoice"], row["kind"]
    return row["invoice"], row["product"]
