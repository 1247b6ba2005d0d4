"""Every line of the log is one JSON object, bears the request's reference, and holds no value.

Covers gateway.base.error_reporting, gateway.base.logging, federation.engines.query_tag.
"""

import io
import json
import logging
import sys

import pytest
import structlog

from federation.engines.query_tag import REQUEST
from gateway.base.error_reporting import report_operator_problem
from gateway.base.logging import configure_logging
from gateway.base.problems import SecretUnreadable


@pytest.fixture
def lines(monkeypatch):
    """What was logged so far, each line read as JSON."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root, kept = logging.getLogger(), logging.getLogger().handlers[:]
    was = structlog.get_config()
    configure_logging("info")
    yield lambda: [json.loads(each) for each in written.getvalue().splitlines()]
    structlog.configure(**was)
    root.handlers[:] = kept


def test_what_the_server_logs_is_json_and_says_where_it_failed_but_no_value(lines):
    try:
        int("CANARI")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in %s\n", "CANARI")
    (line,) = lines()
    assert (line["logger"], line["level"], line["error"]) == (
        "uvicorn.error",
        "error",
        "ValueError",
    )
    assert line["said"] == "Exception in %s"
    assert "test_logs_are_lines_of_json.py" in line["places"][0]
    assert "CANARI" not in json.dumps(line)


def test_a_library_that_may_quote_a_query_is_named_and_no_more(lines):
    logging.getLogger("sqlglot").warning("SELECT 'CANARI' contains unsupported syntax")
    (line,) = lines()
    assert line["logger"] == "sqlglot"
    assert "CANARI" not in json.dumps(line)


def test_an_answer_that_was_broken_off_is_told_by_its_own_line_alone(lines):
    logging.getLogger("uvicorn.error").error("ASGI callable returned without completing response.")
    assert lines() == []


def test_what_a_request_causes_bears_its_reference_wherever_it_is_logged(lines):
    token = REQUEST.set("abc123")
    try:
        structlog.get_logger().warning("postgresql_failed", sqlstate="22003")
        logging.getLogger("asyncio").error("late")
    finally:
        REQUEST.reset(token)
    structlog.get_logger().warning("elsewhere")
    assert [each.get("request_id") for each in lines()] == ["abc123", "abc123", None]


def test_a_source_that_failed_is_found_by_the_reference_that_was_given(lines):
    report_operator_problem((SecretUnreadable(),), "abc123")
    (line,) = lines()
    assert (line["event"], line["request_id"], line["code"]) == (
        "source_problem",
        "abc123",
        "secret_unreadable",
    )
