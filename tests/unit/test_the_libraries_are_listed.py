"""The bill of materials lists what the lock pins, each with the digests that it allows.

Covers tools.sbom.
"""

import json
import re
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.sbom import main, write_bill

LOCK = Path(__file__).parents[2] / "requirements.lock"


def digests(component):
    return {
        each["content"]
        for reference in component["externalReferences"]
        for each in reference["hashes"]
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


def test_the_scripts_of_pages_are_there_too():
    bill = json.loads(write_bill(""))
    names = {each["name"] for each in bill["components"]}
    assert names == {"graphiql", "react", "react-dom", "swagger-ui-dist"}
    assert all(digests(each) for each in bill["components"])
