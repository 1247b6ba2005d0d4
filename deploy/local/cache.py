"""Downloaded and built files, kept by name and version."""

import fcntl
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.commands import say
from deploy.local.environment import read_cache_dir


def cache_dir() -> Path:
    """The folder of everything fetched or built: INTERCO_CACHE, else ~/.cache/interco."""
    return read_cache_dir()


def cached(name: str, version: str, build: Callable[[Path], None]) -> Path:
    """The folder of one thing at one version, built on first use.

    `build` fills an empty folder; only a complete one takes its final name, and of several
    processes that ask at once one builds while the others wait.
    """
    key = f"{name}-{version}-{platform.system()}-{platform.machine()}".lower()
    root = cache_dir()
    final = root / key
    if final.is_dir():
        return final
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root / f"{key}.lock", f"{name} {version}"):
        if not final.is_dir():
            _build_into(final, f"{name} {version}", build)
    return final


def _build_into(final: Path, label: str, build: Callable[[Path], None]) -> None:
    started = time.monotonic()
    # We hold the lock: an unfinished folder belongs to a build that was killed.
    for leftover in final.parent.glob(f".{final.name}.*"):
        _remove_tree(leftover)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    try:
        build(unfinished)
        unfinished.chmod(0o755)
        unfinished.rename(final)
    except BaseException:
        _remove_tree(unfinished)
        raise
    say(f"{label}: ready in {time.monotonic() - started:.0f} s ({final})")


@contextmanager
def _locked(path: Path, label: str) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"{label}: another process is fetching it, waiting …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove_tree(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
