"""Files of a folder that was given to us: themselves, never what a link of it leads to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from gateway.upkeep.transfer.layout import PACKAGE, SIGNATURE
from gateway.upkeep.transfer.problems import UnreadableTransfer


def own_file(folder: Path, name: str) -> Path:
    """The file of that name. Raises UnreadableTransfer where it is none, or a step is a link."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise UnreadableTransfer(what=name[:120])
    path = folder
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise UnreadableTransfer(what=name[:120])
    if not path.is_file():
        raise UnreadableTransfer(what=name[:120])
    return path


def read_own_file(folder: Path, name: str) -> bytes:
    """Raises UnreadableTransfer."""
    try:
        return own_file(folder, name).read_bytes()
    except OSError:
        raise UnreadableTransfer(what=name[:120]) from None


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    """An export's files in a folder of our own: nobody alters them between the check and the use.
    Raises UnreadableTransfer.
    """
    with TemporaryDirectory(prefix="interco-import-") as made:
        copy = Path(made)
        _copy(folder, PACKAGE, copy)
        if (folder / SIGNATURE).exists():
            _copy(folder, SIGNATURE, copy)
        try:
            package = json.loads((copy / PACKAGE).read_bytes())
            names = {str(each["path"]) for each in package["resources"]}
        except (ValueError, KeyError, TypeError):
            raise UnreadableTransfer(what=PACKAGE) from None
        for name in sorted(names - {PACKAGE, SIGNATURE}):
            _copy(folder, name, copy)
        yield copy


def _copy(folder: Path, name: str, to: Path) -> None:
    source, target = own_file(folder, name), to / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target, follow_symlinks=False)
    except OSError:
        raise UnreadableTransfer(what=name[:120]) from None
