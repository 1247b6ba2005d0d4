"""What the account's page says of a role and of a browser, in words."""

from __future__ import annotations

from collections.abc import Iterable

_ROLES = {
    "agent": ("agent", "agent"),
    "steward": ("référent", "steward"),
    "approver": ("signataire", "approver"),
    "dpo": ("DPO", "DPO"),
    "operator": ("exploitant", "operator"),
}
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


def role_words(roles: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """In French and in English; a role that is not known stays as it is."""
    return tuple(_ROLES.get(role, (role, role)) for role in sorted(roles))


def browser_words(user_agent: str) -> str:
    """`Firefox, Windows`, to be recognised by; what is not known stays as it is."""
    names = [
        next((name for mark, name in known if mark in user_agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in names if name is not None) or user_agent
