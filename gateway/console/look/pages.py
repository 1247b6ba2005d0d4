"""`/settings/look`: a body's own name, colours, logo and notice; `/look/…` applies them."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.look.answers import LOOK, REMOVE_LOOK, SET_LOOK, Look
from gateway.console.settings.errors import Errors, by_field, errors_of
from gateway.console.visit import Refused, Visit, page_for_all, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE, _NOT_FOUND = 422, 404
_FIELDS = ("shownName", "accent", "band", "notice")
_A_DAY_S = 24 * 3_600


@page_for_signed_in
async def look(visit: Visit) -> Response:
    """Saved only where what it colours is read well enough: the figure is told."""
    if visit.body is None:
        return visit.page("settings/nobody.html", status=_NOT_FOUND)
    body = (await LOOK.ask(visit, siren=visit.body["siren"])).organisation
    if body is None:
        return visit.page("settings/nobody.html", status=_NOT_FOUND)
    kept = body.look
    errors: Errors = []
    is_too_weak, values = False, _values_of(kept, body.name)
    if visit.request.method == "POST":
        form = await visit.form()
        try:
            if "remove" in form:
                await REMOVE_LOOK.ask(visit)
                return visit.see_other("/settings/look", done="removed")
            values = {name: form.get(name, "") for name in _FIELDS}
            await SET_LOOK.ask(visit, input={**values, **_logo_of(form, kept)})
            return visit.see_other("/settings/look", done="set")
        except Refused as refused:
            is_too_weak = refused.is_too_weak
            errors = errors_of(refused, {*_FIELDS, "logo"})
    return visit.page(
        "look/look.html",
        status=_UNPROCESSABLE if errors else 200,
        look=kept,
        siren=visit.body["siren"],
        values=values,
        may_change="steward" in visit.roles,
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


@page_for_all
async def style_sheet(visit: Visit) -> Response:
    """Of one body: nothing but colours, so that the page's policy stays as strict."""
    kept = await _look_of(visit)
    if kept is None:
        return Response("", _NOT_FOUND, media_type="text/css")
    text = (
        f":root {{ --accent: {kept.accent}; --accent-soft: {kept.accentSoft}; "
        f"--accent-deep: {kept.accent}; --band: {kept.band}; --band-ink: {kept.bandInk}; "
        f"--band-soft: {kept.bandInk}; --band-mark: {kept.bandInk}; }}\n"
        ".main:hover { text-decoration: underline; }\n"
    )
    return Response(text, media_type="text/css", headers=_KEPT)


@page_for_all
async def logo(visit: Visit) -> Response:
    kept = await _look_of(visit)
    if kept is None or not kept.logo:
        return Response("", _NOT_FOUND, media_type="text/plain")
    return Response(
        base64.b64decode(kept.logo),
        media_type=kept.logoType,
        headers={**_KEPT, "Content-Security-Policy": "default-src 'none'"},
    )


async def _look_of(visit: Visit) -> Look | None:
    answer, _problems = await LOOK.ask_in_part(visit, siren=visit.request.path_params["siren"])
    body = answer.organisation
    return None if body is None else body.look


def _values_of(kept: Look | None, name: str) -> Mapping[str, str]:
    if kept is None:
        return {"shownName": name, "accent": "#12594a", "band": "#ffffff", "notice": ""}
    return {
        "shownName": kept.shownName,
        "accent": kept.accent,
        "band": kept.band,
        "notice": kept.notice,
    }


def _logo_of(form: Form, kept: Look | None) -> dict[str, str]:
    """A new one as the page's script read it; else the one before, unless it is to go."""
    if form.get("logo"):
        media_type, _, content = form["logo"].partition(",")
        return {"logo": content, "logoType": media_type}
    if kept is None or "no_logo" in form:
        return {}
    return {"logo": kept.logo, "logoType": kept.logoType}


_KEPT = {"Cache-Control": f"private, max-age={_A_DAY_S}", "X-Content-Type-Options": "nosniff"}
ROUTES = (
    Route("/settings/look", look, methods=["GET", "POST"]),
    Route("/look/{siren}.css", style_sheet),
    Route("/look/{siren}/logo", logo),
)
