"""The constants of a statement, kept by an instance as tables: cut out of its text once, not in
each query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial

import duckdb

from federation.engine import Value
from federation.engines.kept_tables import KeptTables
from federation.plan import ConstantTable, Plan

_LEAST_BYTES, _BYTES_OF_A_CHARACTER, _BYTES_OF_A_GIVEN_CHARACTER = 128 * 1024, 10, 3
"""Bytes that DuckDB takes for a small table, for each character of a larger one's statement, and of
the parameters that it cuts into rows.
"""


class ConstantTables:
    """At most about `most_bytes` at once; the least recently read go first."""

    def __init__(self, most_bytes: int) -> None:
        self._tables = KeptTables(most_bytes)

    @contextmanager
    def read_by(
        self, cursor: duckdb.DuckDBPyConnection, plan: Plan, values: Mapping[str, Value]
    ) -> Iterator[Plan]:
        """The same plan over tables of its constants, which are there until the end; `plan` itself
        where one of them cannot be made. `values`: of the plan's parameters.
        """
        over = plan.over_constants
        with ExitStack() as held:
            if over is None or not all(
                self._is_held(held, cursor, each, values) for each in over.constants
            ):
                yield plan
            else:
                yield replace(plan, text=over.text)

    def _is_held(
        self,
        held: ExitStack,
        cursor: duckdb.DuckDBPyConnection,
        constant: ConstantTable,
        values: Mapping[str, Value],
    ) -> bool:
        if held.enter_context(self._tables.held(constant.name)) is not None:
            return True
        parameters = {name: values[name] for name in constant.parameters}
        size = len(constant.statement) * _BYTES_OF_A_CHARACTER
        size += sum(len(str(each)) for each in parameters.values()) * _BYTES_OF_A_GIVEN_CHARACTER
        size = max(size, _LEAST_BYTES)
        make = partial(_is_made, cursor, constant.statement, parameters)
        self._tables.make(cursor, constant.name, constant.name, size, make)
        return held.enter_context(self._tables.held(constant.name)) is not None


def _is_made(
    cursor: duckdb.DuckDBPyConnection, statement: str, parameters: Mapping[str, Value]
) -> bool:
    try:
        cursor.execute(statement, parameters)
    except duckdb.Error:
        # Interrupted, or no room: the statement that holds its constants is run, or says why.
        return False
    return True
