"""Scales that people read: round steps, from zero."""

from __future__ import annotations

from math import ceil, floor, log10


def round_steps(low: float, high: float, about: int = 4) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten that enclose `low` to `high` and zero: about as
    many as asked for, two at least.
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return [0.0, 1.0]
    rough = (high - low) / about
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    # Not by adding up: 0.1 + 0.2 is no label.
    return [round(place * step, 12) for place in range(first, last + 1)]
