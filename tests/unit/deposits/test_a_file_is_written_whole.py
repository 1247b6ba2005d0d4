"""What a file holds comes out of the Parquet file again: every row, value and sum, in its type.

Covers intake.deposits.writing, intake.deposits.row_batches,
intake.deposits.cell_values, intake.deposits.duckdb_session, intake.deposits.problems,
intake.file_reading.typed_rows, intake.file_reading.reading.
"""

import io
import math
from datetime import date, time
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.dataset import ColumnType, ScalarType
from intake.deposits.problems import DepositNotReconciled, SecondReadingDiffers
from intake.deposits.row_batches import RowBatches, Target, own_targets, rows_as_table
from intake.deposits.writing import write_parquet
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.ugly_files import UGLY
from tests.unit.file_reading.workbook_bytes import Error, SheetOf, Styled, xlsx

WEIGHINGS = (
    "N° bon;Date;Commune;Flux;Poids (t);Prix;Heure;Payé\r\n"
    "0012;02/01/2025;01004;VERRE;1,5;12,40 €;08:30;oui\r\n"
    "0013;03/01/2025;01004;OMR;NC;7,10 €;09:15;non\r\n"
    "0014;03/01/2025;01005;OMR;2,25;;10:00;oui\r\n"
    "Total;;;;3,75;19,50 €;;\r\n"
)


def weighings():
    return read_rows(WEIGHINGS.encode(), "pesees.csv")


@pytest.mark.parametrize("make", UGLY, ids=lambda make: make.__name__)
def test_every_ugly_file_is_written_with_its_rows_and_sums(make, tmp_path):
    name, data, truth = make()
    file = read_rows(data, name)
    written = write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert written.rows == truth.rows
    assert pq.read_metadata(tmp_path / "v1.parquet").num_rows == truth.rows
    for column in file.reading.columns:
        if column.sum is not None:
            assert float(written.sums[column.name]) == pytest.approx(column.sum)
    assert sum(written.unread.values()) == sum(column.unread for column in file.reading.columns)


def test_values_have_their_types_codes_their_zeros_and_nothing_is_null():
    table = rows_as_table(weighings())
    assert [str(kind) for kind in table.schema.types] == [
        "string", "date32[day]", "string", "string", "decimal128(18, 3)", "decimal128(18, 2)",
        "time64[us]", "bool",
    ]  # fmt: skip
    assert table.to_pylist()[:2] == [
        {"N° bon": "0012", "Date": date(2025, 1, 2), "Commune": "01004", "Flux": "VERRE",
         "Poids (t)": Decimal("1.500"), "Prix": Decimal("12.40"), "Heure": time(8, 30),
         "Payé": True},
        {"N° bon": "0013", "Date": date(2025, 1, 3), "Commune": "01004", "Flux": "OMR",
         "Poids (t)": None, "Prix": Decimal("7.10"), "Heure": time(9, 15), "Payé": False},
    ]  # fmt: skip


def test_rows_stay_in_the_order_of_the_file(tmp_path):
    lines = ["N° ticket;Poids"] + [f"{at * 7919 % 20_000:06d};{at}" for at in range(20_000)]
    file = read_rows("\n".join(lines).encode(), "tickets.csv")
    write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert pq.read_table(tmp_path / "v1.parquet").column("Poids").to_pylist() == list(range(20_000))


def test_an_unread_cell_is_null_and_is_counted_with_its_row_its_column_and_its_cause(tmp_path):
    rows = [["Point", "Volume (m3)"]] + [[f"P{at}", 1.5] for at in range(30)]
    rows[4][1], rows[9][1] = Error("#DIV/0!"), "à revoir"
    file = read_rows(xlsx({"Mesures": SheetOf(rows)}), "mesures.xlsx")
    written = write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert [(cell.row, cell.position, cell.text, cell.why) for cell in written.unread_cells] == [
        (5, 2, "#DIV/0!", "error_cell"), (10, 2, "à revoir", "not_a_number"),
    ]  # fmt: skip
    assert written.unread == {"Volume (m3)": 2}
    assert written.sums == {"Volume (m3)": Decimal("42.000")}


