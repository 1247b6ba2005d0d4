"""What of the variables is in the key: their shape, what shapes the query, and whether they fit.

Covers schema.document.variable_shapes, schema.reading.reader, schema.document.variables,
schema.types.shared_types.
"""

import pytest

from tests.unit.schema.reading import collectes, only_slice, read

WHERE = "query($w: ValDIlleAubigne_Collectes_Where)"


def keys(document, *variables):
    first = read(document, variables[0])
    return [first.variables_key(each) for each in variables]


def same(document, *variables):
    found = keys(document, *variables)
    return len(set(found)) == 1


@pytest.mark.parametrize(
    ("arguments", "head", "one", "other"),
    [
        ("(where: { dateCollecte: { gte: $v } })", "query($v: Date)", "2025-01-01", "2024-06-30"),
        ("(where: { remarque: { eq: $v } })", "query($v: String)", "a", "b"),
        ("(where: { flux: { eq: $v } })", "query($v: String)", "OMR", "VERRE"),
        ("(where: { total: { in: $v } })", "query($v: [BigInt!])", [1, 2], [3, "4"]),
        ("(where: $v)", WHERE.replace("$w", "$v"), {"total": {"gt": 1}}, {"total": {"gt": 2}}),
    ],
)
def test_values_that_only_fill_parameters_share_a_reading(arguments, head, one, other):
    assert same(collectes(arguments, head=head), {"v": one}, {"v": other})


@pytest.mark.parametrize(
    ("arguments", "head", "one", "other"),
    [
        ("(first: $v)", "query($v: Int)", 10, 20),
        ("(offset: $v)", "query($v: Int)", 10, 20),
        (
            "(orderBy: $v)",
            "query($v: [ValDIlleAubigne_Collectes_Order!])",
            [{"flux": "ASC"}],
            [{"flux": "DESC"}],
        ),
        ("(orderBy: { flux: $v })", "query($v: Direction!)", "ASC", "DESC"),
        ("(where: { total: { in: $v } })", "query($v: [BigInt!])", [1, 2], [1, 2, 3]),
        ("(where: { total: { in: $v } })", "query($v: [BigInt!])", [1], 1),
        ("(where: { total: { in: $v } })", "query($v: [BigInt!])", [], [1]),
        ("(where: { flux: { isNull: $v } })", "query($v: Boolean)", True, False),
        ('(where: { remarque: { eq: "a", fold: $v } })', "query($v: Fold)", "CASE", "NONE"),
        ("(where: { commune: { nom: { eq: $v } } })", "query($v: String)", "Pacé", "Tressé"),
        ("(where: $v)", WHERE.replace("$w", "$v"), {"total": {"gt": 1}}, {"total": {"lt": 1}}),
        (
            "(where: $v)",
            WHERE.replace("$w", "$v"),
            {"commune": {"nom": {"eq": "Pacé"}}},
            {"commune": {"nom": {"eq": "Tressé"}}},
        ),
        ("(where: { dateCollecte: { gte: $v } })", "query($v: Date)", "2025-01-01", "2025-02-30"),
        ("(where: { flux: { eq: $v } })", "query($v: String)", "OMR", "ORM"),
        ("(where: { tonnageKg: { eq: $v } })", "query($v: Decimal)", "1.5", "1.55555"),
        ("(where: { remarque: { eq: $v } })", "query($v: String)", "a", "a\0"),
    ],
)
def test_what_shapes_the_query_or_does_not_fit_has_a_key_of_its_own(arguments, head, one, other):
    assert not same(collectes(arguments, head=head), {"v": one}, {"v": other})


def test_presence_and_null_are_three_keys():
    document = collectes("(after: $v)", head="query($v: String)")
    assert len(set(keys(document, {"v": "a"}, {"v": None}, {}))) == 3


def test_skip_and_include_are_part_of_the_key():
    document = collectes("", "nodes { flux remarque @skip(if: $s) }", "query($s: Boolean!)")
    assert not same(document, {"s": True}, {"s": False})


def test_units_and_modes_are_part_of_the_key():
    document = collectes("", "groupBy { key { dateCollecte(by: $u) } }", "query($u: DateUnit)")
    assert not same(document, {"u": "MONTH"}, {"u": "YEAR"})
    document = collectes("", "totalCount(mode: $m) { value }", "query($m: CountMode)")
    assert not same(document, {"m": "EXACT"}, {"m": "CAPPED"})


def test_the_key_is_short_and_says_no_value():
    document = collectes("(where: $w)", head=WHERE)
    value = {"AND": [{"remarque": {"in": ["secret"] * 50}}]}
    (key,) = keys(document, {"w": value})
    assert len(key) <= 64
    assert "secret" not in key


def test_two_variables_cannot_be_taken_for_one_another():
    document = collectes(
        "(where: { total: { gt: $a, lt: $b } })", head="query($a: BigInt, $b: BigInt)"
    )
    assert not same(document, {"a": 1}, {"b": 1})


def test_a_reading_made_with_other_values_binds_the_new_ones():
    document = collectes("(where: { remarque: { eq: $v } })", head="query($v: String)")
    one, other = read(document, {"v": "a"}), read(document, {"v": "b"})
    assert only_slice(one).parameters == only_slice(other).parameters
    assert only_slice(one).tree == only_slice(other).tree
