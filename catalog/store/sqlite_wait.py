"""The longest wait of a writer to SQLite for its turn."""

from __future__ import annotations

SQLITE_WAIT_S = 30.0
"""For another's turn to write, of this process or of another. On a busy machine a turn may last:
who has it does its work between two turns of an event loop.
"""
