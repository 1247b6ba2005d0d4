"""`interco_reference.communes`: the names of a scope's communes, inline, never from a storage."""

from __future__ import annotations

from sqlglot import exp

from catalog.caches import remembered
from catalog.fold import fold
from federation.logical import COMMUNE_NAME, REFERENCE_SCHEMA
from federation.problems import TooManyCommunes, UnsupportedQuery
from federation.rewrites.commune_map import Named
from federation.rewrites.context import Context
from federation.rewrites.expressions import TEXT, null, quoted
from federation.rewrites.lexical import tables_of
from federation.rewrites.packed_table import constant_table
from federation.rewrites.scopes import REFERENCE_COLUMNS, is_reference


def reference_joins(tree: exp.Query) -> list[tuple[exp.Table, exp.Anonymous | None]]:
    """Each reference table with the call that it is joined by.

    `r.label = interco_commune_name(…)`, or a column that holds such keys (None: groups are joined
    once they are made), are the ways to name it; anything else is refused.
    """
    found = []
    for table in tables_of(tree):
        if not is_reference(table):
            continue
        join = table.parent
        on = join.args.get("on") if isinstance(join, exp.Join) else None
        label = on.this if isinstance(on, exp.EQ) else None
        call = on.expression if isinstance(on, exp.EQ) else None
        if (
            not isinstance(label, exp.Column)
            or (label.table, label.name) != (table.alias_or_name, REFERENCE_COLUMNS[0])
            or not (isinstance(call, exp.Column) or _is_name(call))
            or _uses(tree, label) > 1
        ):
            raise UnsupportedQuery(what=REFERENCE_SCHEMA)
        found.append((table, call if isinstance(call, exp.Anonymous) else None))
    return found


def inline_names(table: exp.Table, names: tuple[Named, ...], context: Context) -> None:
    """`VALUES ('35308@2', '35308', 'mesnil-roc''h'), …`; TooManyCommunes beyond the limit."""
    if len(names) > context.limits.max_reference_lines:
        raise TooManyCommunes(limit=context.limits.max_reference_lines)
    alias = table.alias_or_name
    if not names:
        nothing = exp.Tuple(expressions=[null(TEXT) for _ in REFERENCE_COLUMNS])
        columns = [quoted(each) for each in REFERENCE_COLUMNS]
        named = exp.TableAlias(this=quoted(alias), columns=columns)
        table.replace(exp.Values(expressions=[nothing], alias=named))
        return
    table.replace(constant_table(_lines(names), alias, tuple(REFERENCE_COLUMNS)))


@remembered(maxsize=64)
def _lines(names: tuple[Named, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((each.key, each.code, fold(each.nom)) for each in names)


def _is_name(call: exp.Expr | None) -> bool:
    return isinstance(call, exp.Anonymous) and str(call.this).lower() == COMMUNE_NAME


def _uses(tree: exp.Query, label: exp.Column) -> int:
    return sum(each == label for each in tree.find_all(exp.Column))
