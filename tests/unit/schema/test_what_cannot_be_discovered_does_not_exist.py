"""An undiscoverable dataset, and an organisation without any other, answer as absent ones do.

Covers schema.types.view, schema.fields, schema.reading.projection, schema.types.group_types,
schema.types.filters, schema.response.introspection.
"""

import pytest

from gateway.control.graphql_schema import CONTROL
from schema.problems import DocumentProblems
from schema.response.introspection import introspect
from schema.response.sdl import sdl
from schema.response.writer import write_refusal
from schema.types.view import View
from tests.unit.schema.reading import codes_of, collectes, problems_of, read
from tests.unit.schema.sample import BORNES, COMPTEURS, DATASETS, QUIET, snapshot, view

HIDDEN = [
    "{ valDIlleAubigne { bornes { nodes { nom } } collectes { nodes { flux } } } }",
    "{ valDIlleAubigne { borne { nodes { nom } } } }",
    "{ valDIlleAubigne { collectes { nodes { flux } } bornees { nodes { nom } } } }",
    "{ valcobreizh { compteurs { nodes { valeur } } } }",
    "{ valcobreiz { compteurs { nodes { valeur } } } }",
    "{ valDIlleAubigne { ...F } } fragment F on ValDIlleAubigne_Bornes_Node { nom }",
    "query($w: ValDIlleAubigne_Bornes_Where) { valDIlleAubigne { bornes(where: $w) { nope } } }",
    "{ valDIlleAubigne { borness { nodes { nom } } } }",
    '{ __type(name: "ValDIlleAubigne_Bornes_Node") { name } __schema { types { name } } }',
    "{ __schema { queryType { fields { name } } } }",
]


def told(document, seen):
    """The bytes that refuse, or what introspection says."""
    try:
        found = read(document, seen=seen)
    except DocumentProblems as refused:
        return write_refusal(refused.problems, "fr", "r")
    assert found.introspection is not None
    return dict(introspect(found.introspection, {}, seen, None, CONTROL).fields)


@pytest.mark.parametrize("document", HIDDEN)
def test_a_hidden_dataset_answers_byte_for_byte_as_an_absent_one(document):
    hidden = View.of(snapshot(), ["ds_collectes"])
    without = tuple(each for each in DATASETS if each not in {BORNES, COMPTEURS})
    absent = View.of(snapshot(without), ["ds_collectes"])
    assert told(document, hidden) == told(document, absent)


def test_an_organisation_without_anything_to_discover_has_no_field():
    assert codes_of("{ bretagneRomantique { x } }") == ["unknown_field"]
    assert QUIET.slug not in sdl(view(), CONTROL)


def test_a_misspelt_dataset_gets_the_nearest_one_that_may_be_discovered():
    document = "{ valDIlleAubigne { borness { nodes { nom } } } }"
    assert problems_of(document)[0].did_you_mean == "bornes"
    seen = view("ds_collectes")
    assert problems_of(document, seen=seen)[0].did_you_mean is None


def test_a_misspelt_organisation_gets_the_nearest_one_that_may_be_discovered():
    assert problems_of("{ valcobreiz { x } }")[0].did_you_mean == "valcobreizh"
    assert problems_of("{ valcobreiz { x } }", seen=view("ds_collectes"))[0].did_you_mean is None


def test_a_misspelt_column_is_told_with_its_place_and_the_nearest_one():
    (problem,) = problems_of(collectes("", "nodes {\n  tonageKg }"))
    assert (problem.did_you_mean, problem.place.line, problem.place.column) == ("tonnageKg", 2, 3)


@pytest.mark.parametrize(
    ("document", "code", "suggestion"),
    [
        (collectes("(wher: {})"), "unknown_argument", "where"),
        (collectes("(where: { fluxx: { eq: 1 } })"), "unknown_input_field", "flux"),
        (collectes("(orderBy: { flux: ASCC })"), "unexpected_value", "ASC"),
        (collectes("(orderBy: { flux: ASC, total: ASC })"), "exactly_one_field", None),
        (collectes("", "nodes"), "selection_needed", None),
        (collectes("", "nodes { flux { x } }"), "selection_refused", None),
        (collectes("", "nodes { a: flux a: total }"), "fields_conflict", None),
        (collectes("", "a: nodes { flux } a: totalCount { value }"), "fields_conflict", None),
        (collectes("", "nodes { ...F }"), "unknown_fragment", None),
        ("{ me { kind } } fragment F on Me { kind }", "unused_fragment", None),
        ("query($a: Int) { me { kind } }", "unused_variable", None),
        (collectes("(first: $a)"), "undefined_variable", None),
        (collectes("(first: $a)", head="query($a: String)"), "variable_mismatch", None),
        ("query($a: Nope) { me { kind @skip(if: $a) } }", "unknown_type", None),
        ("{ me { kind @nope } }", "directive_refused", None),
        ("{ me { kind @skip } }", "missing_argument", None),
        ("{ territory(siren: 1) { siren } }", "unexpected_value", None),
        ("{ me { ... on Dataset { id } } }", "fragment_mismatch", None),
        ("{ me { kind } } type A { b: Int }", "invalid_document", None),
    ],
)
def test_each_rule_of_graphql_is_told_in_our_own_words(document, code, suggestion):
    problem = next(each for each in problems_of(document) if each.code == code)
    assert problem.did_you_mean == suggestion
    for language in ("fr", "en"):
        assert problem.sentence(language)
        assert "{" not in problem.sentence(language).replace("{ … }", "")
        assert problem.next_step(language)


