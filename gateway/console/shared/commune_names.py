"""The names of communes by their codes, asked as many at a time as GraphQL gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from gateway.console.visit import Visit

_AT_A_TIME: Final = 1_000
_MOST: Final = 3_000
_NAMES: Final = """
query CommuneNames($codes: [String!]!) { communes(codes: $codes) { code nom } }
"""


class _Commune(msgspec.Struct, frozen=True):
    code: str
    nom: str


class _Answer(msgspec.Struct, frozen=True):
    communes: tuple[_Commune, ...]


async def commune_names(codes: Sequence[str], visit: Visit) -> dict[str, str]:
    """By code. Beyond 3,000 communes, which no page names, a commune's name is its code."""
    names = {code: code for code in codes}
    for start in range(0, len(codes) if len(codes) <= _MOST else 0, _AT_A_TIME):
        data = await visit.ask(_NAMES, codes=list(codes[start : start + _AT_A_TIME]))
        answer = msgspec.convert(data, _Answer)
        names |= {commune.code: commune.nom for commune in answer.communes}
    return names
