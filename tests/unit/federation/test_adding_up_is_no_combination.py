"""Rows of two bodies may be stacked and added up; whatever relates them is a combination.

Covers federation.stacking, federation.standards.stacked_values, federation.binding.
"""

from dataclasses import replace

import pytest
from sqlglot import exp, parse_one

from federation.binding import BoundDataset
from federation.logical import WireType
from federation.stacking import only_adds_up
from tests.unit.federation import world

REFERENCE = "SELECT l.x AS code, l.x AS epci, LENGTH(l.x) AS n FROM UNNEST(ARRAY['35003']) AS l(x)"
KEY = ("c_id_pesee",)
ANY = world.logical(
    "SELECT c.flux AS a FROM val_d_ille_aubigne.collectes AS c", (("a", WireType.STRING),)
)
A = replace(world.COLLECTES, id="a", name="t", primary_key=KEY, unit_key="c_nb_bacs")
B = replace(A, id="b")
CONTEXT = replace(
    world.context(ANY, "owner"),
    datasets={("a", "t"): BoundDataset(A, "a", ()), ("b", "t"): BoundDataset(B, "b", ())},
)


def stack(columns="t.flux, t.tonnage", other=None):
    return f"SELECT {columns} FROM a.t UNION ALL SELECT {other or columns} FROM b.t"


def adds_up(sql):
    tree = parse_one(sql, read="trino")
    assert isinstance(tree, exp.Query)
    return only_adds_up(tree, CONTEXT)


def of_stack(select, rest="", **how):
    return f"SELECT {select} FROM ({stack(**how)}) AS s {rest}"


@pytest.mark.parametrize(
    "sql",
    [
        stack(),
        of_stack("s.flux, SUM(s.tonnage) AS kg", "GROUP BY s.flux ORDER BY kg DESC LIMIT 3"),
        of_stack("COUNT(*) AS n, MIN(s.tonnage) AS least", "WHERE s.flux <> 'OMR'"),
        of_stack("s.flux, APPROX_PERCENTILE(s.tonnage, 0.5) AS middle", "GROUP BY s.flux"),
        of_stack("SUM(s.tonnage) / 1000 AS t", "HAVING COUNT(*) > 2"),
        of_stack(
            "s.epci, s.flux, SUM(s.tonnage) AS kg",
            "WHERE s.epci <> 'X' GROUP BY s.epci, s.flux ORDER BY s.epci",
            columns="'A' AS epci, t.flux, t.tonnage",
            other="'B', t.flux, t.tonnage",
        ),
        of_stack("SUM(CASE WHEN s.flux = 'OMR' THEN s.tonnage END) AS omr"),
        of_stack("s.flux, SUM(s.kg) AS kg", "GROUP BY s.flux", columns="t.flux, t.tonnage AS kg"),
        (
            "WITH s AS (SELECT t.flux, SUM(t.tonnage) AS kg FROM a.t GROUP BY t.flux UNION ALL "
            "SELECT t.flux, SUM(t.tonnage) FROM b.t GROUP BY t.flux) "
            "SELECT s.flux, SUM(s.kg) AS kg FROM s GROUP BY s.flux"
        ),
        of_stack(
            "r.nom, SUM(s.tonnage) / MAX(r.population) AS kg",
            "JOIN reference.communes AS r ON r.code = s.code_commune GROUP BY r.nom",
            columns="t.code_commune, t.tonnage",
        ),
        of_stack(
            "r.epci, SUM(s.tonnage) / MAX(r.n) AS kg",
            f"JOIN ({REFERENCE}) AS r ON r.code = s.code_commune GROUP BY r.epci",
            columns="t.code_commune, t.tonnage",
        ),
        "SELECT t.flux FROM a.t WHERE t.flux IN (SELECT t.flux FROM a.t)",
        (
            "SELECT x.flux FROM (SELECT t.flux FROM a.t JOIN a.t AS o ON t.flux = o.flux) AS x "
            "UNION ALL SELECT t.flux FROM b.t"
        ),
    ],
)
def test_what_is_stacked_is_added_up(sql):
    assert adds_up(sql)


def units(one, other):
    """`a.t` weighs in tonnes, `b.t` in kilograms."""
    return of_stack(
        "s.flux, SUM(s.tonnage) AS kg",
        "GROUP BY s.flux",
        columns=f"t.flux, {one} AS tonnage",
        other=f"t.flux, {other}",
    )


