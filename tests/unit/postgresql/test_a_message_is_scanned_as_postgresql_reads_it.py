"""A message is cut into statements, and every text, name and comment is what PostgreSQL takes it
for; anything else is refused with its place.

Covers federation.postgresql.scan.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.model.problem import Problem
from federation.postgresql.scan import read_message
from federation.sql.scan import TokenKind
from tests.tiers import examples


def texts_of(message):
    return [
        each.value
        for statement in read_message(message)
        for each in statement.scanned.tokens
        if each.kind is TokenKind.TEXT
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'l''eau'", "l'eau"),
        (r"'a\n'", r"a\n"),
        (r"E'a\n\'b\\c'", "a\n'b\\c"),
        (r"e'\x41\u00e9\101'", "AéA"),
        ('$$l\'eau -- "$1"$$', 'l\'eau -- "$1"'),
        ("$x$ a $$ b $x$", " a $$ b "),
        ("'--' /* /* 'x' */ 'y' */", "--"),
    ],
)
def test_a_text_is_what_postgresql_takes_it_for(written, meant):
    assert texts_of(f"SELECT {written}") == [meant]


def test_a_message_holds_statements_and_texts_hold_semicolons():
    sent = [each.sent for each in read_message("SELECT 1; ;SELECT ';' -- ; x\n; /* ; */ BEGIN")]
    assert sent == ["SELECT 1", "SELECT ';'", "BEGIN"]
    assert read_message(" ; -- nothing\n") == ()


def test_places_of_parameters_are_calls_that_nobody_can_write():
    (statement,) = read_message("SELECT $2, $1::int")
    assert statement.scanned.clean == "SELECT interco_parameter(2), interco_parameter(1)::int"
    assert statement.parameters == 2
    assert statement.sent[statement.starts[-1] :] == "int"
    with pytest.raises(Problem) as refused:
        read_message("SELECT interco_parameter(1)")
    assert refused.value.code == "sql_reserved_name"


@pytest.mark.parametrize(
    ("message", "signs"),
    [("a=-1", ["=", "-"]), ("a<>b", ["<>"]), ("a!~~*b", ["!~~*"]), ("a::b", ["::"])],
)
def test_signs_are_joined_as_postgresql_joins_them(message, signs):
    (statement,) = read_message(message)
    tokens = statement.scanned.tokens
    assert [each.value for each in tokens if each.kind is TokenKind.SIGN] == signs


@pytest.mark.parametrize(
    ("message", "code", "column"),
    [
        ("SELECT 'a", "sql_unfinished", 8),
        ("SELECT /* a /* b */", "sql_unfinished", 8),
        ("SELECT $x$ a", "sql_unfinished", 8),
        (r"SELECT E'a\'", "sql_unfinished", 9),
        (r"SELECT E'\xff'", "sql_construct", 10),
        ("SELECT U&'a'", "sql_construct", 8),
        ("SELECT B'1'", "sql_construct", 8),
        ("SELECT a||-1", "sql_construct", 9),
        ("SELECT a @@ b", "sql_construct", 10),
        ("SELECT 0x1F", "sql_construct", 8),
        ("SELECT 1_000", "sql_construct", 8),
        ("SELECT été", "sql_character", 8),
        ("SELECT 'a'\n'b'", "sql_construct", 8),
        ('SELECT "a\u200bb"', "sql_character", 8),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_with_its_place(message, code, column):
    with pytest.raises(Problem) as refused:
        read_message(message)
    assert (refused.value.code, refused.value.place.column) == (code, column)


@given(st.text(alphabet="SELECTfromab1'\"$E\\-/*;:()<>=!~ \n", max_size=60))
@settings(max_examples=examples(300), deadline=None)
def test_whatever_is_sent_ends_in_statements_or_in_a_problem(message):
    try:
        statements = read_message(message)
    except Problem:
        return
    # What is handed on is read alike the second time.
    for each in statements:
        if each.parameters:
            continue
        (again,) = read_message(each.scanned.clean)
        assert [(token.kind, token.value) for token in again.scanned.tokens] == [
            (token.kind, token.value) for token in each.scanned.tokens
        ]
