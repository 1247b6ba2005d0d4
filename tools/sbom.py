"""`python -m tools.sbom`, which `./interco sbom` becomes: the libraries, in CycloneDX 1.6 JSON.

From the lock file, which holds every version and digest, the scripts, fonts and icons that pages
carry and the servers that run beside; by the standard library alone, so that nothing is fetched or
installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[1]
_VENDOR = ROOT / "gateway" / "console" / "static" / "vendor"
_CARRIED = {
    "graphiql/graphiql.min.js": ("graphiql", "3.9.0"),
    "graphiql/react.production.min.js": ("react", "18.3.1"),
    "graphiql/react-dom.production.min.js": ("react-dom", "18.3.1"),
    "fonts/interco-sans.woff2": ("@fontsource-variable/source-sans-3", "5.3.1"),
    "fonts/interco-serif-600.woff2": ("@fontsource/source-serif-4", "5.3.1"),
    "htmx/htmx.min.js": ("htmx.org", "4.0.1"),
    "lucide/icons.svg": ("lucide-static", "1.62.0"),
    "swagger-ui/swagger-ui-bundle.js": ("swagger-ui-dist", "5.35.0"),
}
"""By file: the package of npm that it is, or is made of (`vendor/README.md`)."""
_SERVERS = {
    "opa": ("pkg:golang/github.com/open-policy-agent/opa@v{}", "opa_bundle.py", "OPA_VERSION"),
    "trino-server": (
        "pkg:maven/io.trino/trino-server@{}",
        "trino_distribution.py",
        "TRINO_VERSION",
    ),
}
"""Servers that run beside the gateway: their package URL, and the file and constant of deploy/local
that pin their version. DuckDB runs within, as a library.
"""
_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ \\;]+)(?: *; *(?P<when>[^\\]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Component:
    """`purl` is its address as a package; `digests` are SHA-256 of its files."""

    name: str
    version: str
    purl: str
    licence: str
    supplier: str
    digests: tuple[str, ...] = ()
    description: str | None = None
    kind: str = "library"


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
    reference = f"interco@{project['version']}"
    components = (*read_lock(lock), *carried_files(), *servers())
    commit = _commit()
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": reference,
                "name": "interco",
                "version": project["version"],
                "licenses": [{"expression": "EUPL-1.2"}],
            },
            **({"properties": [{"name": "commit", "value": commit}]} if commit else {}),
        },
        "components": [_written(component) for component in components],
        "dependencies": [
            {"ref": reference, "dependsOn": sorted(component.purl for component in components)},
            *({"ref": component.purl} for component in components),
        ],
    }
    return json.dumps(bill, indent=2, ensure_ascii=False)


def read_lock(lock: str) -> Iterator[Component]:
    """Each pinned library; its files are those whose digests the lock allows."""
    known = _licences("pypi")
    for line in lock.replace("\\\n", " ").splitlines():
        if pinned := _PINNED.match(line):
            name, version = pinned["name"], pinned["version"]
            licence, supplier = known.get(name.lower(), ("NOASSERTION", "NOASSERTION"))
            yield Component(
                name.lower(),
                version,
                f"pkg:pypi/{name.lower()}@{version}",
                licence,
                supplier,
                tuple(_HASH.findall(line)),
                f"only where {pinned['when'].strip()}" if pinned["when"] else None,
            )


def carried_files() -> Iterator[Component]:
    known = _licences("npm")
    for file, (name, version) in _CARRIED.items():
        digest = hashlib.sha256((_VENDOR / file).read_bytes()).hexdigest()
        yield Component(
            name, version, f"pkg:npm/{name.replace('@', '%40')}@{version}", *known[name], (digest,)
        )


def servers() -> Iterator[Component]:
    known = _licences("beside")
    for name, (address, file, constant) in _SERVERS.items():
        text = (ROOT / "deploy" / "local" / file).read_text("utf-8")
        pinned = re.search(rf'^{constant} = "([^"]+)"', text, re.MULTILINE)
        if pinned is None:
            raise ValueError(f"{file} pins no {constant}")
        version = pinned[1]
        yield Component(
            name,
            version,
            address.format(version),
            *known[name],
            description="runs beside the gateway, where the installation uses it",
            kind="application",
        )


def _licences(of: str) -> Mapping[str, tuple[str, str]]:
    """By name: the licence and the supplier."""
    listed = tomllib.loads((ROOT / "tools" / "licences.toml").read_text("utf-8"))[of]
    return {name: (licence, supplier) for name, (licence, supplier) in listed.items()}


def _commit() -> str | None:
    """None outside of a checkout, such as in an archive or an image."""
    try:
        ran = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607 - the git of this machine
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout.strip()


def _written(component: Component) -> dict[str, Any]:
    hashes = [{"alg": "SHA-256", "content": digest} for digest in component.digests]
    distribution = {"type": "distribution", "url": component.purl}
    return {
        "type": component.kind,
        "bom-ref": component.purl,
        "supplier": {"name": component.supplier},
        "name": component.name,
        "version": component.version,
        **({"description": component.description} if component.description else {}),
        "licenses": [{"expression": component.licence}],
        "purl": component.purl,
        "externalReferences": [{**distribution, **({"hashes": hashes} if hashes else {})}],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
