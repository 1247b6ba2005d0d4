"""What a command asks of a running demo needs none of what answers it.

Held by what is imported: a time would depend on the machine. Each of these takes 0.1 s to 1 s.

Covers gateway.cli.__main__, gateway.cli.main, gateway.cli.programs, gateway.cli.catalog_commands,
gateway.cli.reference_commands.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.e2e.conftest import ROOT

OF_THE_GATEWAY = {
    *("alembic", "duckdb", "graphql", "httpx", "opa_client", "pyarrow", "sqlalchemy"),
    *(
        "pydantic_settings",
        "sqlglot",
        "starlette",
        "strawberry",
        "structlog",
        "uvicorn",
        "wasmtime",
    ),
}
RUN = """
import atexit, sys
listed = sys.argv.pop(1)
atexit.register(lambda: open(listed, "w").write(" ".join({m.split(".")[0] for m in sys.modules})))
from gateway.cli.main import run
run()
"""
QUERY = "demo/queries/1-collecte-des-communes-du-syndicat.graphql"
READER = ("--as", "agent@valcobreizh", "--purpose", "rpqs_dechets")


@pytest.mark.parametrize(
    "typed",
    [
        ("version",),
        ("token", "agent@valcobreizh"),
        ("query", QUERY, *READER),
        ("sql", "SELECT count(*) FROM sde35.bornes_recharge"),
        ("explain", QUERY, *READER),
        ("access", "val-d-ille-aubigne.collectes", *READER),
        ("agreement", "list", "--as", "steward@valcobreizh"),
        ("agreement", "awaiting", "--as", "approver@valcobreizh"),
        ("inbox", "--as", "approver@valcobreizh"),
        ("usage", "sde35.bornes_recharge", "--as", "steward@sde35"),
        ("mandate", "list", "--as", "steward@valcobreizh"),
        ("storage", "list", "--as", "steward@valcobreizh"),
        ("secret", "list", "--as", "steward@valcobreizh"),
        ("webhook", "list", "--as", "steward@valcobreizh"),
        ("purpose", "list"),
    ],
    ids=lambda typed: " ".join(typed[:2]),
)
def test_a_command_imports_nothing_of_the_gateway(demo, typed, tmp_path):
    given = typed if typed == ("version",) else (*typed, "--state", str(demo.state))
    imported, done = run_and_list(given, tmp_path / "modules")
    assert done.returncode == 0, done.stderr
    assert imported & OF_THE_GATEWAY == set()


def test_nor_does_a_refusal(demo, tmp_path):
    refused = ("query", QUERY, "--as", "agent@valcobreizh", "--state", str(demo.state))
    imported, done = run_and_list(refused, tmp_path / "modules")
    assert (done.returncode, "[purpose_required]" in done.stderr) == (1, True), done.stderr
    assert imported & OF_THE_GATEWAY == set()


def test_what_is_loaded_already_waits_for_neither_the_law_nor_its_rules():
    """A loader that runs each day has most often nothing to do."""
    program = "import sys, gateway.cli.reference_commands; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    imported = {name.split(".")[0] for name in done.stdout.split()}
    assert imported & (OF_THE_GATEWAY | {"joserfc", "pydantic"}) == set()
    assert "gateway.acts.commit" not in done.stdout.split()


def run_and_list(typed, listed):
    """The packages that are imported when the command ends, and how it did."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(listed), *typed],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return set(listed.read_text().split()), done


def test_an_environment_that_is_a_link_is_never_emptied(tmp_path):
    """It is another's: a clone that lacks its libraries says so."""
    clone, other = tmp_path / "clone", tmp_path / "other"
    clone.mkdir()
    for name in ("interco", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, clone)
    other.mkdir()
    (other / "kept").touch()
    (clone / ".venv").symlink_to(other)
    command = [clone / "interco", "version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 3
    assert "un lien vers un autre environnement" in ran.stderr
    assert (other / "kept").exists()
