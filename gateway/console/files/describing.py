"""`/add/file/{upload}/describe`: five fields and a card a column; what a person answers holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from starlette.responses import Response

from catalog.fold import fold
from catalog.model.problem import Problem
from gateway.console.add.forms import FieldError, short_name
from gateway.console.files import documents
from gateway.console.files.column_cards import cards_of, column_answers, described_key
from gateway.console.files.words import frequency_words, listing_words
from gateway.console.visit import Draft, Visit, page_for_signed_in
from gateway.http.forms import Form

_LONGEST_TITLE = 120
_WORD = re.compile(r"[a-z0-9]+")
_MOST_NAMED = 8


@page_for_signed_in
async def describe(visit: Visit) -> Response:
    service = await visit.deposits()
    upload_id = visit.request.path_params["upload"]
    shown = await service.propose(upload_id)
    assert shown.reading is not None
    data = await visit.ask(documents.PLACES)
    places = _places(data)
    proposal = shown.reading["proposal"]
    if visit.request.method == "GET":
        draft = await visit.draft(_draft_name(upload_id))
        if draft is not None:
            begun = {**shown.answers, **_answered(draft, proposal)}
            return _page(visit, shown, places, _typed(draft), [], begun, draft)
        values = _values_of(proposal, shown.answers, places, _known_contact(data, visit), visit)
        return _page(visit, shown, places, values, [])
    form = await visit.form()
    answers = _answered(form, proposal)
    values = _without_left_out(_typed(form), proposal, answers)
    errors = [
        *_mistakes(values, places, visit),
        *_named_all_the_same(values, proposal, answers, visit),
    ]
    answers |= _answers_of(values)
    again = {**shown.answers, **answers}
    is_public = values["listing"] == "public" != shown.answers.get("listing")
    if not errors and is_public and form.get("confirmed") != "public":
        return _page(visit, shown, places, values, [], again, to_confirm=True)
    if not errors:
        try:
            await service.read(upload_id, answers)
        except Problem as problem:
            language = visit.language
            errors = [FieldError("", problem.sentence(language), problem.next_step(language))]
    if errors:
        return _page(visit, shown, places, values, errors, again)
    return visit.see_other(f"/add/file/{upload_id}/verify?into={values['into']}")


_FIELDS = ("title", "description", "frequency", "contact_name", "contact_email", "listing", "into")

_NEEDED = tuple(name for name in _FIELDS if name != "listing")


def _draft_name(upload_id: str) -> str:
    return f"file-{upload_id[:16]}"


def _typed(form: Form) -> dict[str, str]:
    return {name: form.get(name, "").strip() for name in _FIELDS}


def _answered(form: Form, proposal: Mapping[str, Any]) -> dict[str, Any]:
    """As the deposit service keeps them."""
    answers = {**_answers_of(_typed(form)), "columns": column_answers(form, proposal)}
    key = described_key(form, proposal)
    return answers if key is None else {**answers, "primaryKey": key}


def _places(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = {body["siren"]: body["name"] for body in data["organisations"]}
    return [
        {
            **place,
            "ownerName": names.get(place["owner"], place["owner"]),
            "operatorName": names.get(place["operator"], place["operator"]),
        }
        for place in data["openDeposits"]
    ]


def _values_of(
    proposal: Mapping[str, Any],
    answers: Mapping[str, Any],
    places: list[dict[str, Any]],
    known: Mapping[str, str],
    visit: Visit,
) -> dict[str, str]:
    """`known`: who answers about other data of the body."""
    contact = answers.get("contact", known)
    proposed = {"fr": _content_of(proposal)}
    return {
        "title": answers.get("title", proposal["title"])["fr"],
        "description": answers.get("description", proposed).get("fr", ""),
        "frequency": answers.get("updateFrequency", ""),
        "contact_name": contact.get("name", visit.body["name"] if visit.body else ""),
        "contact_email": contact.get("email", ""),
        "listing": answers.get("listing", "parties"),
        "into": places[0]["name"] if len(places) == 1 else "",
    }


def _known_contact(data: Mapping[str, Any], visit: Visit) -> Mapping[str, str]:
    own = None if visit.body is None else visit.body["siren"]
    contacts = [
        dataset["contact"]
        for dataset in data["datasets"]
        if dataset["owner"]["siren"] == own and dataset["contact"] is not None
    ]
    return contacts[-1] if contacts else {}


def _left_out(answers: Mapping[str, Any]) -> set[str]:
    columns: Mapping[str, Any] = answers.get("columns", {})
    return {header for header, answer in columns.items() if not answer.get("keep", True)}


def _without_left_out(
    values: dict[str, str], proposal: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, str]:
    """The proposed description names only the columns that are kept."""
    if values["description"] != _content_of(proposal):
        return values
    return {**values, "description": _content_of(proposal, _left_out(answers))}


def _named_all_the_same(
    values: Mapping[str, str],
    proposal: Mapping[str, Any],
    answers: Mapping[str, Any],
    visit: Visit,
) -> list[FieldError]:
    """A description that a person has written is read by others: it names no column left out."""
    left = _left_out(answers)
    written = _words(values["description"])
    named = [
        column["label"]["fr"]
        for column in proposal["columns"]
        if column["header"] in left and _words(column["label"]["fr"]) in written
    ]
    if not named:
        return []
    sentence = visit.gettext(
        "La description nomme « %(name)s », une colonne que vous ne gardez pas. D'autres la liront."
    )
    return [FieldError("description", sentence % {"name": named[0]})]


def _words(text: str) -> str:
    """Whole words, without accents or capitals, each between two blanks."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _content_of(proposal: Mapping[str, Any], left: Collection[str] = ()) -> str:
    """One sentence of what its columns are, in French as every description is first."""
    columns = [column for column in proposal["columns"] if column["header"] not in left]
    labels = {column["name"]: column["label"]["fr"] for column in columns}
    key = [name for name in proposal["primaryKey"] if name in labels]
    others = [label for name, label in labels.items() if name not in key]
    listed = ", ".join(others[:_MOST_NAMED]) + ("…" if len(others) > _MOST_NAMED else "")
    if not key:
        return f"Colonnes : {listed}."
    named = " et ".join(f"« {labels[name]} »" for name in key if name in labels)
    return f"Une ligne par {named} : {listed}." if listed else f"Une ligne par {named}."


