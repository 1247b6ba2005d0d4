"""The door keeps to GraphQL over HTTP, by the reference audit of the `graphql-http` package, and to
what clients add to it, by these clients.

Covers gateway.http.graphql, gateway.http.accept, gateway.http.persisted_query,
gateway.reading.query.hash_problems, deploy.local.prerequisites.
"""

import json
import subprocess

import pytest

from tests.node_clients import FOLDER, node_command


@pytest.fixture(scope="session")
def node(demo):
    """Runs a script of the folder against the demo: the lines of JSON that it prints."""

    def run(script, *arguments):
        ran = subprocess.run(
            [node_command(), script, f"{demo.address}/graphql", *arguments],
            cwd=FOLDER,
            check=False,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        return [json.loads(line) for line in ran.stdout.splitlines()]

    return run


def test_every_audit_of_the_specification_passes(node):
    """MUST and SHOULD alike; a "notice" tells which of two allowed ways (MAY) was taken."""
    required = [each for each in node("audit.mjs") if not each["name"].startswith("MAY")]
    assert len(required) >= 36
    assert [(each["name"], each["reason"]) for each in required if each["status"] != "ok"] == []


def test_apollos_client_asks_by_hash_and_sends_the_text_where_it_must(demo, node):
    """Cold, warm, evicted, as another caller, and as nobody: who has no token is told once."""
    callers = (demo.token("agent@valcobreizh"), demo.token("steward@valcobreizh"))
    asked = {each["step"]: each for each in node("persisted.mjs", *callers)}
    assert {name: _sent(each) for name, each in asked.items()} == {
        "cold": ["GET hash", "POST text hash"],
        "warm": ["GET hash"],
        "warm by POST": ["POST hash"],
        "of another caller": ["POST hash", "POST text hash"],
        "evicted": ["GET hash", "POST text hash"],
        "warm again": ["GET hash"],
        "without a token": ["GET hash", "POST text"],
        "without a token, again": ["POST text"],
    }
    of_the_body = [each["data"] for each in asked.values() if "valcobreizh" in each["data"]]
    assert len(of_the_body) == 6
    assert of_the_body[0]["valcobreizh"]["collectes"]["totalCount"]["value"] > 0
    assert all(each == of_the_body[0] for each in of_the_body)


def _sent(asked):
    return [
        " ".join((each["method"], *(part for part in ("text", "hash") if each[part])))
        for each in asked["sent"]
    ]
