"""Hostile documents cost milliseconds and get a clear problem.

Covers schema.limits, schema.document.document_cost, schema.reading.read_document,
schema.document.variable_uses, schema.document.source_text, schema.problems.
"""

import pytest

from tests.unit.schema.reading import codes_of, collectes, problems_of, read
from tests.within import within

MOST_SECONDS = 0.25
"""Of the processor, whatever else the machine does; each takes a few milliseconds of it."""


def refused_fast(document):
    (problem,) = within(MOST_SECONDS, lambda: problems_of(document))
    assert problem.code == "document_limit"
    return problem.facts["what_en"]


def doubled(times):
    fragments = " ".join(
        f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} x{n}: me {{ ...G{n} }} }}"
        f" fragment G{n} on Me {{ kind }}"
        for n in range(times)
    )
    return f"{{ ...F0 }} {fragments} fragment F{times} on Query {{ __typename }}"


def test_a_fragment_doubled_thirty_times():
    assert refused_fast(doubled(30)) == "fields asked for"


def test_twenty_thousand_aliases():
    document = "{ " + " ".join(f"a{n}: __typename" for n in range(20_000)) + " }"
    assert refused_fast(document) in {"bytes of text", "words and signs"}


def test_six_hundred_aliases():
    body = "nodes { " + " ".join(f"a{n}: flux" for n in range(600)) + " }"
    assert refused_fast(collectes("", body)) == "aliases"


def test_one_field_written_thousands_of_times():
    assert refused_fast(collectes("", "nodes { " + "flux " * 4_000 + "}")) == "fields asked for"


def test_fields_nested_very_deep():
    assert refused_fast("{ a" * 5_000 + "}" * 5_000) == "nested braces and parentheses"
    assert refused_fast("{ me " * 30 + "{ kind }" + "}" * 30) == "levels of fields"


def test_lists_nested_very_deep():
    value = "[" * 3_000 + "]" * 3_000
    assert refused_fast(collectes(f"(where: {value})")) == "nested braces and parentheses"


def test_many_directives():
    body = "nodes { flux " + "@include(if: true) " * 300 + "}"
    assert refused_fast(collectes("", body)) == "directives"


def test_many_root_fields():
    document = "{ " + " ".join(f"a{n}: __typename" for n in range(60)) + " }"
    assert refused_fast(document) == "root fields"


def test_a_document_of_megabytes():
    assert refused_fast("# " + "x" * 3_000_000) == "bytes of text"


def test_braces_in_texts_and_comments_do_not_count():
    document = collectes('(where: { remarque: { eq: "' + "{" * 200 + '" } })') + " # " + "{" * 200
    read(document)


def test_a_fragment_that_contains_itself_is_refused():
    document = "{ ...F } fragment F on Query { me { kind } ...F }"
    assert codes_of(document) == ["fragment_cycle"]


def test_many_wrong_fields_give_a_bounded_list():
    body = "nodes { " + " ".join(f"nope{n}" for n in range(400)) + " }"
    assert len(problems_of(collectes("", body))) <= 21


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ("{ valDIlleAubigne {", "fin du texte"),
        ("{ valDIlleAubigne } }", "« } »"),
        ("{ a(x: ) }", "« ) »"),
        ('{ a(x: "b }', "chaîne"),
        ("{ }", "« } »"),
    ],
)
def test_a_syntax_error_is_told_in_our_words_with_its_place(document, found):
    (problem,) = problems_of(document)
    assert problem.code == "graphql_syntax"
    assert problem.place.line == 1
    if found != "chaîne":
        assert found in problem.sentence("fr")


@pytest.mark.parametrize(
    ("document", "operation", "code"),
    [
        ("fragment F on Query { me { kind } }", None, "no_operation"),
        ("query A { __typename } query B { __typename }", None, "operation_name_needed"),
        ("query A { __typename }", "B", "unknown_operation"),
        ("subscription { a }", None, "no_subscriptions"),
    ],
)
def test_the_operation_must_be_one_that_exists_and_can_be_run(document, operation, code):
    assert codes_of(document, operation=operation) == [code]


def test_the_named_operation_is_read():
    document = "query A { __typename } query B { b: __typename }"
    parts = read(document, operation="B").shape.parts
    assert parts == (b'{"b":"Query"}',)
