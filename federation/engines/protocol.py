"""What an engine is: it runs one plan and answers columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import pyarrow as pa

from catalog.model.storage import SecretReference
from federation.plan import Plan

Value = str | int | float | bool | None
ResolveSecret = Callable[[SecretReference], str]
"""Reads a secret at the last moment; raises an OperatorProblem when it cannot be read."""


class Engine(Protocol):
    """`execute` never blocks the event loop; cancelling the task stops the query at the source."""

    name: str

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """At most `plan.max_rows` rows, as one table with the columns of `plan.logical.columns`.

        `values` are wire values (ISO text for dates, decimal text) and keys, by placeholder name.
        Column types are canonical: see `federation.results.canonical`. Raises SourceProblems only:
        one generic one for run-time failures, whatever the source said.
        """
        ...

    async def aclose(self) -> None:
        """Running queries are cancelled, connections closed."""
        ...
