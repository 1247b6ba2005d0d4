"""Totals of a page of data, asked once for a version of the data, a reader and their rights.

The first asking is decided, limited and recorded as any reading. What it answered is shown again to
the same reader, for the same purpose, while nothing has changed in the catalog, on the same day.
Rows that are read at their source have no version, and are asked for each time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import orjson

from catalog.model.paris import paris_day
from gateway.console.shared.described_data import DescribedData
from gateway.console.visit import ShownProblem, Visit
from gateway.http.session_guard import signed_in_of


async def kept_totals(
    data: DescribedData,
    document: str,
    purpose: str | None,
    visit: Visit,
    **variables: object,
) -> tuple[Mapping[str, Any], tuple[ShownProblem, ...]]:
    """The slices of the dataset's field, and the problems of those that failed.

    Raises Refused where none was answered.
    """
    owner, name = await _place(document, purpose, variables, visit)
    totals = visit.services.kept_totals
    text = totals.find(owner, name) if data.last_update is not None else None
    if text is not None:
        slices: Mapping[str, Any] = orjson.loads(text)
        return slices, ()
    answer, problems = await visit.ask_in_part(document, purpose=purpose, **variables)
    slices = (answer.get(data.owner.field) or {}).get(data.field) or {}
    if data.last_update is not None and not problems:
        totals.keep(owner, name, orjson.dumps(slices).decode())
    return slices, problems


async def _place(
    document: str, purpose: str | None, variables: Mapping[str, object], visit: Visit
) -> tuple[str, str]:
    """The reader, and a name that changes with anything that the answer may depend on."""
    services = visit.services.query
    snapshot = await services.catalog.current()
    signed_in = signed_in_of(visit.request)
    # Two providers may know two people by one name, in other groups.
    issuer = None if signed_in is None else signed_in.session.issuer
    reader = [issuer, visit.agent, visit.body, visit.on_behalf_of]
    rights = [sorted(visit.roles), sorted(visit.purposes), sorted(map(str, visit.proves)), purpose]
    day = paris_day(services.clock()).isoformat()
    parts = [str(snapshot.version), services.policy.revision, day, rights, document, variables]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
    return json.dumps(reader, default=str), digest
