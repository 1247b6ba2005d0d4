"""Slips without hours or gross weights, in tonnes, one file a month, with totals: what was planted.

Covers services_run.binding, services_run.inputs, services_run.tables.
"""

from decimal import Decimal

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service
from tests.unit.services.slips_of_a_year import make_year, write_year
from tests.unit.services.slips_of_strangers import restyle


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("service-fait"))


@pytest.fixture(scope="module", params=[(34, True), (21, False)], ids=["hours", "days"])
def tried(request, service, tmp_path_factory):
    seed, hours = request.param
    folder = tmp_path_factory.mktemp("strangers")
    year = make_year(seed, vehicles=4, days=150)
    stake = write_year(year, folder)
    restyle(folder, hours=hours)
    return hours, year, stake, try_service(service, folder, {}, {})


def of_loads(answer):
    return {
        (each["cause"], tuple(sorted(each["collector"])), tuple(sorted(each["plant"])))
        for each in answer["disputes"]
        if "collector" in each
    }


def test_no_question_is_asked_and_each_oddity_is_told_first(tried):
    hours, _, _, trial = tried
    assert trial.questions == []
    told = {notice.code for notice in trial.notices}
    assert told == {"total_row", "unit_converted"} | (set() if hours else {"hours_missing"})


def test_at_least_95_planted_disputes_of_100_come_out_and_2_false_ones_at_most(tried):
    _, year, _, trial = tried
    planted, told = year.planted(), of_loads(trial.answer)
    assert len(planted & told) >= 0.95 * len(planted)
    assert len(told - planted) <= 0.02 * len(told)


def test_euros_at_stake_are_within_one_of_100(tried):
    _, _, stake, trial = tried
    assert abs(trial.answer["totals"]["at_stake_eur"] - stake) <= stake * Decimal("0.01")


def test_a_tare_wrong_for_a_day_is_known_by_its_one_difference(service, tmp_path):
    """One of the nets agrees by chance with another load's: the day's one difference tells more."""
    (tmp_path / "contrat.csv").write_text("Produit;Prix t\nOMR;100\n", "utf-8")
    head = "Numéro;Date;Immatriculation;Produit;Poids net kg"
    slips = ["B1;10/03/2025;AA-111-AA;OMR;8840", "B2;10/03/2025;AA-111-AA;OMR;7360"]
    slips += ["B3;10/03/2025;AA-111-AA;OMR;7780"]
    tickets = ["T1;10/03/2025;AA-111-AA;OMR;8460", "T2;10/03/2025;AA-111-AA;OMR;6980"]
    tickets += ["T3;10/03/2025;AA-111-AA;OMR;7400"]
    (tmp_path / "bons.csv").write_text("\n".join([head, *slips]), "utf-8")
    (tmp_path / "tickets.csv").write_text("\n".join([head, *tickets]), "utf-8")
    trial = try_service(service, tmp_path, {}, {})
    assert of_loads(trial.answer) == {("tare_error", (f"B{at}",), (f"T{at}",)) for at in (1, 2, 3)}


def test_invoices_numbered_like_months_keep_their_numbers(tried):
    _, _, _, trial = tried
    assert all(len(number) == len("2024-01") for number in trial.answer["totals"]["by_invoice"])
