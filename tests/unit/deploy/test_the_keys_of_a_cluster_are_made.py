"""`python -m deploy.trino_keys` makes a folder for each node, and what the gateway alone keeps.

Covers deploy.trino_keys, deploy.local.trino_keys.
"""

import stat
import subprocess
import sys
from pathlib import Path

from cryptography import x509

ROOT = Path(__file__).resolve().parents[3]


def test_each_node_has_its_own_keys_and_none_of_the_gateways(tmp_path):
    folder = tmp_path / "keys"
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.trino_keys", folder, "coordinator", "10.0.0.7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""
    for host in ("coordinator", "10.0.0.7"):
        assert {path.name for path in (folder / host).iterdir()} == {
            *("server.pem", "ca.pem", "interco.pub")
        }
        certificate = x509.load_pem_x509_certificate((folder / host / "server.pem").read_bytes())
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert [str(name.value) for name in names] == [host]
    for secret in ("interco.pem", "secrets.env", "coordinator/server.pem"):
        assert stat.S_IMODE((folder / secret).stat().st_mode) == 0o600
    kept = dict(line.split("=", 1) for line in (folder / "secrets.env").read_text().splitlines())
    assert set(kept) == {"TRINO_SHARED_SECRET", "TRINO_SPOOLING_KEY"}
