"""`/settings/mail`: who may send us files by mail, and to which addresses."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.settings.answers import ADD_SENDER, MAIL, REMOVE_SENDER
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE = 422


@page_for_signed_in
async def mail(visit: Visit) -> Response:
    """A file that comes so waits to be confirmed; it is never published by itself."""
    errors: Errors = []
    is_too_weak, address = False, ""
    if visit.request.method == "POST":
        form = await visit.form()
        address = form.get("address", "")
        try:
            if "remove" in form:
                await REMOVE_SENDER.ask(visit, address=form["remove"])
                return visit.see_other("/settings/mail", done="removed")
            await ADD_SENDER.ask(visit, address=address)
            return visit.see_other("/settings/mail", done="listed")
        except Refused as refused:
            is_too_weak = refused.is_too_weak
            errors = errors_of(refused, {"address"})
    data, problems = await MAIL.ask_in_part(visit)
    mail_deposits = data.mailDeposits
    titles = {
        dataset.id: dataset.titleFr if visit.language == "fr" else dataset.titleEn
        for dataset in data.datasets or ()
    }
    return visit.page(
        "settings/mail.html",
        status=_UNPROCESSABLE if errors else 200,
        may_look=mail_deposits is not None,
        domain=None if mail_deposits is None else mail_deposits.domain,
        senders=() if mail_deposits is None else mail_deposits.senders,
        deposits=[
            (titles.get(deposit.dataset, deposit.dataset), deposit.dataset)
            for deposit in data.deposits or ()
        ],
        address=address,
        problems=problems if mail_deposits is None else (),
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


ROUTES = (Route("/settings/mail", mail, methods=["GET", "POST"]),)
