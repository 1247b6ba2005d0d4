"""`Accept`, with its weights and its parameters.

Covers federation.results.formats.choice, gateway.http.accept.
"""

import pytest

from federation.results.formats.choice import FORMATS
from gateway.base.problems import NotAcceptable
from gateway.http.accept import GRAPHQL_JSON, JSON, choose_format, choose_graphql_type

ARROW = "application/vnd.apache.arrow.stream"
PARQUET = "application/vnd.apache.parquet"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("application/json; charset=utf-8", "json"),
        ("application/x-ndjson", "ndjson"),
        ("text/csv", "csv"),
        ("TEXT/CSV; header=present", "csv"),
        ("text/csv; dialect=excel-fr", "csv-excel-fr"),
        ('text/csv;dialect="excel-fr";q=0.5, application/json;q=0.4', "csv-excel-fr"),
        (ARROW, "arrow"),
        (PARQUET, "parquet"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "json"),
        (f"{PARQUET};q=0.2, {ARROW};q=0.9, */*;q=0.1", "arrow"),
        ("application/json;q=0, */*", "ndjson"),
        ("text/*, application/json;q=0.9", "csv"),
        ("image/png, application/json;q=0.001", "json"),
    ],
)
def test_the_best_of_what_is_offered(accept, name):
    assert choose_format(accept) == name


@pytest.mark.parametrize(
    "accept",
    [
        "image/png",
        "application/json;q=0",
        "text/csv;dialect=excel-de",
        "*/*;q=0",
        "text/csv;q=x",
        "text/csv;q=0, text/*",
    ],
)
def test_nothing_that_fits_is_said(accept):
    with pytest.raises(NotAcceptable):
        choose_format(accept)


@pytest.mark.parametrize("name", list(FORMATS))
def test_what_an_answer_calls_itself_asks_for_it_again(name):
    assert choose_format(FORMATS[name]().media_type) == name


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{JSON}; charset=utf-8; version=1", JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.4, {JSON};q=0.5", JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9, */*;q=0.8", GRAPHQL_JSON),
        ("text/html, */*;q=0.1", JSON),
        (f"{JSON};q=0, */*", GRAPHQL_JSON),
    ],
)
def test_a_graphql_answer_is_of_the_type_that_is_wanted(accept, media_type):
    assert choose_graphql_type(accept) == media_type


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0", "*/*;q=nan", f"{GRAPHQL_JSON};q=2"])
def test_a_graphql_answer_of_no_other_type_is_given(accept):
    with pytest.raises(NotAcceptable):
        choose_graphql_type(accept)
