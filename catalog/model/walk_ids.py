"""The ids of the records of one walk: each page has a record of its own, under the walk's id."""

from __future__ import annotations

import re

_OF_A_WALK = re.compile(r"(?P<walk>[0-9a-f]{32})-(?P<kind>[pn])[0-9a-f]{8}")
_PAGE, _NUMBER = "p", "n"


def walk_record(walk: str, part: str, *, counts: bool = False) -> str:
    """`part` is 8 hex digits of this record alone; `counts`: it only counted the walk's rows."""
    return f"{walk}-{_NUMBER if counts else _PAGE}{part}"


def walk_of(request_id: str) -> str | None:
    """None for a request that is part of no walk."""
    match = _OF_A_WALK.fullmatch(request_id)
    return None if match is None else match["walk"]


def only_counts(request_id: str) -> bool:
    match = _OF_A_WALK.fullmatch(request_id)
    return match is not None and match["kind"] == _NUMBER
