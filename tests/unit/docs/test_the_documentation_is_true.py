"""What the documentation says is held against the code."""

import re
import string
from pathlib import Path

import pytest
import typer

from catalog.declaration.declaration import read_declaration
from gateway.cli.main import app
from gateway.settings import Settings
from scripts.make_reference import problem_classes, problems_page, settings_page

ROOT = Path(__file__).resolve().parents[3]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROBLEMS = problem_classes()


def test_the_pages_made_from_the_code_are_current():
    reference = ROOT / "docs" / "reference"
    assert (reference / "problems.md").read_text("utf-8") == problems_page()
    assert (reference / "settings.md").read_text("utf-8") == settings_page()


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda each: each.code)
def test_a_problem_has_a_code_a_status_and_four_sentences(problem):
    assert re.fullmatch("[a-z][a-z0-9_]*", problem.code)
    assert 400 <= problem.status < 600
    for sentence in (problem.fr, problem.en, problem.next_fr, problem.next_en):
        named = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        assert sentence.format(**dict.fromkeys(named, "x")).strip()


def test_a_code_means_one_thing():
    codes = [each.code for each in PROBLEMS]
    assert sorted(set(codes)) == codes


def test_every_setting_is_documented():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    assert all(f"`INTERCO_{name.upper()}`" in page for name in Settings.model_fields)


def test_every_command_is_documented():
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    commands = typer.main.get_command(app).commands
    assert set(re.findall(r"^## `\./interco ([a-z]+)", page, re.MULTILINE)) == set(commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda each: str(each.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_example_declaration_can_be_read():
    assert read_declaration([ROOT / "docs" / "reference" / "organisation-example.yaml"])
