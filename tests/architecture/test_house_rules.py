"""The rules of the house, held by small readings of the tree itself.

Covers catalog, policies, federation, schema, gateway, tools.
"""

import ast
import importlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = (
    "catalog",
    "policies",
    "federation",
    "intake",
    "services_run",
    "papers",
    "schema",
    "gateway",
    "deploy",
    "demo",
    "tools",
)
PACKAGES = tuple(each for each in PRODUCT if each not in {"deploy", "demo"})
DRIVERS = (
    "trino",
    "duckdb",
    "psycopg",
    "psycopg_pool",
    "sqlalchemy",
    "pyarrow",
    "boto3",
    "regorus",
)


def _tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [p for p in paths if p.is_file() and (not suffixes or p.suffix in suffixes)]


def _house_modules() -> list[Path]:
    return [
        path
        for path in _tracked(".py")
        if path.relative_to(ROOT).parts[0] in PACKAGES and "migrations" not in path.parts
    ]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_source_file_is_longer_than_400_lines():
    long = {
        _name(path): count
        for path in _tracked(".py", ".rego", ".js", ".css", ".html", ".sh")
        if "migrations" not in path.parts
        and "vendor" not in path.parts
        # Made from a folder's documents, by scripts.make_answers.
        and (path.name, path.parts[-3]) != ("answers.py", "console")
        and (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_the_one_under_the_root(package):
    module = importlib.import_module(package)
    assert Path(module.__file__ or "").resolve().parent == ROOT / package


def test_no_module_is_named_after_a_driver():
    named = [_name(p) for p in _tracked(".py") if p.stem in DRIVERS]
    assert not named


def test_no_name_says_utils_helpers_or_manager():
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?)(_|$)")
    assert not [_name(p) for p in _house_modules() if vague.search(p.stem)]


def test_functions_are_named_by_what_they_do():
    vague = re.compile(r"^_?(get|handle|process)_")
    found = [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path in _house_modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and vague.match(node.name)
        and not _overrides(node)
    ]
    assert not found


def _overrides(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A library chose the name."""
    return any(isinstance(each, ast.Name) and each.id == "override" for each in node.decorator_list)


_SQL = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|DROP|ATTACH|EXPLAIN|SET|COPY)\b"
    r".*\b(FROM|INTO|SET|AS|CATALOG|TABLE|SECRET|WHERE|TYPE)\b",
    re.IGNORECASE | re.DOTALL,
)


def _sql_made_of_text(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            literal = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values
            )
            dynamic = any(isinstance(part, ast.FormattedValue) for part in node.values)
            if dynamic and _SQL.match(literal):
                found.append(f"{_name(path)}:{node.lineno}")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            left = node.left
            if (
                isinstance(left, ast.Constant)
                and isinstance(left.value, str)
                and _SQL.match(left.value)
            ):
                found.append(f"{_name(path)}:{node.lineno}")
    return found


def test_sql_is_never_put_together_as_text():
    """A condition pasted into SQL can end it, or reach past its parentheses: trees cannot."""
    assert not [found for path in _house_modules() for found in _sql_made_of_text(path)]


def test_the_check_for_sql_as_text_finds_a_planted_one(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    planted = tmp_path / "planted.py"
    planted.write_text('def f(t, c):\n    return f"SELECT * FROM {t} WHERE {c}"\n')
    assert _sql_made_of_text(planted) == ["planted.py:2"]


_READ_THE_ENVIRONMENT = frozenset(
    {
        "gateway/base/settings.py",
        "gateway/upkeep/secret_store/secrets.py",
        # A terminal's locale is no setting of the gateway, and commands start without settings.
        "gateway/cli/language.py",
    }
)


def test_only_settings_reads_the_environment():
    found = []
    for path in _house_modules():
        if _name(path) in _READ_THE_ENVIRONMENT:
            continue
        found += [
            f"{_name(path)}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
        ]
    assert not found


def test_no_tracked_file_names_a_registry_host_or_a_path_of_one_machine():
    """Lock files too: a project installs from wherever its reader's tools point."""
    hosts = [
        "files.python" + "hosted",
        "py" + "pi.org",
        "registry." + "npmjs",
        "repo1." + "maven",
        "repo." + "maven",
        "proxy." + "golang",
        "static." + "crates",
        "deb." + "debian",
        "/wor" + "k/",
        "/ro" + "ot/",
    ]
    found = [
        f"{_name(path)}: {host}"
        for path in _tracked()
        if path.suffix not in {".gz", ".png", ".parquet", ".sqlite"} and "vendor" not in path.parts
        for host in hosts
        if host in path.read_text("utf-8", errors="replace")
    ]
    assert not found


def test_import_contracts_have_no_exception():
    assert "ignore_" + "imports" not in (ROOT / "pyproject.toml").read_text("utf-8")
