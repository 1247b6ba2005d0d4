"""The bill of materials lists what the lock pins, each with the digests that it allows.

Covers tools.sbom.
"""

import json
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from deploy.local.opa_bundle import OPA_VERSION
from tools.sbom import _CARRIED, ROOT, _licences, main, write_bill

LOCK = ROOT / "requirements.lock"
VENDOR = ROOT / "gateway" / "console" / "static" / "vendor"


def digests(component):
    return {
        each["content"]
        for reference in component["externalReferences"]
        for each in reference.get("hashes", ())
    }


def test_the_bill_is_what_its_schema_says():
    bill = write_bill(LOCK.read_text("utf-8"))
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None


def test_every_pinned_library_is_there_with_its_digests(tmp_path):
    out = tmp_path / "sbom.json"
    assert main(["--out", str(out)]) == 0
    bill = json.loads(out.read_text("utf-8"))
    listed = {each["purl"]: each for each in bill["components"]}
    lock = LOCK.read_text("utf-8")
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert {f"pkg:pypi/{name.lower()}@{version}" for name, version in pinned} < listed.keys()
    # No digest is lost, and none comes from elsewhere.
    of_pypi = [each for purl, each in listed.items() if purl.startswith("pkg:pypi/")]
    assert set().union(*map(digests, of_pypi)) == set(re.findall(r"sha256:([0-9a-f]{64})", lock))


def test_the_scripts_fonts_and_icons_of_pages_are_there_too_and_the_servers_beside():
    bill = json.loads(write_bill(""))
    by_name = {each["name"]: each for each in bill["components"]}
    scripts = {"graphiql", "htmx.org", "react", "react-dom", "swagger-ui-dist"}
    drawn = {"@fontsource-variable/source-sans-3", "@fontsource/source-serif-4", "lucide-static"}
    assert set(by_name) == {*scripts, *drawn, "opa", "trino-server"}
    assert all(digests(by_name[name]) for name in scripts | drawn)
    assert by_name["opa"]["version"] == OPA_VERSION
    kinds = {".js", ".woff2", ".svg"}
    carried = {path.name for path in VENDOR.rglob("*") if path.suffix in kinds}
    assert carried == {Path(file).name for file in _CARRIED}


def test_each_has_its_licence_and_its_supplier():
    bill = json.loads(write_bill(LOCK.read_text("utf-8")))
    for component in bill["components"]:
        (licence,) = component["licenses"]
        assert licence["expression"] != "NOASSERTION", component["name"]
        assert component["supplier"]["name"] != "NOASSERTION", component["name"]


def test_a_licence_is_the_one_that_the_library_says():
    for name, (licence, _) in _licences("pypi").items():
        try:
            stated = metadata(name).get("License-Expression")
        except PackageNotFoundError:
            # For another system.
            continue
        assert stated in {None, licence}, name


def test_the_command_touches_no_installation(tmp_path):
    """A copy without .venv has none afterwards."""
    for name in ("interco", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in ("tools", "deploy/local", "gateway/console/static/vendor"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    before = sorted(tmp_path.rglob("*"))
    done = subprocess.run(
        [tmp_path / "interco", "sbom"], capture_output=True, text=True, check=True, timeout=60
    )
    assert len(json.loads(done.stdout)["components"]) > 100
    assert sorted(tmp_path.rglob("*")) == before
