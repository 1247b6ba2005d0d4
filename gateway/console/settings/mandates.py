"""`/settings/mandates`: who acts for whom; a mandate given with its act, and ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.days import iso_day
from gateway.console.settings.answers import END_MANDATE, GIVE_MANDATE, MANDATES, MandatesAnswer
from gateway.console.settings.errors import Errors, by_field, errors_of, filled
from gateway.console.settings.keys import dataset_choices, dataset_names
from gateway.console.shared.words import Gettext
from gateway.console.visit import Draft, Refused, Visit, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE, _NOT_THERE = 422, 404
_TEXTS = ("mandatary", "start", "end", "competences", "act.reference", "act.enforceableSince")


def action_choices(_: Gettext) -> list[tuple[str, str, str]]:
    """Each action as GraphQL writes it, its name and what it allows."""
    return [
        ("QUERY", _("consulter"), _("lire ce que nos conventions nous donnent")),
        ("STEWARD", _("préparer"), _("inscrire des données, rédiger des conventions")),
        ("REQUEST", _("demander"), _("demander des données en notre nom")),
        ("APPROVE", _("signer"), _("signer des conventions en notre nom")),
        (
            "DEPOSIT",
            _("déposer"),
            _("laisser ses fichiers dans les données cochées plus bas, sans en lire une ligne"),
        ),
    ]


@page_for_signed_in
async def mandates(visit: Visit) -> Response:
    data = await MANDATES.ask(visit)
    listed = data.mandates or ()
    body = None if visit.body is None else visit.body["siren"]
    names = dataset_names(data.datasets, visit)
    words = {name.lower(): text for name, text, _ in action_choices(visit.gettext)}
    return visit.page(
        "settings/mandates.html",
        given=[entry for entry in listed if entry.principal.siren == body],
        received=[entry for entry in listed if entry.mandatary.siren == body],
        words_of=lambda actions: ", ".join(words.get(act.lower(), act) for act in actions),
        titles_of=lambda ids: ", ".join(names.get(name, name) for name in ids),
    )


@page_for_signed_in
async def give(visit: Visit) -> Response:
    """By whoever signs for the body, with the reference of the act that decided it."""
    data = await MANDATES.ask(visit)
    if visit.request.method != "POST":
        draft = await visit.draft("mandate")
        begun = {"actions": ["QUERY"], "datasets": []} if draft is None else _values(draft)
        return _give_page(visit, data, begun, [], draft=draft)
    form = await visit.form()
    values = _values(form)
    missing = _missing(values, visit.gettext)
    if missing:
        return _give_page(visit, data, values, missing)
    await visit.once(form)
    try:
        await GIVE_MANDATE.ask(visit, input=_wanted(values), dryRun=False)
    except Refused as refused:
        errors = errors_of(refused, values)
        return _give_page(visit, data, values, errors, is_too_weak=refused.is_too_weak)
    return visit.see_other("/settings/mandates", done="given")


@page_for_signed_in
async def end(visit: Visit) -> Response:
    """From either side; what stops is told first, then confirmed."""
    data = await MANDATES.ask(visit)
    chosen = visit.request.path_params["mandate"]
    mandate = next((entry for entry in data.mandates or () if entry.id == chosen), None)
    if mandate is None:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    form, stops = Form({}), None
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        form = await visit.form()
        is_sure = form.get("sure") == "yes"
        values = {
            "reason": " ".join(form.get("reason", "").split()),
            "on": iso_day(form.get("on", "")) or None,
        }
        try:
            done = await END_MANDATE.ask(visit, mandate=chosen, **values, dryRun=not is_sure)
            if is_sure:
                return visit.see_other("/settings/mandates", done="ended")
            stops = done.endMandate.sentences
        except Refused as refused:
            errors, is_too_weak = errors_of(refused, values), refused.is_too_weak
    return visit.page(
        "settings/mandate_end.html",
        status=_UNPROCESSABLE if errors else 200,
        mandate=mandate,
        values=filled(form),
        stops=stops,
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


def _values(form: Form) -> dict[str, Any]:
    return {
        **{name: form.get(name, "") for name in _TEXTS},
        "actions": list(form.all("actions")),
        "datasets": list(form.all("datasets")),
    }


def _missing(values: Mapping[str, Any], _: Gettext) -> Errors:
    """Errors for the missing values that the arguments need."""
    sentences = {
        "mandatary": _("Choisissez l'organisme qui agira pour vous."),
        "start": _("Donnez le premier jour du mandat."),
        "act.enforceableSince": _("Donnez le jour depuis lequel la délibération est exécutoire."),
    }
    return [
        {"id": name, "text": text, "next": None}
        for name, text in sentences.items()
        if not values[name]
    ]


def _wanted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "mandatary": values["mandatary"],
        "actions": values["actions"],
        "start": iso_day(values["start"]),
        "end": iso_day(values["end"]) or None,
        "competences": values["competences"].replace(",", " ").split(),
        "datasets": values["datasets"],
        "act": {
            "reference": values["act.reference"],
            "enforceableSince": iso_day(values["act.enforceableSince"]),
        },
    }


def _give_page(
    visit: Visit,
    data: MandatesAnswer,
    values: Mapping[str, Any],
    errors: Errors,
    *,
    draft: Draft | None = None,
    is_too_weak: bool = False,
) -> Response:
    own = None if visit.body is None else visit.body["name"]
    return visit.page(
        "settings/mandate_give.html",
        draft=draft,
        status=_UNPROCESSABLE if errors else 200,
        values=filled(values),
        bodies=[
            (entry.slug, entry.name) for entry in data.organisations or () if entry.name != own
        ],
        actions=action_choices(visit.gettext),
        datasets=[entry for entry in dataset_choices(data.datasets, visit) if entry[2] == own],
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


ROUTES = (
    Route("/settings/mandates", mandates),
    Route("/settings/mandates/new", give, methods=["GET", "POST"]),
    Route("/settings/mandates/{mandate}/end", end, methods=["GET", "POST"]),
)
