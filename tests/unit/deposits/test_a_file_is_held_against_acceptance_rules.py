"""A file of slips that its dataset does not accept: which fault, in which rows, what will happen.

Covers intake.deposits.acceptance, intake.deposits.acceptance_words,
intake.deposits.acceptance_problems, catalog.model.acceptance.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from catalog.model.acceptance import Acceptance, AcceptedPeriod
from catalog.model.dataset import ColumnType, ScalarType
from intake.deposits.acceptance import CONFIRMABLE, judge
from intake.deposits.matching import read_onto
from intake.deposits.values import Answers
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.unit.deposits.slips import COLUMNS, RULES, dataset, slip, slips_file, sound_rows

TODAY = date(2026, 11, 3)


def judged(*rows, rules=RULES, of=None, heads=None, factors=None, answers=None):
    given = {} if heads is None else {"heads": heads}
    file = read_rows(slips_file(*rows, **given), "bons.csv", answers=answers)
    known = dataset(rules) if of is None else of
    matched = read_onto(known, file, Answers(factors=factors or {}))
    return judge(known, file, matched.targets, TODAY)


def codes(accepted):
    return [problem.code for problem in accepted.met]


def test_a_sound_file_meets_nothing():
    assert judged(*sound_rows()).met == ()


def test_without_rules_nothing_is_asked():
    assert judged(slip(1, "05/09/2024", "7", "autre"), rules=None).met == ()


def test_a_file_of_another_month_is_refused_whole():
    accepted = judged(*(slip(at, f"{at:02d}/09/2026") for at in range(1, 9)))
    assert codes(accepted) == ["slips_of_another_month"]
    assert accepted.met[0].sentence("fr") == (
        "Aucune ligne n'est de oct. 2026 : ce fichier est de sept. 2026. Rien n'en sera déposé."
    )
    assert accepted.standing(CONFIRMABLE) == accepted.met


def test_some_slips_of_another_month_wait_to_be_confirmed():
    accepted = judged(*sound_rows(), slip(20, "01/11/2026"))
    assert codes(accepted) == ["some_slips_of_another_month"]
    assert "1 ligne hors de oct. 2026 (ligne 10)" in accepted.met[0].sentence("fr")
    assert accepted.standing(()) == accepted.met
    assert accepted.standing({"some_slips_of_another_month"}) == ()


def test_any_month_may_be_accepted_as_long_as_it_is_one():
    rules = replace(RULES, period=AcceptedPeriod.MONTH)
    may = [slip(at, f"{at:02d}/05/2026") for at in range(1, 9)]
    assert judged(*may, rules=rules).met == ()
    assert codes(judged(*may, slip(30, "02/06/2026"), rules=rules)) == [
        "some_slips_of_another_month"
    ]


def test_one_slip_of_another_contract_refuses_the_file():
    accepted = judged(*sound_rows(), slip(21, contract="M2026-08"))
    assert codes(accepted) == ["slips_of_another_contract"]
    assert accepted.met[0].sentence("fr") == (
        "1 ligne d'un autre contrat que M2026-07 (ligne 10). Rien du fichier ne sera déposé."
    )
    assert accepted.standing(CONFIRMABLE)


def test_a_contract_is_the_same_however_it_is_spaced():
    assert judged(*sound_rows(), slip(21, contract="m2026-07 ")).met == ()


def test_the_same_slip_twice_refuses_the_file():
    accepted = judged(*sound_rows(), slip(3, "09/10/2026", "5000"))
    assert codes(accepted) == ["slips_repeated"]
    assert "« Numéro bon » (ligne 10)" in accepted.met[0].sentence("fr")
    assert codes(judged(*sound_rows(), slip(3), rules=replace(RULES, no_duplicates=False))) == []


def test_a_file_in_tonnes_is_converted_once_somebody_confirms_it():
    rows = [slip(at, net=f"{6 + at / 10:.3f}".replace(".", ",")) for at in range(1, 9)]
    accepted = judged(*rows)
    assert codes(accepted) == ["slips_in_another_unit"]
    said = accepted.met[0].sentence("fr")
    assert said.startswith("« Poids net » semble être en t et non en kg : 6.1")
    assert said.endswith("Si vous confirmez, toute la colonne sera multipliée par 1000.")
    assert accepted.factors == {"poids_net": Decimal(1000)}
    assert accepted.standing({"slips_in_another_unit"}) == ()
    assert judged(*rows, factors=accepted.factors).met == ()


def test_tonnes_are_seen_where_whole_kilograms_are_kept():
    whole = tuple(
        replace(one, type=ColumnType(ScalarType.BIGINT)) if one.name == "poids_net" else one
        for one in COLUMNS
    )
    rows = [slip(at, net=f"{6 + at / 10:.3f}".replace(".", ",")) for at in range(1, 9)]
    assert "slips_in_another_unit" in codes(judged(*rows, of=dataset(RULES, whole)))


def test_one_slip_in_tonnes_among_kilograms_waits_to_be_confirmed():
    accepted = judged(*sound_rows(), slip(22, net="7,3"))
    assert codes(accepted) == ["some_slips_in_another_unit"]
    assert "(ligne 10)" in accepted.met[0].sentence("fr")
    assert accepted.factors == {}


def test_a_row_of_totals_is_left_aside_and_told():
    rows = sound_rows()
    total = sum(6000 + 130 * at for at in range(1, 9))
    accepted = judged(*rows, f"TOTAL;;;;{total};")
    assert codes(accepted) == ["total_rows_left_aside"]
    assert accepted.standing(()) == ()
    assert "1 ligne de total" in accepted.met[0].sentence("fr")


def test_a_row_of_totals_that_looks_like_a_slip_refuses_the_file():
    total = sum(6000 + 130 * at for at in range(1, 9))
    rules = replace(RULES, standard=None)
    # It is asked about when the file is read; here a person has said that it is data.
    said = ReadingAnswers({"sum_rows": {"": "data"}})
    accepted = judged(*sound_rows(), slip(99, net=str(total)), rules=rules, answers=said)
    assert codes(accepted) == ["total_row_kept"]
    assert "La ligne 10 est la somme des autres" in accepted.met[0].sentence("fr")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("BC-050;05/10/2026;;OMR;7000;M2026-07", "Véhicule"),
        (";05/10/2026;AA-123-BB;OMR;7000;M2026-07", "Numéro bon"),
        ("BC-050;05/10/2026;AA-123-BB;OMR;;M2026-07", "Poids net"),
        ("BC-050;05/10/2026;AA-123-BB;OMR;7000;", "Contrat"),
    ],
)
def test_what_must_be_filled_and_is_not_refuses_the_file(row, column):
    accepted = judged(*sound_rows(), row)
    assert codes(accepted) == ["slips_incomplete"]
    assert f"« {column} » doit être rempli partout ; rien dans 1 ligne (ligne 10)." in (
        accepted.met[0].sentence("fr")
    )


def test_a_column_that_the_file_does_not_have_is_incomplete():
    heads = "Numéro bon;Date;Véhicule;Produit;Poids net (kg)"
    rows = [row.rpartition(";")[0] for row in sound_rows()]
    accepted = judged(*rows, heads=heads)
    assert codes(accepted) == ["slips_incomplete"]


def test_all_that_is_wrong_is_told_at_once_what_refuses_first():
    accepted = judged(
        *(slip(at, f"{at:02d}/09/2026", net="7,1", contract="M1") for at in range(1, 9)),
        slip(1, "01/09/2026", net="7,1", contract="M1"),
    )
    assert codes(accepted) == [
        "slips_of_another_contract", "slips_of_another_month", "slips_repeated",
        "slips_in_another_unit",
    ]  # fmt: skip


def test_every_sentence_says_what_will_happen_in_both_languages():
    accepted = judged(
        *(slip(at, f"{at:02d}/09/2026", net="7,1", contract="M1") for at in range(1, 9)),
        slip(1, "01/09/2026", net="7,1", contract="M1"),
    )
    for problem in accepted.met:
        for language in ("fr", "en"):
            assert "{" not in problem.sentence(language) + problem.next_step(language)
        assert "déposé" in problem.sentence("fr") or "Si vous confirmez" in problem.sentence("fr")


def test_rules_that_ask_one_thing_ask_no_other():
    rows = [slip(at, "05/09/2025", contract="M1") for at in range(1, 9)]
    assert judged(*rows, rules=Acceptance()).met == ()
