"""`/settings/secrets`: names and ages of the secrets kept encrypted; no value is ever shown."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.settings.answers import REMOVE_SECRET, SECRETS, SET_SECRET
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE = 422


@page_for_signed_in
async def secrets(visit: Visit) -> Response:
    """A new value under the same name replaces the one before; the next query uses it."""
    errors: Errors = []
    is_too_weak, name = False, ""
    if visit.request.method == "POST":
        form = await visit.form()
        name = form.get("name", "")
        try:
            if "remove" in form:
                await REMOVE_SECRET.ask(visit, name=form["remove"])
                return visit.see_other("/settings/secrets", done="removed")
            # Not trimmed: a password may end in a space.
            (value,) = form.all("value") or ("",)
            await SET_SECRET.ask(visit, name=name, value=value)
            return visit.see_other("/settings/secrets", done="set")
        except Refused as refused:
            is_too_weak = refused.is_too_weak
            errors = errors_of(refused, {"name", "value"})
            if refused.has("invalid_name"):
                errors = [{**error, "id": "name"} for error in errors]
    data, problems = await SECRETS.ask_in_part(visit)
    listed = data.secrets
    return visit.page(
        "settings/secrets.html",
        status=_UNPROCESSABLE if errors else 200,
        may_look=listed is not None,
        secrets=listed or (),
        name=name,
        problems=problems if listed is None else (),
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


ROUTES = (Route("/settings/secrets", secrets, methods=["GET", "POST"]),)
