"""Services listed, shown, checked and tried by command: pages, JSON, CSV and exit codes.

Covers gateway.cli.service_commands, gateway.cli.service_output.
"""

import csv
import io
import json
import shutil

import pytest
from typer.testing import CliRunner

from gateway.cli.main import app_for
from services_run.checking import find_service

APP = app_for(["service"])


@pytest.fixture
def files(tmp_path):
    shutil.copytree(find_service("service-fait") / "golden" / "inputs", tmp_path / "files")
    return tmp_path / "files"


def run(*arguments, language="en_GB.UTF-8", **more):
    return CliRunner(env={"LC_ALL": language}).invoke(
        APP, ["service", *map(str, arguments)], **more
    )


def test_services_are_listed_and_shown():
    listed = json.loads(run("list", "--format", "json").stdout)
    assert "service-fait" in [each["id"] for each in listed]
    shown = run("show", "service-fait", language="fr_FR.UTF-8").stdout
    assert "les bons du collecteur" in shown
    assert "sha256:" in shown


def test_a_sound_service_is_checked_and_a_changed_one_is_not(tmp_path):
    checked = run("check", "service-fait", "--format", "json")
    assert (checked.exit_code, json.loads(checked.stdout)["differences"]) == (0, [])
    shutil.copytree(find_service("service-fait"), tmp_path / "mine")
    output = tmp_path / "mine" / "golden" / "output.json"
    output.write_text(output.read_text("utf-8").replace("4218.20", "1.00"), "utf-8")
    assert run("check", tmp_path / "mine").exit_code == 1


def test_a_trial_in_json_has_matches_disputes_and_totals(files):
    tried = run("try", "service-fait", files, "--format", "json")
    answer = json.loads(tried.stdout)
    assert tried.exit_code == 0
    assert answer["totals"]["at_stake_eur"] == 4218.20
    assert answer["matches"][0].keys() == {"numero_bon", "ticket"}
    assert answer["questions"] == []


def test_a_page_says_what_was_found_then_the_figures(files):
    (files / "notes.csv").write_text("a;b\n1;2\n3;4\n", "utf-8")
    page = run("try", "service-fait", files, language="fr_FR.UTF-8").stdout
    assert page.index("! « notes.csv »") < page.index("totals")
    assert "4\u202f218,20" in page


def test_a_question_is_exit_code_2_and_its_key_answers_it(files):
    path = files / "bons_collecteur.csv"
    first, *rows = path.read_text("cp1252").splitlines()
    names = first.split(";")
    names[0] = "Champ A"
    lines = [";".join([*names, "Champ B"]), *(f"{row};x{at}" for at, row in enumerate(rows))]
    path.write_text("\n".join(lines), "cp1252")
    for name in ("factures_detail.csv", "factures_lignes.csv"):
        (files / name).unlink()
    asked = run("try", "service-fait", files, "--format", "json")
    (question,) = json.loads(asked.stdout)["questions"]
    assert (asked.exit_code, question["key"]) == (2, "bons.bon")
    key = f"{question['key']}={question['choices'][0]}"
    assert run("try", "service-fait", files, "--format", "json", "--columns", key).exit_code == 0


def test_the_export_in_csv_is_the_disputes(files):
    text = run("try", "service-fait", files, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert all("." not in row["at_stake_eur"] for row in rows)
    assert {row["cause"] for row in rows} >= {"duplicate", "missing_plant"}
    assert all(row["sentence"] for row in rows)


def test_an_option_without_its_sign_is_wrong_usage(files):
    assert run("try", "service-fait", files, "--columns", "bons").exit_code == 2
    assert run("try", "service-fait", files, "--set", "tolerance_kg").exit_code == 2


def test_a_parameter_changes_what_is_admitted(files):
    document = json.loads((files / "contrat.json").read_text("utf-8"))
    del document["tolerance"]
    (files / "contrat.json").write_text(json.dumps(document), "utf-8")
    tried = run(
        "try", "service-fait", files, "--format", "json", "--set", "tolerance_kg=5000",
        "--set", "tolerance_part=0.9",
    )  # fmt: skip
    assert "tare_error" not in json.loads(tried.stdout)["totals"]["by_cause"]