def test_group_rows_sheets_and_named_communes_become_columns():
    titles = ["Commune", "Flux", "Tonnes"]
    january = SheetOf([
        titles, ["NORD"], ["Combourg", "OMR", 1.5], ["ST DOMINEUC", "OMR", 2.5],
        ["SUD"], ["Cuguen", "OMR", 3.0], ["Pleugueneuc", "VERRE", 4.0],
    ])  # fmt: skip
    february = SheetOf([titles, ["Combourg", "OMR", 5.5], ["Cuguen", "VERRE", 6.0]])
    table = rows_as_table(read_rows(xlsx({"Janvier": january, "Février": february}), "t.xlsx"))
    assert table.column_names[3:] == ["Groupe", "Feuille", "Code commune (Commune)"]
    assert table.column("Groupe").to_pylist() == ["NORD", "NORD", "SUD", "SUD", None, None]
    assert table.column("Feuille").to_pylist() == ["Janvier"] * 4 + ["Février"] * 2
    assert table.column("Code commune (Commune)").to_pylist() == [
        "35085", "35265", "35092", "35226", "35085", "35092",
    ]  # fmt: skip


def test_the_noise_of_a_workbooks_numbers_is_no_decimal():
    rows = [["Point", "Volume (m3)"], ["a", 0.1 + 0.2], ["b", 1.1], ["c", 2.675]]
    table = rows_as_table(read_rows(xlsx({"M": SheetOf(rows)}), "m.xlsx"))
    assert table.column("Volume (m3)").to_pylist() == [
        Decimal("0.300"), Decimal("1.100"), Decimal("2.675"),
    ]  # fmt: skip
    thirds = [["Point", "Part"], ["a", 1 / 3], ["b", 2 / 3]]
    table = rows_as_table(read_rows(xlsx({"M": SheetOf(thirds)}), "m.xlsx"))
    assert table.schema.field("Part").type == pa.float64()
    assert table.column("Part").to_pylist() == [
        pytest.approx(1 / 3, abs=1e-14), pytest.approx(2 / 3, abs=1e-14),
    ]  # fmt: skip


def _targets(file, **kinds):
    return [
        Target(target.name, kinds.get(target.name, target.kind), target.read)
        for target in own_targets(file)
    ]


def test_a_value_that_its_declared_type_does_not_hold_stops_the_writing(tmp_path):
    file = weighings()
    targets = _targets(file, Flux=ColumnType(ScalarType.BIGINT))
    with pytest.raises(DepositNotReconciled, match="3 of 3 values are not of the type") as stopped:
        write_parquet(file, targets, tmp_path / "v1.parquet")
    assert "dans « Flux »" in stopped.value.sentence("fr")
    assert not list(tmp_path.iterdir())
    targets = _targets(file, **{"Poids (t)": ColumnType(ScalarType.BIGINT)})
    with pytest.raises(DepositNotReconciled, match=r"Poids \(t\)"):
        write_parquet(file, targets, tmp_path / "v1.parquet")


def test_a_lost_sum_is_told_with_its_column_and_by_how_much(tmp_path):
    file = weighings()
    file.named("Poids (t)").column.sum = 4.75
    with pytest.raises(DepositNotReconciled) as stopped:
        write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert stopped.value.sentence("fr") == (
        "Rien n'est déposé de « pesees.csv » : la somme de « Poids (t) » serait 3,75 au lieu de "
        "4,75 (écart -1)."
    )
    assert not list(tmp_path.iterdir())


def test_a_lost_row_stops_the_writing(tmp_path):
    file = weighings()
    file.tables[0].rows.data.pop()
    with pytest.raises(DepositNotReconciled, match="3 rows read, 2 written"):
        write_parquet(file, own_targets(file), tmp_path / "v1.parquet")


