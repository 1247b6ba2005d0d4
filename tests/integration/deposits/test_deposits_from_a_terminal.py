"""Covers gateway.cli.deposit_commands."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from gateway.cli.main import app_for
from gateway.demo_mode.state import DemoState
from tests.demo_folders import copy_rows
from tests.integration.deposits.files import WEIGHINGS, csv_file
from tests.integration.deposits.test_a_file_becomes_rows import FOURTH

AS = ("--as", "steward@mesnil-roc-h")


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERCO_LANG", "fr")
    state = DemoState(tmp_path / "state")
    copy_rows(state)
    runner = CliRunner()

    def run(*arguments, exit_code=0):
        typed = ["deposit", *arguments, *AS, "--state", str(tmp_path / "state")]
        ended = runner.invoke(app_for(typed), typed)
        assert ended.exit_code == exit_code, ended.output + repr(ended.exception)
        return ended.output

    return run


def test_a_file_is_looked_at_deposited_listed_and_undone(terminal, tmp_path):
    first, more = tmp_path / "pesees.csv", tmp_path / "suite.csv"
    first.write_bytes(csv_file())
    more.write_bytes(csv_file([*WEIGHINGS, FOURTH]))
    to = ("--to", "pesees")
    assert "rien n'est déposé" in terminal(
        str(first), *to, "--into", "valcobreizh.depot", "--dry-run"
    )
    assert "version 1, 3 lignes" in terminal(str(first), *to, "--into", "valcobreizh.depot")
    assert "+1 ligne" in terminal(str(more), *to, "--mode", "update")
    assert "suite.csv" in terminal("versions", "pesees")
    undone = json.loads(terminal("undo", "pesees", "--format", "json"))
    assert [each["state"] for each in undone["versions"]] == ["current", "undone"]
    refused = terminal(str(first), "--to", "pesees_2", exit_code=2)
    assert "deposit_where" in refused
    for wrong in (("absent.csv", *to), (str(first),), ("undo",)):
        terminal(*wrong, exit_code=2)