@pytest.mark.parametrize(
    "sql",
    [
        units("t.tonnage * 1000", "t.tonnage"),
        units("CAST(CAST(t.tonnage AS DECIMAL(24, 6)) * 1000 AS DECIMAL(24, 6))", "t.tonnage"),
        units("t.tonnage", "t.tonnage * 0.001"),
    ],
)
def test_masses_in_one_unit_are_added_up(sql):
    assert in_tonnes_and_kilograms(sql)


@pytest.mark.parametrize(
    "sql",
    [
        # A factor that sets one body's figures apart from the other's inside one sum.
        units("t.tonnage * 1000000", "t.tonnage"),
        units("t.tonnage * 0.001", "t.tonnage"),
        units("t.tonnage * 1000", "t.tonnage * 1000"),
        units("t.tonnage * 1000 * 1000", "t.tonnage"),
        units("t.tonnage * 1000", "t.tonnage * 0.001"),
        units("t.tonnage * 1000", "COUNT(*)"),
        units("t.tonnage * t.tonnage", "t.tonnage"),
    ],
)
def test_but_no_factor_marks_whose_a_mass_is(sql):
    assert not in_tonnes_and_kilograms(sql)


def in_tonnes_and_kilograms(sql):
    def weighing(dataset, unit):
        columns = tuple(
            replace(each, unit=unit) if each.name == "tonnage" else each for each in dataset.columns
        )
        return BoundDataset(replace(dataset, columns=columns), dataset.id, ())

    datasets = {("a", "t"): weighing(A, "t"), ("b", "t"): weighing(B, "kg")}
    return only_adds_up(parse_one(sql, read="trino"), replace(CONTEXT, datasets=datasets))


def coded(of_a, to):
    return of_stack(
        "s.flux, SUM(s.tonnage) AS kg",
        "GROUP BY s.flux",
        columns=f"CASE t.flux WHEN '{of_a}' THEN '{to}' ELSE t.flux END AS flux, t.tonnage",
        other="t.flux, t.tonnage",
    )


def test_codes_are_made_one_list_by_a_standards_own_table_alone():
    assert adds_up(coded("OM", "OMR"))
    assert not adds_up(coded("OM", "a"))
    assert not adds_up(coded("OM", "OMR").replace("ELSE t.flux", "ELSE 'a'"))
    assert not adds_up(coded("OM", "OMR").replace("ELSE t.flux END", "END"))


def padded(select, rest=""):
    return of_stack(
        select,
        rest,
        columns="t.flux, t.tonnage, CAST(NULL AS DECIMAL) AS other",
        other="t.flux, t.tonnage, t.tonnage",
    )


@pytest.mark.parametrize(
    "sql",
    [
        padded("s.flux, s.tonnage, s.other"),
        padded("s.flux, SUM(s.tonnage) AS kg", "WHERE s.other IS NULL GROUP BY s.flux"),
        padded("s.flux, s.other", "ORDER BY s.other"),
        padded("s.flux, CAST(s.other AS DECIMAL(38, 6)) AS other"),
    ],
)
def test_a_column_that_one_of_them_has_not_may_be_shown(sql):
    assert adds_up(sql)


@pytest.mark.parametrize(
    "sql",
    [
        padded("s.flux, MAX(s.other) AS x, MAX(s.tonnage) AS y", "GROUP BY s.flux"),
        padded("s.flux, SUM(s.tonnage) AS kg", "GROUP BY s.flux HAVING MAX(s.other) IS NULL"),
        padded("s.flux, MAX(CASE WHEN s.other IS NULL THEN s.tonnage END) AS x", "GROUP BY s.flux"),
        padded("s.flux, coalesce(s.other, s.tonnage) AS x"),
        padded("s.flux, TRY_CAST(s.other AS INTEGER) AS x"),
        (
            "SELECT p.flux, MAX(p.x) AS x FROM "
            f"({padded('s.flux, CAST(s.other AS DECIMAL(38, 6)) AS x')}) AS p GROUP BY p.flux"
        ),
    ],
)
def test_but_tells_nobody_apart_inside_what_is_added_up(sql):
    assert not adds_up(sql)


