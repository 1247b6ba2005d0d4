"""CQL2 as text and as JSON: the WHERE that it means, with the three truth values of SQL.

Covers gateway.http.ogc.cql2_text, gateway.http.ogc.cql2_json, gateway.http.ogc.problems.
"""

import json

import pytest
from sqlglot import exp

from catalog.model.problem import Problem
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql, read_tree
from gateway.http.ogc.cql2_json import read_cql2_json
from gateway.http.ogc.cql2_text import read_cql2_text
from gateway.reading.walks.bound_values import BoundValues
from gateway.reading.walks.conditions import Conditions
from gateway.reading.walks.terms import OneOfMany, Property
from tests.unit.doors.test_a_filter_becomes_a_tree import FROM, READABLE
from tests.unit.sql.cases import names
from tests.unit.sql.test_a_tree_is_read_as_its_text_would_be import planned


def of(name):
    return {"property": name}


MEANT = {
    "flux = 'OMR'": ("flux = ?", {"op": "=", "args": [of("flux"), "OMR"]}),
    "\"flux\" <> 'l''eau'": ("flux <> ?", {"op": "<>", "args": [of("flux"), "l'eau"]}),
    "NOT flux = 'OMR'": (
        "(NOT (flux = ?))",
        {"op": "not", "args": [{"op": "=", "args": [of("flux"), "OMR"]}]},
    ),
    "tonnage > 5 AND tonnage <= 9.5 OR flux IS NULL": (
        "((tonnage > ? AND tonnage <= ?) OR flux IS NULL)",
        {
            "op": "or",
            "args": [
                {
                    "op": "and",
                    "args": [
                        {"op": ">", "args": [of("tonnage"), 5]},
                        {"op": "<=", "args": [of("tonnage"), 9.5]},
                    ],
                },
                {"op": "isNull", "args": [of("flux")]},
            ],
        },
    ),
    "tonnage BETWEEN 1 AND 9": (
        "(tonnage >= ? AND tonnage <= ?)",
        {"op": "between", "args": [of("tonnage"), 1, 9]},
    ),
    "flux IN ('OMR', 'VERRE')": (
        "flux IN (?, ?)",
        {"op": "in", "args": [of("flux"), ["OMR", "VERRE"]]},
    ),
    "flux LIKE 'V%'": ("(flux LIKE ? ESCAPE '\\')", {"op": "like", "args": [of("flux"), "V%"]}),
    "CASEI(flux) = CASEI('verre')": (
        "lower(flux) = lower(?)",
        {
            "op": "=",
            "args": [{"op": "casei", "args": [of("flux")]}, {"op": "casei", "args": ["verre"]}],
        },
    ),
    "date_collecte >= DATE('2025-01-01')": (
        "date_collecte >= ?",
        {"op": ">=", "args": [of("date_collecte"), {"date": "2025-01-01"}]},
    ),
    "tonnage * 2 + 1 < -3": (
        "((tonnage * ?) + ?) < ?",
        {
            "op": "<",
            "args": [{"op": "+", "args": [{"op": "*", "args": [of("tonnage"), 2]}, 1]}, -3],
        },
    ),
    "TRUE": ("TRUE", True),
}


def tree_of(condition):
    values = BoundValues()
    where = Conditions(READABLE.column, values, is_two_valued=False).where(condition)
    tree = exp.select(exp.column("flux", quoted=True)).where(where)
    return tree.from_(exp.table_("collectes", db="val_d_ille_aubigne", quoted=True)), values


@pytest.mark.parametrize("text", MEANT)
def test_both_forms_are_planned_as_the_statement_that_they_mean(text):
    statement, as_json = MEANT[text]
    plans = []
    for condition in (read_cql2_text(text), read_cql2_json(json.dumps(as_json))):
        tree, values = tree_of(condition)
        given = read_parameters(values.parameters)
        plans.append(planned(read_tree(tree, given, names()))[0])
    assert plans == [planned(read_sql(FROM + statement, given, names()))[0]] * 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("flux =", "ogc_filter"),
        ("flux = 'x", "ogc_filter"),
        ("flux = 'x' flux", "ogc_filter"),
        ("flux IN ()", "ogc_filter"),
        ("flux NOT 'x'", "ogc_filter"),
        ("flux IS 'x'", "ogc_filter"),
        ("'x'", "ogc_filter"),
        ("flux ; 1", "ogc_filter"),
        ("S_INTERSECTS(geometry, POINT(1 2))", "ogc_filter_not_served"),
        ("T_BEFORE(date_collecte, DATE('2025-01-01'))", "ogc_filter_not_served"),
        ("ACCENTI(flux) = 'x'", "ogc_filter_not_served"),
        ("(flux = 'x') = TRUE", "ogc_filter_not_served"),
        ("date_collecte > DATE('hier')", "condition_value"),
        ("flux LIKE 'x\\'", "condition_form"),
        ("flux LIKE flux", "condition_form"),
        ("rien = 1", "unknown_column"),
        ("(" * 3_000 + "flux = 'x'" + ")" * 3_000, "condition_too_long"),
        ("- " * 3_000 + "1 = tonnage", "condition_too_long"),
        ("flux = '" + "x" * 30_000 + "'", "condition_too_long"),
    ],
)
def test_another_text_is_refused_by_name(text, code):
    with pytest.raises(Problem) as refused:
        tree_of(read_cql2_text(text))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("{", "ogc_parameter"),
        ("[]", "ogc_parameter"),
        ('{"op":"="}', "ogc_filter_not_served"),
        ('{"op":"s_intersects","args":[]}', "ogc_filter_not_served"),
        ('{"op":"=","args":[{"property":"flux"},{"type":"Point"}]}', "ogc_filter_not_served"),
        ('{"op":"=","args":[{"property":"flux"},null]}', "ogc_parameter"),
        ('{"op":"not","args":[' * 80 + "true" + "]}" * 80, "condition_too_long"),
        ("[" * 15_000, "ogc_parameter"),
    ],
)
def test_another_json_is_refused_by_name(sent, code):
    with pytest.raises(Problem) as refused:
        tree_of(read_cql2_json(sent))
    assert refused.value.code == code


def test_thousands_of_codes_are_a_few_values():
    codes = tuple(f"{number:05}" for number in range(30_000))
    tree, values = tree_of(OneOfMany(Property("code_commune"), codes))
    assert 1 < len(values.parameters) < 40
    read = read_tree(tree, read_parameters(values.parameters), names())
    assert planned(read)[0]
    none, _ = tree_of(OneOfMany(Property("code_commune"), ()))
    assert planned(read_tree(none, read_parameters(()), names()))[0]
