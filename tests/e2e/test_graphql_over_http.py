"""The door keeps to GraphQL over HTTP, by the reference audit of the `graphql-http` package.

Covers gateway.http.graphql, gateway.http.accept, deploy.local.prerequisites.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.local.prerequisites import MissingPrerequisite

HERE = Path(__file__).with_name("graphql_http")


@pytest.fixture(scope="session")
def audit_results(demo):
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise MissingPrerequisite("Node.js with npm", "apt-get install -y nodejs npm")
    subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True, capture_output=True
    )
    ran = subprocess.run(
        [node, "audit.mjs", f"{demo.address}/graphql"],
        cwd=HERE,
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_every_audit_of_the_specification_passes(audit_results):
    """MUST and SHOULD alike; a "notice" tells which of two allowed ways (MAY) was taken."""
    required = [each for each in audit_results if not each["name"].startswith("MAY")]
    assert len(required) >= 36
    assert [(each["name"], each["reason"]) for each in required if each["status"] != "ok"] == []
