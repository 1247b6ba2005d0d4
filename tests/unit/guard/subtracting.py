"""What each pool can work out, the slow and obvious way, written apart from the guard.

Sources are tuples: whose data (an owner), `rows` or `total`, the set of communes, and who reads.
"""

from dataclasses import dataclass
from itertools import chain, combinations, product

FEW = 3
"""Communes: fewer are told apart."""


@dataclass(frozen=True)
class Given:
    owner: str
    kind: str
    communes: frozenset
    reader: str


def leaks(agreed, members, owned):
    """`members`: the bodies right below each body. `owned`: communes by owner."""
    bodies = {each.reader for each in agreed} | members.keys() | owned.keys()
    return {
        (head, protected, communes)
        for head in bodies
        for protected in owned.keys() - {head}
        for communes in _worked_out(head, protected, agreed, members, owned)
    }


def below(head, members, without):
    found = {head}
    for member in members.get(head, ()):
        if member != without:
            found |= below(member, members, without)
    return found


def _worked_out(head, protected, agreed, members, owned):
    pool = below(head, members, protected)
    held = [each for each in agreed if each.reader in pool]
    held += [Given(body, "rows", owned[body], body) for body in sorted(pool & owned.keys())]
    others = owned.keys() - {protected}
    # Another owner's data may measure the same or not.
    for supposed in ({protected}, *({protected, each} for each in others)):
        known = [each for each in held if each.owner in supposed]
        if any(each.owner == protected and each.kind == "total" for each in known):
            yield from _isolated(known, head, protected)


def _isolated(known, head, protected):
    told = [each.communes for each in known if each.kind == "total"]
    told += [frozenset({code}) for each in known if each.kind == "rows" for code in each.communes]
    summed = frozenset().union(
        *(e.communes for e in known if e.kind == "total" and e.owner == protected)
    )
    reached = {}
    for some in _subsets(known):
        for communes in _follow(some):
            news = communes - frozenset().union(*(each for each in told if each <= communes))
            if len(communes) < FEW and news and communes <= summed:
                reached.setdefault(communes, []).append(set(some))
    for communes, ways in reached.items():
        least = [way for way in ways if not any(other < way for other in ways)]
        if any(each.reader == head for way in least for each in way):
            yield communes


def _subsets(known):
    return chain.from_iterable(combinations(known, size) for size in range(1, len(known) + 1))


def _follow(some):
    """Sets of communes whose total is a sum or difference of what is known."""
    by_commune = frozenset().union(*(each.communes for each in some if each.kind == "rows"))
    totals = [each.communes for each in some if each.kind == "total"]
    for weights in product((-1, 0, 1), repeat=len(totals)):
        sums = {}
        for weight, communes in zip(weights, totals, strict=True):
            for code in communes - by_commune:
                sums[code] = sums.get(code, 0) + weight
        if set(sums.values()) <= {0, 1}:
            found = frozenset(code for code, total in sums.items() if total)
            if found:
                yield found
