"""`/add/file/{upload}/verify`: the ladder, the map, and the one confirmation."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from catalog.model.problem import Problem
from gateway.console.files.ladder_view import ladder_values
from gateway.console.visit import Visit, page_for_signed_in
from gateway.files.deposits.preparing import Prepared, Wanted


@page_for_signed_in
async def verify(visit: Visit) -> Response:
    """Publishing is allowed with warnings, and says so."""
    service = await visit.deposits()
    upload_id = visit.request.path_params["upload"]
    form = await visit.form() if visit.request.method == "POST" else None
    if form is not None:
        await visit.once(form)
    into = visit.request.query_params.get("into")
    shown = await service.propose(upload_id)
    if "name" not in shown.answers or into is None:
        return visit.see_other(f"/add/file/{upload_id}/describe")
    wanted = Wanted(shown.answers["name"], into=into)
    if form is not None:
        answers = {"sumsConfirmed": True} if "sums_confirmed" in form else None
        try:
            confirmed = await service.confirm(upload_id, wanted, answers)
        except Problem as problem:
            return _refused(visit, shown, problem)
        return visit.see_other(f"/data/{confirmed.change.dataset.id}/versions", done="made")
    try:
        prepared = await service.preview(upload_id, wanted)
    except Problem as problem:
        return _refused(visit, shown, problem)
    return visit.page(
        "files/verify_file.html",
        upload=shown.upload,
        into=into,
        problem=None,
        **await _values(prepared, visit),
    )


async def _values(prepared: Prepared, visit: Visit) -> dict[str, Any]:
    listing = prepared.dataset.listing.value
    return {
        "title": prepared.dataset.title_fr,
        "rows": prepared.outcome["rows"],
        "listing": listing,
        **await ladder_values(prepared.outcome["checks"], visit),
    }


def _refused(visit: Visit, shown: Any, problem: Problem) -> Response:
    """The page of a refused file; the next step is on the page before, or in the file itself."""
    return visit.page(
        "files/verify_file.html",
        status=422,
        upload=shown.upload,
        into=visit.request.query_params.get("into", ""),
        problem=problem,
        problems=list(getattr(problem, "problems", (problem,))),
    )
