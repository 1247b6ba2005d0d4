"""Help, mistakes of usage and hints, in the terminal's language; days as they are written here.

Covers gateway.cli.french_commands, gateway.cli.french_service_commands,
gateway.cli.french_options, gateway.cli.french_mistakes, gateway.cli.hints,
gateway.cli.reading, gateway.cli.speaking, gateway.cli.main.
"""

import re
import sys
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from gateway.base.problems import FileUnreadable, NotADay
from gateway.cli import agreement_acts
from gateway.cli.agreement_pages import Page
from gateway.cli.french_commands import COMMANDS
from gateway.cli.french_mistakes import MISTAKES
from gateway.cli.french_options import OPTIONS
from gateway.cli.hints import at_a_terminal
from gateway.cli.main import app_for, run
from gateway.cli.reading import (
    StatementIsSql,
    iso_day,
    read_day,
    read_document,
    read_text_file,
)
from gateway.cli.speaking import speak, texts_of, told
from scripts.make_reference import problem_classes
from tests.unit.docs.pages import ROOT

TEXTS = list(texts_of(typer.main.get_command(app_for())))
CODE = "\n".join(
    file.read_text("utf-8") for file in sorted((ROOT / "gateway" / "cli").glob("*.py"))
)


def test_every_command_and_option_has_its_help_in_french():
    """What is missing goes into gateway/cli/french_commands.py and french_options.py."""
    commands = {path for kind, path, _ in TEXTS if kind == "command"} - COMMANDS.keys()
    options = {text for kind, _, text in TEXTS if kind == "option"} - OPTIONS.keys()
    assert (commands, options - {"organisme.jeu", "mand-2026-0003"}) == (set(), set())


def test_help_in_french_gives_an_example_once():
    command = typer.main.get_command(app_for())
    speak(command, "fr")
    helps = [text for kind, _, text in texts_of(command) if kind == "command"]
    assert [text for text in helps if text.count("Exemple :") > 1 or "Example" in text] == []
    assert sum("Exemple :" in text for text in helps) > 50


def test_every_mistake_that_a_command_tells_is_told_in_french():
    found = set(re.findall(r'BadParameter\("([^"]+)"\)', CODE))
    assert found - MISTAKES.keys() == set()
    assert found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["agreement", "revoke", "x@1"], "Il manque l'option --reason."),
        (["webhok"], "Il n'y a pas de commande « webhok ». Vouliez-vous dire 'webhook' ?"),
        (["sql", "SELECT 1", "--fichier", "x"], "Il n'y a pas d'option --fichier."),
        (["demo", "--port", "abc"], "--port ne convient pas : il faut ici un nombre entier."),
        (["query", "x", "--format", "xml"], "« xml » n'est pas l'un de 'table', 'json', 'csv'."),
        (["query"], "Il manque l'argument « file »."),
        (["token", "a", "b"], "C'est de trop : b."),
        (["agreement", "draft", "a", "--template", "b"], "donnez un fichier ou --template"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_of_usage_is_told_in_french_with_where_its_help_is(
    typed, said, monkeypatch, capsys
):
    monkeypatch.setattr(sys, "argv", ["interco", *typed])
    monkeypatch.setattr("gateway.cli.main.language_of_the_terminal", lambda: "fr")
    with pytest.raises(SystemExit) as ended:
        run()
    printed = capsys.readouterr().err
    assert ended.value.code == 2
    assert said in printed
    assert re.search(r"→ \./interco( \w+)* --help$", printed.strip())


def test_in_english_a_mistake_is_told_as_it_is():
    assert told("Missing option '--capacity'.", "en") == "Missing option '--capacity'."


def test_help_is_in_the_language_and_keeps_what_stands_in_angle_brackets():
    for language, words in (("fr", "'Nom <adresse>'"), ("en", "'Name <address>'")):
        command = typer.main.get_command(app_for(["agreement"]))
        speak(command, language)
        shown = CliRunner().invoke(_Made(command), ["agreement", "draft", "--help"])
        assert words in shown.stdout
        assert ("Montre cette aide." in shown.stdout) is (language == "fr")


class _Made(typer.Typer):
    """The runner makes the command of an application anew; this one is made."""

    def __init__(self, command):
        super().__init__(add_completion=False)
        self.made = command


@pytest.fixture(autouse=True)
def made(monkeypatch):
    make = typer.testing._get_command
    monkeypatch.setattr(
        typer.testing, "_get_command", lambda app: getattr(app, "made", None) or make(app)
    )


@pytest.mark.parametrize("problem", problem_classes(), ids=lambda each: each.code)
def test_a_hint_at_a_terminal_names_an_option_and_no_header(problem):
    for step in (problem.next_fr, problem.next_en):
        told_there = at_a_terminal(step)
        assert not re.search(r"Interco-(Purpose|On-Behalf-Of|File)|Authorization", told_there)


def test_the_purpose_is_asked_for_by_its_option():
    french = "Indiquez dans l'en-tête Interco-Purpose l'une de ces finalités : rpqs_eau."
    english = "Give one of these purposes in the Interco-Purpose header: rpqs_eau."
    assert at_a_terminal(french) == "Indiquez avec --purpose l'une de ces finalités : rpqs_eau."
    assert at_a_terminal(english) == "Give one of these purposes with --purpose: rpqs_eau."


@pytest.mark.parametrize(
    "typed",
    [
        *("26/11/2026", "26.11.2026", "26-11-2026", "2026-11-26", " 26 novembre  2026 "),
        *("26 nov. 2026", "26 NOVEMBRE 2026"),
    ],
)
def test_a_day_is_read_as_people_type_it(typed):
    assert read_day(typed) == date(2026, 11, 26)


def test_the_first_of_a_month_may_be_written_as_one_says_it():
    assert iso_day("1er janvier 2027") == "2027-01-01"
    assert iso_day(None) is None


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "11/26/2026", "demain", "", "26/11/26", "3 ma 2026"]
)
def test_what_is_no_day_is_told_with_the_form(typed):
    with pytest.raises(NotADay) as refused:
        read_day(typed)
    assert "26/11/2026" in refused.value.next_step("fr")


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    (tmp_path / "marked").write_bytes("\ufeff{ me }".encode())
    assert read_text_file(tmp_path / "marked") == "{ me }"
    for name, why in (("no", "n'existe pas"), ("", "un dossier"), ("latin", "UTF-8")):
        with pytest.raises(FileUnreadable) as refused:
            read_text_file(tmp_path / name)
        assert why in refused.value.sentence("fr")


