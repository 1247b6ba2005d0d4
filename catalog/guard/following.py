"""Whether a total really follows from others: sums and differences, taken as a linear system."""

from __future__ import annotations

from collections.abc import Iterable

_PRIME = 2**61 - 1
"""Arithmetic modulo a large prime: exact for systems of zeros and ones of this size."""

_Row = dict[int, int]


def follows(wanted: frozenset[int], totals: Iterable[frozenset[int]]) -> bool:
    """Whether the sum over `wanted` is a combination of the sums over `totals`.

    Members are pieces of land of which neither side knows more than the sum.
    """
    pivots: dict[int, _Row] = {}
    for total in totals:
        row = _reduced(dict.fromkeys(total, 1), pivots)
        if row:
            pivot = min(row)
            scale = pow(row[pivot], -1, _PRIME)
            pivots[pivot] = {piece: value * scale % _PRIME for piece, value in row.items()}
    return not _reduced(dict.fromkeys(wanted, 1), pivots)


def _reduced(row: _Row, pivots: dict[int, _Row]) -> _Row:
    """What is left of it once every pivot was taken away."""
    while hit := [piece for piece in row if piece in pivots]:
        factor = row[min(hit)]
        for piece, value in pivots[min(hit)].items():
            left = (row.get(piece, 0) - factor * value) % _PRIME
            if left:
                row[piece] = left
            else:
                row.pop(piece, None)
    return row
