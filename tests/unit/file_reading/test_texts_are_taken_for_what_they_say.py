"""Encodings, delimiters, numbers, days, units and words, as people write them.

Covers intake.file_reading.encodings, intake.file_reading.delimited,
intake.file_reading.number_text, intake.file_reading.day_text,
intake.file_reading.units, intake.file_reading.names, intake.file_reading.empties,
intake.file_reading.booleans, intake.file_reading.vocabulary.
"""

from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from intake.file_reading.booleans import boolean_words
from intake.file_reading.day_text import moment_of, order_of
from intake.file_reading.delimited import delimiter_of, records_of
from intake.file_reading.empties import stands_for_nothing
from intake.file_reading.encodings import decode
from intake.file_reading.names import names_a_code
from intake.file_reading.number_text import marks_of, parts_of, value_of
from intake.file_reading.units import unit_by_meaning, unit_in_name
from intake.file_reading.vocabulary import vocabulary

SENTENCE = "Déchèterie de Québriac ; été ; 12 € ; n° 4 ; à l'œuvre ; Noël ; façade\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_french_is_read_in_each_encoding(encoding):
    assert decode(SENTENCE.encode(encoding)).text == SENTENCE


def test_capitals_and_euros_are_no_other_encoding():
    """In the Macintosh's, each euro of a French export would be a capital Ä."""
    lines = ["Énergie;Montant (€)"] + [f"Électricité;{at},50 €" for at in range(60)]
    text = "\r\n".join(lines)
    assert decode(text.encode("cp1252")).text == text


def test_the_first_accent_may_stand_far_down():
    text = "a;b\n" * 60_000 + "été;à\n"
    assert decode(text.encode("cp850")).text == text


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_delimiter_is_found_under_titles_and_beside_ragged_lines(delimiter):
    lines = ["Relevé de l'année, au 31/12", "", delimiter.join(["nom", "quantité", "note"])]
    lines += [delimiter.join(["x", str(at), "a"][: 2 + at % 2]) for at in range(30)]
    assert delimiter_of("\n".join(lines)) == delimiter


def test_a_quotation_mark_that_is_never_closed_swallows_no_line():
    text = "a;b\n" + '"ouvert;1\n' + "x;2\n" * 400
    assert len(records_of(text, ";")) == 402


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1 204,50", "3"], ["1204.50", "3"]),
        (["1\u202f204,5 €", "(3,20) €"], ["1204.5", "-3.20"]),
        (["1.204,50", "12,3"], ["1204.50", "12.3"]),
        (["1,204.50", "12.3"], ["1204.50", "12.3"]),
        (["1.234.567", "12"], ["1234567", "12"]),
        (["12,5 %", "100 %"], ["12.5", "100"]),
        (["187,305", "4,2"], ["187.305", "4.2"]),
        (["-5", "7-"], ["-5", "-7"]),
        (["12,5", "12.5"], ["12.5", "12.5"]),
    ],
)
def test_numbers_are_read_by_the_marks_of_their_column(texts, values):
    numbers = [parts_of(text) for text in texts]
    marks = marks_of((number, 1) for number in numbers)
    assert [value_of(number, marks) for number in numbers] == [Decimal(value) for value in values]


def test_a_dot_before_three_figures_alone_is_unsure():
    assert marks_of([(parts_of("1.234"), 1)]).is_unsure


@pytest.mark.parametrize("text", ["12E4567890", "12/03", "A12", "1 2 3", "12 rue", "", "1,2,3"])
def test_what_is_no_number_is_none(text):
    assert parts_of(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("03/04/2025", date(2025, 4, 3)),
        ("24/11/24", date(2024, 11, 24)),
        ("1.2.2025", date(2025, 2, 1)),
        ("2025-01-06T05:30:30", datetime.fromisoformat("2025-01-06T05:30:30")),
        ("02/04/2025 à 8h31", datetime.fromisoformat("2025-04-02T08:31")),
        ("lundi 3 février 2025", date(2025, 2, 3)),
        ("1er août 2024", date(2024, 8, 1)),
        ("janv.-25", date(2025, 1, 1)),
        ("8h30", time(8, 30)),
        ("31/02/2025", None),
        ("2024-01-01/2024-12-31", None),
    ],
)
def test_days_are_read_as_they_are_written(text, moment):
    assert moment_of(text, "dmy") == moment


