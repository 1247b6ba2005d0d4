"""Rows of a frozen statement that fall out of its joins with communes of reference, counted."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalog.model.problem import Problem
from federation.sql.falling_out import counting_rows_that_fall_out
from gateway.reading.query.sql_request import SqlRequest

_MOST_CODES, _MOST_COUNTED = 10, 4
RowsOf = Callable[[SqlRequest], Awaitable[Sequence[Sequence[Any]]]]


async def rows_that_fall_out(request: SqlRequest, rows_of: RowsOf) -> Mapping[str, Any] | None:
    """The number of rows of a statement that find no commune (`rows`), their `codes`, and True
    under `more` where there are other codes; None where none was found, or where the statement
    joins none. Counted by the rights of the caller.
    """
    lost: Counter[str] = Counter()
    for statement in counting_rows_that_fall_out(request.document)[:_MOST_COUNTED]:
        own = replace(request, id=uuid.uuid4().hex, document=statement, parameters=())
        try:
            counted = await rows_of(own)
        except Problem:
            # Its coverage stays not verified, as that of any statement.
            continue
        for code, rows in counted:
            lost[_shown(code)] += int(rows)
    if not lost:
        return None
    codes = [code for code, _ in sorted(lost.items(), key=lambda one: (-one[1], one[0]))]
    return {
        "rows": sum(lost.values()),
        "codes": codes[:_MOST_CODES],
        "more": len(codes) > _MOST_CODES,
    }


def _shown(code: object) -> str:
    return "—" if code is None else str(code)
