"""Parts of one commune that came to a groupement in several ways, put together again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from catalog.cog import Atom, Cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.perimeter_mapping import holder_of


def put_together(
    direct: dict[Siren, set[CommuneCode]],
    through: Mapping[tuple[Siren, Siren], set[CommuneCode]],
    read_on: date,
    start: date,
    cog: Cog,
) -> None:
    """A commune of the start whose parts come one directly, one through an EPCI (or through two),
    and are all there, is a member itself: apart, the part that has no code any more would be lost.
    """
    if start == read_on:
        return
    ways: dict[tuple[Siren, CommuneCode], set[tuple[Siren | None, CommuneCode]]]
    ways = defaultdict(set)
    links = [
        *((of, None, codes) for of, codes in direct.items()),
        *((of, epci, codes) for (of, epci), codes in through.items()),
    ]
    holders = {
        code: holder_of(code, read_on, start, cog)
        for code in {code for _, _, codes in links for code in codes}
    }
    for of, epci, codes in links:
        for code in codes:
            holder = holders[code]
            if holder is not None:
                ways[of, holder].add((epci, code))
    for (of, holder), parts in ways.items():
        lands = (cog.atoms_of(code, read_on) for _, code in parts)
        land = frozenset[Atom]().union(*lands) if len({epci for epci, _ in parts}) > 1 else None
        if land != cog.atoms_of(holder, start):
            continue
        for epci, code in parts:
            direct[of].add(code)
            if epci is not None:
                through[of, epci].discard(code)