def test_rounding_is_counted_and_a_unit_is_converted(tmp_path):
    file = read_rows(b"Point;Tonnes\na;1,23456\nb;2\nc;3,5\n", "t.csv")
    kind = ColumnType(ScalarType.DECIMAL, 18, 1)
    targets = [
        Target(target.name, kind if target.name == "Tonnes" else target.kind, target.read,
               Decimal(1000) if target.name == "Tonnes" else Decimal(1))
        for target in own_targets(file)
    ]  # fmt: skip
    written = write_parquet(file, targets, tmp_path / "v1.parquet")
    assert written.rounded == {"Tonnes": 1}
    assert written.sums == {"Tonnes": Decimal("6734.6")}


def test_a_known_text_column_takes_numbers_and_days_as_the_file_shows_them():
    data = xlsx(
        {"M": SheetOf([["Num", "Jour"], [12.0, Styled(45000, 1)], [3.5, Styled(45001, 1)]])}
    )
    file = read_rows(data, "m.xlsx")
    text = ColumnType(ScalarType.STRING)
    (batch,) = RowBatches(file, _targets(file, Num=text, Jour=text))
    assert batch.to_pylist() == [
        {"Num": "12", "Jour": "2023-03-15"}, {"Num": "3.5", "Jour": "2023-03-16"},
    ]  # fmt: skip


def test_a_moment_is_kept_in_the_zone_of_the_dataset():
    file = read_rows("Point;Relevé le\na;2025-07-01 12:00\nb;2025-01-01 12:30\n".encode(), "t.csv")
    zoned = _targets(file, **{"Relevé le": ColumnType(ScalarType.TIMESTAMP_TZ)})
    (batch,) = RowBatches(file, zoned)
    assert [moment.isoformat() for moment in batch.column(1).to_pylist()] == [
        "2025-07-01T10:00:00+00:00", "2025-01-01T11:30:00+00:00",
    ]  # fmt: skip


def test_a_file_that_two_readers_see_differently_waits_for_a_person(tmp_path):
    file = weighings()
    file.reading.reconciled.differences.append("rows: 4, 3")
    object.__setattr__(file.reading.reconciled, "agrees", False)
    with pytest.raises(SecondReadingDiffers, match="rows: 4, 3"):
        write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    written = write_parquet(file, own_targets(file), tmp_path / "v1.parquet", differences_seen=True)
    assert written.rows == 3


def test_what_programs_write_for_no_number_is_nothing_and_infinity_is_told(tmp_path):
    sink = io.BytesIO()
    values = [1.5, math.nan, math.inf, *([2.0] * 20)]
    pq.write_table(pa.table({"point": [f"p{at}" for at in range(23)], "m3": values}), sink)
    file = read_rows(sink.getvalue(), "mesures.parquet")
    written = write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert written.sums == {"m3": Decimal("41.500")}
    assert [(cell.row, cell.why) for cell in written.unread_cells] == [(4, "error_cell")]


def test_a_number_that_no_type_holds_stays_text(tmp_path):
    lines = ["valeur;point"] + [f"{10 ** (15 + 3 * at)};p{at}" for at in range(9)]
    file = read_rows("\n".join(lines).encode(), "grands.csv")
    write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert pq.read_table(tmp_path / "v1.parquet").column("valeur").to_pylist()[8] == str(10**39)


def test_powers_of_ten_are_read_and_reconciled(tmp_path):
    file = read_rows(b"Point;Volume\na;1E+20\nb;2,5E-3\nc;3,25\nd;2-\n", "m.csv")
    written = write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert written.sums == {"Volume": Decimal("100000000000000000001.2525")}


def test_headers_that_come_twice_stay_columns_of_their_own(tmp_path):
    file = read_rows(b"A;A;A (2);A\n1;2;3;4\n5;6;7;8\n", "doubles.csv")
    written = write_parquet(file, own_targets(file), tmp_path / "v1.parquet")
    assert {name: int(total) for name, total in written.sums.items()} == {
        "A": 6, "A (3)": 8, "A (2)": 10, "A (4)": 12,
    }  # fmt: skip
