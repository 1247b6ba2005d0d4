"""An invoice with a slip billed again, a number that is no slip, prices too early and too late.

Covers services_run.trial, services_run.answering.
"""

from decimal import Decimal

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service

FILES = {
    "contrat.csv": """
contrat;client;debut;fin;produit;code_site;prix_t;tolerance_kg;tolerance_part;indexation_date;indexation_coefficient;minutes_min;minutes_max
M1;NOUS;01/01/2025;31/12/2025;CARTON;C1;100;60;0,01;16/03/2025;1,1;5;120
""",
    "bons.csv": """
bon;date;heure;vehicule;produit;brut;tare;net;contrat
B1;10/03/2025;08:00;AB-123-CD;CARTON;22000;12000;10000;M1
B2;20/03/2025;09:00;AB-123-CD;CARTON;22500;12000;10500;M1
""",
    "tickets.csv": """
ticket;date;heure;immat;client;produit;pesee1;pesee2;net
T1;10/03/2025;08:30;AB-123-CD;NOUS;C1;22000;12000;10000
T2;20/03/2025;09:30;AB-123-CD;NOUS;C1;22500;12000;10500
""",
    "factures.csv": """
facture;mois;total_ht
F1;2025-03;3450
""",
    "factures_lignes.csv": """
facture;produit;tonnage_t;prix_t;montant_ht
F1;CARTON;12,5;100;1250
F1;CARTON;20;110;2200
""",
    "factures_detail.csv": """
facture;bon;tonnage_t;prix_t
F1;B1;10;110
F1;B2;10,5;100
F1;B1;10;110
F1;B9;2;100
""",
}


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("invoice")
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), "utf-8")
    trial = try_service(load_service(find_service("service-fait")), folder, {}, {})
    assert trial.questions == []
    return trial.answer


def test_a_slip_billed_again_and_a_number_that_is_no_slip_are_told_once(answer):
    told = {each["cause"]: each["at_stake_eur"] for each in answer["disputes"]}
    assert told == {"duplicate": 1100, "billed_without_slip": 200, "price_late": -5}
    totals = answer["totals"]
    assert (totals["at_stake_eur"], totals["not_attributed_eur"]) == (1295, Decimal(0))


def test_prices_too_early_and_too_late_are_told_without_one_that_contradicts_itself(answer):
    (late,) = (each for each in answer["disputes"] if each["cause"] == "price_late")
    assert not {"billed_price", "due_price"} & late.keys()
    assert (
        "2 bons à des prix du contrat qui n'étaient pas ceux de leur jour"
        in (late["sentence"]["fr"])
    )
