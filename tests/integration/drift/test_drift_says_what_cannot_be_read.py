"""`interco dataset drift`, as it is typed: a source that looks as declared is read as well.

Covers gateway.cli.drift_command, gateway.upkeep.source_monitoring.rechecking,
federation.storages.looking, gateway.upkeep.source_monitoring.ports.
"""

import asyncio
from pathlib import Path

from typer.testing import CliRunner

from gateway.cli.main import app_for
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo

NOT_THERE = """
datasets:
  autre:
    title: {fr: Autre}
    storage: fichiers
    object: {kind: csv, name: absent.csv}
    columns:
      a: {type: string, label: {fr: A}}
"""
COLLECTES = "val-d-ille-aubigne.collectes"


def test_a_source_that_looks_as_declared_is_read_too(tmp_path, monkeypatch):
    monkeypatch.setattr("locale.setlocale", lambda *_: "fr_FR.UTF-8")
    state = DemoState(tmp_path / "state")
    asyncio.run(make_demo(state))
    *_, last = sorted(Path(state.data, "val-d-ille-aubigne", "collectes").iterdir())

    def drift(*words):
        steward = ("--as", "steward@val-d-ille-aubigne", "--state", str(state.folder))
        return CliRunner().invoke(app_for(), ["dataset", "drift", COLLECTES, *words, *steward])

    rows = last.read_text()
    last.write_text(f"{rows.rstrip()};de;trop\n")
    told = drift()
    assert told.exit_code == 0, told.output
    assert "comme déclaré (version 1)" in told.stdout
    assert "[attention] des cellules, des lignes ou des clés sont mal lues" in told.stdout
    last.write_text(rows, encoding="utf-16")
    assert "comme déclaré (version 1)" in drift().stdout
    last.write_text(rows, encoding="utf-32")
    told = drift()
    assert told.exit_code == 1
    assert "comme déclaré (" not in told.stdout
    assert "ne se lit pas comme elle est déclarée" in told.stdout
    assert "pas du texte" in told.stdout
    (kept,) = Path(state.data, "declarations").glob("val-d-ille-aubigne.yaml")
    declared = tmp_path / "a.yaml"
    declared.write_text(kept.read_text().partition("\nagents:")[0] + NOT_THERE)
    told = CliRunner().invoke(
        app_for(), ["apply", str(declared), "--dry-run", "--state", str(state.folder)]
    )
    assert "Le stockage ne contient pas « absent.csv »" in told.stdout, told.output
    assert "source_not_read" not in told.output
