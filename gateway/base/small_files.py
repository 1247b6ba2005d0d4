"""Files that the operator names for a key or a secret: short, and read no further."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

_MOST_BYTES: Final = 1_000_000


def read_small(path: Path) -> bytes:
    """Raises OSError for what cannot be read, and for more than 1,000,000 bytes: a device such as
    `/dev/zero` has no end, and would take all memory.
    """
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise OSError(errno.EFBIG, "longer than a key or a secret is", str(path))
    return content


def read_small_text(path: Path) -> str:
    """The same in UTF-8. Raises UnicodeError too."""
    return read_small(path).decode("utf-8")
