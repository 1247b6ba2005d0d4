"""The faults of a description in roles that are read by the consent of other bodies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services_run.description import Fault

_KEY = "of_each_body"


def faults_of_consented(tree: dict[str, Any]) -> Iterable[Fault]:
    """Nothing is told row by row of what is consented: no territory and no measure rests on it."""
    roles = tree["requires"]
    listed = {str(role.get("from", "")).partition(".")[0] for role in roles.values()}
    measured = {str(one.get("role")) for one in tree.get("measures", {}).values()}
    for name, role in roles.items():
        if _KEY not in role:
            continue
        where = f"requires.{name}.{_KEY}"
        field = role.get("fields", {}).get(role[_KEY], {})
        if field.get("concept") != "siren" or field.get("optional"):
            yield (
                where,
                "un champ obligatoire de ce rôle, de concept siren",
                "a required field of this role, of the concept siren",
            )
        if name in listed | measured:
            yield (
                where,
                "un rôle qui porte le territoire ou une mesure n'est pas lu par consentement",
                "a role that tells the territory or a measure is not read by consent",
            )
