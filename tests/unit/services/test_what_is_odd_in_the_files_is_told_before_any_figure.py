"""Files of another month or contract, twice the same, in tonnes, with totals; columns asked once.

Covers services_run.notices, services_run.file_roles, services_run.binding,
services_run.tables, services_run.documents, services_run.problems.
"""

import json
import shutil
from decimal import Decimal

import pytest

from services_run.checking import find_service, load_service
from services_run.problems import (
    ServiceColumnMissing,
    ServiceColumnUnknown,
    ServiceDocumentUnread,
    ServiceFileMissing,
    ServiceParameterUnread,
)
from services_run.trial import try_service


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("service-fait"))


@pytest.fixture
def folder(service, tmp_path):
    shutil.copytree(service.folder / "golden" / "inputs", tmp_path / "files")
    return tmp_path / "files"


def rewritten(folder, change, name="bons_collecteur.csv"):
    path = folder / name
    lines = path.read_text("cp1252").splitlines()
    path.write_text("\n".join(change(lines)) + "\n", "cp1252")


def codes(trial):
    return [notice.code for notice in trial.notices]


def columns_changed(lines, change, *, head=None):
    first, *rows = (line.split(";") for line in lines)
    return [";".join(head(first) if head else first), *(";".join(change(row)) for row in rows)]


def test_slips_of_another_month_are_said_with_what_happens(service, folder):
    rewritten(folder, lambda lines: [line.replace("/04/2024", "/09/2024") for line in lines])
    trial = try_service(service, folder, {}, {})
    (notice,) = [each for each in trial.notices if each.code == "slips_of_another_month"]
    assert "2024-09" in notice.text.fr
    assert "bons_collecteur.csv" in notice.text.en


def test_slips_outside_the_contract_are_said(service, folder):
    rewritten(folder, lambda lines: [line.replace("/2024", "/2021") for line in lines])
    assert "slips_outside_period" in codes(try_service(service, folder, {}, {}))


def test_slips_of_another_contract_are_said_and_not_due(service, folder):
    rewritten(folder, lambda lines: [line.replace("MP 24-03", "MP 19-99") for line in lines])
    trial = try_service(service, folder, {}, {})
    assert "slips_of_another_contract" in codes(trial)
    assert trial.answer["totals"]["due_ht_eur"] == 0


def test_the_same_file_twice_is_read_once(service, folder):
    shutil.copy(folder / "bons_collecteur.csv", folder / "bons_collecteur (1).csv")
    trial = try_service(service, folder, {}, {})
    assert codes(trial) == ["file_twice"]
    assert trial.answer["totals"]["at_stake_eur"] == Decimal("4218.20")


def test_a_slip_written_twice_word_for_word_counts_once(service, folder):
    rewritten(folder, lambda lines: [*lines, lines[5], lines[9]])
    trial = try_service(service, folder, {}, {})
    (notice,) = trial.notices
    assert (notice.code, notice.count) == ("rows_twice", 2)
    assert trial.answer["totals"]["at_stake_eur"] == Decimal("4218.20")


def test_slips_sent_again_inside_another_file_count_once(service, folder):
    lines = (folder / "bons_collecteur.csv").read_text("cp1252").splitlines()
    head, *rows = (line.split(";") for line in lines[:12])
    moved = [";".join([*row[1:], row[0]]) for row in (head, *rows)]
    (folder / "bons_mars.csv").write_text("\n".join(moved) + "\n", "cp1252")
    trial = try_service(service, folder, {}, {})
    (notice,) = trial.notices
    assert (notice.code, notice.count) == ("rows_twice", 11)
    assert trial.answer["totals"]["at_stake_eur"] == Decimal("4218.20")


def test_a_file_in_tonnes_is_converted_and_said(service, folder):
    def in_tonnes(row):
        net = Decimal(row[7].replace(",", "."))
        row[7] = f"{net / 1000 if net > 100 else net:.3f}".replace(".", ",")
        return row

    rewritten(
        folder,
        lambda lines: columns_changed(
            lines, in_tonnes, head=lambda row: [*row[:7], "Poids net (t)", *row[8:]]
        ),
    )
    trial = try_service(service, folder, {}, {})
    assert codes(trial) == ["unit_converted"]
    assert trial.answer["totals"]["at_stake_eur"] == Decimal("4218.20")


def test_tonnes_under_a_header_that_says_kilograms_are_seen_too(service, folder):
    def in_tonnes(row):
        net = Decimal(row[7].replace(",", "."))
        row[7] = f"{net / 1000 if net > 100 else net:.3f}".replace(".", ",")
        return row

    rewritten(folder, lambda lines: columns_changed(lines, in_tonnes))
    trial = try_service(service, folder, {}, {})
    assert codes(trial) == ["unit_converted"]
    assert trial.answer["totals"]["at_stake_eur"] == Decimal("4218.20")


