"""`python -m tools.sbom`, which `./interco sbom` becomes: the libraries, in CycloneDX 1.6 JSON.

From the lock file, which holds every version and digest, and the scripts that pages carry: nothing
is fetched.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
_SCRIPTS = ROOT / "gateway" / "console" / "static" / "vendor"
_CARRIED = {
    "graphiql/graphiql.min.js": ("graphiql", "3.9.0"),
    "graphiql/react.production.min.js": ("react", "18.3.1"),
    "graphiql/react-dom.production.min.js": ("react-dom", "18.3.1"),
    "swagger-ui/swagger-ui-bundle.js": ("swagger-ui-dist", "5.35.0"),
}
"""By file: what it is on npm."""
_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ \\;]+)(?: *; *(?P<when>[^\\]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./interco sbom")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock")
    given = parser.parse_args(arguments)
    text = write_bill(given.lock.read_text("utf-8"))
    if given.out is None:
        print(text)
    else:
        given.out.write_text(text + "\n", "utf-8")
    return 0


def write_bill(lock: str) -> str:
    """The bill of materials of what `lock` pins, one component a line of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bill = Bom(
        components=(*read_lock(lock), *carried_scripts()), serial_number=uuid5(NAMESPACE_URL, lock)
    )
    bill.metadata.component = Component(
        name="interco",
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=f"interco@{project['version']}",
    )
    bill.register_dependency(bill.metadata.component, bill.components)
    return str(JsonV1Dot6(bill).output_as_string(indent=2))


def read_lock(lock: str) -> Iterator[Component]:
    """Each pinned library; its files are those whose digests the lock allows."""
    for line in lock.replace("\\\n", " ").splitlines():
        if pinned := _PINNED.match(line):
            name, version = pinned["name"], pinned["version"]
            yield _component(
                PackageURL("pypi", None, name.lower(), version),
                _HASH.findall(line),
                f"only where {pinned['when'].strip()}" if pinned["when"] else None,
            )


def carried_scripts() -> Iterator[Component]:
    for file, (name, version) in _CARRIED.items():
        yield _component(
            PackageURL("npm", None, name, version),
            [hashlib.sha256((_SCRIPTS / file).read_bytes()).hexdigest()],
        )


def _component(
    address: PackageURL, digests: Iterable[str], description: str | None = None
) -> Component:
    return Component(
        name=address.name,
        version=address.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(address),
        purl=address,
        description=description,
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(str(address)),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in digests],
            )
        ],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
