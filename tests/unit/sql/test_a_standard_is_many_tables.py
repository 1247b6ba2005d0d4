"""A table of a standard, expanded: what each arm shows, how large it may be, what tells it apart.

Covers federation.standards.standard_tables, federation.standards.standard_cells,
federation.standards.standard_measures, federation.standards.problems.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from catalog.cog import load_cog
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.transform import Transform
from catalog.standards.conformity import Missing
from catalog.standards.standard import standards
from federation.binding import Binder
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from federation.standards.row_keys import ROW_KEYS
from federation.standards.standard_measures import measure_of
from federation.standards.standard_tables import MOST_ARMS, Exclusion, StandardTable, rows_of
from gateway.reading.query.standard_sources import sources_of, standards_fingerprint
from tests.bench.standards import NOW, STANDARD, country_of, decision_of

TABLE = "standards.collecte_dechets"


def world(owners):
    snapshot = country_of(owners)
    binding = Binder(snapshot, load_cog(), NOW, Siren("200090884")).bind(decision_of(snapshot))
    sources = sources_of(STANDARD, snapshot.datasets.values(), binding.datasets, snapshot)
    names = SqlNames.of(snapshot, snapshot.datasets)
    return sources.table, replace(names, standards={STANDARD.sql_name: sources.table})


@pytest.fixture(scope="module")
def two():
    return world(2)


def text_of(statement, names):
    return read_sql(statement, read_parameters(()), names).tree.sql("trino")


def code_of(statement, names):
    with pytest.raises(Problem) as refused:
        read_sql(statement, read_parameters(()), names)
    return refused.value.code


def world_given(change):
    """Of two owners, where the first one's data are given as `change` makes them."""
    snapshot = country_of(2)
    binding = Binder(snapshot, load_cog(), NOW, Siren("200090884")).bind(decision_of(snapshot))
    first = min(binding.datasets)
    bound = {**binding.datasets, first: change(binding.datasets[first])}
    return first, sources_of(STANDARD, snapshot.datasets.values(), bound, snapshot).table


def test_a_commune_that_is_given_as_its_epci_is_coarser_than_the_field():
    def coarser(bound):
        name = next(each.name for each in bound.dataset.columns if each.concept == "commune")
        branches = tuple(
            replace(
                branch,
                columns={
                    **branch.columns,
                    name: replace(branch.columns[name], transform=Transform.EPCI),
                },
            )
            for branch in bound.branches
        )
        return replace(bound, branches=branches)

    first, table = world_given(coarser)
    missing = {
        arm.dataset.id: match.missing
        for arm in table.arms
        for match in arm.fields
        if match.field.concept == "commune"
    }
    assert missing.pop(first) is Missing.COARSER
    assert set(missing.values()) == {None}


def test_what_is_given_in_sums_alone_is_no_arm():
    first, table = world_given(lambda bound: replace(bound, aggregate_only=True))
    assert first not in {arm.dataset.id for arm in table.arms}
    assert len(table.arms) == 1


def test_each_arm_converts_what_its_column_says(two):
    _, names = two
    text = text_of(f"SELECT flux, tonnage_kg, owner_nom FROM {TABLE}", names)
    assert text.count("UNION ALL") == 1
    assert '"t"."poids" * 1000' in text
    assert "WHEN 'OM' THEN 'OMR'" in text
    assert "'Corps 0' AS \"owner_nom\"" in text
    assert "insee" not in text


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT flux, sum(tonnage_kg) AS kg FROM {TABLE} GROUP BY flux ORDER BY kg DESC",
        (
            f"SELECT c.flux, sum(c.tonnage_kg) / max(p.population) FROM {TABLE} c"
            " JOIN (SELECT sum(population) AS population FROM reference.populations) p ON 1 = 1"
            " GROUP BY c.flux"
        ),
        (
            f"SELECT flux, kg, nom FROM (SELECT flux, tonnage_kg AS kg FROM {TABLE}) s"
            " JOIN reference.communes ON code = flux"
        ),
        (
            f"WITH s AS (SELECT flux, tonnage_kg AS kg FROM {TABLE}) SELECT flux, max(kg) FROM s"
            " GROUP BY flux"
        ),
        (
            f"SELECT r.nom FROM reference.communes r WHERE EXISTS"
            f" (SELECT 1 FROM {TABLE} s WHERE s.flux = r.code AND s.tonnage_kg > 1)"
        ),
    ],
    ids=["an alias", "beside a table", "in a table beside", "a CTE", "related"],
)
def test_no_column_is_read_that_the_statement_does_not_name(two, statement):
    text = text_of(statement, two[1])
    assert "poids" in text
    assert "insee" not in text
    assert "owner_nom" not in text


