"""`./interco policy bundle` writes the signed bundle that OPA loads.

Covers gateway.cli.policy_commands, tools.bundle_policy, policies.sources.
"""

import json
import os
import subprocess
import sys
import tarfile

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from policies.sources import source_revision
from tests.unit.docs.pages import ROOT


def bundle(*arguments, language="en_GB.UTF-8"):
    return subprocess.run(
        [sys.executable, "-m", "gateway.cli", "policy", "bundle", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": language, "LANG": language},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds_the_rules_of_this_version_signed(tmp_path):
    key, out = tmp_path / "signing.pem", tmp_path / "interco.tar.gz"
    made = ec.generate_private_key(ec.SECP256R1())
    key.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    done = bundle("--out", out, "--signing-key", key)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"{out}: revision {source_revision()}"
    with tarfile.open(out) as opened:
        files = {each.name.lstrip("/"): each for each in opened.getmembers()}
        assert ".signatures.json" in files
        manifest = json.load(opened.extractfile(files[".manifest"]))
    assert manifest["revision"] == source_revision()


def test_a_key_that_is_none_leaves_the_bundle_as_it_was(tmp_path):
    key, out = tmp_path / "signing.pem", tmp_path / "interco.tar.gz"
    key.write_text("no key")
    out.write_bytes(b"before")
    done = bundle("--out", out, "--signing-key", key, language="fr_FR.UTF-8")
    assert done.returncode != 0
    assert "Le paquet des règles pour OPA n'a pas été fait" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_bytes() == b"before"
