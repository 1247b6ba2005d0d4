"""`access`, `explain` and `policy dry-run` on a demo, as they are typed.

Covers gateway.cli.explain_commands, gateway.cli.policy_commands, gateway.reading.reports.problems.
"""

import asyncio
import json
import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from gateway.base.problems import CandidateRefused, NothingToExplain
from gateway.cli.main import app_for
from gateway.demo_mode.state import DemoState
from policies.sources import REGO
from tests.demo_folders import make_demo

COLLECTES = "val-d-ille-aubigne.collectes"
AGENT = ("--as", "agent@valcobreizh", "--purpose", "rpqs_dechets")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("terminal") / "state")
    asyncio.run(make_demo(state))
    return state.folder


@pytest.fixture
def typed(folder, monkeypatch):
    monkeypatch.setattr("locale.setlocale", lambda *_: "fr_FR.UTF-8")

    def run(*words):
        return CliRunner().invoke(app_for(), [*words, "--state", str(folder)])

    return run


@pytest.fixture
def document(tmp_path):
    file = tmp_path / "q.graphql"
    file.write_text("{ valDIlleAubigne { collectes { totalCount { value } } } }", "utf-8")
    return str(file)


def test_access_is_told_in_french(typed):
    told = typed("access", COLLECTES, *AGENT)
    assert told.exit_code == 0, told.output
    assert "conv-2025-0001@1 [1er janv. 2025 – 31 déc. 2027]" in told.stdout
    assert "dont 18 du territoire du propriétaire" in told.stdout
    assert "id_pesee (pseudonyme)" in told.stdout
    assert "non données : part_commune, nb_bacs_leves" in told.stdout
    assert "jusqu'au 1er janv. 2028 00:00" in told.stdout
    later = typed("access", COLLECTES, *AGENT, "--at", "2028-01-01")
    assert "aucun accès" in later.stdout
    assert "[agreement_expired]" in later.stdout


