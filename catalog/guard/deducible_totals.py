"""Tells if a total really follows from others: sums and differences, taken as a linear system."""

from __future__ import annotations

from collections.abc import Iterable

_PRIME = 2**31 - 1
"""Arithmetic modulo a prime: exact for systems of zeros and ones of this size, but by freak."""

_Row = dict[int, int]
Pivots = dict[int, _Row]


def solved(totals: Iterable[frozenset[int]]) -> Pivots:
    """The pivots of the sums over `totals`, ready for `follows`.

    Members are pieces of land of which neither side knows more than the sum.
    """
    pivots: Pivots = {}
    for total in totals:
        row = _reduced(dict.fromkeys(total, 1), pivots)
        if row:
            pivot = min(row)
            scale = pow(row[pivot], -1, _PRIME)
            pivots[pivot] = {piece: value * scale % _PRIME for piece, value in row.items()}
    return pivots


def follows(wanted: frozenset[int], pivots: Pivots) -> bool:
    """True where the sum over `wanted` is a combination of the sums that were solved."""
    return not _reduced(dict.fromkeys(wanted, 1), pivots)


def _reduced(row: _Row, pivots: Pivots) -> _Row:
    """The rest of `row` once every pivot was taken away from it."""
    while hit := row.keys() & pivots.keys():
        first = min(hit)
        factor = row[first]
        for piece, value in pivots[first].items():
            left = (row.get(piece, 0) - factor * value) % _PRIME
            if left:
                row[piece] = left
            else:
                row.pop(piece, None)
    return row
