"""A file of yearly water variables is read cell by cell, whoever made it: codes, the national file
in its three spellings, an operator's report with a line a variable.

Covers intake.file_reading.standard_names, intake.file_reading.turned_tables,
intake.deposits.standard_matches, services_run.binding, services_run.tables.
"""

import csv
import io
from decimal import Decimal

import pytest

from catalog.model.identifiers import Siren
from intake.deposits.proposing import proposed_dataset
from intake.file_reading.reading import read_rows
from services_run.binding import bind
from services_run.checking import find_service, load_service
from services_run.inputs import input_of
from services_run.tables import read_table

SERVICE = load_service(find_service("rpqs-eau"))
ROLE = SERVICE.roles["volumes"]
CLEAN = (SERVICE.folder / "golden" / "inputs" / "volumes_annuels.csv").read_text("utf-8")
ROWS = [row for row in csv.DictReader(io.StringIO(CLEAN)) if row["annee"] == "2024"]
CODES = [head for head in ROWS[0] if head.startswith(("VP.", "D101"))]
WORDS = {
    "VP.056": ("Nombre d'abonnés (clients)", 1),
    "VP.059": ("Volume produit (milliers de m3)", 1000),
    "VP.060": ("Volume acheté en gros (milliers de m³)", 1000),
    "VP.061": ("Volume vendu à d'autres services (m3)", 1),
    "VP.063": ("Volume consommé domestique et assimilé (m3)", 1),
    "VP.201": ("Volume consommé non domestique (m3)", 1),
    "VP.220": ("Volume de service du réseau (m3)", 1),
    "VP.221": ("Volume consommé sans comptage (m3)", 1),
    "VP.077": ("Linéaire de réseau hors branchements (ml)", Decimal("0.001")),
    "VP.140": ("Linéaire renouvelé sur 5 ans (ml)", Decimal("0.001")),
}


def cells_of(data, name):
    """By service and variable, the value that the service computes with."""
    table = read_table(data, name)
    binding = bind(ROLE, table, {}, {})
    assert binding.open == {}
    rows = input_of(ROLE, [(table, binding)]).table.to_pylist()
    return {
        (row["service_id"], row["annee"], field): row[field]
        for row in rows
        for field in ROLE.fields
        if field not in {"service_id", "annee", "line", "file"}
    }


def expected(rows=ROWS, of=lambda row: row["service"], codes=CODES):
    words = {"Oui": "OUI", "Non": "NON"}
    made = {}
    for row in rows:
        for code in codes:
            cell = row[code]
            value = None if cell == "" else words.get(cell) or Decimal(cell)
            made[of(row), int(row["annee"]), code.lower().replace(".", "_")] = value
    return made


def same(read, wanted):
    assert {key: read[key] for key in wanted} == wanted
    others = {key: value for key, value in read.items() if key not in wanted and value is not None}
    assert {key for key in others if key[2] != "statut_saisie"} == set()


