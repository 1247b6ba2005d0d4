"""`interco file read` tells a clerk in sentences what it understands, and a program in JSON.

Covers gateway.cli.file_commands, intake.file_reading.sentences.
"""

import json

import pytest
from typer.testing import CliRunner

from gateway.cli.main import app_for, exit_code
from intake.file_reading.reading import read_file
from intake.file_reading.sentences import number_in_words, sentences
from tests.unit.file_reading.ugly_files import invoices_cp850, monthly_sheets


@pytest.fixture
def run():
    def typed(*arguments):
        return CliRunner().invoke(app_for(["file"]), ["file", "read", *map(str, arguments)])

    return typed


def test_a_clerk_reads_what_was_understood(tmp_path, run, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    name, data, _ = monthly_sheets()
    path = tmp_path / name
    path.write_bytes(data)
    shown = run(path).stdout
    assert "Feuille « Janvier » : 25 lignes lues, titres en ligne 1" in shown
    assert "ligne de total ignorée" in shown
    assert "Feuille « Listes » laissée de côté" in shown


def test_a_program_reads_it_as_json(tmp_path, run):
    name, data, truth = invoices_cp850()
    path = tmp_path / name
    path.write_bytes(data)
    shown = json.loads(run(path, "--format", "json").stdout)
    assert shown["encoding"] == "cp850"
    assert shown["parts"][0]["header_rows"] == truth.header
    assert shown["reconciled"] == {"by": "duckdb", "rows": 45, "agrees": True, "differences": []}


def test_a_file_that_cannot_be_read_is_for_who_typed_it(tmp_path, run):
    path = tmp_path / "budget.csv"
    path.write_bytes(b"%PDF-1.7")
    assert exit_code(run(path).exception) == 2


def test_both_languages_say_the_same_things():
    name, data, _ = monthly_sheets()
    reading = read_file(data, name)
    french, english = sentences(reading, "fr"), sentences(reading, "en")
    assert len(french) == len(english)
    assert 'Sheet "Janvier": 25 rows read, headers in row 1' in english[0]


def test_numbers_are_written_as_each_language_writes_them():
    assert number_in_words(1204.5, "fr") == "1\u202f204,5"
    assert number_in_words(1204.5, "en") == "1,204.5"
    assert number_in_words(120, "fr") == "120"