def test_sql_where_graphql_is_read_leads_to_its_own_command(tmp_path):
    statement = "-- Par mois\nSELECT count(*) FROM val_d_ille_aubigne.collectes\n"
    for name, text in (("q.sql", statement), ("with.sql", "\n/* a */ with x AS (SELECT 1)")):
        (tmp_path / name).write_text(text)
        with pytest.raises(StatementIsSql) as refused:
            read_document(str(tmp_path / name))
        assert f"./interco sql --file {tmp_path / name}" in refused.value.next_step("fr")
    with pytest.raises(StatementIsSql):
        read_document("SELECT 1")
    (tmp_path / "q.graphql").write_text("# select\n{ me { agent } }")
    assert read_document(str(tmp_path / "q.graphql")).startswith("# select")
    with pytest.raises(FileUnreadable):
        read_document("select.graphql")


@pytest.mark.parametrize(
    ("language", "typed", "signs"),
    [
        ("fr_FR.UTF-8", "o", True),
        ("fr_FR.UTF-8", "Oui", True),
        ("fr_FR.UTF-8", "y", True),
        ("fr_FR.UTF-8", "n", False),
        ("fr_FR.UTF-8", "", False),
        ("en_GB.UTF-8", "yes", True),
        ("en_GB.UTF-8", "no", False),
    ],
)
def test_a_signature_is_confirmed_in_the_language_of_the_terminal(language, typed, signs):
    app = typer.Typer()

    @app.command()
    def sign():
        agreement_acts._confirm_or_leave(Page())
        typer.echo("signed")

    ended = CliRunner().invoke(app, input=f"{typed}\n", env={"LC_ALL": language})
    asked, nothing = {
        "fr_FR.UTF-8": ("[o/N]", "Rien n'est signé."),
        "en_GB.UTF-8": ("[y/N]", "Nothing is signed."),
    }[language]
    assert asked in ended.stdout
    assert ("signed\n" in ended.stdout, nothing in ended.stdout) == (signs, not signs)
    assert ended.exit_code == (0 if signs else 1)
