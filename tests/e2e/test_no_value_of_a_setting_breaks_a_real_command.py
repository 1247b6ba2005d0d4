"""Sixty commands, each a process with one odd setting in its environment: no traceback.

Covers gateway.cli.config_commands, gateway.wiring.settings_reading.
"""

import json
import os
import subprocess
from pathlib import Path
from random import Random

import pytest

from gateway.base.settings import Settings
from gateway.base.settings_files import variable_of
from tests.commands import StartedCommand
from tests.unit.gateway.test_no_value_of_a_setting_breaks_a_command import ISSUER, ODD

COMMANDS = (("config", "check"), ("serve",), ("doctor",))
EACH = 20
LONGEST_S, GRACE_S = 60, 60
"""`serve` goes on where the odd value is sound: it is stopped, and that ends it."""


def drawn():
    random = Random(60)
    for command in COMMANDS:
        for name in random.sample(sorted(Settings.model_fields), EACH):
            yield command, name, random.choice(ODD)


@pytest.mark.whole
@pytest.mark.parametrize(("command", "name", "value"), [*drawn()])
def test_a_command_says_what_is_wrong_or_goes_on(command, name, value, tmp_path):
    settings = {
        "state": str(tmp_path / "state"),
        "issuers": json.dumps([ISSUER]),
        "opa_url": "http://127.0.0.1:9",
        "opa_token": "t",
        "public_url": "https://interco.test",
        "port": "0",
        name: value,
    }
    bare = {key: each for key, each in os.environ.items() if not key.startswith("INTERCO_")}
    env = bare | {variable_of(key): each for key, each in settings.items()}
    out, err = tmp_path / "out", tmp_path / "err"
    running = StartedCommand(command, env, (Path(os.devnull), out, err))
    try:
        code = running.wait(LONGEST_S)
    except subprocess.TimeoutExpired:
        assert command == ("serve",)
        running.terminate()
        code = running.wait(GRACE_S)
    told = out.read_text("utf-8", "replace") + err.read_text("utf-8", "replace")
    assert "Traceback" not in told
    assert code in {0, 1, 2, 3}, told
    assert told.strip() or code == 0
