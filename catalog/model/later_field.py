"""A field that came after entries of its class were stored: what an older version does with it.

Its default means "as before there was this field", and is not written: as long as nobody uses the
field, older versions read the entry. Once written, it stays of its kind (docs/decisions/0060).
"""

from __future__ import annotations

from dataclasses import Field, field
from enum import Enum, auto
from typing import Any


class Later(Enum):
    INFORMS = auto()
    RESTRICTS = auto()


_METADATA = "later"


def informs(default: Any) -> Any:
    """An older version acts without it, and keeps it as it is: it takes nothing from anybody."""
    return field(default=default, metadata={_METADATA: Later.INFORMS})


def restricts(default: Any) -> Any:
    """An older version answers nothing while an entry holds another value than `default`."""
    return field(default=default, metadata={_METADATA: Later.RESTRICTS})


def later(one: Field[Any]) -> Later | None:
    """None for a field that is as old as its class."""
    kind: Later | None = one.metadata.get(_METADATA)
    return kind
