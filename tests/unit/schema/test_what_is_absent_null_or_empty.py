"""Presence is judged on the document: what an absent variable emptied is dropped, and no more.

Covers schema.reading.where_reader, schema.document.variables, schema.reading.conditions,
schema.inputs, schema.types.scope.
"""

import pytest

from tests.unit.schema.reading import codes_of, collectes, where_of

BASE = '"t"."flux" = CAST(:p0 AS VARCHAR)'


def declared(types):
    return f"query({types})"


@pytest.mark.parametrize(
    "where",
    [
        "{ flux: { eq: $a } }",
        "{ AND: [{ flux: { eq: $a } }] }",
        "{ OR: [{ flux: { eq: $a } }] }",
        "{ NOT: { flux: { eq: $a } } }",
        "{ NOT: { OR: [{ AND: [{ flux: { eq: $a } }] }] } }",
        "{ flux: { fold: CASE, eq: $a } }",
        "{ commune: { nom: { eq: $a } } }",
        "{ commune: { epci: { nom: { eq: $a } } } }",
    ],
)
def test_a_condition_that_an_absent_variable_emptied_is_dropped(where):
    assert where_of(f"(where: {where})", {}, declared("$a: String")) is None


def test_it_leaves_its_or_which_never_becomes_true():
    where = '(where: { OR: [{ flux: { eq: "OMR" } }, { remarque: { eq: $a } }] })'
    assert where_of(where, {}, declared("$a: String")) == BASE


def test_it_leaves_its_not():
    where = '(where: { flux: { eq: "OMR" }, NOT: { remarque: { eq: $a } } })'
    assert where_of(where, {}, declared("$a: String")) == BASE


def test_the_rest_of_its_filter_stays():
    where = '(where: { dateCollecte: { gte: $a, lt: "2025-01-01" } })'
    expected = '"t"."date_collecte" < CAST(:p0 AS DATE)'
    assert where_of(where, {}, declared("$a: Date")) == expected


def test_an_absent_where_is_no_condition():
    head = declared("$w: ValDIlleAubigne_Collectes_Where")
    assert where_of("(where: $w)", {}, head) is None


def test_a_default_stands_for_an_absent_variable():
    head = declared('$a: String = "OMR"')
    assert where_of("(where: { flux: { eq: $a } })", {}, head) == BASE


@pytest.mark.parametrize("where", ["(where: {})", ""])
def test_an_empty_where_at_the_top_is_no_condition(where):
    assert where_of(where) is None


def test_an_empty_where_in_a_variable_is_no_condition():
    assert (
        where_of("(where: $w)", {"w": {}}, declared("$w: ValDIlleAubigne_Collectes_Where")) is None
    )


@pytest.mark.parametrize(
    "where",
    [
        "{ flux: {} }",
        "{ flux: { fold: CASE } }",
        "{ AND: [{}] }",
        "{ OR: [] }",
        "{ NOT: {} }",
        "{ commune: {} }",
        "{ commune: { nom: {} } }",
        "{ commune: { epci: {} } }",
    ],
)
def test_an_empty_condition_below_the_top_is_an_error(where):
    assert codes_of(collectes(f"(where: {where})")) == ["empty_condition"]


@pytest.mark.parametrize(
    "value",
    [
        {"flux": {}},
        {"flux": {"fold": "CASE"}},
        {"AND": [{}]},
        {"OR": []},
        {"NOT": {}},
        {"commune": {"nom": {}}},
    ],
)
def test_it_is_one_in_a_variable_too(value):
    head = declared("$w: ValDIlleAubigne_Collectes_Where")
    assert codes_of(collectes("(where: $w)", head=head), {"w": value}) == ["empty_condition"]


@pytest.mark.parametrize(
    "where",
    [
        "null",
        "{ flux: null }",
        "{ flux: { eq: null } }",
        "{ AND: null }",
        "{ NOT: null }",
        "{ commune: null }",
        "{ commune: { nom: { eq: null } } }",
        "{ flux: { fold: null, eq: $a } }",
        "{ flux: { in: null } }",
    ],
)
def test_an_explicit_null_is_an_error(where):
    head = declared("$a: String") if "$a" in where else "query"
    document = collectes(f"(where: {where})", head=head)
    assert codes_of(document, {"a": "OMR"}) == ["null_condition"]


def test_a_variable_that_is_null_is_an_error():
    document = collectes("(where: { flux: { eq: $a } })", head=declared("$a: String"))
    assert codes_of(document, {"a": None}) == ["null_condition"]


def test_a_page_argument_that_is_null_is_as_if_it_were_absent():
    assert where_of("(first: null, after: null, offset: null, orderBy: null)") is None


def test_nothing_is_in_an_empty_list_and_everything_outside_it():
    assert where_of("(where: { flux: { in: [] } })") == "FALSE"
    assert where_of("(where: { flux: { notIn: [] } })") == "TRUE"
    head = declared("$l: [String!]")
    assert where_of("(where: { flux: { in: $l } })", {"l": []}, head) == "FALSE"


def test_an_absent_list_is_dropped_and_an_empty_one_is_not():
    assert where_of("(where: { flux: { in: $l } })", {}, declared("$l: [String!]")) is None


def test_one_value_alone_is_a_list_of_one():
    expected = '"t"."flux" IN (CAST(:p0 AS VARCHAR))'
    assert where_of('(where: { flux: { in: "OMR" } })') == expected
    head = declared("$l: [String!]")
    assert where_of("(where: { flux: { in: $l } })", {"l": "OMR"}, head) == expected


def test_having_follows_the_same_rules():
    body = "groupBy(having: %s) { key { flux } }"
    assert codes_of(collectes("", body % "{ count: {} }")) == ["empty_condition"]
    assert codes_of(collectes("", body % "{ sum: { total: null } }")) == ["null_condition"]
    assert codes_of(collectes("", body % "null")) == ["null_condition"]
