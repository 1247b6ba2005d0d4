"""The communes of which some data should have rows, beside those of which a visitor reads some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from gateway.console.data import documents
from gateway.console.shared.commune_names import commune_names
from gateway.console.shared.described_data import DescribedData
from gateway.console.visit import Visit


@dataclass(frozen=True, slots=True)
class ExpectedCommunes:
    """Names, by code, of communes of the owner's territory: `missing` are given to the visitor and
    have no row, `withheld` are not given to them. `of` counts the whole territory; 0 where the rows
    lie elsewhere.
    """

    of: int = 0
    missing: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)


class _Commune(msgspec.Struct, frozen=True):
    code: str


class _Scope(msgspec.Struct, frozen=True):
    communes: tuple[_Commune, ...]


class _Branch(msgspec.Struct, frozen=True):
    scopes: tuple[_Scope, ...]


class _Access(msgspec.Struct, frozen=True):
    branches: tuple[_Branch, ...]


class _Answer(msgspec.Struct, frozen=True, rename="camel"):
    effective_access: _Access | None = None


async def expected_communes(
    data: DescribedData, communes: Mapping[str, str], purpose: str | None, visit: Visit
) -> ExpectedCommunes:
    """`communes`: those of which the visitor reads rows."""
    territory = set(data.owner.communes)
    if territory.isdisjoint(communes):
        return ExpectedCommunes()
    absent = sorted(territory - communes.keys())
    if not absent:
        return ExpectedCommunes(len(territory))
    answer, _problems = await visit.ask_in_part(documents.EXPECTED, purpose=purpose, id=data.id)
    access = msgspec.convert(answer, _Answer).effective_access
    scopes = [
        {commune.code for scope in branch.scopes for commune in scope.communes}
        for branch in (() if access is None else access.branches)
    ]
    # A branch without a scope gives the whole territory.
    within = set().union(*scopes) if scopes and all(scopes) else territory
    names = await commune_names(absent, visit)
    return ExpectedCommunes(
        len(territory),
        {code: name for code, name in names.items() if code in within},
        {code: name for code, name in names.items() if code not in within},
    )
