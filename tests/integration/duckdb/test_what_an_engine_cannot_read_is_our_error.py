"""A statement that the engine cannot bind or parse is told as our error, and logged without values.

Covers federation.engines.refused.
"""

import pytest
from structlog.testing import capture_logs

from federation.engines.refused import StatementRefused, refused
from tests.integration.duckdb.test_queries_end_when_they_must import COUNT
from tests.integration.storages.values import duckdb_plan


@pytest.mark.parametrize(
    "spoilt", ["SELECT nothing_here('Dupont') AS n", "SELECT FROM 'Dupont' X Y"]
)
async def test_the_operator_is_told_what_was_refused_and_no_value(engine, spoilt):
    with capture_logs() as logs, pytest.raises(StatementRefused) as told:
        await engine.execute(duckdb_plan(spoilt, COUNT), {})
    assert told.value.status == 500
    (line,) = (each for each in logs if each["event"] == "statement_refused_by_engine")
    assert (line["log_level"], line["engine"]) == ("error", "duckdb")
    assert line["statement"]
    assert line["said"]
    assert "Dupont" not in str(line)


def test_of_an_engines_words_none_that_stands_in_quotes_is_logged():
    plan = duckdb_plan("SELECT 1 AS n", COUNT)
    with capture_logs() as logs:
        refused(plan, "ConversionError", "Cannot read 'mme O''Secret' as INT\nLINE 1: 'secret'")
    (line,) = logs
    assert line["said"] == "Cannot read '…' as INT"
    assert "secret" not in str(line).lower()
