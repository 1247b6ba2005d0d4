"""Each indicator of the water report is that of the law to its last decimal, or has a reason.

Covers services_run.answering, services_run.inputs, services_run.published.
"""

import csv
import io
import shutil
from collections import Counter
from decimal import Decimal

import pypdf
import pytest

from papers import child
from services_run.checking import find_service, load_service
from services_run.trial import try_service
from tests.unit.paper.figures import job, sheet_of
from tests.unit.services.declared_folders import frozen, run
from tests.unit.services.water_worlds import Truth, World, consolidated

SERVICE = load_service(find_service("rpqs-eau"))
INPUTS = SERVICE.folder / "golden" / "inputs"


def answer_of(folder, **parameters):
    trial = try_service(SERVICE, folder, {}, parameters)
    assert trial.questions == []
    return trial


def of_year(rows, year, **where):
    return next(
        row
        for row in rows
        if row["annee"] == year and all(row[name] == value for name, value in where.items())
    )


@pytest.mark.parametrize("seed", range(6))
def test_indicators_of_invented_services_are_those_of_plain_fractions(seed, tmp_path):
    world = World(seed)
    answer = answer_of(world.write(tmp_path)).answer
    truths = {
        key: Truth(row, world.bills.get(key), world.modes[key[0]])
        for key, row in world.rows.items()
    }
    there = 0
    for (service, year), truth in truths.items():
        row = of_year(answer["services"], year, service_id=service)
        for name, expected in truth.indicators().items():
            assert row[name] == expected, (service, year, name)
            there += expected is not None
            if expected is None and name != "p104_brut":
                assert row["reasons"][name]["fr"], (service, year, name)
    assert there > 120
    for year in (2022, 2023):
        whole = of_year(answer["summary"], year)
        expected = consolidated([one for (_, of), one in truths.items() if of == year])
        assert {name: whole[name] for name in expected} == expected


def test_a_length_in_metres_is_a_question_and_its_answer_gives_the_figure(tmp_path):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "volumes_annuels.csv"
    path.write_text(path.read_text("utf-8").replace(",271.32,", ",271320,"), "utf-8")
    asked = answer_of(tmp_path)
    row = of_year(asked.answer["services"], 2024, service_id="S04")
    assert (row["p104_3"], row["p106_3"], row["p107_2"]) == (Decimal("75.2"), None, None)
    assert row["reasons"]["p106_3"]["code"] == "implausible_vp_077"
    (question,) = [one for one in asked.notices if "Est-ce en mètres ?" in one.text.fr]
    assert question.text.fr.startswith("Distribution Est, 2024 : le réseau aurait 271\u202f320 km")
    assert of_year(asked.answer["summary"], 2024)["sans_longueurs"] == ["Distribution Est"]
    answered = answer_of(tmp_path, metres="S04 2024")
    row = of_year(answered.answer["services"], 2024, service_id="S04")
    assert (row["p106_3"], row["p107_2"]) == (Decimal("0.6"), Decimal("1.05"))


def test_a_volume_in_thousands_is_a_question_and_no_yield_of_100(tmp_path):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "volumes_annuels.csv"
    path.write_text(path.read_text("utf-8").replace(",759412,", ",759,"), "utf-8")
    row = of_year(answer_of(tmp_path).answer["services"], 2024, service_id="S03")
    assert (row["p104_3"], row["p105_3"]) == (None, None)
    assert row["reasons"]["p104_3"]["code"] == "implausible"
    answered = answer_of(tmp_path, milliers="S03 2024 VP.060")
    row = of_year(answered.answer["services"], 2024, service_id="S03")
    assert row["p104_3"] == Decimal("80.3")  # 759,000 m3, not 759,412


def test_services_are_brought_together_by_legal_weight_and_the_silent_one_is_named():
    answer = answer_of(INPUTS).answer
    before, last = (of_year(answer["summary"], year) for year in (2023, 2024))
    assert (before["p104_3"], before["p106_3"]) == (Decimal("83.1"), Decimal("1.3"))
    assert before["silencieux"] == ["Îlots du Golfe"]
    assert "sans Îlots du Golfe" in before["sentence"]["fr"]
    assert (last["p104_3"], last["p106_3"]) == (Decimal("83.9"), Decimal("1.2"))
    assert not last["silencieux"]
    assert last["reasons"]["p154_0"]["code"] == "no_legal_weight"


