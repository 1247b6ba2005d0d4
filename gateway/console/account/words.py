"""Words of the account's page for a browser."""

from __future__ import annotations

# Each names those before it too: Edge says Chrome, and Chrome says Safari.
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """`Firefox, Windows`, to be recognised by; what is not known stays as it is."""
    names = [
        next((name for mark, name in known if mark in user_agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in names if name is not None) or user_agent