def test_the_same_field_twice_merges():
    read(collectes("", "nodes { flux } nodes { flux total }"))
    read(collectes("(first: 2)", "a: totalCount { value } a: totalCount { exact }"))


def test_two_fields_that_differ_only_in_arguments_conflict():
    one, other = (f"c: collectes(first: {n}) {{ nodes {{ flux }} }}" for n in (1, 2))
    document = f"{{ valDIlleAubigne {{ {one} {other} }} }}"
    assert codes_of(document) == ["fields_conflict"]


def test_every_dataset_of_a_document_is_named_once_in_its_order():
    document = """{ valcobreizh { compteurs { nodes { id } } }
        valDIlleAubigne { collectes { nodes { flux } totalCount { value } } } }"""
    assert read(document).datasets == ("ds_compteurs", "ds_collectes")


@pytest.mark.parametrize(
    ("argument", "meant"),
    [("limit", "first"), ("pageSize", "first"), ("skip", "offset"), ("order_by", None)],
)
def test_an_argument_that_others_call_otherwise_is_recognised(argument, meant):
    (problem,) = problems_of(collectes(f"({argument}: 20)"))
    assert problem.code == "unknown_argument"
    assert problem.did_you_mean == (meant or "orderBy")


def test_a_variable_is_told_the_type_that_is_needed():
    (problem,) = problems_of(collectes("(first: $a)", head="query($a: String!)"))
    assert "« String! » ; il faut ici « Int »" in problem.sentence("fr")
    assert '"String!"; "Int" is needed here' in problem.sentence("en")
    where = "(where: { dateCollecte: { gte: $d } })"
    (problem,) = problems_of(collectes(where, head="query($d: String)"))
    assert "« Date »" in problem.sentence("fr")


def test_names_and_values_are_told_at_once():
    where = (
        '(where: { flux: { eq: "verre" }, dateCollecte: { gte: "01/01/2025" },'
        ' codeCommune: { in: ["35003"] }, tonnag: { gt: 1 } }, limit: 3)'
    )
    problems = problems_of(collectes(where, "nodes { fluxx }"))
    assert [each.code for each in problems] == [
        "not_in_code_list",
        "unexpected_value",
        "unknown_input_field",
        "unknown_argument",
        "unknown_field",
    ]
    assert problems[0].did_you_mean == "VERRE"


def test_a_folded_text_is_no_code():
    where = '(where: { flux: { eq: "verre", fold: CASE } }, limit: 3)'
    assert [each.code for each in problems_of(collectes(where))] == ["unknown_argument"]


def test_what_is_named_one_level_too_high_is_told_where_it_is():
    (problem,) = problems_of("{ collectes { totalCount { value } } }")
    assert problem.did_you_mean == "valDIlleAubigne { collectes }"
    (problem,) = problems_of(collectes("", "tonnageKg"))
    assert problem.did_you_mean == "nodes { tonnageKg }"
    # Bornes is hidden: nothing tells that it is there; `boards` is a field that anybody sees.
    (problem,) = problems_of("{ bornes { totalCount { value } } }", seen=view("ds_collectes"))
    assert problem.did_you_mean == "boards"


@pytest.mark.parametrize(
    ("name", "owners"),
    [
        ("bornes", "boards"),
        ("collectes", "valDIlleAubigne { collectes }"),
        ("val_d_ille_aubigne__collectes", "valDIlleAubigne { collectes }"),
        ("val_d_ille__collectes", None),
    ],
)
def test_a_dataset_at_the_root_is_told_where_it_lies(name, owners):
    (problem,) = problems_of(f"{{ {name} {{ x }} }}", seen=view("ds_collectes"))
    assert problem.did_you_mean == owners
