"""Libraries that others would use if they were there, and look for on the disk at each call.

Python remembers what it imported, not what it did not find: httpx looks for sniffio some twenty
times a request. A compiled module that has not looked yet may take a noted one for a module.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec


def note_absent(name: str) -> None:
    """Lets each further import of `name` fail at once, where it is not installed."""
    if name not in sys.modules and find_spec(name) is None:
        # Python's own way to say that there is none.
        sys.modules[name] = None  # type: ignore[assignment]
