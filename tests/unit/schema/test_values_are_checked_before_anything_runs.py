"""A value that does not fit is the caller's problem, with its place, and never reaches the SQL.

Covers schema.limits, schema.types.scalars, schema.types.scalar_values, schema.reading.arguments,
schema.types.dates, schema.document.leaf_values, gateway.control.scalars.
"""

from decimal import Decimal

import pytest

from federation.logical import LiteralSource, VariableSource
from schema.types.scalar_values import LeafMismatch
from schema.types.scalars import LEAVES
from tests.unit.schema.reading import codes_of, collectes, only_slice, problems_of, read


def parameter_of(arguments, variables=None, head="query"):
    (parameter,) = only_slice(read(collectes(arguments, head=head), variables)).parameters
    return parameter


def test_a_code_outside_the_list_is_told_with_the_nearest_one():
    (problem,) = problems_of(collectes('(where: { flux: { eq: "ORM" } })'))
    assert (problem.code, problem.did_you_mean) == ("not_in_code_list", "OMR")
    assert problem.place.line == 1
    assert "Vouliez-vous dire « OMR » ?" in problem.sentence("fr")


@pytest.mark.parametrize(
    ("arguments", "head", "variables"),
    [
        ("(where: { flux: { eq: $f } })", "query($f: String)", {"f": "ORM"}),
        ("(where: { flux: { in: $f } })", "query($f: [String!])", {"f": ["OMR", "ORM"]}),
        (
            "(where: $f)",
            "query($f: ValDIlleAubigne_Collectes_Where)",
            {"f": {"flux": {"ne": "ORM"}}},
        ),
    ],
)
def test_it_is_told_from_a_variable_too(arguments, head, variables):
    assert codes_of(collectes(arguments, head=head), variables) == ["not_in_code_list"]


def test_a_piece_of_a_code_may_be_looked_for():
    assert parameter_of('(where: { flux: { startsWith: "O" } })').suffix == "%"


def test_a_folded_comparison_is_not_closed_by_the_list():
    assert parameter_of('(where: { flux: { eq: "omr", fold: CASE } })').fold == "CASE"


@pytest.mark.parametrize(
    ("filter_", "code"),
    [
        ('dateCollecte: { eq: "2025-02-30" }', "unexpected_value"),
        ('dateCollecte: { eq: "20250201" }', "unexpected_value"),
        ("nbBacsLeves: { eq: 3000000000 }", "unexpected_value"),
        ('nbBacsLeves: { eq: "3" }', "unexpected_value"),
        ('total: { eq: "9223372036854775808" }', "unexpected_value"),
        ('tonnageKg: { eq: "1.2345" }', "unexpected_value"),
        ('tonnageKg: { eq: "abc" }', "unexpected_value"),
        ('horodatage: { eq: "2025-01-01T00:00:00" }', "unexpected_value"),
        ('saisie: { eq: "2025-01-01T00:00:00Z" }', "unexpected_value"),
        ('remarque: { eq: "a\\u0000b" }', "unexpected_value"),
        ("remarque: { eq: 3 }", "unexpected_value"),
        ('dateCollecte: { between: ["2025-01-01"] }', "unexpected_value"),
    ],
)
def test_a_value_of_another_type_is_refused(filter_, code):
    assert codes_of(collectes(f"(where: {{ {filter_} }})")) == [code]


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("Date", "2025-13-01"),
        ("Date", 3),
        ("Int", "3"),
        ("Int", 3_000_000_000),
        ("Int", True),
        ("Float", "1.5"),
        ("BigInt", "12a"),
        ("Decimal", "1e3x"),
        ("Boolean", "true"),
        ("String", 3),
        ("DateTime", "hier"),
    ],
)
def test_a_variable_of_another_type_is_refused_by_name(scalar, value):
    fields = {
        "Date": "dateCollecte",
        "Int": "nbBacsLeves",
        "Float": "dureeH",
        "BigInt": "total",
        "Decimal": "tonnageKg",
        "Boolean": "controle",
        "String": "remarque",
        "DateTime": "horodatage",
    }
    document = collectes(
        f"(where: {{ {fields[scalar]}: {{ eq: $v }} }})", head=f"query($v: {scalar})"
    )
    (problem,) = problems_of(document, {"v": value})
    assert problem.code == "invalid_variable"
    assert "$v" in problem.sentence("fr")


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("-1234567890123456789012345678.0123456789", True),
        ("9" * 38, True),
        ("0." + "1" * 38, True),
        ("22.5", True),
        ("9" * 39, False),
        ("9" * 30 + ".000000001", False),
        ("1e400", False),
    ],
)
def test_a_decimal_of_38_digits_is_one_wherever_its_point_stands(text, is_read):
    """The scalar knows no column: its type is held against the value afterwards."""
    try:
        read = LEAVES["Decimal"].read(text)
    except LeafMismatch:
        read = None
    assert (read is not None and Decimal(read) == Decimal(text)) is is_read


