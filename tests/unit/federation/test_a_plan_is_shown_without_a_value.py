"""The SQL that explains an answer holds no literal, no key, nothing of the storage.

Covers federation.shown_sql, federation.plan.
"""

import re
from dataclasses import replace

import pytest
from sqlglot import exp, parse_one

from federation.limits import Limits
from federation.logical import SliceKind, WireType
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.planning import plan_slice
from federation.shown_sql import HIDDEN, show_plan
from tests.unit.federation import world

STRING = WireType.STRING
ALONE = world.logical(
    "SELECT t.flux AS c0, t.id_pesee AS c1 FROM val_d_ille_aubigne.collectes AS t"
    " WHERE t.flux = 'Dupont' AND t.tonnage > 8317 AND t.code_commune IN ('98765', '98764')"
    " LIMIT 4242",
    (("c0", STRING), ("c1", STRING)),
)
FLUX = world.logical(
    "SELECT t.flux AS c0 FROM val_d_ille_aubigne.collectes AS t", (("c0", STRING),)
)
JOINED = world.logical(
    "SELECT t.flux AS c0, f.id_fontaine AS c1 FROM val_d_ille_aubigne.collectes AS t"
    " JOIN mesnil_roc_h.fontaines AS f ON f.posee_le = t.date_collecte"
    " WHERE t.flux = 'Dupont' OR f.debit > 8317",
    (("c0", STRING), ("c1", WireType.INT)),
)
NAMES = {each.siren: each.slug.sql_name for each in world.snapshot().organisations.values()}


def shown(query, decision="territory", engine=DUCKDB):
    plan = plan_slice(
        query,
        world.binding(decision),
        world.snapshot(),
        Limits(),
        frozenset({engine, DUCKDB}),
        engine,
    )
    return show_plan(plan, NAMES)


@pytest.mark.parametrize("engine", [DUCKDB, TRINO, POSTGRES])
@pytest.mark.parametrize("decision", ["owner", "territory", "overlap"])
def test_no_value_of_the_caller_or_of_an_agreement_is_in_it(decision, engine):
    text = shown(ALONE, decision, engine).whole
    for value in ("Dupont", "8317", "98765", "4242", "VERRE", "PAPIER", "35308", "2026", "2017"):
        assert value not in text
    assert "'" not in text
    assert HIDDEN in text


def test_only_types_keep_their_numbers():
    text = shown(ALONE).whole
    without_types = re.sub(r"(DECIMAL|VARCHAR|TIMESTAMP)\([0-9, ]+\)", "", text)
    assert not re.search(r"(?<![A-Za-z0-9_])[0-9]", without_types)


def test_keys_have_one_name_that_says_nothing():
    text = shown(ALONE, "overlap").whole
    assert ":key" in text
    assert "key_" not in text


def test_how_many_codes_a_territory_has_is_not_shown():
    text = shown(ALONE).whole
    assert not re.search(r"IN \([^)]*,", text)


@pytest.mark.parametrize("engine", [DUCKDB, TRINO, POSTGRES])
def test_nothing_of_the_storage_is_told(engine):
    text = shown(ALONE, engine=engine).whole
    for physical in ("s_val", "d_collectes", "Pesees", "dechets", "ID pesée", "INSEE"):
        assert physical not in text
    assert '"val_d_ille_aubigne"."collectes"' in text
    assert '"id_pesee"' in text


def test_the_only_owner_is_shown_all_of_it():
    found = shown(ALONE)
    assert found.parts == {world.VAL_D_ILLE: found.whole}


def test_names_that_a_statement_gives_are_not_told():
    statement = replace(
        world.logical(
            "WITH dossier_dupont AS (SELECT t.flux AS rue_martin FROM val_d_ille_aubigne.collectes"
            " AS t) SELECT d.rue_martin AS enquete_1, d.rue_martin AS flux FROM dossier_dupont AS d"
            " ORDER BY enquete_1",
            (("enquete_1", STRING), ("flux", STRING)),
        ),
        kind=SliceKind.SQL,
    )
    text = shown(statement).whole
    for given in ("dupont", "martin", "enquete"):
        assert given not in text
    assert '"val_d_ille_aubigne"."collectes"' in text
    assert '"flux"' in text
    assert isinstance(parse_one(text.replace(HIDDEN, "hidden"), read="trino"), exp.Select)


def test_an_owner_is_shown_nothing_of_another_owners_part():
    found = shown(JOINED)
    assert set(found.parts) == {world.VAL_D_ILLE, world.MESNIL_ROC_H}
    assert "collectes" in found.parts[world.VAL_D_ILLE]
    for hidden in ("fontaine", "debit", "posee_le", "mesnil"):
        assert hidden not in found.parts[world.VAL_D_ILLE]
    for hidden in ("collectes", "flux", "date_collecte", "val_d_ille"):
        assert hidden not in found.parts[world.MESNIL_ROC_H]


@pytest.mark.parametrize("decision", ["owner", "territory", "overlap", "masked"])
def test_what_is_shown_is_sql_that_can_be_read_back(decision):
    text = shown(FLUX, decision).whole
    tree = parse_one(text.replace(HIDDEN, "hidden"), read="trino")
    assert isinstance(tree, exp.Select)


def test_the_plan_itself_is_left_as_it_was():
    plan = plan_slice(
        ALONE,
        world.binding("territory"),
        world.snapshot(),
        Limits(),
        frozenset({DUCKDB}),
        DUCKDB,
    )
    before = plan.tree.sql()
    show_plan(plan, NAMES)
    assert plan.tree.sql() == before