def test_the_order_of_day_and_month_is_proved_by_the_column():
    assert order_of(["03/04/2025", "03/25/2025"]).order == "mdy"
    assert order_of(["03/04/2025", "25/03/2025"]).order == "dmy"
    assert order_of(["03/04/2025"]).is_open
    assert order_of(["13/04/2025", "04/13/2025"]).is_contradictory


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Poids net (kg)", "kg"), ("Tonnages en t", "t"), ("Prix unitaire (€/t)", "EUR/t"),
        ("kg/hab 2025", "kg/hab"), ("poids_kg", "kg"), ("Km", "km"), ("Surface (m²)", "m2"),
        ("Conso [kWh]", "kWh"), ("Température (°C)", "°C"), ("P104.3 Rendement", "%"),
        ("profondeur_m", "m"), ("Longueur m", "m"), ("debit_m3_h", "m3/h"), ("nb_m", None),
        ("conso_kwh_m2", "kWh/m2"), ("duree_j", "j"), ("code_m", None), ("Sexe M", None),
        ("Sens 1", None), ("Total", None), ("Bacs levés", None), ("T", None),
    ],
)  # fmt: skip
def test_units_are_taken_from_headers(name, unit):
    assert unit_in_name(name) == unit


def test_money_and_inhabitants_are_units_by_their_meaning():
    assert unit_by_meaning("Coût TTC", 10) == "EUR"
    prices = ("prix_t", "Prix (t)", "Tarif tonne", "prix_kg", "poids_t", "prix_unitaire")
    assert [unit_in_name(name) for name in prices] == [
        *("EUR/t", "EUR/t", "EUR/t", "EUR/kg", "t", None),
    ]
    assert unit_by_meaning("Prix du service au m³", 3) == "EUR/m3"
    assert unit_by_meaning("Nombre de factures", 3) is None
    assert unit_by_meaning("Nombre d'habitants", 3) == "hab"
    assert unit_by_meaning("Population", 3) == "hab"
    counted = (
        "Solde naturel",
        "Solde congés",
        "Crédit d'heures",
        "% aide",
    )
    assert not any(unit_by_meaning(name, None) for name in (*counted, "Taux d'aide"))
    assert all(unit_by_meaning(name, 9) == "EUR" for name in ("Solde", "Aide", "Crédits ouverts"))


def test_names_of_codes_are_told_from_names_of_quantities():
    assert all(map(names_a_code, ["N° bon", "idAttribuant", "code_dpt", "Réf. dossier", "PDL"]))
    assert not any(map(names_a_code, ["Nombre de codes", "Poids", "Montant réf", "Commune"]))


def test_signs_for_nothing_depend_on_what_stands_beside_them():
    assert stands_for_nothing("NS", among_text=False)
    assert not stands_for_nothing("NS", among_text=True)
    assert all(stands_for_nothing(text, among_text=True) for text in (".", "-", "n.r.", " "))


def test_yes_and_no_have_many_words():
    assert boolean_words("actif", Counter({"Oui": 3, "NON": 2}), 5).true == ["Oui"]
    assert boolean_words("alarme", Counter({"X": 3}), 9).empty_means_no
    assert boolean_words("present", Counter({"1": 3, "0": 2}), 5) is not None
    assert boolean_words("Nombre de bacs", Counter({"1": 3, "0": 2}), 5) is None
    assert boolean_words("tri", Counter({"O": 5}), 5) is None


def test_a_vocabulary_is_its_words():
    assert vocabulary("a b  c") == {"a", "b", "c"}