def test_a_name_that_two_tables_may_have_is_read_of_the_standard(two):
    _, names = two
    inner = "SELECT 1 FROM reference.communes r WHERE r.code = code_commune"
    text = text_of(f"SELECT flux FROM {TABLE} WHERE EXISTS ({inner})", names)
    assert "insee" in text


def test_a_column_that_no_standard_has_is_told_with_the_one_that_was_meant(two):
    _, names = two
    assert code_of(f"SELECT tonage_kg FROM {TABLE}", names) == "unknown_column"
    assert code_of("SELECT 1 FROM standards.collectes", names) == "unknown_dataset"
    assert code_of("SELECT 1 FROM x.standards.collecte_dechets", names) == "unknown_dataset"


def test_nobody_names_the_keys_of_its_rows(two):
    """They are there for pages of GraphQL, and in no star."""
    assert code_of(f"SELECT {ROW_KEYS[0]} FROM {TABLE}", two[1]) == "unknown_column"
    for statement in (f"SELECT * FROM {TABLE}", f"SELECT s.{ROW_KEYS[0]} FROM {TABLE} s"):
        assert f'AS "{ROW_KEYS[0]}"' not in text_of(statement, two[1])
    assert ROW_KEYS[0] in rows_of(two[0], frozenset(ROW_KEYS)).named_selects


def test_without_a_source_there_is_no_row_and_every_column(two):
    table, names = two
    nobody = replace(names, standards={STANDARD.sql_name: replace(table, arms=())})
    text = text_of(f"SELECT * FROM {TABLE}", nobody)
    assert "WHERE FALSE" in text
    assert "FROM (SELECT CAST(NULL AS VARCHAR)" in text


def test_a_thousand_at_most_are_read_however_they_are_counted():
    _, names = world(MOST_ARMS // 4 + 1)
    assert read_sql(f"SELECT flux FROM {TABLE}", read_parameters(()), names)
    joined = " CROSS JOIN ".join(f"(SELECT max(flux) m{i} FROM {TABLE}) q{i}" for i in range(4))
    assert code_of(f"SELECT 1 FROM {joined}", names) == "sql_limit"
    often = " UNION ALL ".join(["SELECT flux FROM s"] * 4)
    assert code_of(f"WITH s AS (SELECT flux FROM {TABLE}) {often}", names) == "sql_limit"


def test_a_name_inside_with_is_what_with_says(two):
    _, names = two
    text = text_of("WITH collecte_dechets AS (SELECT 1 AS x) SELECT x FROM collecte_dechets", names)
    assert "UNION" not in text


def test_two_tables_that_differ_in_anything_have_another_fingerprint(two):
    table, _ = two
    one, other = table.arms
    missing = tuple(
        each.without(Missing.NOT_GIVEN) if each.field.name == "flux" else each
        for each in one.fields
    )
    in_kg = tuple(
        replace(each, factor=None) if each.factor == Decimal(1000) else each for each in one.fields
    )
    excluded = (Exclusion(("35003",), (date(2025, 1, 1), date(2025, 2, 1))),)
    tables = [
        table,
        replace(table, arms=(one,)),
        replace(table, arms=(other,)),
        replace(table, arms=(replace(one, fields=missing), other)),
        replace(table, arms=(replace(one, fields=in_kg), other)),
        replace(table, arms=(replace(one, excluded=excluded), other)),
    ]
    prints = {standards_fingerprint({STANDARD.sql_name: each}) for each in tables}
    assert len(prints) == len(tables)


def test_rows_that_are_left_out_are_those_of_their_period_and_no_others(two):
    table, _ = two
    one, _other = table.arms
    excluded = (Exclusion(("35003",), (date(2025, 1, 1), date(2025, 2, 1))),)
    text = rows_of(replace(table, arms=(replace(one, excluded=excluded),))).sql("trino")
    assert '"t"."insee" IS NULL' in text
    assert '"t"."jour" IS NULL' in text
    assert "NOT" in text
    assert "2025-02-01" in text


def test_a_measure_asks_of_no_column_that_somebody_lacks(two):
    table, _ = two
    one, other = table.arms
    no_day = tuple(
        each.without(Missing.NOT_GIVEN) if each.field.name == "date_collecte" else each
        for each in one.fields
    )
    whole = measure_of(table, (), ())
    assert [each.alias for each in whole.tree.selects][1:] == [
        "code",
        "premier",
        "dernier",
        "lignes",
    ]
    less = measure_of(StandardTable(STANDARD, (replace(one, fields=no_day), other)), (), ())
    assert [each.alias for each in less.tree.selects] == ["dataset", "code", "lignes"]


def test_every_house_standard_has_a_name_in_sql():
    names = {each.sql_name for each in standards().values()}
    assert {"collecte_dechets", "matrice_des_couts", "secteur_eau_jour"} <= names
    assert all(each.isidentifier() for each in names)
