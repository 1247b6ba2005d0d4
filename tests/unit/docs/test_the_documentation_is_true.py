"""What the documentation says is held against the code.

Covers docs.
"""

import ast
import dataclasses
import importlib
import json
import re
import string

import pytest
import typer

from catalog.model import dataset, organisation
from catalog.model.agreement import Output
from catalog.model.row_condition import CompareOp
from catalog.model.storage import StorageKind
from catalog.model.terms import Secret
from catalog.model.transform import Transform
from catalog.purposes import PURPOSES
from catalog.standards.concepts import CONCEPTS
from catalog.standards.standard import standards
from gateway.base.settings import IssuerSettings, Settings
from gateway.base.settings_files import BY_FILE, variable_of
from gateway.cli.main import app_for
from policies.problems import DENIALS
from schema.limits import LIMITS
from schema.types.filters import FILTERS
from scripts.make_reference import problem_classes, problems_page, settings_page
from tests.contract.conftest import PLACES
from tests.unit.docs.pages import DOCS, PAGES, REFERENCE, ROOT, anchors, blocks, name_of, section

PROBLEMS = problem_classes()
TOP = typer.main.get_command(app_for()).commands
GROUPS = {name: each.commands for name, each in TOP.items() if hasattr(each, "commands")}
IN_TABLES = {
    "agreement",
    "mandate",
    "operation",
    "purpose",
    "secret",
    "storage",
    "webhook",
    "agent",
    "key",
    "link",
    "quota",
    "opening",
}
"""Groups whose commands share most options: told in one section, a line each."""
COMMANDS = {name: each for name, each in TOP.items() if name not in GROUPS} | {
    f"{group} {name}": each for group, commands in GROUPS.items() for name, each in commands.items()
}


def command_of(line):
    """`reference load-cog FILE --dry-run` to its command, or group, and what follows it."""
    name, *words = line.split()
    typed = f"{name} {words[0]}" if words else name
    return (typed, words[1:]) if typed in COMMANDS else (name, words)


CLOSED_LISTS = [
    dataset.ScalarType,
    dataset.AccessLevel,
    dataset.Listing,
    dataset.ObjectKind,
    organisation.OrganisationKind,
    organisation.MembershipMode,
    organisation.AgentKind,
    StorageKind,
    Transform,
    CompareOp,
    Secret,
]


def page(name):
    return (DOCS / name).read_text("utf-8")


def test_the_pages_made_from_the_code_are_current():
    """Otherwise: `python -m scripts.make_reference`."""
    assert page("reference/problems.md") == problems_page()
    assert page("reference/settings.md") == settings_page()


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda each: each.code)
def test_a_problem_has_a_code_a_status_and_four_sentences(problem):
    assert re.fullmatch("[a-z][a-z0-9_]*", problem.code)
    assert 400 <= problem.status < 600
    for sentence in (problem.fr, problem.en, problem.next_fr, problem.next_en):
        named = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        assert sentence.format(**dict.fromkeys(named, "x")).strip()


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda each: each.code)
def test_both_languages_tell_the_same_facts(problem):
    def facts(sentence):
        fields = (field for _, field, _, _ in string.Formatter().parse(sentence) if field)
        return {field.removesuffix("_fr").removesuffix("_en") for field in fields}

    assert facts(problem.fr) == facts(problem.en)
    assert facts(problem.next_fr) == facts(problem.next_en)


def test_a_code_means_one_thing():
    codes = [each.code for each in PROBLEMS]
    assert sorted(set(codes)) == codes


def test_every_problem_is_documented():
    headings = re.compile(r"^### `([a-z0-9_]+)` \([0-9]{3}\)$", re.MULTILINE)
    told = headings.findall(page("reference/problems.md"))
    assert sorted(told) == [each.code for each in PROBLEMS]


def test_every_refusal_is_explained():
    explained = page("explanation/decisions-of-access.md")
    assert [code for code in DENIALS if f"`{code}`" not in explained] == []


def test_every_setting_is_documented():
    settings = page("reference/settings.md")
    assert all(f"`INTERCO_{name.upper()}`" in settings for name in Settings.model_fields)
    issuer = section(REFERENCE / "settings.md", "An issuer")
    assert all(f"| `{name}` |" in issuer for name in IssuerSettings.model_fields)


def test_every_setting_that_a_page_names_exists():
    known = {f"INTERCO_{name.upper()}" for name in Settings.model_fields}
    known |= {"INTERCO_TOKEN", "INTERCO_GATEWAY", "INTERCO_CACHE", "INTERCO_PYTHON"}
    known |= {f"{variable_of(name)}_FILE" for name in BY_FILE}
    for each in PAGES:
        named = set(re.findall(r"INTERCO_[A-Z_]*[A-Z]", each.read_text("utf-8")))
        assert {name for name in named - known if not name.startswith("INTERCO_SECRET")} == set()


