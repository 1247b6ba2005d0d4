"""Files of a folder that was given to us: themselves, never what a link of it leads to."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from gateway.transfer.problems import UnreadableTransfer


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
