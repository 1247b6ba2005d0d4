"""The records of one walk as one line: a person read one table, however many its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from catalog.model.usage import OwnRequest
from catalog.model.walk_ids import only_counts, walk_of

_FAILED, _ANSWERED = "failed", "answered"


def walks_as_lines(requests: Sequence[OwnRequest]) -> tuple[OwnRequest, ...]:
    """Each walk where its last page stands, under its own id: its rows, and how many requests it
    took. What is part of no walk stays as it is.
    """
    lines: dict[str, list[OwnRequest]] = {}
    for request in requests:
        lines.setdefault(walk_of(request.request_id) or request.request_id, []).append(request)
    return tuple(_line(walk, parts) for walk, parts in lines.items())


def _line(walk: str, parts: Sequence[OwnRequest]) -> OwnRequest:
    last = parts[0]
    if walk == last.request_id:
        return last
    pages = [part for part in parts if not only_counts(part.request_id)] or list(parts)
    statuses = {part.status for part in parts}
    rows = [part.rows for part in pages]
    return replace(
        last,
        request_id=walk,
        datasets=tuple(dict.fromkeys(each for part in parts for each in part.datasets)),
        agreements=tuple(dict.fromkeys(each for part in parts for each in part.agreements)),
        status=_status(statuses),
        rows=None if None in rows else sum(row or 0 for row in rows),
        requests=len(parts),
    )


def _status(statuses: set[str | None]) -> str | None:
    """The worst of them; None while one may still run."""
    others = statuses - {_ANSWERED}
    if not others:
        return _ANSWERED
    return _FAILED if _FAILED in others else next(iter(others))
