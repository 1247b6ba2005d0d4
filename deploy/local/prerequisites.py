"""Prerequisites that a recipe cannot fetch by itself: installed from Debian, or named."""

import os
import shutil

from deploy.local.commands import CommandFailed, run_command
from deploy.local.environment import build_environment


class MissingPrerequisite(Exception):  # noqa: N818 - says what happened, as Problems do
    """Something the machine lacks, with the exact command that brings it."""

    def __init__(self, what: str, command: str) -> None:
        """`what` is a noun phrase ("Go 1.26 or newer"), `command` a line for a shell."""
        super().__init__(f"{what} is missing. Install it with: {command}")
        self.what = what
        self.command = command


def install_debian_package(package: str, what: str) -> None:
    """Install a Debian package; raise MissingPrerequisite where that is not ours to do."""
    install = f"apt-get install -y --no-install-recommends {package}"
    missing = MissingPrerequisite(what, f"sudo apt-get update && sudo {install}")
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise missing
    environment = build_environment(DEBIAN_FRONTEND="noninteractive")
    try:
        run_command(["apt-get", "update"], f"{what}: apt-get update", environment=environment)
        run_command(install.split(), f"{what}: {install}", environment=environment)
    except CommandFailed as failure:
        raise missing from failure
