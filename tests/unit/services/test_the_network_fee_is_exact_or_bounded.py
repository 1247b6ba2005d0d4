"""The fee for the performance of networks is exact to the cent, or lies between bounds that say
which article is missing.

Covers services_run.answering, services_run.published.
"""

import csv
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service

SERVICE = load_service(find_service("redevance-reseaux"))
INPUTS = SERVICE.folder / "golden" / "inputs"
BILLS = "service,date_facture,type,categorie,volume_m3\n"
GIVEN = (
    "service,annee,tarif_eur_m3,rendement_primaire_pondere_pct,coef_performance_par_ilp,"
    "coef_gestion_patrimoniale\n"
)


def rows_of(folder, bills, coefficients):
    (folder / "factures.csv").write_text(BILLS + "\n".join(bills) + "\n", "utf-8")
    (folder / "coefficients.csv").write_text(GIVEN + "\n".join(coefficients) + "\n", "utf-8")
    trial = try_service(SERVICE, folder, {}, {})
    assert trial.questions == []
    return {row["service"]: row for row in trial.answer["summary"]}, trial.notices


def fee(volume, rate, coefficient):
    return (volume * rate * coefficient).quantize(Decimal("0.01"), ROUND_HALF_UP)


def bounds(volume, rate, given):
    """By the text: the higher of two parts up to 0.55, then up to 0.25, off 1."""
    yielded, lost, kept = (None if cell == "" else Decimal(cell) for cell in given)
    if yielded is not None:
        yielded = min(max(Decimal("0.0275") * (yielded - 65), Decimal(0)), Decimal("0.55"))
    there = [part for part in (yielded, lost) if part is not None]
    least = max(there, default=Decimal(0))
    most = least if len(there) == 2 else Decimal("0.55")
    assets = (kept, kept) if kept is not None else (Decimal(0), Decimal("0.25"))
    return (
        fee(volume, rate, 1 - most - assets[1]),
        fee(volume, rate, 1 - least - assets[0]),
        most == least and assets[0] == assets[1],
    )


def test_every_choice_of_what_is_given_has_the_bounds_of_the_text(tmp_path):
    yields = ("", "61", "64.99", "65", "77.15", "84.6", "85", "99.9")
    cases = list(product(yields, ("", "0", "0.2125", "0.55"), ("", "0", "0.1", "0.25")))
    bills = [f"N{at},2026-0{1 + at % 9}-15,consommation,domestique,{1_000 + at * 7}.5"
             for at in range(len(cases))]  # fmt: skip
    given = [f"N{at},2026,0.10,{','.join(case)}" for at, case in enumerate(cases)]
    rows, _ = rows_of(tmp_path, bills, given)
    assert len(rows) == len(cases)
    for at, case in enumerate(cases):
        row, volume = rows[f"N{at}"], Decimal(1_000 + at * 7) + Decimal("0.5")
        least, most, is_exact = bounds(volume, Decimal("0.10"), case)
        assert (row["redevance_min"], row["redevance_max"]) == (least, most), case
        assert row["redevance"] == (most if is_exact else None), case
        assert ("redevance" in row["reasons"]) == (not is_exact), case


def test_an_invented_year_of_six_services_is_computed_from_its_bills():
    volumes = {}
    for row in csv.DictReader((INPUTS / "factures.csv").read_text("utf-8").splitlines()):
        if row["date_facture"][:4] == "2026" and row["type"] != "vente en gros":
            volumes[row["service"]] = volumes.get(row["service"], 0) + int(row["volume_m3"])
    trial = try_service(SERVICE, INPUTS, {}, {})
    rows = {row["service"]: row for row in trial.answer["summary"]}
    for row in csv.DictReader((INPUTS / "redevance_hypotheses.csv").read_text().splitlines()):
        found = rows[row["service"]]
        assert found["assiette"] == volumes[row["service"]]
        given = list(row.values())[3:]
        least, most, _ = bounds(found["assiette"], Decimal(row["tarif_eur_m3"]), given)
        assert (found["redevance_min"], found["redevance_max"]) == (least, most)
    assert rows["S08"]["redevance"] == Decimal("6463.96")
    assert rows["S02"]["reasons"]["redevance"]["fr"].startswith("la part par les pertes (D213-48")
    assert rows["S02"]["point_eur"] == fee(
        rows["S02"]["assiette"], Decimal("0.1"), Decimal("0.0275")
    )


def test_wholesale_is_out_credit_notes_come_off_and_january_is_of_its_own_year(tmp_path):
    rows, notices = rows_of(
        tmp_path,
        ["A,2026-03-01,consommation,domestique,900", "A,2026-04-01,avoir,domestique,-100",
         "A,2026-05-01,vente en gros,autre service,5000",
         "A,2027-01-04,consommation,domestique,70"],
        ["A,2026,0.10,85,0,0.25"],
    )  # fmt: skip
    assert (rows["A"]["assiette"], rows["A"]["redevance"]) == (800, Decimal("16.00"))
    assert any("vente à un autre service" in notice.text.fr for notice in notices)


@pytest.mark.parametrize(
    ("bill", "given", "code"),
    [
        ("A,2026-03-01,régularisation,domestique,900", "A,2026,0.10,85,0,0.25", "doubtful_rows"),
        ("A,2026-03-01,avoir,domestique,900", "A,2026,0.10,85,0,0.25", "doubtful_rows"),
        ("A,2026-03-01,consommation,domestique,900", "A,2026,1.10,85,0,0.25", "rate_above_one"),
        ("A,2026-03-01,consommation,domestique,900", "A,2026,,85,0,0.25", "no_rate"),
        ("A,2026-03-01,consommation,domestique,900", "A,2026,0.1,0.85,0,0.25", "implausible_yield"),
        ("A,2026-03-01,consommation,domestique,900", "A,2026,0.1,85,0.7,0", "losses_out_of_bounds"),
        ("A,2025-03-01,consommation,domestique,900", "A,2025,0.10,85,0,0.25", "first_year"),
        ("A,2025-03-01,consommation,domestique,900", "A,2026,0.10,85,0,0.25", "no_bills"),
    ],
)
def test_a_slip_leaves_no_fee_and_a_reason(tmp_path, bill, given, code):
    rows, _ = rows_of(tmp_path, [bill], [given])
    assert rows["A"]["redevance"] is None
    assert rows["A"]["redevance_max"] is None
    assert rows["A"]["reasons"]["redevance"]["code"] == code
