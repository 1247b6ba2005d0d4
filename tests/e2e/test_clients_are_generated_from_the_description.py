"""Three generators of clients take the OpenAPI document, and what two of them write is called.

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
STEWARD = "steward@valcobreizh"
PYTHON_GENERATOR = "openapi-python-client@0.29.1"
"""It wants another typer than ours: it is run beside, not installed."""
COMPILED = (
    *("--strict", "--skipLibCheck", "--module", "commonjs", "--moduleResolution", "node"),
    *("--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--types", "node"),
)


@pytest.fixture(scope="module", params=["fr", "en"])
def document(demo, request, tmp_path_factory):
    address = f"{demo.address}/v1/openapi.json?language={request.param}"
    path = tmp_path_factory.mktemp("described") / f"{request.param}.json"
    path.write_bytes(httpx.get(address, trust_env=False).content)
    return path


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """The generators of package-lock.json, installed in a folder of their own."""
    npm = shutil.which("npm")
    if not npm:
        raise MissingPrerequisite("Node.js with npm", "apt-get install -y nodejs npm")
    place = shutil.copytree(HERE, tmp_path_factory.mktemp("tools") / "openapi_clients")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=place, check=True)
    return place


def _run(tools, name, *arguments):
    command = [tools / "node_modules" / ".bin" / name, *arguments]
    ran = subprocess.run(command, cwd=tools, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_types_of_typescript_are_written_of_it_and_compile(document, tools):
    written = document.with_suffix(".d.ts")
    _run(tools, "openapi-typescript", document, "-o", written)
    _run(tools, "tsc", "--noEmit", "--strict", written)
    assert "queries_run_sql" in written.read_text("utf-8")


def test_a_client_in_typescript_is_compiled_and_called(demo, document, tools):
    _run(tools, "openapi-ts", "-i", document, "-o", "generated", "-c", "@hey-api/client-fetch")
    _run(tools, "tsc", *COMPILED, "--outDir", "compiled", "calls.ts")
    called = [shutil.which("node"), "compiled/calls.js", demo.address, demo.token(STEWARD)]
    subprocess.run(called, cwd=tools, check=True)


def test_a_client_in_python_has_each_operation_and_is_called(demo, document):
    uv = Path(sys.executable).with_name("uv")
    client = document.parent / "interco_client"
    command = [uv, "tool", "run", PYTHON_GENERATOR, "generate", "--path", document]
    options = ["--meta", "none", "--overwrite", "--output-path", client]
    options += ["--config", HERE / "python.yaml"]
    made = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
    assert "WARNING" not in made.stdout
    operations = [
        operation
        for item in json.loads(document.read_bytes())["paths"].values()
        for operation in item.values()
    ]
    written = [each for each in client.glob("api/*/*.py") if each.name != "__init__.py"]
    assert len(written) == len(operations) >= 56
    path = {**os.environ, "PYTHONPATH": str(client.parent), "NO_PROXY": "127.0.0.1,localhost"}
    called = [sys.executable, HERE / "calls.py", demo.address, demo.token(STEWARD)]
    subprocess.run(called, check=True, env=path)