def test_a_slip_without_its_hour_shows_its_day_alone(service, folder):
    """Nobody said that it left at midnight."""
    before = try_service(service, folder, {}, {}).answer["disputes"]
    alone = next(one for one in before if one["cause"] == "missing_plant")
    (slip,) = alone["collector"]
    rewritten(
        folder,
        lambda lines: columns_changed(
            lines, lambda row: [*row[:2], "" if row[0] == slip else row[2], *row[3:]]
        ),
    )
    after = try_service(service, folder, {}, {}).answer["disputes"]
    (dispute,) = [one for one in after if one.get("collector") == [slip]]
    day = alone["slip_at"].partition("T")[0]
    assert (dispute["cause"], dispute["slip_at"]) == ("missing_plant", day)
    assert f"Le bon {slip} ({day[8:]}/{day[5:7]}/{day[:4]}, " in dispute["sentence"]["fr"]
    assert [one["slip_at"] for one in after if one.get("slip_at") and one is not dispute] == [
        one["slip_at"] for one in before if one.get("slip_at") and one is not alone
    ]


def test_a_row_of_totals_is_left_aside_and_said(service, folder):
    rewritten(folder, lambda lines: [*lines, "TOTAL;;;;;;;505890;"])
    trial = try_service(service, folder, {}, {})
    assert codes(trial) == ["total_row"]
    assert trial.answer["totals"]["slips"] == 79


def test_tickets_that_are_all_another_clients_are_said(service, folder):
    rewritten(
        folder,
        lambda lines: [line.replace("COMCOM NORD", "COMCOM OUEST") for line in lines],
        "tickets_usine.csv",
    )
    assert "tickets_of_others_only" in codes(try_service(service, folder, {}, {}))


def test_a_column_that_nothing_tells_is_asked_once_and_answered(service, folder):
    def unnamed(lines):
        return columns_changed(
            lines, lambda row: [*row[:3], f"x{row[0]}", *row[3:]],
            head=lambda row: ["Champ A", "Jour", "Heure", "Champ B", "Camion", "Champ C", *row[5:]],
        )  # fmt: skip

    rewritten(folder, unnamed)
    (folder / "factures_detail.csv").unlink()
    (folder / "factures_lignes.csv").unlink()
    trial = try_service(service, folder, {}, {})
    (question,) = trial.questions
    assert (question.key, trial.answer) == ("bons.bon", {})
    assert "Champ A" in question.choices
    answered = try_service(service, folder, {"bons.bon": "Champ A"}, {})
    assert answered.questions == []
    assert answered.answer["totals"]["slips"] == 79


def test_gross_tare_and_net_are_known_by_their_difference(service, folder):
    rewritten(
        folder,
        lambda lines: columns_changed(
            lines, lambda row: row, head=lambda row: [*row[:5], "P1", "V2", "V3", *row[8:]]
        ),
    )
    trial = try_service(service, folder, {}, {})
    (bound,) = [each for each in trial.bound if each["role"] == "bons"]
    assert {
        name: bound["columns"][name]["column"] for name in ("brut_kg", "tare_kg", "net_kg")
    } == {
        "brut_kg": "P1",
        "tare_kg": "V2",
        "net_kg": "V3",
    }


def test_files_under_other_names_are_known_by_their_columns(service, folder):
    (folder / "bons_collecteur.csv").rename(folder / "export 1.csv")
    trial = try_service(service, folder, {}, {})
    assert trial.answer["totals"]["at_stake_eur"] == Decimal("4218.20")


def test_a_contract_may_be_a_table(service, folder):
    contract = json.loads((folder / "contrat.json").read_text("utf-8"))
    (folder / "contrat.json").unlink()
    lines = ["Marché;Client;Code produit;Code site;Libellé;Prix t;Tolérance kg;Tolérance part"]
    lines += [
        f"MP 24-03;COMCOM NORD;{each['collector_code']};{each['plant_code']};{each['label']};"
        f"{each['price_eur_per_t']};50;0,008"
        for each in contract["products"]
    ]
    (folder / "contrat.csv").write_text("\n".join(lines) + "\n", "utf-8")
    trial = try_service(service, folder, {}, {})
    assert len(trial.answer["matches"]) == 77


@pytest.mark.parametrize(
    ("problem", "remove", "given", "parameters"),
    [
        (ServiceFileMissing, "tickets_usine.csv", {}, {}),
        (ServiceColumnUnknown, None, {"bons.couleur": "Jour"}, {}),
        (ServiceColumnUnknown, None, {"bons.bon": "Absente"}, {}),
        (ServiceColumnUnknown, None, {"bons": "absent.csv"}, {}),
        (ServiceParameterUnread, None, {}, {"tolerance_kg": "beaucoup"}),
        (ServiceParameterUnread, None, {}, {"inconnu": "1"}),
    ],
)
def test_what_cannot_be_done_is_a_problem(service, folder, problem, remove, given, parameters):
    if remove:
        (folder / remove).unlink()
    with pytest.raises(problem):
        try_service(service, folder, given, parameters)


def test_a_contract_that_is_no_json_is_a_problem_with_its_line(service, folder):
    (folder / "contrat.json").write_text('{\n "contract": oops}', "utf-8")
    with pytest.raises(ServiceDocumentUnread) as raised:
        try_service(service, folder, {}, {})
    assert raised.value.facts["line"] == 2


def test_a_contract_without_prices_is_a_problem(service, folder):
    contract = json.loads((folder / "contrat.json").read_text("utf-8"))
    for product in contract["products"]:
        del product["price_eur_per_t"]
    (folder / "contrat.json").write_text(json.dumps(contract), "utf-8")
    with pytest.raises(ServiceColumnMissing):
        try_service(service, folder, {}, {})