def _mistakes(
    values: Mapping[str, str], places: list[dict[str, Any]], visit: Visit
) -> list[FieldError]:
    _ = visit.gettext
    errors = []
    if not values["title"]:
        errors.append(FieldError("title", _("Un titre est attendu.")))
    elif not short_name(values["title"]):
        errors.append(FieldError("title", _("Le titre doit contenir au moins une lettre.")))
    if len(values["title"]) > _LONGEST_TITLE:
        errors.append(FieldError("title", _("Le titre est trop long : 120 signes au plus.")))
    if not values["description"]:
        sentence = _("Une phrase est attendue : que contiennent-elles ?")
        errors.append(FieldError("description", sentence))
    if not values["frequency"]:
        errors.append(FieldError("frequency", _("Dites à quel rythme ces données changent.")))
    if not values["contact_name"]:
        errors.append(FieldError("contact_name", _("Dites qui répond aux questions.")))
    name, at, host = values["contact_email"].partition("@")
    if not (name and at and "." in host):
        errors.append(
            FieldError(
                "contact_email",
                _("Une adresse électronique est attendue, comme dechets@mairie.fr."),
            )
        )
    if values["into"] not in {place["name"] for place in places}:
        errors.append(FieldError("into", _("Choisissez le dépôt où enregistrer ces données.")))
    return errors


def _answers_of(values: Mapping[str, str]) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "name": short_name(values["title"]),
        "title": {"fr": values["title"]},
        "description": {"fr": values["description"]},
        "updateFrequency": values["frequency"],
        "contact": {"name": values["contact_name"], "email": values["contact_email"]},
        "listing": values["listing"] or "parties",
    }
    # What was left empty is told beside its field, and is no answer yet.
    return {key: value for key, value in answers.items() if value and value != {"fr": ""}}


def _page(
    visit: Visit,
    shown: Any,
    places: list[dict[str, Any]],
    values: Mapping[str, str],
    errors: list[FieldError],
    answers: Mapping[str, Any] | None = None,
    draft: Draft | None = None,
    *,
    to_confirm: bool = False,
) -> Response:
    proposal = shown.reading["proposal"]
    cards = cards_of(proposal, shown.answers if answers is None else answers, visit)
    return visit.page(
        "files/describe_file.html",
        status=422 if errors else 200,
        upload=shown.upload,
        values=values,
        errors=errors,
        error_of={error.id: error.text for error in errors},
        places=places,
        to_answer=sum(not values[name] for name in _NEEDED if name != "into" or places),
        draft=draft,
        draft_name=_draft_name(shown.upload.id),
        proposal=proposal,
        cards=cards,
        to_confirm=to_confirm,
        frequencies=frequency_words(visit.gettext),
        listings=listing_words(visit.gettext),
    )
