"""`/settings/webhooks`: where our own software is told of what happens; tried when it is added."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.settings.answers import (
    DELIVERIES,
    MESSAGE_KINDS,
    REACTIVATE_WEBHOOK,
    REGISTER_WEBHOOK,
    REMOVE_WEBHOOK,
    REPLAY,
    WEBHOOKS,
    WebhooksAnswer,
)
from gateway.console.settings.errors import Errors, by_field, errors_of, filled
from gateway.console.shared.words import Gettext
from gateway.console.typed_answers import Document
from gateway.console.visit import Refused, Visit, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE, _NOT_THERE = 422, 404
_ACTS: Final[Mapping[str, Document[Any]]] = {
    "remove": REMOVE_WEBHOOK,
    "reactivate": REACTIVATE_WEBHOOK,
}
_DONE: Final = {"remove": "removed", "reactivate": "reactivated"}


def topic_choices(_: Gettext) -> list[tuple[str, str]]:
    """The first word of kinds, and what they are about."""
    return [
        ("agreement", _("nos conventions")),
        ("dataset", _("les sources de nos données")),
        ("usage", _("les lectures inhabituelles")),
        ("mandate", _("les mandats")),
        ("roles", _("les rôles")),
        ("webhook", _("les envois eux-mêmes")),
    ]


@page_for_signed_in
async def webhooks(visit: Visit) -> Response:
    data, problems = await WEBHOOKS.ask_in_part(visit)
    listed = data.webhooks
    return visit.page(
        "settings/webhooks.html",
        may_look=listed is not None,
        webhooks=listed or (),
        topics_of=lambda kinds: topics_of(kinds, visit.gettext),
        problems=problems if listed is None else (),
    )


@page_for_signed_in
async def add(visit: Visit) -> Response:
    """Kept only where the address answers a signed trial."""
    data = await WEBHOOKS.ask(visit)
    if visit.request.method != "POST":
        draft = await visit.draft("webhook") or Form({})
        begun = {**_texts(draft), "topics": list(draft.all("topics"))}
        return _add_page(visit, data, begun, [], draft=draft)
    form = await visit.form()
    values = _texts(form)
    topics = list(form.all("topics"))
    await visit.once(form)
    try:
        kinds = (await MESSAGE_KINDS.ask(visit)).messageKinds if topics else ()
        chosen = [kind for kind in kinds or () if kind.partition(".")[0] in topics]
        await REGISTER_WEBHOOK.ask(visit, input={**values, "kinds": chosen})
    except Refused as refused:
        errors = errors_of(refused, values)
        if refused.has("invalid_name"):
            errors = [{**error, "id": "name"} for error in errors]
        if not values["name"]:
            errors = [{"id": "name", "text": visit.gettext("Donnez un nom à cette adresse.")}]
        return _add_page(
            visit, data, {**values, "topics": topics}, errors, is_too_weak=refused.is_too_weak
        )
    return visit.see_other("/settings/webhooks", done="added")


@page_for_signed_in
async def webhook(visit: Visit) -> Response:
    """One address, the last hundred deliveries, and what can be done with them."""
    chosen = visit.request.path_params["webhook"]
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        form = await visit.form()
        act = form.get("act", "")
        try:
            if act in _ACTS:
                await _ACTS[act].ask(visit, id=chosen)
                return visit.see_other("/settings/webhooks", done=_DONE[act])
            if "replay" in form:
                await REPLAY.ask(visit, id=form["replay"])
                return visit.see_other(f"/settings/webhooks/{chosen}", done="replayed")
        except Refused as refused:
            errors, is_too_weak = errors_of(refused, set()), refused.is_too_weak
    data, problems = await DELIVERIES.ask_in_part(visit, webhook=chosen)
    registered = next((entry for entry in data.webhooks or () if entry.id == chosen), None)
    if registered is None:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    return visit.page(
        "settings/webhook.html",
        status=_UNPROCESSABLE if errors else 200,
        webhook=registered,
        deliveries=data.deliveries or (),
        state_words=state_words(visit.gettext),
        problems=problems,
        errors=errors,
        is_too_weak=is_too_weak,
    )


def topics_of(kinds: Collection[str], _: Gettext) -> str:
    """In words; all of them where none was chosen."""
    topics = {kind.partition(".")[0] for kind in kinds}
    words = [text for topic, text in topic_choices(_) if topic in topics]
    return ", ".join(words) if kinds else _("tout")


def state_words(_: Gettext) -> Mapping[str, tuple[str, str]]:
    """The mark and the word of each state of a delivery."""
    return {
        "pending": ("wait", _("à envoyer")),
        "sent": ("ok", _("reçu")),
        "failed": ("stop", _("échoué")),
        "off": ("off", _("pas envoyé")),
    }


def _texts(form: Form) -> dict[str, str]:
    return {name: form.get(name, "") for name in ("name", "url", "secret")}


def _add_page(
    visit: Visit,
    data: WebhooksAnswer,
    values: Mapping[str, Any],
    errors: Errors,
    *,
    draft: Form | None = None,
    is_too_weak: bool = False,
) -> Response:
    return visit.page(
        "settings/webhook_add.html",
        draft=draft,
        status=_UNPROCESSABLE if errors else 200,
        values=filled(values),
        secrets=[(entry.reference, entry.name) for entry in data.secrets or ()],
        topics=topic_choices(visit.gettext),
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


ROUTES = (
    Route("/settings/webhooks", webhooks),
    Route("/settings/webhooks/new", add, methods=["GET", "POST"]),
    Route("/settings/webhooks/{webhook}", webhook, methods=["GET", "POST"]),
)
