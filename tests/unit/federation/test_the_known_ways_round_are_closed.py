"""Ways round a rewriting gateway that were met elsewhere: each is refused, by name where it can.

Covers federation.planning, federation.rewrites.guard, federation.rewrites.allow_list,
federation.rewrites.allowed, federation.rewrites.resolve_names, federation.rewrites.calls.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from sqlglot import exp, parse
from sqlglot.errors import ParseError, TokenError

from catalog.model.problem import CallerProblem, DeniedProblem
from federation.logical import WireType
from federation.planning import govern
from federation.problems import UngovernedPlan, UnknownDataset
from federation.rewrites import guard
from tests.unit.federation.world import context, logical

C = "val_d_ille_aubigne.collectes"

REFUSED = [
    # what reaches a source or an engine past every table
    "SELECT * FROM TABLE(pg.system.query(query => 'SELECT * FROM paie'))",
    "SELECT * FROM TABLE(exclude_columns(input => TABLE(val_d_ille_aubigne.paie), columns => x))",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM postgres_query('s_val', 'SELECT 1')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "CALL system.runtime.kill_query('x')",
    "EXECUTE IMMEDIATE 'SELECT 1'",
    "PREPARE q FROM SELECT 1",
    "EXPLAIN ANALYZE SELECT 1",
    "SET SESSION x = 1",
    "SET ROLE admin",
    "RESET SESSION x",
    "DESCRIBE val_d_ille_aubigne.paie",
    "SHOW STATS FOR val_d_ille_aubigne.collectes",
    "USE system.runtime",
    f"DELETE FROM {C}",
    f"UPDATE {C} SET flux = 'x'",
    f"CREATE TABLE x AS SELECT flux FROM {C}",
    f"SELECT flux INTO x FROM {C}",
    f"TRUNCATE TABLE {C}",
    # names that are not what they seem
    "SELECT * FROM s_val.d_collectes",
    'SELECT * FROM "s_val"."d_paie"',
    "SELECT * FROM system.runtime.queries",
    "SELECT * FROM information_schema.columns",
    "SELECT * FROM pg_catalog.pg_stats",
    'SELECT * FROM val_d_ille_aubigne."collectes$files"',
    f'SELECT "$path" FROM {C}',
    "WITH paie AS (SELECT * FROM val_d_ille_aubigne.paie) SELECT * FROM paie",
    "WITH PAIE AS (SELECT 1 AS a) SELECT * FROM val_d_ille_aubigne.paie",
    f"SELECT flux FROM {C} AS _t",
    f'SELECT "_branch_1" FROM {C}',
    f"SELECT _g.flux FROM (SELECT flux FROM {C}) AS _g",
    f"SELECT nom_tri FROM {C}, interco_reference.communes",
    f"SELECT interco_sha256_hex(flux) AS a FROM {C}",
    "SELECT c.code FROM interco_reference.communes AS c",
    # withheld columns, everywhere a name can stand
    f"SELECT nb_bacs FROM {C}",
    f"SELECT 1 AS a FROM {C} GROUP BY nb_bacs",
    f"SELECT 1 AS a FROM {C} WHERE nb_bacs = 3",
    f"SELECT COUNT(*) AS a FROM {C} HAVING MAX(nb_bacs) > 3",
    f"SELECT ROW_NUMBER() OVER (ORDER BY nb_bacs) AS a FROM {C}",
    f"SELECT SUM(tonnage) FILTER (WHERE nb_bacs > 3) AS a FROM {C}",
    f"SELECT a.flux FROM {C} AS a JOIN {C} AS b ON a.nb_bacs = b.nb_bacs",
    f"SELECT a.flux FROM {C} AS a JOIN {C} AS b USING (nb_bacs)",
    f"SELECT (SELECT MAX(nb_bacs) FROM {C}) AS a",
    f"SELECT flux FROM {C} WHERE flux IN (SELECT CAST(nb_bacs AS VARCHAR) FROM {C})",
    f"WITH x AS (SELECT nb_bacs AS n FROM {C}) SELECT n FROM x",
    f"SELECT flux FROM {C} UNION SELECT CAST(nb_bacs AS VARCHAR) FROM {C}",
    f"SELECT CASE WHEN nb_bacs > 3 THEN 1 END AS a FROM {C}",
    f"SELECT ROW(c.*) AS a FROM {C} AS c",
    f"SELECT c AS a FROM {C} AS c",
    f"SELECT c.collectes.nb_bacs FROM {C} AS c",
    # time, samples, and what sqlglot would drop or change
    f"SELECT flux FROM {C} FOR TIMESTAMP AS OF TIMESTAMP '2020-01-01 00:00:00'",
    f"SELECT flux FROM {C} TABLESAMPLE SYSTEM (1)",
    f"SELECT * FROM {C} PIVOT (SUM(tonnage) FOR flux IN ('OMR'))",
    f"SELECT flux FROM {C} AS x (p, q)",
    "SELECT 1 AS a UNION CORRESPONDING SELECT 2 AS a",
    "SELECT ------1",
    f"SELECT DISTINCT ON (flux) flux FROM {C}",
    f"SELECT flux FROM {C} FETCH FIRST 1 ROW WITH TIES",
    f"SELECT flux FROM {C} LIMIT (SELECT 1)",
    f"SELECT flux FROM {C} LIMIT -1",
    f"SELECT flux FROM {C} FOR UPDATE",
    f"SELECT flux FROM {C} QUALIFY ROW_NUMBER() OVER () = 1",
    # functions that cost, wait, fail or tell too much
    f"SELECT flux FROM {C} WHERE levenshtein_distance(flux, 'x') < 3",
    f"SELECT flux FROM {C} WHERE regexp_like(flux, '(x+)+y')",
    f"SELECT repeat(flux, 1000000000) AS a FROM {C}",
    f"SELECT rpad(flux, 2000000000, 'x') AS a FROM {C}",
    "SELECT a FROM UNNEST(sequence(1, 1000000000)) AS t(a)",
    f"SELECT array_agg(flux) AS a FROM {C}",
    f"SELECT current_user AS a FROM {C}",
    f"SELECT random() AS a FROM {C}",
    f"SELECT flux FROM {C} WHERE pg_sleep(10) IS NULL",
    f"SELECT lo_import('/etc/passwd') AS a FROM {C}",
    f"SELECT CAST(flux AS regclass) AS a FROM {C}",
    f"SELECT CAST(flux AS JSON) AS a FROM {C}",
    f"SELECT flux FROM {C} WHERE flux SIMILAR TO 'x'",
    f'SELECT flux COLLATE "C" AS a FROM {C}',
    "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT n FROM x",
    "WITH FUNCTION f() RETURNS integer RETURN 1 SELECT f() AS a",
    f"SELECT flux FROM {C} CROSS JOIN LATERAL (SELECT 1 AS one) AS l",
    f"SELECT transform(ARRAY[1], x -> x) AS a FROM {C}",
    # lexing
    "SELECT 1 AS a; SELECT 2 AS a",
    f"SELECT `flux` FROM {C}",
    f"SELECT flux FROM {C} WHERE flux = U&'\\0041'",
    f"SELECT flux FROM {C} # comment",
    f"SELECT flux FROM {C} WHERE flux = ?",
    f"SELECT flux FROM {C} WHERE flux = $1",
    f"SELECT flux FROM {C} WHERE flux = @x",
]

HARMLESS = [
    f"SELECT flux FROM {C} WHERE flux = 'x'' OR 1=1 --'",
    f"SELECT flux /* {C} */ FROM {C} -- nb_bacs",
    f"SELECT flux FROM {C} WHERE flux = '\\'",
    f"WITH collectes AS (SELECT flux FROM {C}) SELECT flux FROM collectes",
    f"WITH Collectes AS (SELECT flux FROM {C}) SELECT FLUX FROM COLLECTES",
    f"SELECT * FROM {C}",
    f"SELECT a.*, b.flux AS f FROM {C} AS a, {C} AS b",
]


def plan(sql: str) -> exp.Query:
    statements = parse(sql, read="trino")
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ParseError("not one query")
    query = logical(sql)
    named = query.tree.named_selects
    columns = tuple((name, WireType.STRING) for name in named)
    query = logical(sql, columns, datasets=("d_collectes",))
    return govern(query.tree, context(query))[1]


@pytest.mark.parametrize("sql", REFUSED)
@pytest.mark.filterwarnings("ignore")
def test_it_is_refused(sql):
    with pytest.raises((ParseError, TokenError, CallerProblem, DeniedProblem)):
        plan(sql)


@pytest.mark.parametrize("sql", HARMLESS[:5])
def test_it_is_only_text(sql):
    plan(sql)


def test_a_dataset_without_a_branch_gives_no_row():
    """None gets as far: it is refused where the decision is bound."""
    query = logical(f"SELECT COUNT(*) AS n FROM {C}", (("n", WireType.COUNT),))
    granted = context(query)
    without = {key: replace(bound, branches=()) for key, bound in granted.datasets.items()}
    closed = replace(granted, datasets=without)
    where = next(govern(query.tree, closed)[1].find_all(exp.Where))
    assert where.this == exp.false()
    with pytest.raises(UngovernedPlan):
        guard(govern(query.tree, granted)[1], closed)


def test_a_column_of_what_is_no_dataset_is_refused_even_where_its_table_was_let_by(monkeypatch):
    names = sys.modules["federation.rewrites.resolve_names"]
    monkeypatch.setattr(names, "_check_table", lambda *_: None)
    query = logical("SELECT p.net AS net FROM val_d_ille_aubigne.paie AS p", datasets=())
    with pytest.raises(UnknownDataset):
        govern(query.tree, context(query))
