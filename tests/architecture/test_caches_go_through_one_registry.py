"""A cache that no registry knows is neither measured nor emptied.

Covers catalog, policies, federation, schema, gateway, tools.
"""

import ast

import pytest

from tests.architecture.test_house_rules import _house_modules, _name

OF_CONSTANTS = {
    "catalog/actions/columns.py": "the names of time zones",
    "catalog/actions/figures/sending.py": "the columns that were sent before services said them",
    "catalog/codec.py": "how the project's own types are read",
    "catalog/cog/reading.py": "the code officiel géographique that the project carries",
    "catalog/standards/standard.py": "the standards that the project carries",
    "catalog/standards/table_schemas.py": "the standards that the project carries, whole",
    "catalog/duties/duty.py": "the duties that the project carries",
    "catalog/templates/template.py": "the templates that the project carries",
    "catalog/store/migrating.py": "the steps of the migrations",
    "federation/dialects/types.py": "names of SQL types",
    "federation/engines/duckdb_instances.py": "the bytes of an empty database",
    "intake/file_reading/json_documents.py": "the documents that the project's services read",
    "federation/sql/plain.py": "the names of time zones",
    "intake/file_reading/standard_names.py": "the names of the standards that the project carries",
    "gateway/http/rest/description.py": "the description of the project's own addresses",
    "policies/wasm.py": "machine code of the compiled policies",
}
"""What they keep is the same whatever a catalog holds: there is nothing to empty."""
_KEEPERS = {"lru_cache", "cache", "LRUCache", "TTLCache", "LFUCache", "OrderedDict"}
REGISTRY = "catalog/caches.py"
POOLS = ("federation/engines/duckdb_pool.py", "federation/catalog_shadow/sessions.py")
"""They hold open instances and connections, by their last use, and close them themselves: no cache
of values.
"""


def keepers_in(path):
    return [
        name.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"functools", "cachetools", "collections"}
        for name in node.names
        if name.name in _KEEPERS
    ]


def test_only_constants_are_kept_outside_the_registry():
    found = {_name(path) for path in _house_modules() if keepers_in(path)}
    assert found == {REGISTRY, *POOLS, *OF_CONSTANTS}


@pytest.mark.parametrize(
    "line", ["from functools import lru_cache", "from collections import OrderedDict"]
)
def test_a_planted_cache_is_found(tmp_path, line):
    planted = tmp_path / "page.py"
    planted.write_text(f"{line}\n")
    assert keepers_in(planted)
