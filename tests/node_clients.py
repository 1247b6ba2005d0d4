"""The clients of GraphQL that other people wrote, as `package-lock.json` pins them."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from functools import cache
from pathlib import Path

from deploy.local.prerequisites import MissingPrerequisite

FOLDER = Path(__file__).with_name("e2e") / "graphql_http"
RELAY = Path(__file__).with_name("e2e") / "relay"
CODEGEN = Path(__file__).with_name("e2e") / "codegen"


@cache
def node_command(folder: Path = FOLDER) -> str:
    """Node, once the clients of the folder are installed; by one process of a run, for all."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise MissingPrerequisite("Node.js with npm", "apt-get install -y nodejs npm")
    lock, mark = folder / "package-lock.json", folder / "node_modules" / ".installed"
    with lock.open("rb") as pinned:
        fcntl.flock(pinned, fcntl.LOCK_EX)
        if not mark.exists() or mark.read_bytes() != lock.read_bytes():
            command = [npm, "ci", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            mark.write_bytes(lock.read_bytes())
    return node