def national(spelt, *, encoding="cp1252", decimal=",", empty="."):
    """The national file of one vintage; `spelt`: how it writes a code."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(
        ["contact", *reversed([spelt(code) for code in CODES]), "statut", "nom_serv", "annee",
         "dept", "id_sispea_serv"]
    )  # fmt: skip
    for row in [*ROWS, ROWS[2]]:
        cells = [row[code].replace(".", decimal) or empty for code in reversed(CODES)]
        known = ["agent@exemple.invalid", *cells, row["statut"], "Réseau", row["annee"], "056"]
        rows.writerow([*known, f"9000{row['service'][1:]}"])
    return text.getvalue().encode(encoding)


def test_codes_as_heads_are_read_with_their_noughts_and_empty_cells():
    read = cells_of(CLEAN.encode(), "volumes_annuels.csv")
    assert read["S05", 2023, "vp_140"] == 0
    assert read["S01", 2024, "vp_127"] is None
    same({key: value for key, value in read.items() if key[1] == 2024}, expected())


@pytest.mark.parametrize(
    ("spelt", "form"),
    [
        (lambda code: code.lower().replace(".", "_"), {}),
        (lambda code: code, {"encoding": "utf-8-sig", "decimal": ".", "empty": ""}),
        (lambda code: f"Variable de l'observatoire ({code})", {"empty": "null"}),
    ],
)
def test_the_national_file_is_read_in_its_three_spellings(spelt, form):
    read = cells_of(national(spelt, **form), "export.csv")
    same(read, expected(of=lambda row: f"9000{row['service'][1:]}"))


def report(service, codes, *, title="Service : Distribution Nord"):
    """A line a variable, a column a year, words without codes, thin spaces, notes and totals."""
    rows = [row for row in csv.DictReader(io.StringIO(CLEAN)) if row["service"] == service]
    lines = [["Compte rendu annuel"], [title], ["", *(f"Exercice {row['annee']}" for row in rows)]]
    for code in codes:
        label, unit = WORDS[code]
        lines.append([label, *(_written(row[code], unit) for row in rows)])
    lines.append(["Nombre de véhicules", *("4" for _ in rows)])
    lines.append(["(1) volumes ramenés à 365 jours entre deux relèves"])
    text = "\n".join(";".join(line + [""] * (3 - len(line))) for line in lines)
    return f"\ufeff{text}\n".encode(), rows


def _written(cell, unit):
    if cell == "":
        return ""
    return f"{Decimal(cell) / Decimal(unit):,f}".replace(",", "\u202f").replace(".", ",")


@pytest.mark.parametrize(
    ("service", "codes"),
    [("S02", list(WORDS)), ("S02", list(reversed(WORDS))), ("S05", list(WORDS)[1:])],
)
def test_an_operators_report_is_turned_and_its_units_are_those_of_its_words(service, codes):
    data, rows = report(service, codes)
    read = cells_of(data, "rapport.csv")
    same(read, expected(rows, of=lambda _row: "Distribution Nord", codes=codes))


def test_what_is_not_domestic_is_never_taken_for_what_is():
    data = "annee;service;Volume consommé non domestique;Total des abonnés du groupe\n2024;A;5;7\n"
    read = cells_of((data * 1).encode(), "v.csv")
    assert read["A", 2024, "vp_201"] == 5
    assert read["A", 2024, "vp_063"] is None
    assert read["A", 2024, "vp_056"] is None


def test_a_table_of_other_words_keeps_its_form():
    data = "flux;2022;2023\nVerre;12;13\nPapier;4;5\nBois;6;7\n"
    assert [column.name for column in read_table(data.encode(), "t.csv").columns] == [
        "flux", "2022", "2023",
    ]  # fmt: skip


def test_a_deposit_of_the_national_file_is_proposed_as_the_yearly_standard():
    data = national(lambda code: f"Variable ({code})")
    proposal = proposed_dataset(
        read_rows(data, "export_national.csv"),
        "variables",
        owner=Siren("200090884"),
        storage="fichiers",
        physical_name="variables.parquet",
    )
    (match, *_) = proposal.standards
    assert match.standard == "interco-volumes-eau-annuels"
    assert match.is_met, [field for field in match.fields if not field.fits]
    names = {str(one.column.name) for one in proposal.columns}
    assert {"service_id", "annee", "vp_127", "vp_236", "d101_0"} <= names


def test_a_deposit_of_an_operators_report_is_proposed_as_a_row_a_year():
    data, _ = report("S02", list(WORDS))
    file = read_rows(data, "rapport.csv")
    proposal = proposed_dataset(
        file,
        "rapport",
        owner=Siren("200090884"),
        storage="fichiers",
        physical_name="rapport.parquet",
    )
    assert (file.reading.file, file.reading.rows_kept) == ("rapport.csv", 2)
    assert [note.code for note in file.reading.notes if note.code == "turned_table"]
    assert proposal.standards[0].standard == "interco-volumes-eau-annuels"
    units = {str(one.column.name): one.column.unit for one in proposal.columns}
    assert units["vp_060"] == "10^3 m3"
    assert units["vp_077"] == "ml"