PADDED = ("t.flux, t.tonnage, NULL AS other", "t.flux, NULL, t.tonnage")
MARKED = ("'A' AS epci, t.flux, t.tonnage", "'B', t.flux, t.tonnage")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT t.flux FROM a.t JOIN b.t AS o ON t.flux = o.flux",
        "SELECT t.flux FROM a.t, b.t AS o",
        "SELECT t.flux FROM a.t UNION SELECT t.flux FROM b.t",
        "SELECT t.flux FROM a.t INTERSECT SELECT t.flux FROM b.t",
        "SELECT t.flux FROM a.t EXCEPT SELECT t.flux FROM b.t",
        "SELECT t.flux FROM a.t WHERE t.flux IN (SELECT t.flux FROM b.t)",
        "SELECT t.flux FROM a.t WHERE EXISTS (SELECT 1 AS x FROM b.t)",
        "SELECT t.flux, (SELECT MAX(t.tonnage) FROM b.t) AS x FROM a.t",
        "SELECT (SELECT MAX(t.tonnage) FROM a.t) - (SELECT MAX(t.tonnage) FROM b.t) AS x",
        of_stack("DISTINCT s.flux"),
        of_stack("COUNT(DISTINCT s.flux) AS n"),
        of_stack("APPROX_DISTINCT(s.flux) AS n"),
        of_stack("ARRAY_AGG(s.tonnage) AS x", "GROUP BY s.flux"),
        of_stack("s.flux, ROW_NUMBER() OVER (ORDER BY s.tonnage) AS n"),
        of_stack("s.flux, SUM(s.tonnage) OVER (PARTITION BY s.flux) AS n"),
        of_stack("s.flux, o.flux AS other", "JOIN a.t AS o ON s.flux = o.flux"),
        of_stack("s.flux", "WHERE s.tonnage > (SELECT AVG(t.tonnage) FROM a.t)"),
        of_stack("s.flux", "ORDER BY (SELECT MAX(t.flux) FROM a.t)"),
        f"{stack()} ORDER BY (SELECT MAX(t.flux) FROM a.t)",
        f"WITH s AS ({stack()}) SELECT s.flux FROM s JOIN s AS o ON s.flux = o.flux",
        f"WITH s AS ({stack()}) SELECT s.flux FROM s WHERE s.flux IN (SELECT s.flux FROM s)",
        of_stack(
            "r.epci, s.flux",
            f"JOIN ({REFERENCE}) AS r ON r.code = s.code_commune JOIN a.t AS o ON o.flux = s.flux",
            columns="t.code_commune, t.flux",
        ),
        of_stack(
            "s.flux",
            f"JOIN ({REFERENCE}) AS r ON r.code = (SELECT MAX(t.flux) FROM a.t)",
        ),
        # A join that is written as a stack: one column for each body, grouped by what they share.
        of_stack(
            "s.flux, MAX(s.tonnage) AS x, MAX(s.other) AS y",
            "GROUP BY s.flux",
            columns=PADDED[0],
            other=PADDED[1],
        ),
        of_stack(
            "s.flux, MAX(s.tonnage) AS x, MAX(s.other) AS y",
            "GROUP BY s.flux",
            columns="t.flux, t.tonnage, 0 AS other",
            other="t.flux, 0, t.tonnage",
        ),
        of_stack(
            "s.flux, MAX(s.x) AS x, MAX(s.y) AS y",
            "GROUP BY s.flux",
            columns="t.flux, t.tonnage AS x, NULLIF(t.tonnage, t.tonnage) AS y",
            other="t.flux, NULLIF(t.tonnage, t.tonnage), t.tonnage",
        ),
        # Or told apart inside what is added up.
        of_stack(
            "s.flux, MAX(CASE WHEN s.epci = 'A' THEN s.tonnage END) AS x",
            "GROUP BY s.flux",
            columns=MARKED[0],
            other=MARKED[1],
        ),
        of_stack(
            "s.flux, SUM(s.tonnage) FILTER (WHERE s.epci = 'A') AS x",
            "GROUP BY s.flux",
            columns=MARKED[0],
            other=MARKED[1],
        ),
        of_stack("s.flux, MIN(s.epci) AS x", "GROUP BY s.flux", columns=MARKED[0], other=MARKED[1]),
        of_stack(
            "s.flux",
            "GROUP BY s.flux HAVING MIN(s.epci) < MAX(s.epci)",
            columns=MARKED[0],
            other=MARKED[1],
        ),
        # A group by a whole key brings one row of each together.
        of_stack(
            "s.id_pesee, MIN(s.tonnage) AS x, MAX(s.tonnage) AS y",
            "GROUP BY s.id_pesee",
            columns="t.id_pesee, t.tonnage",
        ),
        of_stack("COUNT(*) AS n", "GROUP BY s.id_pesee || 'x'", columns="t.id_pesee"),
        of_stack("s.id_pesee, COUNT(*) AS n", "GROUP BY 1", columns="t.id_pesee"),
        of_stack("s.nb_bacs, COUNT(*) AS n", "GROUP BY s.nb_bacs", columns="t.nb_bacs"),
    ],
)
def test_what_relates_rows_of_two_datasets_is_a_combination(sql):
    assert not adds_up(sql)
