"""Encodings, web pages, XML workbooks, fixed widths, lines of JSON, forms, formulas, titles.

Covers intake.file_reading.encodings, intake.file_reading.french_letters,
intake.file_reading.html_table, intake.file_reading.spreadsheet_ml,
intake.file_reading.fixed_width, intake.file_reading.forms,
intake.file_reading.json_features, intake.file_reading.sheet_facts,
intake.file_reading.unread_cells, intake.file_reading.title_years,
intake.file_reading.second_reader, intake.file_reading.records_over_lines,
intake.file_reading.missing_tables.
"""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from intake.deposits.row_batches import rows_as_table
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.encodings import decode, decoded_parts
from intake.file_reading.problems import FileKindUnknown, NoTableFound
from intake.file_reading.reading import read_file, read_rows
from intake.file_reading.second_reader import check_delimited
from intake.file_reading.values import Sheet
from tests.unit.file_reading.workbook_bytes import xlsx

TEXTS = [
    "Libellé;Catégorie\nORDURES MÉNAGÈRES;Déchets\nForêt;Été\n",
    "NOM;QTE\nCHÂTEAU;1\nHÔTEL DE VILLE;3\n", "nom;kg\nSaint-Méen;1\nGaël;2\n",
    "N° bon;Prix\nA1;3 €\n", "L’été;à\nd’où;1\n",
]  # fmt: skip


def rows_of(data, name, **answers):
    by_code = {code: {"": answer} for code, answer in answers.items()}
    return rows_as_table(read_rows(data, name, answers=ReadingAnswers(by_code))).to_pylist()


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_the_encoding_is_the_one_that_gives_french(encoding):
    for text in TEXTS:
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        assert decode(data).text == text


def test_a_text_of_two_encodings_is_read_in_both():
    text = "Commune;Libellé\nMédréac;Déchets verts\nBédée;École\n"
    first, second, third = text.splitlines(keepends=True)
    data = first.encode() + second.encode("cp1252") + third.encode()
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, "utf-8+cp1252")
    assert "".join(decoded_parts(data, decoded.encoding)) == text
    reading = read_file(data, "deux.csv")
    assert reading.reconciled.agrees
    assert "mixed_encodings" in [note.code for note in reading.notes]


def test_a_person_says_the_encoding():
    data = "a;b\nOPÉRA;1\n".encode("cp850")
    assert rows_of(data, "x.csv", encoding="cp1252")[0]["a"] == "OP\ufffdRA"
    assert rows_of(data, "x.csv", encoding="cp850")[0]["a"] == "OPÉRA"


PAGE = """<html><head><style>td {}</style></head><body><table>
<tr><th rowspan=2>Commune<th colspan=2>Tonnages<th rowspan=2>Visites
<tr><th>OMR<th>Verre
<tr><td rowspan=2>Melesse<td>1,5<td>2<td>10
<tr><td>3,5<td>4<td>20
<tr><td>Gaël<td>5<td>6<td>30
</table></body></html>"""


def test_cells_of_a_page_that_span_others_keep_each_value_under_its_header():
    rows = rows_of(PAGE.encode(), "export.xls")
    assert [row["Commune"] for row in rows] == ["Melesse", "Melesse", "Gaël"]
    assert [float(row["Tonnages OMR"]) for row in rows] == [1.5, 3.5, 5]
    assert [row["Visites"] for row in rows] == [10, 20, 30]


SPREADSHEET_ML = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Pesées"><Table>
<Row><Cell><Data ss:Type="String">Bon</Data></Cell><Cell><Data ss:Type="String">Jour</Data></Cell>
<Cell><Data ss:Type="String">Poids (kg)</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">B1</Data></Cell>
<Cell><Data ss:Type="DateTime">2025-01-03T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Number">12.5</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">B2</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">3</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_a_workbook_of_excel_2003_in_xml_is_read():
    file = read_rows(SPREADSHEET_ML.encode(), "pesees.xls")
    assert file.reading.container == "xml"
    assert [(row["Bon"], row["Jour"], float(row["Poids (kg)"]))
            for row in rows_as_table(file).to_pylist()] == [
        ("B1", date(2025, 1, 3), 12.5), ("B2", None, 3),
    ]  # fmt: skip
    assert file.reading.parts[0].blank == [3]


