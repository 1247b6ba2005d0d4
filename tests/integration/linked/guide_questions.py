"""The questions of the guides in questions.graphql, with what each must answer.

What is expected is described as a tree of rows, answered by brute force.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from tests.integration.linked.invoices import TABLES
from tests.integration.linked.trees import Aggregate, Compare, Field, Level, Order, Related, Total

_TEXT = Path(__file__).with_name("questions.graphql").read_text("utf-8")
_EACH = re.compile(r"^# (Q\d+) (\d+)\n(.*?)(?=^# Q|\Z)", re.DOTALL | re.MULTILINE)
_ALL = 600
INVOICE, LINE, WEIGHING = TABLES


class Question(NamedTuple):
    document: str
    length: int
    """Of the question in the guide's own language."""

    @property
    def ratio(self) -> float:
        return len(re.sub(r"\s+", " ", self.document)) / self.length


QUESTIONS = {
    name: Question(document.strip(), int(length)) for name, length, document in _EACH.findall(_TEXT)
}


def rows(table, columns, *fields, order=(), first=_ALL, **others):
    """A list in `order`, then by its key."""
    by = (*order, Order("column", None, TABLES[table].key))
    names = tuple(columns.split())
    return Level(table, columns=names, fields=fields, order=by, first=first, **others)


def totals(table, *, count=False, total=False, where=(), **measures):
    names = {name: tuple(columns.split()) for name, columns in measures.items()}
    aggregate = Aggregate(count, **names) if count or names else None
    return Level(table, nodes=False, where=where, total=total, aggregate=aggregate)


def of(link, level, key=None):
    return Field(link, key or link, level)


def one(link, table, columns, *fields):
    return of(link, Level(table, many=False, columns=tuple(columns.split()), fields=fields))


def lines(columns, *fields, **others):
    return of("lignes", rows(LINE, columns, *fields, **others))


def desc(column):
    return Order("column", None, column, desc=True)