def test_the_wholesalers_water_counts_once_and_a_copy_is_no_second_service(tmp_path):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "volumes_annuels.csv"
    lines = path.read_text("utf-8").splitlines()
    copies = [line.replace("S03,", "S13,", 1) for line in lines if line.startswith("S03,")]
    path.write_text("\n".join([*lines, *copies]) + "\n", "utf-8")
    trial = answer_of(tmp_path)
    assert of_year(trial.answer["summary"], 2024)["p104_3"] == Decimal("83.9")
    copy = of_year(trial.answer["services"], 2024, service_id="S13")
    producer = of_year(trial.answer["services"], 2024, service_id="S01")
    assert (copy["dans_ensemble"], producer["dans_ensemble"]) == ("copie", "production")
    assert any("il compte une fois" in one.text.fr for one in trial.notices)


def test_a_merged_service_is_held_against_the_sum_of_those_it_took_over():
    rows = answer_of(INPUTS).answer["services"]
    merged = of_year(rows, 2024, service_id="S08")
    assert merged["compare_a"] == "Ex-syndicat de l'Ouest, Ex-syndicat du Moulin"
    assert merged["p104_avant"] == Decimal("82.0")
    assert of_year(rows, 2024, service_id="S09")["reasons"]["p104_avant"]["code"] == "silent_before"


def test_a_commune_of_two_services_has_no_figure_of_its_own():
    crach = of_year(answer_of(INPUTS).answer["communes"], 2024, code="56046")
    assert crach["services"] == ["Distribution Nord", "Distribution Sud"]
    assert crach["p104_3"] is None
    assert crach["reasons"]["p104_3"]["code"] == "two_services"


def test_communes_count_once_whenever_contracts_end(tmp_path):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "services.csv"
    register = path.read_text("utf-8")
    for year in ("2026", "2030", "2031"):
        register = register.replace("2028-12-31", f"{year}-12-31", 1)
    path.write_text(register, "utf-8")
    answer = answer_of(tmp_path).answer
    with (tmp_path / "volumes_communes.csv").open(encoding="utf-8", newline="") as file:
        metered = Counter()
        for row in csv.DictReader(file):
            metered[row["code_commune"], int(row["annee"])] += Decimal(row["m3"])
    yields = {(row["service"], row["annee"]): row["p104_3"] for row in answer["services"]}
    told = {(row["code"], row["annee"]): row for row in answer["communes"]}
    assert {key: row["m3"] for key, row in told.items() if row["m3"] is not None} == {
        key: m3 for key, m3 in metered.items() if key in told
    }
    alone = [row for row in told.values() if len(row["services"]) == 1]
    assert len(alone) > 30
    for row in alone:
        assert row["p104_3"] == yields[row["services"][0], row["annee"]]


def test_two_files_that_disagree_give_nobody_a_figure(tmp_path):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "volumes_annuels_bis.csv").write_text(
        "service,annee,VP.063,VP.119\nS05,2024,34067,120\n", "utf-8"
    )
    trial = answer_of(tmp_path)
    row = of_year(trial.answer["services"], 2024, service_id="S05")
    assert row["reasons"]["p104_3"]["code"] == "missing_vp_063"
    assert any(
        "Bourg de la Lande, 2024 : données deux fois" in one.text.fr for one in trial.notices
    )


def test_the_bill_of_both_years_stands_by_part_and_needs_each():
    bill = answer_of(INPUTS).answer["bill"]
    whole = of_year(bill, 2024, service="Bourg de la Lande")
    assert (whole["ttc"], whole["ttc_avant"]) == (Decimal("264.17"), Decimal("254.47"))
    assert whole["d102_0"] == Decimal("2.20")
    lacking = of_year(bill, 2024, service="Distribution Nord")
    assert (lacking["ttc"], lacking["reasons"]["ttc"]["code"]) == (None, "bill_part_missing")


