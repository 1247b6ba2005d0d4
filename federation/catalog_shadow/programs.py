"""The programs of PostgreSQL that a shadow runs: where they are, and their version."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")
_OLDEST = 14
"""Older catalogs lack what clients of today ask for."""
_VERSION = re.compile(r"\(PostgreSQL\) (([0-9]+)\.([0-9]+))")


@dataclass(frozen=True, slots=True)
class Programs:
    """`folder` holds `initdb` and `postgres`, of `version` as `15.18`."""

    folder: Path
    version: str


def find_programs(folder: Path | None) -> Programs | None:
    """The programs in `folder`, or where Debian puts them, the latest first; None of none."""
    if folder is not None:
        return _in_folder(folder)
    versions = sorted(_DEBIAN.glob("*/bin"), key=_number, reverse=True)
    on_path = shutil.which("initdb")
    folders = [*versions, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((programs for programs in map(_in_folder, folders) if programs is not None), None)


def _number(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


def _in_folder(folder: Path) -> Programs | None:
    if not all((folder / name).is_file() for name in ("initdb", "postgres")):
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - a program of the operator's own choice
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = _VERSION.search(answer.stdout)
    if version is None or int(version[2]) < _OLDEST:
        return None
    return Programs(folder, version[1])