@pytest.mark.parametrize("data", [b"<?xml version='1.0'?><a><b/></a>", b"MIME-Version: 1.0\n\nx"])
def test_another_xml_is_refused_with_what_to_do(data):
    with pytest.raises(FileKindUnknown, match=r"\.xlsx"):
        read_file(data, "export.xls")


def test_an_object_a_line_is_a_table():
    data = b'{"bac": "A", "kg": 1}\n{"bac": "B", "kg": 2}\n'
    assert rows_of(data, "bacs.txt") == [{"bac": "A", "kg": 1}, {"bac": "B", "kg": 2}]


def test_columns_at_fixed_places_are_read():
    lines = ["ETAT DES DEPENSES", "", f"{'COMPTE':<8}{'LIBELLE':<22}{'MONTANT':>10}"]
    lines += [
        f"{60_611 + at:<8}{label:<22}{f'{at + 1},50':>10}"
        for at, label in enumerate(["EAU ET ASSAINISSEMENT", "ELECTRICITE", "PETIT EQUIPEMENT"] * 4)
    ]
    reading = read_file("\n".join(lines).encode(), "depenses.txt")
    assert (reading.container, reading.rows_kept) == ("fixed", 12)
    assert [(column.name, column.sum) for column in reading.columns][2] == ("MONTANT", 84)
    assert not reading.is_checked


@pytest.mark.parametrize("colon", [" :", ""])
def test_a_form_a_sheet_is_refused_and_told_how_to_make_a_table(colon):
    sheets = {
        f"Fiche {at}": [
            [f"Nom du site{colon}", f"Site {at}"], [f"Ouverture{colon}", "01/02/2020"],
            [f"Surface{colon}", 120 * at], [f"Gardien{colon}", "oui"], [f"Poids{colon}", 12.5 * at],
        ]
        for at in (1, 2, 3)
    }  # fmt: skip
    with pytest.raises(NoTableFound, match="one row a form"):
        read_file(xlsx(sheets), "fiches.xlsx")


def test_a_formula_whose_result_no_program_wrote_is_unread_and_told():
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Site", "Gaz", "Fioul", "Total"])
        for row in range(1, 9):
            sheet.write_row(row, 0, [f"S{row}", row, row * 2])
            sheet.write_formula(row, 3, f"=B{row + 1}+C{row + 1}")
    reading = read_file(made.getvalue(), "calcul.xlsx")
    assert (reading.unread_count, reading.is_checked) == (8, False)
    assert {cell.why for cell in reading.unread_cells} == {"formula_without_value"}
    note = next(note.fr for note in reading.notes if note.code == "uncomputed_formulas")
    assert "enregistrez-le" in note


def test_a_field_too_many_is_told_with_its_rows():
    lines = [f"{at};n{at};{at}{';x' if at in {4, 7, 9} else ''}" for at in range(30)]
    reading = read_file("\n".join(["id;lot;v", *lines]).encode(), "trop.csv")
    assert [column.name for column in reading.columns] == ["id", "lot", "v"]
    assert (reading.unread_count, reading.is_checked) == (3, False)
    note = next(note.fr for note in reading.notes if note.code == "beyond_header")
    assert "(lignes 6, 9, 11)" in note


MONTHS = ["Janvier", "Février", "Mars", "Avril"]


def test_the_year_of_the_title_is_that_of_the_months():
    rows = [[month, 1.5 + at] for at, month in enumerate(MONTHS)]
    one = {"F": [["Tonnages, année 2025"], [], ["Mois", "Tonnes"], *rows]}
    assert rows_of(xlsx(one), "t.xlsx")[1]["Mois"] == date(2025, 2, 1)
    two = {"F": [["Campagne 2024-2025"], [], ["Mois", "Tonnes"], *rows]}
    reading = read_file(xlsx(two), "t.xlsx")
    assert [(question.code, question.choices) for question in reading.questions] == [
        ("year_of_months", ("2024", "2025"))
    ]
    answers = ReadingAnswers({"year_of_months": {"Mois": "2024"}})
    table = rows_as_table(read_rows(xlsx(two), "t.xlsx", answers=answers))
    assert table.column("Mois").to_pylist()[0] == date(2024, 1, 1)


