"""The content that an export would bring into an empty installation, for a person to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.changes import Family
from gateway.upkeep.transfer.importing import checked_package
from gateway.upkeep.transfer.layout import file_of_family
from gateway.upkeep.transfer.placing import current_entries


@dataclass(frozen=True, slots=True)
class Brought:
    """`entries`: how many of each kind; `roles`: who bears each."""

    entries: Mapping[str, int]
    roles: Mapping[str, Sequence[str]]


def brought_by(folder: Path, revision: str) -> Brought:
    """Raises UnreadableTransfer, TransferTooNew."""
    package = checked_package(folder, revision)
    there = {str(resource["path"]) for resource in package["resources"]}
    entries: dict[str, int] = {}
    roles: dict[str, list[str]] = {}
    for family in Family:
        if file_of_family(family) not in there:
            continue
        bodies = list(current_entries(folder, family))
        if bodies:
            entries[str(family.value)] = len(bodies)
        if family is Family.AGENT:
            for body in bodies:
                for role in body["roles"]:
                    roles.setdefault(str(role), []).append(f"{body['sub']} ({body['issuer']})")
    return Brought(entries, {role: sorted(people) for role, people in sorted(roles.items())})
