"""The Rego itself: strict, formatted, covered, and compiled as it is written.

Covers policies.sources, deploy.local.opa_bundle, tools.compile_policy.
"""

import json
import re
import subprocess

import pytest

from deploy.local.opa_bundle import fetch_opa
from deploy.local.opa_bundle import source_revision as bundle_revision
from policies.act_problems import (
    ACT_DENIALS,
    BOARD_DENIALS,
    DEPOSIT_DENIALS,
    FIGURE_DENIALS,
    OPENING_DENIALS,
    SHARING_DENIALS,
)
from policies.problems import DENIALS
from policies.sources import COMPILED, REGO, source_revision
from scripts.compile_policies import compile_policies


def _opa(*arguments):
    return subprocess.run(
        [fetch_opa(), *arguments], cwd=REGO, capture_output=True, text=True, check=False
    )


def test_the_law_compiles_strictly():
    done = _opa("check", "--strict", ".")
    assert done.returncode == 0, done.stderr


def test_the_law_is_formatted():
    done = _opa("fmt", "--diff", "--fail", ".")
    assert done.returncode == 0, done.stdout


def test_every_rule_of_the_law_is_tested():
    done = _opa("test", ".", "--coverage", "--threshold", "95")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    written = {path.relative_to(REGO).as_posix() for path in REGO.rglob("*.rego")}
    assert report["files"].keys() == written


def test_every_test_of_the_law_passes():
    done = _opa("test", ".")
    assert done.returncode == 0, done.stdout


def test_nothing_but_rego_lies_in_its_folder():
    """A JSON file there would be loaded as data, and could change what the law says."""
    assert {path.suffix for path in REGO.rglob("*") if path.is_file()} == {".rego"}


@pytest.mark.parametrize(
    "package",
    [
        "access",
        "acts",
        "acts/boards",
        "acts/deposits",
        "acts/figures",
        "acts/openings",
        "acts/possible",
        "acts/sharing",
        "shapes",
        "trino",
    ],
)
def test_each_package_lies_in_its_folder_beside_its_tests(package):
    for path in (REGO / package).glob("*.rego"):
        declared = f"package {package.replace('/', '.')}"
        declared += "_test" if path.name.endswith("_test.rego") else ""
        assert re.search(rf"^{declared}$", path.read_text("utf-8"), re.MULTILINE), path
    tests = {path.name for path in (REGO / package).glob("*_test.rego")} - {"fixtures_test.rego"}
    rules = {path.name for path in (REGO / package).glob("*.rego")} - tests
    assert tests == {name.replace(".rego", "_test.rego") for name in rules - {"fixtures_test.rego"}}


def test_the_compiled_policy_is_the_written_one(tmp_path):
    compile_policies(REGO, tmp_path)
    for name in ("policy.wasm", "manifest.json"):
        stale = "policies/compiled is stale: run `python -m scripts.compile_policies`"
        assert (tmp_path / name).read_bytes() == (COMPILED / name).read_bytes(), stale


def test_a_bundle_and_the_compiled_policy_have_one_revision():
    assert source_revision() == bundle_revision(REGO)


def test_the_revision_leaves_the_tests_out(tmp_path):
    (tmp_path / "rule.rego").write_text("package rule")
    before = source_revision(tmp_path)
    (tmp_path / "rule_test.rego").write_text("package rule_test")
    assert source_revision(tmp_path) == before
    (tmp_path / "rule.rego").write_text("package  rule")
    assert source_revision(tmp_path) != before


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("access/denials.rego", DENIALS),
        ("acts/decision.rego", ACT_DENIALS),
        ("acts/sharing/*.rego", SHARING_DENIALS),
        ("acts/deposits/*.rego", DEPOSIT_DENIALS),
        ("acts/boards/*.rego", BOARD_DENIALS),
        ("acts/figures/*.rego", FIGURE_DENIALS),
        ("acts/openings/*.rego", OPENING_DENIALS),
    ],
)
def test_every_code_of_the_law_has_its_sentences_and_no_other_has(path, known):
    files = [each for each in REGO.glob(path) if not each.name.endswith("_test.rego")]
    text = "".join(each.read_text("utf-8") for each in files)
    written = set(re.findall(r'denial\("(\w+)"', text))
    assert written == known.keys()
