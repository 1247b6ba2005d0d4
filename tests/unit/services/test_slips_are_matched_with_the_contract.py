"""What was planted in a year of weighings comes out, and nothing else, to the cent.

Covers services_run.trial, services_run.running, services_run.answering,
services_run.inputs, services_run.portable.
"""

from datetime import date
from decimal import Decimal

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service
from tests.unit.services.slips_of_a_year import make_year, with_other_signs, write_year


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("service-fait"))


@pytest.fixture(scope="module", params=[3, 11])
def tried(request, service, tmp_path_factory):
    folder = tmp_path_factory.mktemp("slips")
    year = make_year(request.param, vehicles=4, days=150)
    stake = write_year(year, folder)
    return year, stake, try_service(service, folder, {}, {})


def of_loads(answer):
    return {
        (each["cause"], tuple(sorted(each["collector"])), tuple(sorted(each["plant"])))
        for each in answer["disputes"]
        if "collector" in each
    }


def test_columns_never_seen_are_found_without_a_question(tried):
    _, _, trial = tried
    assert (trial.questions, [notice.code for notice in trial.notices]) == ([], [])


def test_every_planted_dispute_is_found_and_no_other(tried):
    year, _, trial = tried
    assert of_loads(trial.answer) == year.planted()


def test_every_load_has_its_tickets(tried):
    year, _, trial = tried
    written = {(load.number, ticket.number) for load in year.loads for ticket in load.tickets}
    matched = {(each["numero_bon"], each["ticket"]) for each in trial.answer["matches"]}
    assert matched == written


def test_what_is_at_stake_is_billed_less_due_and_each_sum_agrees(tried):
    _, stake, trial = tried
    totals = trial.answer["totals"]
    assert totals["at_stake_eur"] == stake
    assert totals["billed_ht_eur"] - totals["due_ht_eur"] == stake
    for parts in ("by_invoice", "by_month"):
        assert sum(part["at_stake_eur"] for part in totals[parts].values()) == stake
    of_causes = sum(part["at_stake_eur"] for part in totals["by_cause"].values())
    assert of_causes + totals["not_attributed_eur"] == stake
    assert totals["over_billed_eur"] + totals["under_billed_eur"] == of_causes
    assert abs(totals["not_attributed_eur"]) < Decimal("0.50")


def test_a_late_price_a_rounding_and_a_wrong_total_are_told_by_invoice(tried):
    year, _, trial = tried
    told = {
        (each["cause"], each["invoice"], each.get("kind"))
        for each in trial.answer["disputes"]
        if "collector" not in each
    }
    assert told == {
        ("price_late", year.late_invoice, None),
        ("invoice_rounding", year.rounded_invoice, "tonnages"),
        ("invoice_rounding", year.wrong_total, "total"),
    }


def test_clocks_units_and_split_loads_are_told_and_are_no_dispute(tried):
    year, _, trial = tried
    infos = {}
    for info in trial.answer["infos"]:
        infos.setdefault(info["cause"], set()).update(info["collector"])
    units = {
        load.number
        for load in year.loads
        if load.written_net or any(ticket.written_net for ticket in load.tickets)
    }
    late = {load.number for load in year.loads if load.written_at and load.tickets}
    assert infos["split_load"] == {load.number for load in year.loads if len(load.tickets) > 1}
    assert infos["unit_slip"] == units
    assert late <= infos["clock_shift"]


def test_each_dispute_is_one_sentence_in_two_languages_with_both_rows(tried):
    _, _, trial = tried
    for dispute in trial.answer["disputes"]:
        assert dispute["sentence"]["fr"] != dispute["sentence"]["en"]
        assert "{" not in "".join(dispute["sentence"].values())
    tare = next(each for each in trial.answer["disputes"] if each["cause"] == "tare_error")
    assert {"slip_at", "slip_kg", "ticket_at", "ticket_kg", "vehicle"} <= tare.keys()


def test_without_invoices_the_slips_at_the_contracts_price_are_what_is_billed(service, tmp_path):
    year = make_year(5, vehicles=2, days=70)
    write_year(year, tmp_path)
    for name in ("factures.csv", "factures_lignes.csv", "factures_detail.csv"):
        (tmp_path / name).unlink()
    trial = try_service(service, tmp_path, {}, {})
    assert of_loads(trial.answer) == year.planted()
    assert set(trial.answer["totals"]["by_cause"]) <= {cause for cause, _, _ in year.planted()}


def test_one_load_that_weighs_like_one_of_the_day_before_is_no_late_device(service, tmp_path):
    year = make_year(7, vehicles=4, days=150)
    stake = write_year(year, tmp_path)
    trial = try_service(service, tmp_path, {}, {})
    assert of_loads(trial.answer) == year.planted()
    assert trial.answer["totals"]["at_stake_eur"] == stake


def test_a_slip_that_weighs_too_little_is_due_as_the_site_weighed(service, tmp_path):
    year = with_other_signs(make_year(13, vehicles=4, days=150))
    assert any(load.cause == "tare_error" and load.written_tare > load.tare for load in year.loads)
    stake = write_year(year, tmp_path)
    trial = try_service(service, tmp_path, {}, {})
    assert of_loads(trial.answer) == year.planted()
    assert trial.answer["totals"]["at_stake_eur"] == stake


