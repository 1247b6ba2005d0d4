"""ORDER BY over a name that means two things: Trino takes the output, others the table."""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlForm


def check_orders(tree: exp.Query) -> None:
    """`tree` has its names resolved. Raises SqlForm where an output bears the name of a table whose
    columns ORDER BY reads.
    """
    for select in tree.find_all(exp.Select):
        order = select.args.get("order")
        if order is None:
            continue
        outputs = {each.alias for each in select.selects if isinstance(each, exp.Alias)}
        for column in order.find_all(exp.Column):
            if column.table in outputs:
                raise SqlForm(
                    what=f"AS {column.table[:40]}",
                    expected_fr="un nom qui n'est pas celui d'une table de la requête",
                    expected_en="a name that is not that of a table of the query",
                    place=place_of(column),
                )
