"""The only reads of the environment in `deploy.local`."""

import os
import shlex
import shutil
import sys
from pathlib import Path

# A server gets none of the caller's variables: Trino resolves `${ENV:…}` in catalog properties,
# so what it does not have cannot be read through it.
SERVER_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
}


def read_cache_dir() -> Path:
    """INTERCO_CACHE, else the `interco` folder of the user's XDG cache."""
    chosen = os.environ.get("INTERCO_CACHE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    xdg = os.environ.get("XDG_CACHE_HOME")
    return (Path(xdg) if xdg else Path.home() / ".cache") / "interco"


def read_java_home() -> Path | None:
    """The JDK that the person chose, if any."""
    chosen = os.environ.get("JAVA_HOME")
    return Path(chosen) if chosen else None


def find_program(name: str, *folders: Path) -> Path | None:
    """A program of this virtual environment, of the given folders, or of PATH, in that order."""
    for folder in (Path(sys.executable).parent, *folders):
        if (folder / name).is_file():
            return folder / name
    found = shutil.which(name)
    return Path(found) if found else None


def build_environment(**more: str) -> dict[str, str]:
    """The caller's whole environment, so that proxies and mirrors set there still count."""
    return {**os.environ, **more}


def pip_install(requirement: str) -> str:
    """The shell line that brings a wheel into this virtual environment, which has no pip."""
    return f"pip --python {shlex.quote(sys.executable)} install {shlex.quote(requirement)}"
