"""What `docs/reference/sql.md` says: its examples run, its functions and limits are the code's.

Covers federation.sql.functions, federation.sql.json_paths, federation.sql.growth,
federation.sql.size, federation.sql.scan, federation.sql.values.
"""

import re
from pathlib import Path

import pytest

from federation.sql import growth, parameters, scan, size, values
from federation.sql.functions import FUNCTIONS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "sql.md").read_text("utf-8")
EXAMPLES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
TOLD_AS_WORDS = {"CAST", "TRY_CAST"}


@pytest.mark.parametrize("statement", EXAMPLES)
async def test_an_example_runs_for_anybody(door, statement):
    assert await door.rows(statement)


def test_there_are_examples():
    assert len(EXAMPLES) >= 3


def test_every_function_is_told_and_no_other():
    table = PAGE.split("## What may be written")[1].split("They cost time")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    told = {name.upper() for row in rows for name in re.findall(r"`([a-z_0-9]+)`", row)}
    assert told - {"CURRENT_DATE"} == FUNCTIONS - TOLD_AS_WORDS


def test_every_limit_is_told():
    table = PAGE.split("## Limits")[1].split("All but the last")[0]
    for limit in (
        scan.MAX_CHARACTERS,
        scan.MAX_TOKENS,
        scan.MAX_NESTING,
        scan.MAX_CHAIN,
        scan.MAX_PENDING_JOINS,
        size.MAX_CTES,
        size.MAX_REFERENCES,
        size.MAX_COLUMNS,
        values.MAX_VALUES,
        growth.MAX_GROWTH,
        parameters.MAX_TEXT,
    ):
        assert f"{limit:,}" in table


def test_every_type_of_a_parameter_is_told():
    sending = PAGE.split("## Sending a statement")[1].split("## What comes back")[0]
    for name in parameters._NAMES:
        assert f"`{name}`" in sending