def test_the_paper_of_one_service_has_each_part_or_says_who_writes_it():
    content = frozen(SERVICE, run(SERVICE, INPUTS, {"service": "S05"}, 2024))
    sheet = sheet_of(content)
    text = "\n".join(
        [cell for section in sheet.sections for table in section.tables
         for row in table.rows for cell in row]
        + [note for section in sheet.sections for table in section.tables for note in table.notes]
        + [one for section in sheet.sections for one in section.paragraphs]
    )  # fmt: skip
    for figure in ("P104.3 – Rendement du réseau de distribution (%)", "67,8", "P106.3", "P109.0"):
        assert figure in text
    assert "8 prélèvements dont 0 non conformes" in text
    assert "le seuil du décret de 2012 (65,54 %) est atteint" in text
    assert "À présenter au plus tard le 30 sept. 2025." in text
    owed = next(one for one in sheet.sections if one.heading.startswith("À compléter"))
    assert "les recettes d'exploitation" in owed.paragraphs[0]
    assert "la facture de 120 m³" not in owed.paragraphs[0]
    assert {one.heading for one in sheet.sections} >= {"Les volumes", "La facture de 120 m³"}
    printed = pypdf.PdfReader(io.BytesIO(child.typeset(job(content, part="report"))))
    assert 2 <= len(printed.pages) <= 4


def test_a_raw_yield_above_100_is_kept_beside_the_published_one():
    rows = answer_of(INPUTS).answer["services"]
    producer = of_year(rows, 2024, service_id="S01")
    assert (producer["p104_3"], producer["p104_brut"]) == (Decimal("100.0"), Decimal("100.6"))
    assert producer["p106_3"] == Decimal("0.0")
    assert producer["p106_brut"] < 0


def test_figures_beyond_any_service_are_told_and_used_for_nothing(tmp_path):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "volumes_annuels.csv"
    path.write_text(path.read_text("utf-8").replace(",759412,", ",759412759412759,"), "utf-8")
    trial = answer_of(tmp_path)
    row = of_year(trial.answer["services"], 2024, service_id="S03")
    assert row["p104_3"] is None
    assert any(
        "Distribution Sud, 2024 : des chiffres passent" in one.text.fr for one in trial.notices
    )


def test_only_the_services_that_are_chosen_are_reported():
    answer = answer_of(INPUTS, service="Bourg de la Lande").answer
    assert {row["service_id"] for row in answer["services"]} == {"S05"}
    assert {row["service"] for row in answer["bill"]} == {"Bourg de la Lande"}


@pytest.mark.parametrize(
    ("before", "after", "name", "code"),
    [
        # A producer has no subscribers: its water tells that 41,200 km are metres.
        (",6143,0,41.2,0,", ",6143,0,41200,0,", ("S01", "p106_3"), "implausible_vp_077"),
        (",38.39,", ",0.1,", ("S05", "p107_2"), "implausible_vp_140"),
    ],
)
def test_other_slips_of_size_leave_no_figure(tmp_path, before, after, name, code):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "volumes_annuels.csv"
    assert before in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    row = of_year(answer_of(tmp_path).answer["services"], 2024, service_id=name[0])
    assert (row[name[1]], row["reasons"][name[1]]["code"]) == (None, code)


def test_parts_typed_as_prices_by_m3_give_no_price_and_a_question(tmp_path):
    shutil.copytree(INPUTS, tmp_path, dirs_exist_ok=True)
    rows = [("part fixe", "0.42"), ("au m3", "1.30"), ("redevances", "0.37"), ("TVA", "0.11")]
    (tmp_path / "tarifs.csv").write_text(
        "service,annee,partie,montant\n" + "".join(f"S05,2025,{a},{b}\n" for a, b in rows), "utf-8"
    )
    trial = answer_of(tmp_path)
    row = of_year(trial.answer["services"], 2024, service_id="S05")
    assert (row["d102_0"], row["reasons"]["d102_0"]["code"]) == (None, "implausible_bill")
    assert any("prix par m³ ?" in one.text.fr for one in trial.notices)