def test_access_is_told_in_english_where_the_terminal_is(typed, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    told = typed("access", COLLECTES, *AGENT).stdout
    assert "not given: part_commune, nb_bacs_leves" in told
    assert "until 1 Jan 2028 00:00" in told
    denied = typed("access", COLLECTES, "--as", "agent@sde35").stdout
    assert "to be asked of: CC Val d'Ille-Aubigné" in denied
    assert " :" not in told + denied


def test_access_of_another_body_is_for_the_owners_people(typed):
    other = ("--organisation", "200090884", "--purpose", "rpqs_dechets")
    told = typed("access", COLLECTES, "--as", "dpo@val-d-ille-aubigne", *other)
    assert "SMICTOM Valcobreizh, rpqs_dechets" in told.stdout
    refused = typed("access", COLLECTES, "--as", "agent@val-d-ille-aubigne", *other)
    assert refused.exit_code == 1


def test_what_is_unknown_and_what_is_hidden_end_alike(typed):
    hidden, absent = typed("access", COLLECTES), typed("access", "nobody.nothing")
    assert hidden.exit_code == absent.exit_code == 2
    assert "[unknown_dataset]" in absent.output
    assert hidden.output == absent.output.replace("nobody.nothing", COLLECTES)


def test_a_document_is_explained_and_a_past_request_too(typed, folder, document):
    told = typed("explain", document, *AGENT)
    assert told.exit_code == 0, told.output
    assert "la convention est en vigueur" in told.stdout
    line = next(each for each in told.stdout.splitlines() if "temps :" in each)
    assert re.search(r"lecture du document [<\d, ]+ ms, règles d'accès [<\d, ]+ ms, prép", line)
    assert re.search(r"préparation des requêtes [\d,]+ m?s, dont les droits [\d,]+ m?s$", line)
    assert '"val_d_ille_aubigne"."collectes"' in told.stdout
    assert typed("query", document, *AGENT).exit_code == 0
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as connection:
        ((request_id,),) = connection.execute(
            # At night the platform's own looks are recorded beside.
            "SELECT request_id FROM audit_intent WHERE sub = ? ORDER BY at DESC LIMIT 1",
            ("agent@valcobreizh",),
        )
    past = typed("explain", "--request", request_id, "--as", "agent@valcobreizh")
    assert re.search(r"répondu, 1 ligne, [\d,]+ m?s$", past.stdout, re.MULTILINE)
    as_json = typed(
        "explain", "--request", request_id, "--as", "steward@val-d-ille-aubigne", "--format", "json"
    )
    found = json.loads(as_json.stdout)["data"]["explainRequest"]
    assert found["requestId"] == request_id
    stranger = typed("explain", "--request", request_id, "--as", "agent@sde35")
    assert isinstance(stranger.exception, NothingToExplain)


@pytest.mark.parametrize("words", [(), ("q.graphql", "--request", "r")])
def test_either_a_file_or_a_request_is_explained(typed, words):
    assert typed("explain", *words).exit_code == 2


def test_a_changed_law_says_what_it_closes_and_fails_when_asked(typed, tmp_path, document):
    assert typed("query", document, *AGENT).exit_code == 0
    rego = tmp_path / "rego"
    shutil.copytree(REGO, rego)
    same = typed("policy", "dry-run", "--candidate", str(rego), "--fail-on", "any")
    assert same.exit_code == 0, same.output
    assert "rien ne change" in same.stdout
    file = rego / "access" / "agreement.rego"
    law = file.read_text("utf-8")
    file.write_text(law.replace('state == "active"', 'state == "suspended"'), "utf-8")
    closes = typed("policy", "dry-run", "--candidate", str(rego))
    assert closes.exit_code == 0
    assert "ferme           SMICTOM Valcobreizh" in closes.stdout
    assert COLLECTES in closes.stdout
    assert typed("policy", "dry-run", "--candidate", str(rego), "--fail-on", "any").exit_code == 1


def test_a_law_that_opens_fails(typed, tmp_path, document):
    assert typed("query", document, "--as", "agent@valcobreizh").exit_code == 1
    rego = tmp_path / "rego"
    shutil.copytree(REGO, rego)
    file = rego / "access" / "agreement.rego"
    law = file.read_text("utf-8")
    opened = law.replace("\tpurpose_serves(question, agreement)\n", "")
    assert opened != law
    file.write_text(opened, "utf-8")
    opens = typed("policy", "dry-run", "--candidate", str(rego), "--format", "json")
    assert opens.exit_code == 1
    (change,) = json.loads(opens.stdout)["changes"]
    assert (change["change"], change["organisation"]) == ("opens", "200090884")
    assert change["datasets"] == [COLLECTES]


def test_rules_that_do_not_compile_are_refused(typed, tmp_path):
    (tmp_path / "x.rego").write_text("package access\n\nx := y(", "utf-8")
    told = typed("policy", "dry-run", "--candidate", str(tmp_path))
    assert isinstance(told.exception, CandidateRefused)


@pytest.mark.parametrize("since", ["30", "d", "-1d", "0d", "3w"])
def test_how_far_back_is_days_or_hours(typed, tmp_path, since):
    told = typed("policy", "dry-run", "--candidate", str(tmp_path), "--since", since)
    assert told.exit_code == 2


def test_the_schema_says_how_each_column_is_given(typed):
    """To an agent for a purpose; to nobody, by its own rights."""
    told = typed("schema", *AGENT, "--scope", "val-d-ille-aubigne")
    assert told.exit_code == 0, told.output
    assert "Vous est donnée pseudonymisée." in told.stdout
    assert "Vous est donnée en clair." in told.stdout
    without = typed("schema", *AGENT[:2], "--scope", "val-d-ille-aubigne")
    assert "Vous est donnée" not in without.stdout
    assert "Ne vous est pas donnée pour cette finalité." in without.stdout
