"""A later file is matched to the columns of before; what changed is told or asked, never guessed.

Covers intake.deposits.matching, intake.deposits.column_pairs,
intake.file_reading.unit_factors, intake.deposits.refused_columns.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from catalog.model.dataset import Classification, ColumnType, ScalarType
from intake.deposits.matching import read_onto
from intake.deposits.problems import DepositNotReconciled
from intake.deposits.refused_columns import refusals
from intake.deposits.row_batches import RowBatches
from intake.deposits.values import Answers
from intake.deposits.writing import write_parquet
from intake.file_reading.reading import read_rows
from intake.file_reading.unit_factors import factor_between
from tests.unit.deposits.test_a_file_proposes_its_description import proposal_of, weighings
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def later(text, name="pesees_2026.csv"):
    return read_rows(text.encode() if isinstance(text, str) else text, name)


@pytest.fixture(scope="module")
def dataset():
    return proposal_of(weighings()).draft


def table_of(file, matched):
    batches = RowBatches(file, matched.targets)
    return next(iter(batches)).to_pylist()


def test_the_same_headers_in_another_order_are_written_in_the_order_of_before(dataset):
    file = later(
        "Prix (€);Poids net (kg);Flux;Commune;Date;N° bon\n"
        "1,50;12;OMR;35003;02/02/2026;00100\n2,50;13;OMR;35003;03/02/2026;00101\n"
    )
    matched = read_onto(dataset, file)
    assert matched.is_settled
    assert (matched.missing, matched.new, matched.notes) == ((), (), ())
    assert {column.by for column in matched.columns} == {"source"}
    row = table_of(file, matched)[0]
    assert list(row) == ["no_bon", "date", "commune", "flux", "poids_net_kg", "prix_eur"]
    assert row["no_bon"] == "00100"
    assert row["poids_net_kg"] == 12


def test_a_name_a_label_or_a_meaning_leads_to_the_column_too(dataset):
    file = later(
        "id_pesee;Jour;Code INSEE;Produit;POIDS NET;Prix\n"
        "a1;02/02/2026;35003;OMR;12;1,50\na2;03/02/2026;35007;VERRE;13;2,50\n"
    )
    matched = read_onto(dataset, file)
    assert [(one.column.name, one.header, one.by) for one in matched.columns] == [
        ("id_pesee", "id_pesee", "name"), ("date", "Jour", "concept"),
        ("code_commune", "Code INSEE", "concept"), ("flux", "Produit", "concept"),
        ("poids_net_kg", "POIDS NET", "label"), ("prix_eur", "Prix", "label"),
    ]  # fmt: skip
    assert matched.is_settled


def in_tonnes():
    return later(
        "N° bon;Date;Commune;Flux;Poids net (t);Prix (€)\n"
        "00100;02/02/2026;35003;OMR;0,012;1,50\n00101;03/02/2026;35003;OMR;1,5;2,50\n"
    )


def test_tonnes_where_kilograms_were_are_asked_about(dataset):
    (question,) = read_onto(dataset, in_tonnes()).questions
    assert (question.code, question.column, question.choices) == (
        "unit", "poids_net_kg", ("convert", "keep"),
    )  # fmt: skip
    assert question.text.fr == (
        "« Poids net (t) » est en t dans ce fichier, et en kg dans vos données : faut-il "
        "multiplier par 1000 ?"
    )


def test_the_answer_converts_and_the_sums_are_those_of_the_file_converted(dataset, tmp_path):
    file = in_tonnes()
    matched = read_onto(dataset, file, Answers(units={"poids_net_kg": "convert"}))
    assert matched.is_settled
    assert "× 1000" in matched.notes[0].fr
    written = write_parquet(file, matched.targets, tmp_path / "v2.parquet")
    assert written.sums["poids_net_kg"] == Decimal(1512)
    # Kept as they are, 0.012 is no whole number of kilograms: that is told with its row.
    (question,) = read_onto(dataset, file, Answers(units={"poids_net_kg": "keep"})).questions
    assert question.code == "retyped"
    assert "2 cases ne se lisent pas ainsi (ligne 2, 3)" in question.text.fr


def test_another_quantity_is_not_converted(dataset):
    file = later(
        "N° bon;Date;Commune;Flux;Poids net (m3);Prix (€)\n"
        "00100;02/02/2026;35003;OMR;12;1,50\n00101;03/02/2026;35003;OMR;13;2,50\n"
    )
    (question,) = read_onto(dataset, file).questions
    assert question.choices == ("keep",)
    assert "another quantity" in question.text.en


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [("t", "kg", "1000"), ("kg", "t", "0.001"), ("MWh", "kWh", "1000"), ("kEUR", "EUR", "1000"),
     ("EUR/kg", "EUR/t", "1000"), ("m3", "kg", None), ("kg", "EUR", None)],
)  # fmt: skip
def test_units_of_one_quantity_have_a_factor(source, target, factor):
    assert factor_between(source, target) == (None if factor is None else Decimal(factor))


def test_missing_and_new_columns_are_told(dataset):
    file = later(
        "N° bon;Date;Commune;Flux;Poids net (kg);Chauffeur\n"
        "00100;02/02/2026;35003;OMR;12;Inès FOUCAULT\n00101;03/02/2026;35003;OMR;13;Loïc HAMON\n"
    )
    matched = read_onto(dataset, file)
    assert [column.name for column in matched.missing] == ["prix_eur"]
    assert matched.new == ("Chauffeur",)
    assert "n'est pas déposé tant que" in matched.notes[0].fr
    assert [(one.code, one.choices) for one in matched.questions] == [("missing", ("empty",))]
    settled = read_onto(
        dataset, file, Answers(missing=frozenset({"prix_eur"}), columns={"Chauffeur": ""})
    )
    assert settled.is_settled
    assert settled.new == ()
    row = table_of(file, settled)[0]
    assert row["prix_eur"] is None
    assert "Inès" not in repr(row)


def test_a_missing_key_commune_or_day_cannot_be_left_empty(dataset):
    file = later("Flux;Poids net (kg);Prix (€)\nOMR;12;1,5\nOMR;3;2,5\n")
    answers = Answers(missing=frozenset({"id_pesee", "date", "code_commune"}))
    matched = read_onto(dataset, file, answers)
    assert [(one.column, one.choices) for one in matched.questions] == [
        ("id_pesee", ()), ("date", ()), ("code_commune", ()),
    ]  # fmt: skip


def test_a_cell_of_the_key_that_is_none_cannot_be_left_empty(dataset):
    numbered = tuple(
        replace(column, type=ColumnType(ScalarType.BIGINT)) if column.name == "id_pesee" else column
        for column in dataset.columns
    )
    lines = weighings().replace("00003;", "voir 3;").replace("00005;", "00005;")
    matched = read_onto(replace(dataset, columns=numbered), later(lines))
    told = [(one.code, one.column, one.choices) for one in matched.questions]
    assert told == [("retyped", "id_pesee", ())]


def test_values_of_another_type_are_told_with_their_rows_and_may_be_left_empty(dataset, tmp_path):
    lines = "".join(
        f"{at:05d};02/02/2026;35003;OMR;{'voir ' if at in {3, 7} else ''}{at};1,50\n"
        for at in range(9)
    )
    file = later("N° bon;Date;Commune;Flux;Poids net (kg);Prix (€)\n" + lines)
    assert file.named("Poids net (kg)").column.type == "string"
    matched = read_onto(dataset, file)
    (question,) = matched.questions
    assert question.code == "retyped"
    assert question.text.fr == (
        "« Poids net (kg) » est décrit comme « nombre entier » : 2 cases ne se lisent pas ainsi "
        "(ligne 5, 9)."
    )
    with pytest.raises(DepositNotReconciled, match="2 of 9 values"):
        write_parquet(file, matched.targets, tmp_path / "v2.parquet")
    settled = read_onto(dataset, file, Answers(emptied=frozenset({"poids_net_kg"})))
    assert settled.is_settled
    written = write_parquet(file, settled.targets, tmp_path / "v2.parquet")
    assert written.unread == {"poids_net_kg": 2}
    assert [(cell.row, cell.text) for cell in written.unread_cells] == [
        (5, "voir 3"), (9, "voir 7"),
    ]  # fmt: skip


def test_the_type_and_the_class_that_a_person_chose_are_kept(dataset):
    columns = tuple(
        replace(column, type=ColumnType(ScalarType.STRING), unit=None)
        if column.name == "poids_net_kg"
        else column
        for column in dataset.columns
    )
    as_text = replace(dataset, columns=columns)
    file = later(weighings())
    assert table_of(file, read_onto(as_text, file))[0]["poids_net_kg"] == "100"
    lines = [f"{at:05d};02/02/2026;35003;06 39 98 00 {at};12;1,5" for at in range(10, 20)]
    file = later("\n".join(["N° bon;Date;Commune;Flux;Poids net (kg);Prix (€)", *lines]))
    matched = read_onto(dataset, file)
    assert matched.is_settled
    assert dataset.columns[3].classification is Classification.INTERNAL
    assert "et c'est suivi" in matched.notes[0].fr


def test_more_decimals_than_known_are_rounded_and_it_is_told(dataset):
    file = later(
        "N° bon;Date;Commune;Flux;Poids net (kg);Prix (€)\n"
        "00100;02/02/2026;35003;OMR;12;1,50999\n00101;03/02/2026;35003;OMR;13;2,50\n"
    )
    matched = read_onto(dataset, file)
    assert "plus de 2 décimales" in matched.notes[0].fr
    assert table_of(file, matched)[0]["prix_eur"] == Decimal("1.51")


def test_names_where_codes_were_come_out_as_codes(dataset):
    rows = [["N° bon", "Date", "Commune", "Flux", "Poids net (kg)", "Prix (€)"]] + [
        [f"B{at}", "02/02/2026", name, "OMR", at, 1.5]
        for at, name in enumerate(["Combourg", "ST DOMINEUC", "Cuguen"])
    ]
    file = later(xlsx({"Pesées": SheetOf(rows)}), "pesees.xlsx")
    matched = read_onto(dataset, file)
    assert [row["commune"] for row in table_of(file, matched)] == ["35085", "35265", "35092"]
    assert matched.new == ("Commune",)


def test_a_column_that_was_left_out_is_named_to_nobody_by_later_files(dataset):
    header, *rows = weighings().splitlines()
    file = later("\n".join([f"{header};Taux interne", *(f"{row};7" for row in rows)]))
    assert read_onto(dataset, file).new == ("Taux interne",)
    kept = refusals(["Taux interne"])
    assert "taux" not in str(kept).lower()
    matched = read_onto(dataset, file, Answers(columns={each.name: each.choice for each in kept}))
    assert matched.new == ()
    assert "Taux interne" not in str((matched.notes, matched.questions, matched.columns))


def test_an_instant_of_another_zone_is_its_hour_here_where_hours_are_those_of_the_place():
    rows = "".join(f"C{at};{at + 1:02d}/01/2025 08:15;{at}\n" for at in range(12))
    known = proposal_of(f"Compteur;Relevé le;Volume (m3)\n{rows}").draft
    file = later("Compteur;Relevé le;Volume (m3)\nC1;2026-07-01T08:15:00Z;3\n")
    (row,) = table_of(file, read_onto(known, file))
    assert row["releve_le"] == datetime(2026, 7, 1, 10, 15)  # noqa: DTZ001 - an hour of the place


@pytest.mark.parametrize(
    ("source", "target", "times"),
    [
        *(("ha", "m2", 10_000), ("km2", "ha", 100), ("hl", "l", 100), ("m3", "hl", 10)),
        *(("t", "kg", 1000), ("kt", "t", 1000), ("kg", "g", 1000), ("g", "mg", 1000)),
        *(("km", "m", 1000), ("m", "cm", 100), ("cm", "mm", 10), ("hm3", "dam3", 1000)),
        *(("GWh", "MWh", 1000), ("MWh", "kWh", 1000), ("kWh", "Wh", 1000), ("MW", "kW", 1000)),
        *(("MEUR", "kEUR", 1000), ("EUR", "cEUR", 100), ("GEUR", "MEUR", 1000)),
        *(("EUR/kg", "EUR/t", 1000), ("h", "min", 60), ("min", "s", 60), ("ratio", "%", 100)),
    ],
)
def test_a_unit_holds_so_many_of_the_smaller_one(source, target, times):
    assert factor_between(source, target) == times
    assert factor_between(target, source) == Decimal(1) / times
