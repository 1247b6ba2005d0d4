"""GDAL as its wheel brings it, in a folder of its own: numpy comes with it, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from deploy.local.cache import cached
from deploy.local.commands import run_command

FOLDER = Path(__file__).with_name("clients") / "gdal"
_REQUIREMENTS = FOLDER / "requirements.txt"


@cache
def gdal_folder() -> Path:
    """The folder to import it from; fetched once."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
        listed = ["--no-deps", "--target", folder, "--requirement", _REQUIREMENTS]
        run_command([*command, *listed], "GDAL: downloading 50 MB")

    return cached("gdal-wheel", "0.13.0", build)


def run_gdal(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs read.py, and tells on stderr each address that it asks."""
    told = {**os.environ, "PYTHONPATH": str(gdal_folder()), "CPL_DEBUG": "HTTP", **environment}
    return subprocess.run(
        [sys.executable, str(FOLDER / "read.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=told,
        timeout=120,
    )
