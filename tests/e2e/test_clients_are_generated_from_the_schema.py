"""GraphQL Code Generator and sgqlc make clients of the schema, which ask for linked rows, edges and
a row by its identifier.

Covers schema.types.dataset_types, schema.types.node_types.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from graphql import build_client_schema, get_introspection_query, print_schema

from tests.node_clients import CODEGEN, node_command

pytestmark = pytest.mark.whole
READER = "agent@valcobreizh"
SGQLC = "sgqlc==18"
"""It is run beside, not installed."""
COMPILED = (
    *("--strict", "--skipLibCheck", "--module", "commonjs", "--moduleResolution", "node"),
    *("--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--types", "node"),
)


@pytest.fixture(scope="module")
def introspected(demo):
    return demo.ask(get_introspection_query(), READER).json()


def _run(folder, *command, **environment):
    ran = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "NO_PROXY": "127.0.0.1,localhost", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_code_generator_types_linked_rows_in_typescript(demo, introspected, tmp_path):
    node = node_command(CODEGEN)
    for name in ("codegen.config.json", "calls.ts"):
        shutil.copy(CODEGEN / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(CODEGEN / "node_modules")
    schema = print_schema(build_client_schema(introspected["data"]))
    (tmp_path / "schema.graphql").write_text(schema, "utf-8")
    tools = tmp_path / "node_modules" / ".bin"
    _run(tmp_path, tools / "graphql-codegen", "--config", "codegen.config.json")
    _run(tmp_path, tools / "tsc", *COMPILED, "--outDir", "compiled", "calls.ts")
    _run(tmp_path, node, "compiled/calls.js", demo.address, demo.token(READER))


def test_sgqlc_asks_for_linked_rows_by_types_of_python(demo, introspected, tmp_path):
    shutil.copy(CODEGEN / "calls.py", tmp_path)
    (tmp_path / "introspected.json").write_text(json.dumps(introspected), "utf-8")
    uv = Path(sys.executable).with_name("uv")
    made = ("sgqlc-codegen", "schema", "introspected.json", "interco_schema.py")
    _run(tmp_path, uv, "tool", "run", "--from", SGQLC, *made)
    called = ("python", "calls.py", demo.address, demo.token(READER))
    _run(tmp_path, uv, "run", "--no-project", "--with", SGQLC, *called)
