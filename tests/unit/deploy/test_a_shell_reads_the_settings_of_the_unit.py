"""deploy/systemd/interco.env says the same to a shell, as its README reads it, and to systemd.

Covers gateway.base.settings, gateway.base.mail_deposit_settings.
"""

import json
import subprocess
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "deploy" / "systemd" / "interco.env"
ASKED = 'set -a; . "$0"; set +a; printf \'%s\\n%s\' "$INTERCO_ISSUERS" "$INTERCO_METRICS"'


def test_values_in_json_come_whole_through_a_shell():
    ran = subprocess.run(["sh", "-c", ASKED, FILE], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    issuers, metrics = map(json.loads, ran.stdout.splitlines())
    assert issuers[0]["issuer"] == "https://login.example"
    assert metrics == {"port": 9464}
