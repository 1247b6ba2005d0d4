"""Who may import what, as lists of who may: a new module is on none of them.

Covers catalog, policies, federation, schema, gateway, tools.
"""

import ast
from pathlib import Path

import pytest

from tests.architecture.test_house_rules import _house_modules, _name

ROOMS = {
    "strawberry": ("gateway/control/",),
    "starlette": ("gateway/http/", "gateway/console/", "gateway/app.py"),
    "uvicorn": ("gateway/cli/",),
    "prometheus_client": ("gateway/base/observability/", "gateway/http/"),
    "opentelemetry": ("gateway/base/observability/",),
    "sqlalchemy": ("catalog/store/",),
    "alembic": ("catalog/store/",),
    "asyncpg": ("catalog/store/",),
    # Beside the engines, a reader of dropped files is checked against DuckDB's own.
    # A service that is tried on plain files has an engine of its own, without a source.
    "duckdb": (
        *("federation/engines/", "intake/file_reading/second_reader.py"),
        *("intake/deposits/", "services_run/running.py"),
        # What rows cover is added up in the same kind of engine, beside the service's queries.
        "services_run/covered.py",
    ),
    "python_calamine": ("intake/file_reading/workbook_child.py",),
    "clevercsv": ("intake/file_reading/delimited.py",),
    "psycopg": (
        "catalog/store/",
        "federation/catalog_shadow/",
        "federation/engines/",
        "federation/storages/",
    ),
    "pygwire": ("gateway/postgresql/",),
    "pymysql": ("federation/storages/",),
    "trino": ("federation/engines/",),
    "requests": ("federation/engines/",),
    "aiosmtplib": ("gateway/sharing/notifications/",),
    "aiosmtpd": ("gateway/files/mail_deposits/",),
    "authlib": ("gateway/identity/",),
    "httpx2": ("gateway/identity/",),
    "babel": ("gateway/console/rendering.py",),
    "jinja2": ("gateway/console/", "gateway/sharing/notifications/"),
    "joserfc": ("gateway/demo_mode/", "gateway/identity/"),
    "opa_client": ("policies/",),
    "wasmtime": ("policies/",),
    "cachetools": ("catalog/caches.py",),
    "rfc8785": ("catalog/canonical_json.py",),
    "standardwebhooks": ("gateway/sharing/notifications/",),
    "typst": ("papers/child.py",),
    "segno": ("papers/",),
    "xlsxwriter": ("papers/",),
}
"""The library, and the only places of the product that may import it."""
BUILDERS = ("gateway/app.py", "gateway/wiring/", "gateway/cli/", "gateway/demo_mode/")
"""Services, engines and stores are built here; a command builds those it runs by itself."""
BUILT = {
    *("Services", "Ports", "ActPorts", "NotificationPorts", "SourcePorts", "SignInPorts"),
    "DuckdbEngine",
}


def imports_of(path: Path) -> set[str]:
    """The first word of each module that is imported, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def out_of_place(path: Path) -> list[str]:
    name = _name(path)
    return [
        f"{name} imports {library}"
        for library in sorted(imports_of(path) & ROOMS.keys())
        if not name.startswith(ROOMS[library])
    ]


def test_each_library_is_imported_in_its_rooms_alone():
    assert not [found for path in _house_modules() for found in out_of_place(path)]


def test_each_room_uses_its_library():
    """A room that a library has left is closed to it."""
    used = {
        (library, room)
        for path in _house_modules()
        for library in imports_of(path) & ROOMS.keys()
        for room in ROOMS[library]
        if _name(path).startswith(room)
    }
    assert used == {(library, room) for library, rooms in ROOMS.items() for room in rooms}


@pytest.mark.parametrize("line", ["import duckdb", "from sqlalchemy.orm import Session"])
def test_a_planted_import_is_found(tmp_path, monkeypatch, line):
    monkeypatch.setattr("tests.architecture.test_house_rules.ROOT", tmp_path)
    planted = tmp_path / "gateway" / "console" / "page.py"
    planted.parent.mkdir(parents=True)
    planted.write_text(f"def read():\n    {line}\n")
    assert out_of_place(planted)


def test_only_the_wiring_builds():
    built = [
        f"{_name(path)}:{node.lineno} {node.func.id}"
        for path in _house_modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in BUILT
        and not _name(path).startswith(BUILDERS)
    ]
    assert not built
