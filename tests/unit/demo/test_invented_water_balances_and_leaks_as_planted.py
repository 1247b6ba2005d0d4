"""Water that is made up on real communes: labelled, it balances from the producer to who buys it,
and its three services tell what was planted.

Covers demo.generate.water, demo.generate.water_services, demo.generate.water_volumes,
demo.generate.water_money, demo.generate.water_sectors, demo.generate.water_peers,
demo.generate.standard_columns, demo.declare.
"""

import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from demo.declare import EMBEDDED, write_declarations
from demo.generate.ground import DEMO
from demo.generate.table import LABEL
from demo.generate.water import water
from demo.generate.water_sectors import LAST, LEAKS, SECTORS
from demo.generate.water_services import BASSIN_RENNAIS, FORET_PAIMPONT, OUEST_35, services
from demo.generate.water_volumes import years
from demo.generate.world import SEED
from demo.prepare import files_for_services
from services_run.checking import find_service, load_service
from services_run.trial import try_service

FORMER = {"fuites": ("debits", "compteurs_s", "secteurs_eau", "consommateurs", "journal")}
YEARLY = (
    "volumes_annuels",
    "services_eau",
    "volumes_communes",
    "tarifs_eau",
    "ressources",
    "indicateurs",
)
READ = {**FORMER, "rpqs-eau": YEARLY, "redevance-reseaux": ("factures", "redevance")}
"""By service the beginnings of the names of the tables that it reads."""


@pytest.fixture(scope="module")
def tables():
    return {(owner, one.name): one for owner, own in water(SEED).items() for one in own}


@pytest.fixture(scope="module")
def answers(tables, tmp_path_factory):
    def answer(service):
        folder = tmp_path_factory.mktemp(service)
        read = [
            table
            for (owner, name), table in tables.items()
            if owner == BASSIN_RENNAIS and name.startswith(READ[service])
        ]
        for name, content in files_for_services(read).items():
            (folder / name.partition("/")[2]).write_bytes(content)
        trial = try_service(load_service(find_service(service)), folder, {}, {})
        assert trial.questions == []
        return trial.answer

    return {service: answer(service) for service in READ}


def cells(table, *names):
    places = [table.position(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_each_title_says_that_its_rows_are_made_up_and_keys_are_unique(tables):
    assert len(services()) == 12
    for table in tables.values():
        assert table.title.endswith(LABEL)
        keys = cells(table, *table.key)
        assert len(keys) == len(set(keys)), table.name
    assert water(SEED) == water(SEED)
    assert water(SEED) != water(SEED + 1)


def test_each_variable_has_its_column_of_the_standard(tables):
    with (DEMO / "water_variables.csv").open(encoding="utf-8", newline="") as file:
        columns = {row["name"]: row["column"] for row in csv.DictReader(file)}
    assert {name for year in years(SEED).values() for name in year} == columns.keys()
    of_standard = tables[OUEST_35, "volumes_annuels"].column_names
    assert sorted(("service_id", "annee", *columns.values())) == sorted(of_standard)


def test_a_buyer_finds_its_purchase_among_the_wholesalers_sales(tables):
    sold, bought = Counter(), Counter()
    sales = tables[OUEST_35, "ventes_en_gros"]
    for buyer, year, m3 in cells(sales, "acheteur_siren", "annee", "volume_m3"):
        sold[buyer, year] += m3
    volumes = tables[FORET_PAIMPONT, "volumes_annuels"]
    for year, m3 in cells(volumes, "annee", "vp_060"):
        bought[year] += m3
    assert {year: sold["200080562", year] for year in bought} == bought
    produced = cells(tables[OUEST_35, "volumes_annuels"], "annee", "vp_061")
    for year in bought:
        of_year = sum(m3 for at, m3 in produced if at == year)
        assert of_year == sum(m3 for (_, at), m3 in sold.items() if at == year)


def test_the_yearly_report_is_plausible_and_one_figure_is_missing_for_a_reason(answers):
    (last,) = [row for row in answers["rpqs-eau"]["summary"] if row["annee"] == 2025]
    assert 86 < last["p104_3"] < 91
    assert last["sans_renouvellement"] == ["Nord du bassin"]
    rows = [row for row in answers["rpqs-eau"]["services"] if row["annee"] == 2025]
    assert len(rows) == 7
    (north,) = [row for row in rows if row["service"] == "Nord du bassin"]
    assert (north["p107_2"], north["reasons"]["p107_2"]["code"]) == (None, "missing_vp_140")
    for row in rows:
        assert 75 < row["p104_3"] < 99.5
        assert row["service"] == "Production du bassin" or Decimal("1.8") < row["d102_0"] < 3


def test_each_distributor_has_its_place_among_invented_peers_of_its_class(answers):
    rows = [row for row in answers["rpqs-eau"]["peers"] if row["indicateur"] == "p104_3"]
    classes = {row["service"]: row["classe"] for row in rows}
    assert classes["Rennes"] == "urbain"
    assert classes["Production du bassin"] == "production"
    assert len(classes) == 7
    assert {"rural", "intermediaire"} & set(classes.values())
    for row in rows:
        assert row["annee"] == 2025
        assert row["semblables"] >= 5
        assert row["quartile_1"] <= row["mediane"] <= row["quartile_3"]


def test_leaks_are_those_that_were_planted_and_their_euros_within_a_hundredth(answers):
    planted = {leak.sector.upper(): leak for leak in LEAKS}
    rows = answers["fuites"]["leaks"]
    assert {row["secteur"] for row in rows} == planted.keys()
    truth = Decimal(0)
    prices = {sector.id: Decimal(sector.price) for sector in SECTORS}
    for row in rows:
        leak = planted[row["secteur"]]
        assert abs((date.fromisoformat(str(row["debut"])[:10]) - leak.start).days) <= 4
        assert (row["fin"] is None) == (leak.end is None)
        days = ((leak.end or LAST + timedelta(days=1)) - leak.start).days
        of_the_change = 1 if leak.end is None else 0
        hours = 24 * days + of_the_change
        truth += Decimal(str(leak.flow)) * hours * prices[leak.sector]
    assert abs(sum(row["perdu_eur"] for row in rows) / truth - 1) <= Decimal("0.01")


def test_the_fee_is_exact_where_coefficients_are_and_lies_between_bounds_elsewhere(answers):
    rows = {row["service"]: row for row in answers["redevance-reseaux"]["summary"]}
    for service in ("EBR-RENNES", "EBR-NORD", "EBR-EST", "EBR-OUEST"):
        assert rows[service]["redevance"] == rows[service]["redevance_max"] > 0
    for service in ("EBR-SUD", "EBR-MONTFORT"):
        assert rows[service]["redevance"] is None
        assert 0 < rows[service]["redevance_min"] < rows[service]["redevance_max"]


def test_the_last_sunday_of_october_has_25_hours(tables):
    flows = cells(tables[BASSIN_RENNAIS, "debits_horaires"], "compteur_id", "debut")
    start, end = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert sum(meter == "M-CHE-1" and start <= at < end for meter, at in flows) == 25


def test_a_declaration_names_the_columns_of_the_standard_that_rows_follow(tables, tmp_path):
    write_declarations(tmp_path, EMBEDDED, {})
    text = (tmp_path / f"{OUEST_35}.yaml").read_text("utf-8")
    for name in tables[OUEST_35, "volumes_annuels"].column_names:
        assert f"      {name}:\n" in text
    assert "columns: standard" not in text
