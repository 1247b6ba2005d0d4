"""A filter of OData is the WHERE that its specification means: planned as the same text would be.

Covers gateway.http.odata.expressions, gateway.reading.walks.filter_reader,
gateway.reading.walks.bound_values, gateway.reading.walks.calls, gateway.reading.walks.conditions,
gateway.reading.walks.terms.
"""

import pytest
from sqlglot import exp

from catalog.model.problem import Problem
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql, read_tree
from gateway.http.odata.expressions import read_filter
from gateway.reading.walks.bound_values import BoundValues
from gateway.reading.walks.conditions import Conditions
from gateway.reading.walks.readable import Readable
from tests.unit.federation.datasets import COLLECTES
from tests.unit.federation.world import snapshot
from tests.unit.sql.cases import names
from tests.unit.sql.test_a_tree_is_read_as_its_text_would_be import planned

READABLE = Readable(COLLECTES, snapshot().organisations[COLLECTES.owner], {})
FROM = 'SELECT "flux" FROM "val_d_ille_aubigne"."collectes" WHERE '
MEANT = {
    "flux eq 'OMR'": "flux = ?",
    "'OMR' eq flux": "? = flux",
    "flux in ('OMR')": "flux IN (?)",
    "flux in ('OMR','VERRE',)": "flux IN (?, ?)",
    "flux in ('OMR',null)": "(flux IN (?) OR flux IS NULL)",
    "flux eq null": "flux IS NULL",
    "null ne flux": "NOT flux IS NULL",
    "flux lt null": "FALSE",
    "flux ne 'OMR'": "(flux <> ? OR flux IS NULL)",
    "not (flux eq 'OMR')": "(flux <> ? OR flux IS NULL)",
    "not (tonnage gt 5)": "(tonnage <= ? OR tonnage IS NULL)",
    "not (flux in ('OMR'))": "(NOT (flux IN (?)) OR flux IS NULL)",
    "not (flux eq 'a' or flux eq 'b')": (
        "((flux <> ? OR flux IS NULL) AND (flux <> ? OR flux IS NULL))"
    ),
    "flux eq 'a' or flux eq 'b' and flux eq 'c'": "(flux = ? OR (flux = ? AND flux = ?))",
    "(flux eq 'a')and(flux eq 'b')": "(flux = ? AND flux = ?)",
    "contains(flux,'l''eau')": "(strpos(flux, ?) > 0)",
    "not contains(flux,'x')": "NOT ((strpos(flux, ?) > 0))",
    "startswith(tolower(flux),'x') eq true": "starts_with(lower(flux), ?) = ?",
    "endswith(flux,'RE')": "(length(flux) >= 2 AND substr(flux, length(flux) - 1) = ?)",
    "endswith(flux,'E')": "(length(flux) >= 1 AND substr(flux, length(flux)) = ?)",
    "indexof(flux,'M') eq 1": "(strpos(flux, ?) - 1) = ?",
    "substring(flux,1) eq 'MR'": "substr(flux, 2) = ?",
    "substring(flux,1,1) eq 'M'": "substr(flux, 2, 1) = ?",
    "concat(trim(flux),toupper(flux)) eq 'x'": "(trim(flux) || upper(flux)) = ?",
    "length(flux) eq 3": "length(flux) = ?",
    "year(date_collecte) eq 2025 and month(date_collecte) lt 7": (
        "(year(date_collecte) = ? AND month(date_collecte) < ?)"
    ),
    "day(date_collecte) ge 1": "day(date_collecte) >= ?",
    "date_collecte ge 2025-01-01": "date_collecte >= ?",
    "tonnage add 1.5 gt 2 mul tonnage": ("(tonnage + ?) > (? * tonnage)"),
    "tonnage sub -1 div 2 eq 0": "(tonnage - (? / ?)) = ?",
    "-tonnage mod 2 eq 1": "(-tonnage % ?) = ?",
    "round(tonnage) eq floor(tonnage)": (
        "(round(tonnage) = floor(tonnage) OR (round(tonnage) IS NULL AND floor(tonnage) IS NULL))"
    ),
    "true": "TRUE",
}


