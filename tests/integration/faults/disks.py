"""A disk of its own that can be full: a file system in memory, of a size."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

_BLOCK = bytes(64 * 1024)


@contextmanager
def small_disk(folder: Path, megabytes: int):
    """Mounted at `folder` until the block ends. As root, or as whoever may become it unasked."""
    folder.mkdir(parents=True, exist_ok=True)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    owner = f"size={megabytes}m,mode=0700,uid={os.geteuid()},gid={os.getegid()}"
    mount = ["mount", "-t", "tmpfs", "-o", owner, "tmpfs", str(folder)]
    subprocess.run([*as_root, *mount], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path):
    """No byte is left on the disk of `folder` until the block ends."""
    ballast = folder / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            for block in (_BLOCK, b"\0"):
                while _is_written(file, block):
                    pass
        yield
    finally:
        ballast.unlink()


def _is_written(file, block):
    try:
        return file.write(block) > 0
    except OSError:
        return False
