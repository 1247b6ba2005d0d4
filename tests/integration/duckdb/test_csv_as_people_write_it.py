"""Titles above the header, totals below, latin-1, a line too long: read, or told to the owner.

Covers federation.storages.csv_problems, federation.storages.csv_copies,
federation.storages.csv_guesses, federation.storages.csv_layouts, federation.storages.csv_lines,
federation.storages.problems.
"""

import pytest

from catalog.model.dataset import CsvFormat, ObjectKind, PhysicalObject, TotalRows
from federation.logical import WireType
from federation.problems import SourceFailed
from federation.storages.csv_problems import (
    CsvColumnMissing,
    CsvColumnRepeated,
    CsvDelimiterWrong,
    CsvUnreadable,
)
from federation.storages.problems import StorageObjectMissing
from tests.integration.storages.values import (
    column,
    dataset,
    duckdb_plan,
    files_storage,
    source_of,
)


def declared(name="a.csv", **form):
    csv = CsvFormat(**{"delimiter": ";", **form})
    columns = [column("lieu"), column("poids")]
    return dataset(PhysicalObject(ObjectKind.CSV, name, csv=csv), columns)


@pytest.fixture
def read(engine, tmp_path):
    storage = files_storage(tmp_path)

    async def rows(of):
        text = f"SELECT lieu, poids FROM {source_of(storage, of)} AS t ORDER BY ALL"
        columns = (("lieu", WireType.STRING), ("poids", WireType.STRING))
        found = await engine.execute(duckdb_plan(text, columns, (storage, of)), {})
        return [tuple(row.values()) for row in found.to_pylist()]

    return rows


async def cause(read, of):
    with pytest.raises(SourceFailed) as failed:
        await read(of)
    return failed.value.__cause__


async def test_the_header_is_where_it_is_said_to_be(read, tmp_path):
    (tmp_path / "a.csv").write_text(
        'SMICTOM;;\n"édité le 3/2";;\n\npoids;"le\n lieu";lieu\n12;x;Melesse\n'
    )
    assert await read(declared(header_row=4)) == [("Melesse", "12")]
    assert isinstance(await cause(read, declared(header_row=3)), CsvUnreadable)


async def test_lines_that_are_totals_are_in_no_answer(read, tmp_path):
    text = "lieu;poids\nMelesse;12\n TOTAL ;24\n;7\nSens;12\nTotal général;24\n"
    (tmp_path / "a.csv").write_text(text)
    total = TotalRows("lieu", ("TOTAL", "Total général"))
    assert await read(declared(total_rows=total)) == [
        *(("Melesse", "12"), ("Sens", "12"), (None, "7"))
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "windows-1252"])
async def test_what_is_no_utf_8_is_read_as_it_is_written(read, tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes("lieu;poids\nCœur d’Été;5 €\n".encode("cp1252"))
    (tmp_path / "b.csv").write_bytes("lieu;poids\nMelesse été;5\n".encode("latin-1"))
    assert await read(declared("*.csv", encoding=encoding)) == [
        *(("Cœur d’Été", "5 €"), ("Melesse été", "5"))
    ]


async def test_one_broken_letter_makes_no_other_encoding(read, tmp_path):
    """Its line cannot be read; the accents of the others are what they were."""
    (tmp_path / "a.csv").write_bytes(b"lieu;poids\n" + "été;1\néà;2\n".encode() + b"\xe9;3\n")
    assert await read(declared()) == [("été", "1"), ("éà", "2")]


async def test_a_line_of_another_length_is_left_out(read, tmp_path):
    (tmp_path / "a.csv").write_text("lieu;poids\nMelesse;1\nSens;de;2\nseul\nRennes;3\n")
    assert await read(declared()) == [("Melesse", "1"), ("Rennes", "3")]


@pytest.mark.parametrize("declared_as", ["utf-8", "utf-16"])
@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
async def test_utf_16_is_read_by_its_mark(read, tmp_path, mark, declared_as):
    text = "\ufefflieu;poids\nMél'esse €;1\n" + "Sens;2\n" * 3 + "seul\n\U0001f600;3\n"
    (tmp_path / "a.csv").write_bytes(text.encode(mark))
    (tmp_path / "b.csv").write_text("lieu;poids\nÉté;4\n")
    rows = await read(declared("*.csv", encoding=declared_as))
    assert rows == [("Mél'esse €", "1"), *[("Sens", "2")] * 3, ("Été", "4"), ("\U0001f600", "3")]


async def test_files_of_a_folder_may_have_other_headers_and_encodings(read, tmp_path):
    (tmp_path / "1.csv").write_text("lieu;poids\nMelesse;1\n")
    (tmp_path / "2.csv").write_bytes("poids;ajoutée;lieu\n2;?;Été\n".encode("latin-1"))
    assert await read(declared("*.csv")) == [("Melesse", "1"), ("Été", "2")]


@pytest.mark.parametrize(
    ("content", "problem", "said"),
    [
        (b"lieu,poids\nMelesse,1\n", CsvDelimiterWrong, "séparé par « , »"),
        ("lieu;poids\n".encode("utf-32"), CsvUnreadable, "pas du texte"),
        (b"PK\x03\x04\x00\x00", CsvUnreadable, "pas du texte"),
        (b"", CsvUnreadable, "ligne 1"),
        (b"Lieu;Poids\nMelesse;1\n", CsvColumnMissing, "Vouliez-vous dire « Lieu »"),
        (b"lieu;lieu;poids;poids\n1;2;3;4\n", CsvColumnRepeated, "plusieurs colonnes « lieu »"),
    ],
)
async def test_why_a_file_cannot_be_read_is_the_cause(read, tmp_path, content, problem, said):
    (tmp_path / "a.csv").write_bytes(content)
    found = await cause(read, declared())
    assert isinstance(found, problem)
    assert said in found.sentence("fr")
    assert found.next_step("fr")


async def test_a_file_that_is_not_there_is_named(read):
    assert isinstance(await cause(read, declared()), StorageObjectMissing)