def where(text):
    values = BoundValues()
    found = Conditions(READABLE.column, values).where(read_filter(text))
    return found, values.parameters


@pytest.mark.parametrize("text", MEANT)
def test_a_filter_is_planned_as_the_statement_that_it_means(text):
    condition, parameters = where(text)
    tree = exp.select(exp.column("flux", quoted=True)).where(condition)
    tree = tree.from_(exp.table_("collectes", db="val_d_ille_aubigne", quoted=True))
    given = read_parameters(parameters)
    asked = MEANT[text].count("?")
    # A value that stands twice in a text is said twice there.
    same = read_parameters((parameters * 2)[:asked]) if asked != len(parameters) else given
    meant = read_sql(FROM + MEANT[text], same, names())
    assert planned(read_tree(tree, given, names()))[0] == planned(meant)[0]


def test_a_value_is_of_the_type_that_it_meets():
    assert where("date_collecte eq 2025-01-31")[1] == [{"type": "date", "value": "2025-01-31"}]
    assert where("tonnage eq 1.50")[1] == [{"type": "decimal(3,2)", "value": "1.50"}]
    assert where("tonnage eq 12")[1] == [{"type": "integer", "value": 12}]
    assert where("tonnage eq 3000000000")[1] == [{"type": "bigint", "value": 3_000_000_000}]
    assert where("flux eq '2025-01-31'")[1] == [{"type": "varchar", "value": "2025-01-31"}]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not flux eq 'x'", "odata_expression"),
        ("flux eq", "odata_expression"),
        ("flux eq 'x", "odata_expression"),
        ("flux eq 'x' flux", "odata_expression"),
        ("flux eq 'a' eq 'b'", "odata_expression"),
        ("date_collecte eq 2026-13-45", "condition_value"),
        ("flux in ()", "odata_expression"),
        ("'x'", "odata_expression"),
        ("tonnage gt 1L", "odata_expression"),
        ("flux;eq 'x'", "odata_expression"),
        ("tonnage gt INF", "odata_not_served"),
        ("flux has 'x'", "odata_not_served"),
        ("cast(flux,Edm.String) eq 'x'", "odata_not_served"),
        ("commune/nom eq 'x'", "odata_not_served"),
        ("lots/any(x:x eq 1)", "odata_not_served"),
        ("flux eq @p1", "odata_not_served"),
        ("flux eq duration'P1D'", "odata_not_served"),
        ("geo.distance(a,b) lt 1", "odata_not_served"),
        ("(flux eq 'a') eq true", "odata_not_served"),
        ("flux eq 3", "condition_value"),
        ("date_collecte eq 'hier'", "condition_value"),
        ("tonnage eq 1e99", "condition_value"),
        ("flux", "condition_form"),
        ("length(tonnage) eq 1", "condition_form"),
        ("length(flux,flux) eq 1", "condition_form"),
        ("endswith(flux,flux)", "condition_form"),
        ("substring(flux,-1) eq 'x'", "condition_form"),
        ("contains(flux,null)", "condition_form"),
        ("flux in (flux)", "condition_form"),
        ("rien eq 1", "unknown_column"),
        ("(" * 5_000 + "flux eq 'x'" + ")" * 5_000, "condition_too_long"),
        ("not " * 100 + "(flux eq 'x')", "condition_too_long"),
        (" or ".join(["flux eq 'x'"] * 900), "condition_too_long"),
        ("flux eq '" + "x" * 30_000 + "'", "condition_too_long"),
    ],
)
def test_another_filter_is_refused_by_name(text, code):
    with pytest.raises(Problem) as refused:
        where(text)
    assert refused.value.code == code
    assert refused.value.sentence("fr") != refused.value.sentence("en")
