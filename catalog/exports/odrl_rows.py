"""Conditions on rows, as constraints that must all hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from catalog.cog import Atom, Cog
from catalog.exports.odrl_words import COMMUNE, Json, constraint, reference, word
from catalog.model.agreement import Agreement
from catalog.model.identifiers import CommuneCode
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.snapshot import Snapshot
from catalog.territory import territory

_OPERATORS = {CompareOp.NE: "neq", CompareOp.LTE: "lteq", CompareOp.GTE: "gteq"}


def row_constraints(
    agreement: Agreement, catalog: Snapshot, cog: Cog, at: date, column: Callable[[str], str]
) -> Iterator[Json]:
    """`column` gives the address of a column by its id. All rows: no constraint."""
    yield from _constraints(agreement.rows, agreement, catalog, cog, at, column)


def _constraints(
    rows: RowCondition,
    agreement: Agreement,
    catalog: Snapshot,
    cog: Cog,
    at: date,
    column: Callable[[str], str],
) -> Iterator[Json]:
    match rows:
        case AllRows():
            return
        case InTerritory(of=of, competence=competence, date_column=date_column):
            covered = territory(of, competence, at, catalog.memberships, cog).communes
            more = {word("competence"): competence}
            if agreement.members is None or of != agreement.grantee:
                more[word("territoryOf")] = str(of)
            yield _spatial(covered, at, date_column, **more)
        case InListedTerritory(communes=communes, at=listed_on, date_column=date_column):
            land = frozenset[Atom]().union(*(cog.atoms_of(each, listed_on) for each in communes))
            yield _spatial(cog.codes(land, at), at, date_column)
        case Compare(column=compared, op=op, values=values):
            operator = "isAnyOf" if op is CompareOp.IN else _OPERATORS.get(op, op.value)
            right = list(values) if op is CompareOp.IN else values[0]
            yield constraint(column(compared), operator, right)
        case AllOf(conditions):
            for each in conditions:
                yield from _constraints(each, agreement, catalog, cog, at, column)


def _spatial(
    communes: tuple[CommuneCode, ...], on: date, date_column: str | None, **more: str
) -> Json:
    """The communes of `on`; which they are at another day follows from the profile's words."""
    places = [reference(f"{COMMUNE}{code}") for code in communes]
    return constraint(
        "spatial",
        "isAnyOf",
        # An empty list would vanish in RDF, and bound nothing.
        places or [reference(word("nowhere"))],
        **{
            word("communesOn"): {"@value": on.isoformat(), "@type": "xsd:date"},
            word("readAt"): reference(word("queryDate" if date_column is None else "rowDate")),
            **more,
        },
    )