def test_the_month_of_each_sheet_becomes_a_column():
    sheets = {
        f"Feuil{at}": [[f"Tonnages de {month.lower()} 2025"], ["Flux", "Tonnes"],
                       ["OMR", at + 1.5], ["Verre", at * 3 + 0.25]]
        for at, month in enumerate(MONTHS, start=1)
    }  # fmt: skip
    months = [row["Mois"] for row in rows_of(xlsx(sheets), "t.xlsx")]
    assert months == [date(2025, month, 1) for month in (1, 1, 2, 2, 3, 3, 4, 4)]


def test_two_sheets_of_one_month_make_no_column_of_months():
    def columns(*months):
        sheets = {
            f"Feuil{at}": [[f"Tonnages de {month} 2025"], ["Flux", "Tonnes"],
                           ["OMR", at + 1.5], ["Verre", at * 3 + 0.25]]
            for at, month in enumerate(months)
        }  # fmt: skip
        rows = rows_of(xlsx(sheets), "t.xlsx")
        assert len(rows) == 4
        return rows[0].keys()

    assert "Mois" in columns("janvier", "février")
    assert "Mois" not in columns("janvier", "janvier")


def test_months_that_head_columns_have_the_year_of_the_title():
    sheet = [["Conso 2024"], ["Site", *MONTHS], ["A", 1, 2, 3, 4], ["B", 5, 6, 7, 8]]
    rows = rows_of(xlsx({"F": sheet}), "c.xlsx", wide_form="long")
    assert [row["Mois"] for row in rows[:2]] == [date(2024, 1, 1), date(2024, 2, 1)]


def test_the_row_of_headers_and_a_title_as_a_column_are_what_a_person_says():
    data = b"Titre A;;\nA;B;C\nx;y;z\nCode;Nom;Tonnes\n1;a;2\n2;b;3\n"
    rows = rows_of(data, "x.csv", header_row="4", aside_column="1")
    assert [(row["Code"], row["Tonnes"], row["Titre"]) for row in rows] == [
        ("1", 2, "Titre A"), ("2", 3, "Titre A"),
    ]  # fmt: skip


def test_the_second_reader_takes_its_own_decimal_mark():
    sheet = Sheet(name=None, rows=[["v"], ["1,5"], ["2,25"]])
    text = ["v\n1,5\n2,25\n"]
    assert check_delimited(sheet, text, ";", {1: ","})[0].agrees
    assert not check_delimited(sheet, text, ";", {1: "."})[0].agrees


def visit(hall, number, day, by):
    """Two labels a line, under a title, over a remark of one cell."""
    return [
        ["Contrôle d'extincteurs", None, None, "Rapport", number],
        ["Salle :", hall, None, "Étage :", number % 3], ["Passage du :", day, None, "Par :", by],
        ["Appareils", 4 + number, None, "à changer", 1], ["Signalétique", "conforme"], [],
        ["Suite à donner"], [f"Revoir la salle {hall}"],
    ]  # fmt: skip


@pytest.mark.parametrize("sheets", [1, 4])
def test_forms_with_two_labels_a_line_are_refused_with_what_to_do(sheets):
    days = [f"{at + 3:02d}/02/2025" for at in range(sheets)]
    book = {f"S{at}": visit(f"Salle {at}", at, days[at], f"A. B{at}") for at in range(sheets)}
    with pytest.raises(NoTableFound, match="it is a form"):
        read_file(xlsx(book), "rapports.xlsx")


def test_records_that_lie_over_two_lines_are_refused_with_a_way_out():
    rows = [["N° dossier", "Exploitant", "Déposé le"], [None, "Objet", "Aide (€)"]]
    for at in range(8):
        rows += [
            [f"AGR-{at}", f"M. Noël {at}", f"0{at + 1}/03/2025"],
            [None, f"Serre n° {at}", 90],
        ]
    with pytest.raises(NoTableFound) as refused:
        read_file(xlsx({"Rapport": rows}), "aides.xlsx")
    assert "plusieurs lignes" in refused.value.sentence("fr")


def test_lines_of_the_same_columns_that_come_by_turns_are_rows():
    rows = [["Opération", "Ligne", "Montant (€)"]]
    for at in range(8):
        rows += [[f"École {at}", "prévu", 10 * at], [None, "réalisé", 9 * at]]
    assert read_file(xlsx({"Budget": rows}), "budget.xlsx").rows_kept == 16