def test_a_required_variable_that_is_missing_is_named():
    (problem,) = problems_of(collectes("(first: $n)", head="query($n: Int!)"))
    assert (problem.code, problem.facts["variable"]) == ("missing_variable", "n")


def test_a_value_inside_a_variable_is_named_by_its_path():
    head = "query($w: ValDIlleAubigne_Collectes_Where)"
    value = {"AND": [{"dateCollecte": {"gte": "hier"}}]}
    (problem,) = problems_of(collectes("(where: $w)", head=head), {"w": value})
    assert "w.AND[0].dateCollecte.gte" in problem.sentence("fr")


def test_an_unknown_field_inside_a_variable_is_refused():
    head = "query($w: ValDIlleAubigne_Collectes_Where)"
    assert codes_of(collectes("(where: $w)", head=head), {"w": {"nope": {"eq": 1}}}) == [
        "invalid_variable"
    ]


def test_a_variable_nested_too_deep_is_refused():
    value = {"flux": {"eq": "OMR"}}
    for _ in range(500):
        value = {"NOT": value}
    head = "query($w: ValDIlleAubigne_Collectes_Where)"
    assert codes_of(collectes("(where: $w)", head=head), {"w": value}) == ["invalid_variable"]


def test_literals_become_canonical_parameters():
    assert parameter_of('(where: { tonnageKg: { gte: "100.5" } })').source == LiteralSource(
        "100.500"
    )
    assert parameter_of("(where: { tonnageKg: { gte: 100.5 } })").source == LiteralSource("100.500")
    assert parameter_of("(where: { total: { eq: 12 } })").source == LiteralSource(12)


def test_variables_stay_out_of_the_reading():
    head = "query($w: ValDIlleAubigne_Collectes_Where)"
    value = {"AND": [{"remarque": {"in": ["secret"]}}]}
    logical = only_slice(read(collectes("(where: $w)", head=head), {"w": value}))
    (parameter,) = logical.parameters
    assert parameter.source == VariableSource(("w", "AND", 0, "remarque", "in", 0))
    assert "secret" not in repr(logical)


def test_a_very_long_list_is_refused():
    document = collectes("(where: { total: { in: $l } })", head="query($l: [BigInt!])")
    assert codes_of(document, {"l": list(range(2_001))}) == ["list_too_long"]


def test_a_commune_condition_that_keeps_too_many_codes_is_refused():
    from dataclasses import replace

    from schema.limits import LIMITS

    document = collectes('(where: { commune: { nom: { contains: "a" } } })')
    assert codes_of(document, limits=replace(LIMITS, max_commune_codes=5)) == [
        "commune_filter_too_wide"
    ]


@pytest.mark.parametrize(
    ("filter_", "meant"),
    [
        ('nom: { eq: "Tresse" }', "Tressé"),
        ('nom: { in: ["Pacé", "Mesnil Roch"] }', "Mesnil-Roc'h"),
        ('nom: { ne: "Tresé" }', "Tressé"),
        ('nom: { eq: "xyz" }', None),
        ('epci: { nom: { eq: "CC Bretagne Romantiqe" } }', "CC Bretagne Romantique"),
    ],
)
def test_a_name_that_no_place_ever_bore_is_told_with_the_nearest_one(filter_, meant):
    (problem,) = problems_of(collectes(f"(where: {{ commune: {{ {filter_} }} }})"))
    assert (problem.code, problem.did_you_mean) == ("unknown_place_name", meant)
    assert problem.place.line == 1


@pytest.mark.parametrize(
    "filter_",
    ['nom: { eq: "TRESSE", fold: CASE_ACCENT }', 'nom: { contains: "xyz" }', "nom: { in: [] }"],
)
def test_a_folded_name_and_a_piece_of_one_are_no_mistakes(filter_):
    assert only_slice(read(collectes(f"(where: {{ commune: {{ {filter_} }} }})")))
