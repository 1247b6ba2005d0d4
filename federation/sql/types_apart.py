"""Values of two kinds that meet, and what to write instead: no cast makes a day of a number."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from catalog.model.bilingual import Bilingual
from catalog.model.column_types import TYPES
from catalog.model.problem import Place
from federation.sql.kinds import kind_of, shown_type
from federation.sql.problems import SqlTypes

_TOGETHER: Mapping[frozenset[str], Bilingual] = {
    **{
        frozenset({record.kind, "varchar"}): Bilingual(record.example, record.example)
        for record in TYPES.values()
        if record.example
    },
    frozenset({"number", "varchar"}): Bilingual(
        "un code est un texte, entre apostrophes ('35276') ; un nombre s'écrit sans (12) ;"
        " CAST(x AS varchar) fait un texte d'un nombre",
        "a code is a text, between quotes ('35276'); a number is written without (12);"
        " CAST(x AS varchar) makes text of a number",
    ),
    frozenset({"date", "number"}): Bilingual(
        "DATE '2025-01-31', ou year(x) = 2025", "DATE '2025-01-31', or year(x) = 2025"
    ),
    frozenset({"date", "instant"}): Bilingual(
        "CAST(x AT TIME ZONE 'Europe/Paris' AS date)",
        "CAST(x AT TIME ZONE 'Europe/Paris' AS date)",
    ),
    frozenset({"boolean", "varchar"}): Bilingual(
        "true ou false, sans apostrophes", "true or false, without quotes"
    ),
    frozenset({"boolean", "number"}): Bilingual(
        "true ou false, et non 1 ou 0", "true or false, not 1 or 0"
    ),
}
"""The advice where values of two kinds meet."""
_OF_A_SPAN = Bilingual(
    "un jour en devient un autre (x + INTERVAL '1' DAY), date_diff('day', a, b) compte des jours",
    "a day becomes another one (x + INTERVAL '1' DAY), and date_diff('day', a, b) counts days",
)


def types_apart(what: str, left: exp.Expr, right: exp.Expr, place: Place | None) -> SqlTypes:
    """`what` brings the two together."""
    pair = frozenset({kind_of(left), kind_of(right)})
    instead = _OF_A_SPAN if "span" in pair else _TOGETHER.get(pair)
    if instead is None:
        other = shown_type(right if kind_of(left) != "varchar" else left)
        instead = Bilingual(f"CAST(… AS {other})", f"CAST(… AS {other})")
    return SqlTypes(
        what=what,
        left=shown_type(left),
        right=shown_type(right),
        instead_fr=instead.fr,
        instead_en=instead.en,
        place=place,
    )
