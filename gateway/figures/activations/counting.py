"""The rows of candidates, counted by month and commune as whoever asks may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from catalog.actions.services.problems import ServiceRunsTooMany
from catalog.model.paris import paris_day
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from catalog.territory import expected_communes
from gateway.figures.activations.coverage import Counted, Coverage, coverages
from gateway.figures.activations.proposal import Candidate
from gateway.figures.activations.reading import BoundDataset, months_and_places
from gateway.figures.activations.report import CoveragesOf
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_request import SqlRequest
from services_run.folder import Role

_MOST_COUNTED = 24
"""Of one request, whatever it asks reports of: each is a statement over whole data."""


def counting_for(
    standpoint: Standpoint,
    ports: Ports,
    request_for: Callable[[str | None], SqlRequest],
    turns: Iterator[int],
    chosen_roles: Iterable[str] = (),
) -> CoveragesOf:
    """`request_for` a purpose, which data of others are read for. `turns` are of one request, which
    counts _MOST_COUNTED data at most. Nothing is counted for `chosen_roles`: their data stand as a
    person chose them.
    """
    body = standpoint.body

    async def count_rows(one: BoundDataset, purpose: str | None) -> Counted:
        if next(turns) > _MOST_COUNTED:
            raise ServiceRunsTooMany(limit=_MOST_COUNTED)
        request = request_for(None if one.dataset.owner == body else purpose)
        return await months_and_places(one, request, ports)

    async def coverages_of(
        role: Role, candidates: Sequence[Candidate], purpose: str | None
    ) -> Mapping[str, Coverage]:
        if body is None or role.name in chosen_roles:
            return {}
        cog, today = cog_in(standpoint.snapshot), paris_day(standpoint.now)
        ours = expected_communes(body, today, standpoint.snapshot.memberships, cog)
        bound = [(one.dataset, one.binding.columns) for one in candidates]
        return await coverages(
            role, bound, lambda one: count_rows(one, purpose), frozenset(ours), cog
        )

    return coverages_of
