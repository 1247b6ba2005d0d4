"""Bugs of the fast lane's connections: each lets a plan be made by the settings of another."""

from __future__ import annotations

from tests.integration.oracle.mutants import InPython

_CONNECTIONS = "federation.engines.postgres_connections"
_SESSIONS = "federation.engines.postgres_sessions"

BUGS: dict[str, InPython] = {
    "a kept connection is used as it is": InPython(
        _CONNECTIONS,
        "_set",
        "session.by_position == by_position:\n        return",
        "True:\n        return",
    ),
    "a connection stays by position": InPython(
        _CONNECTIONS,
        "_set",
        "session.by_position == by_position:\n        return",
        "session.by_position >= by_position:\n        return",
    ),
    "a new connection is not set": InPython(
        _CONNECTIONS,
        "Connections._set_or_made",
        "await _set(made, by_position=by_position)",
        "made.by_position = by_position",
    ),
    "both readings prepare one statement": InPython(
        _SESSIONS,
        "statement_of",
        '_ENDS_BY_POSITION if plan.by_position else b""',
        'b""',
    ),
    "an index may be read by position": InPython(
        _SESSIONS, "_set_all", "BY_POSITION.items()", "list(BY_POSITION.items())[2:]"
    ),
    "indexes are not given back": InPython(
        _SESSIONS, "_reset_all", "in BY_POSITION", "in list(BY_POSITION)[2:]"
    ),
}
