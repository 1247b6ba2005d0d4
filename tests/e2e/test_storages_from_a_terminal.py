"""`interco storage` as a clerk types it: list, test, look into, and hand to an administrator.

Covers gateway.cli.storage_commands, gateway.cli.secret_commands, gateway.cli.dataset_commands,
gateway.cli.check_command, gateway.cli.declaring.
"""

import asyncio
import json

import pytest

from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.e2e.conftest import run_interco

STEWARD = ("--as", "steward@val-d-ille-aubigne")
FICHIERS = "val_d_ille_aubigne__fichiers"
OWN = """
organisation:
  {siren: "243500667", slug: val-d-ille-aubigne, name: "CC Val d'Ille-Aubigné", kind: CC}
"""


@pytest.fixture(scope="module")
async def state(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("demo") / "state")
    await make_demo(state)
    return state


@pytest.fixture
def interco(state):
    async def run(*arguments):
        typed = ("storage", *arguments, "--state", str(state.folder))
        return await asyncio.to_thread(run_interco, *typed, check=False)

    return run


async def test_a_storage_is_listed_tested_and_looked_into(interco):
    (found,) = json.loads((await interco("list", *STEWARD, "--json")).stdout)
    assert (found["id"], found["kind"], found["secret"]) == (FICHIERS, "files", None)
    tested = await interco("test", "fichiers", *STEWARD)
    assert (tested.returncode, tested.stdout.startswith(f"{FICHIERS} répond (")) == (0, True)
    looked = await interco("introspect", "fichiers", *STEWARD)
    assert (looked.returncode, looked.stderr) == (0, "")


async def test_what_cannot_be_done_is_told_by_its_exit_code(interco):
    unknown = await interco("test", "rien", *STEWARD)
    assert (unknown.returncode, "unknown_storage_here" in unknown.stderr) == (2, True)
    refused = await interco("test", "fichiers", "--as", "agent@val-d-ille-aubigne")
    assert (refused.returncode, "role_required" in refused.stderr) == (4, True)


async def test_instructions_are_printed_french_first(interco):
    printed = (await interco("instructions", "mariadb")).stdout.splitlines()
    assert printed[0].startswith("1. Un compte")
    assert printed[1].strip().startswith("An account")
    assert "     GRANT SELECT ON `BASE`.`TABLE` TO " in "\n".join(printed)
    own = (await interco("instructions", "fichiers", *STEWARD)).stdout
    assert "/val-d-ille-aubigne" in own
    assert "ORGANISME" not in own


async def test_a_file_goes_from_what_is_found_to_what_is_declared(interco, state, tmp_path):
    """What --yaml prints is applied as it is, and its check finds nothing to say."""
    folder = state.data / "val-d-ille-aubigne"
    text = "Commune;Jour;Poids (kg);Nom\n35173;04/01/2025;5 590;A\n35318;13/01/2025;410;B\n"
    (folder / "Pesées 2025.csv").write_bytes(text.encode("cp1252"))
    printed = await interco(
        "introspect", "fichiers", *STEWARD, "--object", "Pesées 2025.csv", "--yaml"
    )
    assert (printed.returncode, printed.stderr) == (0, "")
    assert "text_format: {thousands: space}" in printed.stdout
    assert "classification: personal" in printed.stdout
    declared = tmp_path / "org.yaml"
    declared.write_text(f"{OWN}\n{printed.stdout}")
    applied = await asyncio.to_thread(
        *(run_interco, "apply", str(declared), *STEWARD, "--state", str(state.folder))
    )
    assert "attention" not in applied.stdout
    checked = await asyncio.to_thread(
        *(run_interco, "dataset", "check", "val-d-ille-aubigne.pesees_2025", *STEWARD),
        *("--format", "json", "--state", str(state.folder)),
    )
    found = json.loads(checked.stdout)
    assert (found["rows"], found["stops"]) == (2, [])
    assert [each["unreadable"] for each in found["columns"]] == [0, 0, 0, 0]
    shown = (await interco("introspect", "fichiers", *STEWARD)).stdout.splitlines()
    (weight,) = [line for line in shown if "Poids (kg)" in line]
    assert "integer, text_format: {thousands: space}" in weight
    missing = await interco("introspect", "fichiers", *STEWARD, "--object", "Pesees 2025.csv")
    assert "« Pesées 2025.csv »" in missing.stderr
