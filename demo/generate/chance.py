"""The one place that rolls dice: each thing has a stream of its own."""

from __future__ import annotations

from random import Random


def chance(*names: str | int) -> Random:
    """The same names give the same stream, whatever else was drawn."""
    return Random(":".join(str(name) for name in names))  # noqa: S311 - predictable on purpose
