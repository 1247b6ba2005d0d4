"""Introspection and SDL: what the caller may discover, of one organisation or of all.

Covers schema.response.introspection, schema.response.sdl, schema.types.merged,
schema.types.control_schema, gateway.cli.sdl, schema.types.dataset_types.
"""

import orjson
import pytest
from graphql import build_schema, get_introspection_query

from catalog.actions.names import RESERVED_ROOT_FIELDS
from catalog.model.dataset import ScalarType
from gateway.control.graphql_schema import CONTROL
from schema.problems import ScopeNeeded, UnknownScope
from schema.response.introspection import introspect
from schema.response.sdl import sdl
from schema.types.view import View
from tests.unit.schema.reading import codes_of, read
from tests.unit.schema.sample import VAL, column, dataset, snapshot, view


def introspected(document, scope=None, seen=None, variables=None):
    part = read(document, variables, seen=seen).introspection
    found = introspect(part, variables, seen or view(), scope, CONTROL)
    return {key: orjson.loads(value) for key, value in found.fields.items()}


def test_the_whole_schema_is_valid_and_reads_back():
    text = sdl(view(), CONTROL)
    built = build_schema(text)
    assert {"valDIlleAubigne", "valcobreizh", "node", "nodes", *CONTROL.fields} == set(
        built.query_type.fields
    )


def test_the_standard_introspection_query_is_answered():
    document = get_introspection_query(descriptions=True, input_value_deprecation=True)
    found = introspected(document)["__schema"]
    names = {each["name"] for each in found["types"]}
    assert {"ValDIlleAubigne_Collectes_Node", "Me", "DateFilter"} <= names


def test_a_scope_keeps_one_organisation():
    document = "{ __schema { queryType { fields { name } } } }"
    found = introspected(document, scope="valcobreizh")["__schema"]["queryType"]["fields"]
    names = {each["name"] for each in found}
    assert names == {"valcobreizh", "node", "nodes", *CONTROL.fields}


def test_an_unknown_scope_and_one_without_anything_to_discover_are_told_alike():
    for scope in ("nope", "bretagne-romantique"):
        with pytest.raises(UnknownScope):
            introspected("{ __schema { queryType { name } } }", scope=scope)


def test_above_two_hundred_datasets_a_scope_is_needed():
    many = [
        dataset(f"ds_{n}", VAL, f"jeu_{n}", [column("a", ScalarType.STRING)]) for n in range(201)
    ]
    seen = View.of(snapshot(many), [each.id for each in many])
    with pytest.raises(ScopeNeeded) as told:
        introspected("{ __schema { queryType { name } } }", seen=seen)
    assert "scope=val-d-ille-aubigne" in told.value.next_step("fr")


def test_types_by_name_aliases_and_variables():
    document = (
        'query($n: String!) { a: __type(name: $n) { kind } b: __type(name: "Nope") { kind } }'
    )
    found = introspected(document, variables={"n": "Direction"})
    assert found == {"a": {"kind": "ENUM"}, "b": None}


def test_introspection_nested_without_end_is_refused():
    inner = "fields { type " * 8
    document = "{ __schema { types { " + "fields { type { " * 8 + "name" + " } }" * 8 + " } } }"
    assert inner
    assert codes_of(document)


def test_columns_say_their_unit_and_codes():
    text = sdl(view(), CONTROL)
    assert "tonnage kg (kg)." in text
    assert "Codes : OMR, VERRE, CS, BIO." in text


def test_no_organisation_may_take_the_name_of_a_control_field():
    assert set(CONTROL.fields) <= RESERVED_ROOT_FIELDS


def test_mutations_are_shown_with_their_arguments_and_every_one_can_be_tried():
    document = """{ __schema { mutationType { name fields { name
        args { name defaultValue type { kind } } type { kind } } } } }"""
    root = introspected(document)["__schema"]["mutationType"]
    assert root["name"] == "Mutation"
    for field in root["fields"]:
        (dry,) = (each for each in field["args"] if each["name"] == "dryRun")
        assert dry["defaultValue"] == "false", field["name"]
        # What one has read is one's own affair: a number says it all.
        said = "SCALAR" if field["name"] == "markRead" else "OBJECT"
        assert field["type"]["kind"] == said, field["name"]