def test_the_last_day_of_a_period_has_its_price(service, tmp_path):
    year = make_year(15, vehicles=4, days=150)
    # A period ends on the day before: a day on which there are loads.
    year.step = date(2024, 4, 3)
    last = date(2024, 4, 2)
    assert any(load.left.date() == last and load.written_at is None for load in year.loads)
    stake = write_year(year, tmp_path)
    trial = try_service(service, tmp_path, {}, {})
    assert of_loads(trial.answer) == year.planted()
    assert trial.answer["totals"]["at_stake_eur"] == stake


def test_columns_without_a_name_that_says_anything_are_known_by_what_they_hold(service, tmp_path):
    year = make_year(9, vehicles=3, days=70)
    write_year(year, tmp_path)
    for name in ("bons_collecteur.csv", "tickets_usine.csv"):
        path = tmp_path / name
        _, *rows = path.read_text("cp1252").splitlines()
        head = ";".join(f"c{at}" for at in range(len(rows[0].split(";"))))
        path.write_text("\n".join([head, *rows]), "cp1252")
    trial = try_service(service, tmp_path, {}, {})
    assert (trial.questions, of_loads(trial.answer)) == ([], year.planted())


def without_detail(service, tmp_path, *left_out, seed=5):
    year = make_year(seed, vehicles=4, days=150)
    stake = write_year(year, tmp_path)
    for name in left_out:
        (tmp_path / name).unlink()
    return year, stake, try_service(service, tmp_path, {}, {})


@pytest.mark.parametrize("seed", [5, 23])
def test_without_the_detail_lines_say_what_each_month_bills(service, tmp_path, seed):
    year, stake, trial = without_detail(service, tmp_path, "factures_detail.csv", seed=seed)
    assert of_loads(trial.answer) == year.planted()
    totals = trial.answer["totals"]
    assert totals["at_stake_eur"] == stake
    assert set(totals["by_invoice"]) == set(totals["by_month"])
    causes = {(each["cause"], each.get("invoice")) for each in trial.answer["disputes"]}
    assert ("price_late", year.late_invoice) in causes
    rounded = [each["invoice"] for each in trial.answer["disputes"] if each.get("kind") == "detail"]
    assert rounded == [year.rounded_invoice]


def test_lines_alone_are_of_the_month_that_their_number_says(service, tmp_path):
    left_out = ("factures_detail.csv", "factures.csv")
    year, stake, trial = without_detail(service, tmp_path, *left_out)
    assert of_loads(trial.answer) == year.planted()
    # Without the invoices' totals, the one that was wrong cannot be seen.
    assert trial.answer["totals"]["at_stake_eur"] == stake - Decimal("12.40")


def test_totals_alone_are_held_against_the_contract(service, tmp_path):
    left_out = ("factures_detail.csv", "factures_lignes.csv")
    year, stake, trial = without_detail(service, tmp_path, *left_out)
    assert of_loads(trial.answer) == year.planted()
    assert trial.answer["totals"]["at_stake_eur"] == stake


def test_a_month_that_no_invoice_bills_is_told_and_not_due_twice(service, tmp_path):
    year = make_year(5, vehicles=2, days=70)
    write_year(year, tmp_path)
    (tmp_path / "factures_detail.csv").unlink()
    for name in ("factures.csv", "factures_lignes.csv"):
        path = tmp_path / name
        lines = path.read_text("cp1252").splitlines()
        path.write_text("\n".join(line for line in lines if "2024-03" not in line), "cp1252")
    trial = try_service(service, tmp_path, {}, {})
    assert "2024-03" not in trial.answer["totals"]["by_invoice"]
    march = {load.number for load in year.loads if load.left.month == 3}
    told = {n for one in trial.answer["infos"] if one["cause"] == "not_invoiced"
            for n in one["collector"]}  # fmt: skip
    assert march <= told


@pytest.mark.parametrize("name", ["id pesée", "Num. pesée", "N° de ticket", "Pièce jointe"])
def test_a_detail_whose_slips_are_called_otherwise_is_taken(service, tmp_path, name):
    year = make_year(5, vehicles=2, days=70)
    stake = write_year(year, tmp_path)
    path = tmp_path / "factures_detail.csv"
    head, *rows = path.read_text("cp1252").splitlines()
    head = head.replace("N° pesée", name)
    path.write_text("\n".join([head, *rows]), "cp1252")
    trial = try_service(service, tmp_path, {}, {})
    assert trial.questions == []
    assert trial.answer["totals"]["at_stake_eur"] == stake
    assert of_loads(trial.answer) == year.planted()


def test_one_slip_is_told_in_the_singular(service, tmp_path):
    year = make_year(5, vehicles=2, days=70)
    write_year(year, tmp_path)
    path = tmp_path / "bons_collecteur.csv"
    lines = path.read_text("cp1252").splitlines()
    lines[1] = lines[1].rpartition(";")[0] + ";MP 24-99"
    path.write_text("\n".join(lines), "cp1252")
    trial = try_service(service, tmp_path, {}, {})
    (notice,) = [one for one in trial.notices if one.code == "slips_of_another_contract"]
    assert "1 bon porte un autre contrat (MP 24-99) : il n'est pas dû ici" in notice.text.fr
    assert "1 slip bears another contract" in notice.text.en
