"""`/add/file`: a file dropped, and how it was read, told in words before anything is kept."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.problem import Problem
from gateway.console.files.describing import describe
from gateway.console.files.documents import ASK_FOR_PLACE, OWN_PLACES
from gateway.console.files.file_state import errors_of, file_values, reading_answers, still_waiting
from gateway.console.files.receiving import receive
from gateway.console.files.updating import next_version, update
from gateway.console.files.verifying import verify
from gateway.console.files.versions import original, read_again, undo, versions
from gateway.console.visit import Visit, page_for_signed_in
from gateway.files.deposits.service import DepositService, UploadShown


@page_for_signed_in
async def add_file(visit: Visit) -> Response:
    """No option is asked; what waits from before is listed."""
    error: Problem | None = None
    needs_place = await _place_missing(visit)
    if visit.request.method == "POST":
        upload, error = await receive(visit)
        if upload is not None:
            return visit.see_other(f"/add/file/{upload.id}")
    waiting = await (await visit.deposits()).uploads()
    return visit.page(
        "files/add_file.html",
        status=200 if error is None else 422,
        errors=errors_of(error, visit),
        waiting=waiting,
        needs_place=needs_place,
        may_ask="steward" in visit.roles and visit.on_behalf_of is None,
    )


async def _place_missing(visit: Visit) -> bool:
    """True where there is no place to leave a file in, neither new nor beside others."""
    data, _problems = await visit.ask_in_part(OWN_PLACES)
    places = data.get("openDeposits")
    return places is not None and not places and not data.get("deposits")


@page_for_signed_in
async def ask_for_place(visit: Visit) -> Response:
    """To the operators, in the visitor's own words."""
    form = await visit.form()
    await visit.ask(ASK_FOR_PLACE, why=form.get("why", ""))
    return visit.see_other("/add/file", done="asked")


@page_for_signed_in
async def one_file(visit: Visit) -> Response:
    """While it is read, how far that is; then what was read; what is corrected is read again."""
    service = await visit.deposits()
    upload_id = visit.request.path_params["upload"]
    if visit.request.method == "GET":
        return await _shown(visit, service, await service.upload(upload_id))
    form = await visit.form()
    if "cancel" in form:
        await service.cancel(upload_id)
        return visit.see_other("/add/file", done="cancelled")
    await service.read(upload_id, {"questions": reading_answers(form)})
    return visit.see_other(f"/add/file/{upload_id}")


async def _shown(visit: Visit, service: DepositService, shown: UploadShown) -> Response:
    """Data that it seems to go on with are offered first: nothing is described twice."""
    if (waiting := still_waiting(visit, shown)) is not None:
        return waiting
    values = await file_values(visit, shown)
    values["continued"] = await service.continued(shown)
    return visit.page("files/file.html", **values)


ROUTES = (
    Route("/add/file", add_file, methods=["GET", "POST"]),
    Route("/add/file/ask", ask_for_place, methods=["POST"]),
    Route("/add/file/{upload}", one_file, methods=["GET", "POST"]),
    Route("/add/file/{upload}/describe", describe, methods=["GET", "POST"]),
    Route("/add/file/{upload}/verify", verify, methods=["GET", "POST"]),
    Route("/data/{dataset}/update", update, methods=["GET", "POST"]),
    Route("/data/{dataset}/update/{upload}", next_version, methods=["GET", "POST"]),
    Route("/data/{dataset}/versions", versions),
    Route("/data/{dataset}/versions/{number:int}/original", original),
    Route("/data/{dataset}/versions/{number:int}/read-again", read_again, methods=["POST"]),
    Route("/data/{dataset}/undo", undo, methods=["GET", "POST"]),
)