_NAMED = (Compare("numero", "eq", "F2024-0043"),)
_BY_SUPPLIER = (Order("column", None, "fournisseur"),)
_DEAR = (Compare("montant", "gt", "8000.00"),)
_OF_2024 = (Compare("exercice", "eq", 2024), Compare("montant_ht", "gt", "1000.00"))
_MANY_STREAMS = (
    Total("lignes", "avg", "montant", "gt", 1500),
    Total("lignes", "countDistinct", "flux", "gt", 3),
)
_PAID = (Compare("montant", "gt", "0.00"),)
_HEAVY = Related("pesees", "some", (Compare("poids_kg", "gt", 11500),))
_COUNT = of("lignes", totals(LINE, count=True))
_OF_EACH_LINE = {
    "Q02": ("id flux", (one("facture", INVOICE, "fournisseur"),), {}),
    "Q05": (
        "id flux",
        (one("facture", INVOICE, "fournisseur"),),
        {"where": (Related("facture", "is", (Compare("fournisseur", "startsWith", "É"),)),)},
    ),
    "Q10": (
        "id flux mois",
        (one("facture", INVOICE, "numero date_facture"),),
        {"order": (Order("parent", "facture", "date_facture", desc=True),)},
    ),
}
_OF_EACH_INVOICE = {
    "Q01": ("numero fournisseur montant_ht", (), {"where": _NAMED}),
    "Q03": ("numero fournisseur", (lines("id flux"),), {}),
    "Q04": (
        "numero fournisseur",
        (lines("id flux montant", aggregate=Aggregate(True, max=("montant",), avg=("montant",))),),
        {"where": _NAMED},
    ),
    "Q06": (
        "numero fournisseur",
        (lines("id flux"),),
        {"where": (Related("lignes", "none", (Compare("flux", "ne", "OMR"),)),)},
    ),
    "Q07": ("numero fournisseur", (_COUNT,), {"where": (Related("lignes", "none", ()),)}),
    "Q08": ("numero", (), {"where": _MANY_STREAMS, "first": 3}),
    "Q09": (
        "numero fournisseur",
        (lines("id flux montant", order=(desc("montant"),)),),
        {"order": _BY_SUPPLIER},
    ),
    "Q11": (
        "numero fournisseur",
        (_COUNT,),
        {"order": (Order("count", "lignes", None, desc=True),)},
    ),
    "Q12": (
        "numero fournisseur",
        (of("lignes", totals(LINE, max="montant")),),
        {"order": (Order("max", "lignes", "montant"),)},
    ),
    "Q14": ("numero fournisseur", (lines("id flux", first=2, offset=1),), {}),
    "Q15": ("numero fournisseur", (), {"where": _OF_2024, "first": 4, "total": True}),
    "Q16": (
        "numero fournisseur",
        (
            lines(
                "id flux tonnage_kg mois",
                where=(Compare("flux", "eq", "BIODÉCHETS"),),
                order=(desc("mois"),),
                first=2,
            ),
        ),
        {},
    ),
    "Q19": (
        "numero fournisseur",
        (lines("id flux montant", where=_DEAR),),
        {"where": (Related("lignes", "some", _DEAR),)},
    ),
    "Q21": (
        "numero fournisseur",
        (lines("flux montant"),),
        {"where": (Related("lignes", "some", (Compare("flux", "eq", "VERRE"),)),)},
    ),
    "Q25": (
        "numero fournisseur",
        (lines("id mois montant", where=(Compare("flux", "eq", "OMR"),)),),
        {"where": _NAMED},
    ),
    "Q26": (
        "fournisseur",
        (
            lines(
                "id flux mois",
                one("facture", INVOICE, "numero commune"),
                of(
                    "pesees",
                    rows(
                        WEIGHING,
                        "id poids_kg",
                        one("ligne", LINE, "id flux"),
                        order=(desc("id"),),
                        first=2,
                    ),
                ),
                order=(Order("column", None, "mois"),),
                first=3,
            ),
        ),
        {"where": _NAMED},
    ),
    "Q31": ("numero", (), {"where": (Related("lignes", "some", (_HEAVY,)),)}),
    "Q33": (
        "numero",
        (of("lignes", totals(LINE, total=True, sum="tonnage_kg", avg="montant")),),
        {"order": (Order("avg", "lignes", "montant", desc=True),), "first": 5},
    ),
    "Q34": (
        "numero",
        (of("lignes", totals(LINE, sum="tonnage_kg montant", where=_PAID)),),
        {
            "where": (
                Total("lignes", "sum", "tonnage_kg", "gt", "9000", _PAID),
                Total("lignes", "sum", "montant", "lt", "15000", _PAID),
            )
        },
    ),
    "Q38": (
        "numero date_facture",
        (
            *(
                of(
                    "lignes",
                    rows(
                        LINE,
                        f"id {column}",
                        where=(Compare("flux", "eq", stream),),
                        order=(desc(column),),
                        first=2,
                        total=True,
                    ),
                    stream.lower(),
                )
                for stream, column in (("VERRE", "montant"), ("OMR", "tonnage_kg"))
            ),
            of("lignes", totals(LINE, total=True)),
        ),
        {"order": (desc("date_facture"),), "first": 20},
    ),
}
VARIABLES = {"Q15": {"where": {"exercice": {"eq": 2024}, "montantHt": {"gt": "1000"}}}}
TREES: dict[str, dict[str, Level]] = {
    **{
        name: {LINE: rows(LINE, columns, *fields, **others)}
        for name, (columns, fields, others) in _OF_EACH_LINE.items()
    },
    **{
        name: {INVOICE: rows(INVOICE, columns, *fields, **others)}
        for name, (columns, fields, others) in _OF_EACH_INVOICE.items()
    },
    "Q17": {
        INVOICE: rows(INVOICE, "numero montant_ht"),
        "topTwoFactures": rows(INVOICE, "numero montant_ht", order=(desc("montant_ht"),), first=2),
    },
    "Q32": {
        WEIGHING: totals(WEIGHING, max="poids_kg", min="poids_kg"),
        INVOICE: rows(
            INVOICE,
            "numero",
            of(
                "lignes",
                totals(LINE, total=True, sum="montant tonnage_kg", avg="montant tonnage_kg"),
            ),
            order=(Order("sum", "lignes", "montant"),),
        ),
    },
}
"""By question, and by the response key of its list."""
