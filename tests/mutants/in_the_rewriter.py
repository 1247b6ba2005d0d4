"""Bugs of the rewriter, by a few words each: every one shows what it should not, or too much."""

from __future__ import annotations

from tests.integration.oracle.mutants import InPython

_REWRITES = "federation.rewrites"
GOVERN, MASKS = f"{_REWRITES}.govern_tables", f"{_REWRITES}.masks"
ROWS, CELLS = f"{_REWRITES}.row_conditions", f"{_REWRITES}.commune_cells"
NAMES, BINDING = f"{_REWRITES}.resolve_names", "federation.binding"
TERMS, LAND = "federation.agreement_terms", "federation.territory_conditions"
TYPED, PLANNING = f"{_REWRITES}.typed_columns", "federation.planning"

_COARSER = "return _coarser(typed, column, cell.transform, dataset, land, context)"
_FIRST = "return _first_day(typed(column), column, cell.transform, dataset.time_zone)"
_PERIOD = "(each.start, each.end)"

BUGS: dict[str, InPython] = {
    # rows
    "no row is hidden": InPython(
        GOVERN, "governed", "        return select.where(held, copy=False)\n", "        pass\n"
    ),
    "a branch that compares hides nothing": InPython(
        ROWS, "row_condition", "return _compared(rows, typed)", "return None"
    ),
    "a branch on a territory hides nothing": InPython(
        ROWS, "row_condition", "return _in_scope(rows, typed, time_zone)", "return None"
    ),
    "of several conditions the first is kept": InPython(
        ROWS, "row_condition", "for each in conditions]", "for each in conditions[:1]]"
    ),
    "one of several conditions is enough": InPython(
        ROWS, "row_condition", "all_of(kept)", "any_of(kept)"
    ),
    "less than takes the limit in": InPython(
        ROWS, "_compared", "_OPERATORS[rows.op]", "{**_OPERATORS, CompareOp.LT: exp.LTE}[rows.op]"
    ),
    "more than takes the limit in": InPython(
        ROWS, "_compared", "_OPERATORS[rows.op]", "{**_OPERATORS, CompareOp.GT: exp.GTE}[rows.op]"
    ),
    "NULL is other than a value": InPython(
        ROWS,
        "_compared",
        "_OPERATORS[rows.op]",
        "{**_OPERATORS, CompareOp.NE: exp.NullSafeNEQ}[rows.op]",
    ),
    "equal is at least": InPython(
        ROWS, "_compared", "_OPERATORS[rows.op]", "{**_OPERATORS, CompareOp.EQ: exp.GTE}[rows.op]"
    ),
    "what is in a list is what is not": InPython(
        ROWS,
        "_compared",
        "return exp.In(this=typed(rows.column), expressions=values) if values",
        "return exp.Not(this=exp.In(this=typed(rows.column), expressions=values)) if values",
    ),
    "any code is inside": InPython(
        ROWS, "_in_scope", "[is_any_of(typed(code), rows.scope.codes)]", "[exp.true()]"
    ),
    "the future is today's": InPython(
        ROWS,
        "_in_scope",
        "    conditions.append(exp.LT(this=typed(day), expression=at(rows.until)))\n",
        "",
    ),
    "tomorrow is today": InPython(
        ROWS,
        "_in_scope",
        "exp.LT(this=typed(day), expression=at(rows.until))",
        "exp.LTE(this=typed(day), expression=at(rows.until))",
    ),
    "a code is inside for ever": InPython(
        ROWS, "_in_scope", "        conditions.append(any_of(periods))\n", "        pass\n"
    ),
    "a code is inside before it begins": InPython(
        ROWS, "_in_scope", "[] if start is None else", "[] if True else"
    ),
    "a code is inside after it ends": InPython(
        ROWS, "_in_scope", "[] if end is None else", "[] if True else"
    ),
    "a code is inside on the day that it ends": InPython(
        ROWS,
        "_in_scope",
        "exp.LT(this=typed(day), expression=at(end))",
        "exp.LTE(this=typed(day), expression=at(end))",
    ),
    "the days of some codes are asked of the others": InPython(
        ROWS,
        "_in_scope",
        "exp.Not(this=is_any_of(typed(code), group.codes))",
        "is_any_of(typed(code), group.codes)",
    ),
    "days of rows are counted in UTC": InPython(
        GOVERN, "_condition", "source.dataset.time_zone", "'UTC'"
    ),
    # cells
    "of two ways to show a cell one serves for all rows": InPython(
        GOVERN, "_differs", "len(looks) > 1", "len(looks) > 2"
    ),
    "the most revealing branch shows every row": InPython(
        GOVERN, "_cell", "if any(condition is None for condition in held):", "if True:"
    ),
    "what no branch shows is shown as the last one would": InPython(
        GOVERN, "_cell", "default=otherwise", "default=value"
    ),
    "a cell is shown where any branch holds the row": InPython(
        GOVERN, "_cell", "for position, _ in group]", "for position, _ in enumerate(conditions)]"
    ),
    "null is clear": InPython(MASKS, "masked", "return null(column.type)", "return typed(column)"),
    "a constant is clear": InPython(
        MASKS,
        "masked",
        "return cast(constant(cell.constant, column.type), column.type)",
        "return typed(column)",
    ),
    "a constant stands for NULL alone": InPython(
        MASKS,
        "masked",
        "return cast(constant(cell.constant, column.type), column.type)",
        "value = constant(cell.constant, column.type)\n"
        "            return exp.Coalesce(this=typed(column), expressions=[value])",
    ),
    "a hash is clear": InPython(
        MASKS, "masked", "return keyed_hash(typed(column), *keys)", "return typed(column)"
    ),
    "a hash is followed by its text": InPython(
        MASKS,
        "masked",
        "return keyed_hash(typed(column), *keys)",
        "return exp.DPipe(this=keyed_hash(typed(column), *keys), expression=typed(column))",
    ),
    "a month and a year are clear": InPython(MASKS, "masked", _FIRST, "return typed(column)"),
    "a year is a month": InPython(MASKS, "_first_day", "this=unit.name", "this='MONTH'"),
    "a month is a day": InPython(
        MASKS, "_first_day", "this=unit.name", "this={'MONTH': 'DAY'}.get(unit.name, unit.name)"
    ),
    "a month begins in UTC": InPython(
        MASKS, "_first_day", "local_time(value, column.type, time_zone)",
        "local_time(value, column.type, 'UTC')",
    ),
    "a commune and an EPCI are clear": InPython(MASKS, "masked", _COARSER, "return typed(column)"),
    "an EPCI is a commune": InPython(
        MASKS, "masked", _COARSER, _COARSER.replace("cell.transform", "Transform.COMMUNE")
    ),
    "a coarser commune is today's": InPython(
        MASKS, "date_of", "return dataset.column(binding.date_column)", "return None"
    ),
    "an EPCI's cell holds its commune": InPython(
        CELLS, "_values", "if transform is Transform.COMMUNE:", "if True:"
    ),
    "a commune is the same on all days": InPython(
        CELLS, "commune_cell", "        if day is not None:\n", "        if False:\n"
    ),
    "a commune begins as it ends": InPython(
        CELLS, "_within", "exp.LT(this=day.copy()", "exp.GTE(this=day.copy()"
    ),
    # what is bound
    "every cell of a branch is clear": InPython(
        BINDING,
        "Binder._bind_branch",
        "columns[column.name] = cell",
        "columns[column.name] = CellTransform(type(cell.transform)('clear'))",
    ),
    "of a conjunction the first is bound": InPython(
        BINDING, "Binder._bind_rows", "for each in conditions))", "for each in conditions[:1]))"
    ),
    "an aggregate branch gives rows": InPython(
        BINDING, "Binder._bind_dataset", "if each.output is Output.DETAIL", ""
    ),
    "a territory has no date": InPython(
        BINDING,
        "Binder._bind_territory",
        "None if rows.date_column is None else _column(dataset, rows.date_column)",
        "None",
    ),
    "any territory is the reader's": InPython(
        BINDING, "Binder._bind_territory", "book.at_row_date(rows.of,",
        "book.at_row_date(self.reader,",
    ),
    "any territory of today is the reader's": InPython(
        BINDING, "Binder._bind_territory", "book.at_day(rows.of,", "book.at_day(self.reader,"
    ),
    "a vintage is today's map": InPython(
        BINDING, "map_day", "return date(binding.vintage, 1, 1)", "return today"
    ),
    "the future begins in a year": InPython(
        BINDING, "Binder._bind_territory", "timedelta(days=1)", "timedelta(days=366)"
    ),
    "a comparison is bound to no value": InPython(
        BINDING,
        "Binder._bind_rows",
        "return BoundCompare(column, op, values)",
        "return BoundAllRows() if op is CompareOp.IN else BoundCompare(column, op, values)",
    ),
    # territories
    "a code counts whenever it meant anything": InPython(
        LAND, "TerritoryBook._on_map",
        "if (each.start or date.min) <= map_day < (each.end or date.max)", "",
    ),
    "who was ever a member is one for ever": InPython(
        LAND, "TerritoryBook._through_time", "bounds[each.code].append(shared)",
        f"bounds[each.code].append({_PERIOD})",
    ),
    "a listed code has no days": InPython(
        LAND, "TerritoryBook.listed_at_row_date", _PERIOD, "(None, None)"
    ),
    "listed communes are today's": InPython(
        LAND, "TerritoryBook._listed", "self.cog.atoms_of(code, at)",
        "self.cog.atoms_of(code, date(2024, 6, 1))",
    ),
    "a territory is read on its own day's map": InPython(
        LAND, "TerritoryBook.at_day", "self._on_map(land, map_day)", "self._on_map(land, day)"
    ),
    "the history of a territory is its last stretch": InPython(
        LAND, "TerritoryBook._through_time", "shared = common(days, (each.start, each.end))",
        "shared = (each.start, None)",
    ),
    # what is named, and under which terms
    "a withheld column may be named": InPython(
        NAMES, "_check_column", "dataset, known = bound.dataset.name, bound.granted",
        "return",
    ),
    "a withheld column may be named where it is qualified": InPython(
        NAMES,
        "_check_column",
        "raise ColumnNotGranted(dataset=dataset, column=each.name, place=place_of(each))",
        "return",
    ),
    "a qualified name may be a CTE": InPython(
        f"{_REWRITES}.lexical", "is_cte_reference",
        'if table.args.get("db") or table.args.get("catalog"):', "if False:",
    ),
    "hashes of two agreements are compared": InPython(
        f"{_REWRITES}.compare_hashes", "_check", "left_keys == right_keys", "True"
    ),
    "text that is no date fails": InPython(
        TYPED, "_try", "exp.TryCast(this=value, to=data_type(column.type), safe=True)",
        "exp.Cast(this=value, to=data_type(column.type))",
    ),
    "two owners' values always meet": InPython(
        PLANNING, "_may_filter_dynamically", "return all(", "return True or all("
    ),
    "two owners are one": InPython(PLANNING, "_may_filter_dynamically", "< 2", "< 3"),
    "one open dataset opens the others": InPython(
        PLANNING, "_may_filter_dynamically", "return all(", "return any("
    ),
    "terms are looked at and forgotten": InPython(
        PLANNING, "plan_slice", "enforced.context)", "shaped.context)"
    ),
    "an agreement not to combine is none": InPython(
        TERMS, "_may_join", "return False", "return True"
    ),
    "open data are any data": InPython(
        TERMS, "_may_join", "return _is_open(other)", "return True"
    ),
    "what may be combined is not asked by name": InPython(
        TERMS, "_may_join", "return other.dataset.id in combine.datasets", "return True"
    ),
    "combining is looked at for the first dataset alone": InPython(
        TERMS, "_check_combination", "for bound in datasets:", "for bound in datasets[:1]:"
    ),
    "the most rows of any agreement are the limit": InPython(
        TERMS, "_most_rows", "lowest = min(known)", "lowest = 10_000"
    ),
}  # fmt: skip
