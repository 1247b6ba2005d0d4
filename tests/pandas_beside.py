"""pandas, in a folder of its own: a program that reads by the Python client has it, the gateway has
not, and DuckDB would import it into each process, for two seconds, where it could be found.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

_LOCK = Path(__file__).with_name("clients") / "pandas" / "requirements.lock"
_CLIENT = Path(__file__).parents[1] / "clients" / "python" / "src"


@cache
def with_pandas() -> dict[str, str]:
    """The environment of such a program, with the client. One process of a run installs it."""
    folder = Path(sys.prefix) / "beside" / "pandas"
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / ".installed"
    with _LOCK.open("rb") as pinned:
        fcntl.flock(pinned, fcntl.LOCK_EX)
        if not mark.exists() or mark.read_bytes() != _LOCK.read_bytes():
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade"]
            options = ["--target", str(folder), "--require-hashes", "-r", str(_LOCK)]
            subprocess.run([*pip, *options], check=True, capture_output=True)
            mark.write_bytes(_LOCK.read_bytes())
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(_CLIENT)])}
