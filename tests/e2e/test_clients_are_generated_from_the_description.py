"""Two generators of clients take the OpenAPI document, and what they write is called.

Covers gateway.http.rest.for_generators.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from deploy.local.prerequisites import MissingPrerequisite

pytestmark = pytest.mark.whole
HERE = Path(__file__).with_name("openapi_clients")
PYTHON_GENERATOR = "openapi-python-client@0.29.1"
"""It wants another typer than ours: it is run beside, not installed."""
CALLED = """
from interco_client import Client
from interco_client.api.health import health_ready
from interco_client.api.queries import queries_run_sql
from interco_client.api.standards import standards_standards
from interco_client.models import ProblemDocument, QueriesRunSqlBody

client = Client(base_url={address!r})
assert health_ready.sync_detailed(client=client).status_code == 200
assert standards_standards.sync_detailed(client=client).parsed is not None
rows = queries_run_sql.sync(client=client, body=QueriesRunSqlBody(query="SELECT 1 AS un"))
assert rows.row_count == 1 and rows.rows == [[1]], rows
wrong = queries_run_sql.sync(client=client, body=QueriesRunSqlBody(query="SELEC 1"))
assert isinstance(wrong, ProblemDocument) and wrong.code == "sql_statement", wrong
"""


@pytest.fixture(scope="module", params=["fr", "en"])
def document(demo, request, tmp_path_factory):
    address = f"{demo.address}/v1/openapi.json?language={request.param}"
    path = tmp_path_factory.mktemp("described") / f"{request.param}.json"
    path.write_bytes(httpx.get(address, trust_env=False).content)
    return path


def test_types_of_typescript_are_written_of_it_and_compile(document):
    npm = shutil.which("npm")
    if not npm:
        raise MissingPrerequisite("Node.js with npm", "apt-get install -y nodejs npm")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    written = document.with_suffix(".d.ts")
    tools = HERE / "node_modules" / ".bin"
    subprocess.run([tools / "openapi-typescript", document, "-o", written], cwd=HERE, check=True)
    subprocess.run([tools / "tsc", "--noEmit", "--strict", written], cwd=HERE, check=True)
    assert "queries_run_sql" in written.read_text("utf-8")


def test_a_client_in_python_has_each_operation_and_is_called(demo, document):
    uv = Path(sys.executable).with_name("uv")
    client = document.parent / "interco_client"
    command = [uv, "tool", "run", PYTHON_GENERATOR, "generate", "--path", document]
    options = ["--meta", "none", "--overwrite", "--output-path", client]
    subprocess.run([*command, *options], check=True, capture_output=True)
    operations = [
        operation
        for item in json.loads(document.read_bytes())["paths"].values()
        for operation in item.values()
    ]
    written = [each for each in client.glob("api/*/*.py") if each.name != "__init__.py"]
    assert len(written) == len(operations) >= 56
    path = {**os.environ, "PYTHONPATH": str(client.parent), "NO_PROXY": "127.0.0.1,localhost"}
    called = CALLED.format(address=demo.address)
    subprocess.run([sys.executable, "-c", called], check=True, env=path)
