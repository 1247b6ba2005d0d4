"""`inTerritory` keeps the rows that lie in what a body covers, as plain Python says it does.

Covers schema.reading.territory_filters, schema.territory_problems.
"""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership, MembershipMode
from catalog.snapshot import snapshot_of
from catalog.territory import territory
from schema.problems import DocumentProblems
from schema.types.view import View
from tests.unit.schema.engine import open_database, run_slice
from tests.unit.schema.reading import read
from tests.unit.schema.rows import bornes, collectes
from tests.unit.schema.sample import DATASETS, SMICTOM, VAL, cog, snapshot

ROWS = {"collectes": collectes(), "bornes": bornes()}
WASTE, WATER = "1510", "1502"


def siren_of(code):
    """Of a commune, by the code that it has today."""
    today = date(2026, 1, 1)
    (siren,) = (each for each in cog().siren_periods if cog().commune_of_siren(each, today) == code)
    return siren


def membership(code, of, competences, start, end=None):
    mode = MembershipMode.DIRECT
    return Membership(siren_of(code), of, frozenset(competences), mode, start, end)


MEMBERSHIPS = (
    membership("35007", SMICTOM.siren, {WASTE}, date(2018, 3, 1)),
    membership("35308", SMICTOM.siren, {WASTE, WATER}, date(2020, 1, 1), date(2023, 6, 1)),
    membership("35210", VAL.siren, {WASTE, WATER}, date(2015, 1, 1)),
)


def seen():
    known = snapshot()
    registered = snapshot_of(
        version=replace(known.version, epoch="t"),
        organisations=known.organisations.values(),
        memberships=MEMBERSHIPS,
        datasets=DATASETS,
    )
    return View.of(registered, [each.id for each in DATASETS])


@pytest.fixture(scope="module")
def database():
    with open_database(ROWS) as opened:
        yield opened


def keys_kept(database, asked, dataset="collectes", shown="idPesee codeCommune"):
    where = f"where: {{ commune: {{ inTerritory: {{ {asked} }} }} }}"
    document = (
        f"{{ valDIlleAubigne {{ {dataset}({where}, first: 1000) {{ nodes {{ {shown} }} }} }} }}"
    )
    (logical,) = read(document, seen=seen()).slices.values()
    rows = orjson.loads(run_slice(database, logical)[1].body)
    return [tuple(row.values()) for row in rows]


def lies_in(row, of, competence, at=None):
    day, code = row["date_collecte"], row["code_commune"]
    if day is None or code is None:
        return False
    land = territory(of, competence, at or day, MEMBERSHIPS, cog()).atoms
    own = cog().atoms_of(code, day)
    return bool(own) and own <= land


def right(of, competence, at=None):
    kept = [row for row in ROWS["collectes"] if lies_in(row, of, competence, at)]
    return sorted((row["id_pesee"], row["code_commune"]) for row in kept)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('of: "200090884", competence: "1510"', right(SMICTOM.siren, WASTE)),
        (
            'of: "valcobreizh", competence: "1510", at: "2021-01-01"',
            right(SMICTOM.siren, WASTE, date(2021, 1, 1)),
        ),
        (
            'of: "valcobreizh", competence: "1502", at: "2023-05-31"',
            right(SMICTOM.siren, WATER, date(2023, 5, 31)),
        ),
        ('of: "valDIlleAubigne"', right(VAL.siren, WASTE)),
        ('of: "val-d-ille-aubigne", at: "2024-01-01"', right(VAL.siren, WASTE, date(2024, 1, 1))),
        (f'of: "{siren_of("35308")}"', right(siren_of("35308"), "")),
    ],
)
def test_rows_lie_in_the_territory_of_a_body(database, asked, expected):
    assert sorted(keys_kept(database, asked)) == expected
    assert 0 < len(expected) < len(ROWS["collectes"])


def test_a_commune_is_named_by_its_code(database):
    day = date(2024, 1, 1)
    land = cog().atoms_of("35308", day)
    inside = sorted(
        (row["id_pesee"], row["code_commune"])
        for row in ROWS["collectes"]
        if row["date_collecte"]
        and row["code_commune"]
        and (own := cog().atoms_of(row["code_commune"], row["date_collecte"]))
        and own <= land
    )
    assert sorted(keys_kept(database, 'of: "35308", at: "2024-01-01"')) == inside
    assert {code for _, code in inside} == {"35147", "35308", "35344"}


def test_an_epci_whose_members_nobody_registered_is_that_of_the_map(database):
    (siren,) = {cog().label("35210", date(2024, 1, 1)).epci_siren}
    kept = keys_kept(database, f'of: "{siren}", at: "2024-01-01"')
    codes = {code for _, code in kept}
    assert "35210" in codes
    assert all(
        cog().label(cog().commune_at(code, date(2024, 1, 1)), date(2024, 1, 1)).epci_siren == siren
        for code in codes
    )


def test_rows_without_a_date_are_read_on_the_map_of_their_vintage(database):
    asked = 'of: "valcobreizh", competence: "1510", at: "2021-01-01"'
    kept = keys_kept(database, asked, "bornes", "codeCommune")
    assert {code for (code,) in kept} == {"35007", "35147", "35308", "35344"}


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        ('of: "valcobrez"', "unknown_territory", "valcobreizh"),
        ('of: "200090885"', "unknown_territory", "200090884"),
        ('of: "zzz"', "unknown_territory", "« zzz »"),
        ('of: "valcobreizh"', "competence_needed", "1502, 1510"),
        ('of: "valcobreizh", competence: "1511"', "competence_not_held", "1510"),
        (
            'of: "valcobreizh", competence: "1502", at: "2019-12-31"',
            "no_territory_then",
            "31 déc. 2019",
        ),
        ('of: "35308", at: "1900-13-01"', "unexpected_value", "AAAA-MM-JJ"),
        ('of: "35308", at: null', "null_condition", "inTerritory.at"),
        ('competence: "1510"', "missing_input_field", "of"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(asked, code, told):
    where = f"where: {{ commune: {{ inTerritory: {{ {asked} }} }} }}"
    with pytest.raises(DocumentProblems) as refused:
        read(f"{{ valDIlleAubigne {{ collectes({where}) {{ nodes {{ flux }} }} }} }}", seen=seen())
    (problem,) = refused.value.problems
    assert problem.code == code
    assert told in problem.sentence("fr")


def test_without_competence_one_that_all_agree_on_is_taken(database):
    """On that day nobody gives it water."""
    kept = keys_kept(database, 'of: "valcobreizh", at: "2024-01-01"')
    assert sorted(kept) == right(SMICTOM.siren, WASTE, date(2024, 1, 1))


def test_a_variable_that_is_absent_takes_the_condition_away(database):
    document = """query ($la: TerritoryFilter) { valDIlleAubigne {
        collectes(where: { commune: { inTerritory: $la } }) { aggregate { count } } } }"""
    (logical,) = read(document, seen=seen()).slices.values()
    assert logical.tree.args.get("where") is None
    given = {"la": {"of": "35007", "at": "2024-01-01"}}
    (logical,) = read(document, given, seen=seen()).slices.values()
    assert logical.tree.args["where"] is not None
    assert Siren("243500667") not in logical.tree.sql()