def test_every_command_is_documented():
    told = re.findall(r"^## `\./interco ([^`]+)", page("reference/commands.md"), re.MULTILINE)
    alone = {name for name in COMMANDS if name.split()[0] not in IN_TABLES}
    assert sorted(command_of(line)[0] for line in told) == sorted(alone | IN_TABLES)


def options_of(command):
    return {
        option
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.split()[0] not in IN_TABLES])
def test_a_command_is_documented_with_its_options_and_no_other(name):
    heading = section(REFERENCE / "commands.md", f"`./interco {name}").splitlines()[0]
    assert set(re.findall(r"--[a-z-]+", heading)) == options_of(COMMANDS[name])


@pytest.mark.parametrize("name", sorted(IN_TABLES))
def test_a_group_of_commands_tells_each_with_what_it_adds_to_the_options_of_all(name):
    text = section(REFERENCE / "commands.md", f"`./interco {name}")
    shared = set(re.findall(r"--[a-z-]+", text.splitlines()[0]))
    rows = dict(re.findall(r"^\| `([a-z-]+)([^`]*)` \|", text, re.MULTILINE))
    assert sorted(rows) == sorted(GROUPS[name])
    for command, written in rows.items():
        known = options_of(GROUPS[name][command])
        told = set(re.findall(r"--[a-z-]+", written))
        assert told <= known <= told | shared, command


@pytest.mark.parametrize("each", PAGES, ids=name_of)
def test_a_command_that_a_page_types_has_the_options_it_types(each):
    for line in re.findall(r"\./interco ([a-z][^\n`|]*)", each.read_text("utf-8")):
        name, words = command_of(line)
        if name == "test" or name in GROUPS:
            continue
        known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
        assert {w for w in words if re.fullmatch("--[a-z-]+", w)} <= known | {"--help"}, line


def test_the_first_query_is_that_of_the_demo():
    readme = (ROOT / "README.md").read_text("utf-8")
    asked, _statement = re.findall(r"-d '(\{\"query\".*\})'", readme)
    (file,) = (ROOT / "demo" / "queries").glob("1-*.graphql")
    lines = file.read_text("utf-8").splitlines()
    first = " ".join(line for line in lines if not line.startswith("#"))
    assert json.loads(asked)["query"].split() == first.split()
    assert name_of(file) in readme


@pytest.mark.parametrize("each", PAGES, ids=name_of)
def test_links_lead_somewhere(each):
    for target in re.findall(r"\]\(([^)]+)\)", each.read_text("utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        aim = (each.parent / path).resolve() if path else each
        assert aim.exists(), target
        assert not anchor or anchor in anchors(aim), target


@pytest.mark.parametrize("each", PAGES, ids=name_of)
def test_files_that_a_page_names_are_there(each):
    named = re.findall(
        r"`((?:demo|docs|policies|scripts|deploy|tests|catalog|gateway)/[\w./-]+)`",
        each.read_text("utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("choices", CLOSED_LISTS, ids=lambda each: each.__name__)
def test_every_choice_of_a_declaration_is_documented(choices):
    declaration = page("reference/declaration.md")
    words = {choice.value for choice in choices}
    written = r"`(\{{kind: |\{{)?{}[`(:,]"
    assert {word for word in words if not re.search(written.format(word), declaration)} == set()


def test_every_word_of_the_catalogs_lists_is_documented():
    declaration = page("reference/declaration.md")
    classes = [each.name.lower() for each in dataset.Classification]
    words = [*PURPOSES, *CONCEPTS, *standards(), *classes, Output.DETAIL]
    assert [word for word in words if f"`{word}`" not in declaration] == []


def test_the_page_of_dialects_names_each_place_that_is_compared():
    dialects = page("reference/dialects.md")
    assert [place for place in PLACES if f"| `{place}` |" not in dialects] == []
    assert (len(PLACES), "run in twelve places" in dialects) == (12, True)


def test_every_operator_and_limit_of_the_language_is_documented():
    language = page("reference/language.md")
    operators = {name for each in FILTERS.values() for name in each.fields}
    assert {name for name in operators if not re.search(rf"`{name}[`:]", language)} == set()
    limits = dataclasses.asdict(LIMITS)
    assert [name for name, limit in limits.items() if f"{limit:,}" not in language] == []


@pytest.mark.parametrize(("where", "text"), blocks("python"))
def test_a_program_names_what_exists(where, text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            assert [each.name for each in node.names if not hasattr(module, each.name)] == []
