"""`/settings/keys`: keys of machines, made with what they may read, shown once, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.doors import KEY_DOORS, USUAL_DOORS
from gateway.console.days import iso_day
from gateway.console.settings.answers import (
    CONFIRM_KEY,
    KEYS,
    MAKE_KEY,
    REVOKE_KEY,
    ROTATE_KEY,
    Dataset,
    Key,
    KeysAnswer,
)
from gateway.console.settings.errors import Errors, by_field, errors_of, filled
from gateway.console.visit import Draft, Refused, Visit, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE, _NOT_THERE = 422, 404
_OVERLAP_DAYS = 7
_FORMATS = (
    ("csv-excel-fr", "CSV (Excel)"),
    ("csv", "CSV"),
    ("json", "JSON"),
    ("ndjson", "NDJSON"),
    ("arrow", "Arrow"),
    ("parquet", "Parquet"),
    ("xlsx", "XLSX"),
)
_LISTS = ("datasets", "purposes", "formats", "doors", "operations")


@page_for_signed_in
async def keys(visit: Visit) -> Response:
    data, problems = await KEYS.ask_in_part(visit)
    listed = data.keys
    return visit.page(
        "settings/keys.html",
        may_look=listed is not None,
        keys=listed or (),
        names=dataset_names(data.datasets, visit),
        documents={each.hash: each.name for each in data.operations or ()},
        purposes=_purposes(data, visit),
        problems=problems if listed is None else (),
    )


@page_for_signed_in
async def make(visit: Visit) -> Response:
    """The key stands on the page that answers, and nowhere else."""
    data = await KEYS.ask(visit)
    if visit.request.method != "POST":
        draft = await visit.draft("key")
        values: dict[str, Any] = {
            "formats": [name for name, _words in _FORMATS],
            "doors": list(USUAL_DOORS),
        }
        if draft is not None:
            values = {**_values(draft), "networks": draft.get("networks", "")}
        return _make_page(visit, data, values, [], draft=draft)
    form = await visit.form()
    values = _values(form)
    wanted = {
        **values,
        "networks": _lines(form.get("networks", "")),
        "lastDay": iso_day(values["lastDay"]),
    }
    if not wanted["lastDay"]:
        del wanted["lastDay"]
    await visit.once(form)
    try:
        made = (await MAKE_KEY.ask(visit, input=wanted)).makeKey
    except Refused as refused:
        errors = errors_of(refused, {*values, "networks"})
        shown = {**values, "networks": form.get("networks", "")}
        return _make_page(visit, data, shown, errors, is_too_weak=refused.is_too_weak)
    return visit.page("settings/key_made.html", key=made.key, name=wanted["name"], overlap=0)


@page_for_signed_in
async def rotate(visit: Visit) -> Response:
    """A new key for the same machine; the earlier one serves for some days more."""
    key = await _key_of(visit)
    if key is None:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        form = await visit.form()
        await visit.once(form)
        overlap = form.get("overlap", "")
        days = int(overlap) if overlap.isdecimal() else _OVERLAP_DAYS
        values = {
            "id": key.id,
            "lastDay": iso_day(form.get("last_day", "")) or None,
            "overlap": days,
        }
        try:
            made = (await ROTATE_KEY.ask(visit, **values)).rotateKey
            return visit.page("settings/key_made.html", key=made.key, name=key.name, overlap=days)
        except Refused as refused:
            errors, is_too_weak = errors_of(refused, {"last_day"}), refused.is_too_weak
    return visit.page(
        "settings/key_rotate.html",
        status=_UNPROCESSABLE if errors else 200,
        key=key,
        overlap=_OVERLAP_DAYS,
        errors=errors,
        is_too_weak=is_too_weak,
    )


@page_for_signed_in
async def revoke(visit: Visit) -> Response:
    """It opens nothing from that moment on: the name is typed first."""
    key = await _key_of(visit)
    if key is None:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        form = await visit.form()
        if form.get("name", "") != key.name:
            text = visit.gettext("Recopiez le nom exactement : %(name)s", name=key.name)
            errors = [{"id": "name", "text": text}]
        else:
            try:
                await REVOKE_KEY.ask(visit, id=key.id)
                return visit.see_other("/settings/keys", done="revoked")
            except Refused as refused:
                errors, is_too_weak = errors_of(refused, set()), refused.is_too_weak
    return visit.page(
        "settings/key_revoke.html",
        status=_UNPROCESSABLE if errors else 200,
        key=key,
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


@page_for_signed_in
async def confirm(visit: Visit) -> Response:
    """Its maker has left: who confirms it answers for it."""
    key = await _key_of(visit)
    if key is None or key.confirmBefore is None:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        try:
            await CONFIRM_KEY.ask(visit, id=key.id)
            return visit.see_other("/settings/keys", done="confirmed")
        except Refused as refused:
            errors, is_too_weak = errors_of(refused, set()), refused.is_too_weak
    return visit.page(
        "settings/key_confirm.html",
        status=_UNPROCESSABLE if errors else 200,
        key=key,
        errors=errors,
        is_too_weak=is_too_weak,
    )


def dataset_names(datasets: Sequence[Dataset] | None, visit: Visit) -> Mapping[str, str]:
    """Titles by identifier and by `organisation.name`, as scopes may hold either."""
    named: dict[str, str] = {}
    for entry in datasets or ():
        title = entry.titleFr if visit.language == "fr" else entry.titleEn
        named[entry.id] = named[f"{entry.owner.slug}.{entry.name}"] = title
    return named


def dataset_choices(datasets: Sequence[Dataset] | None, visit: Visit) -> list[tuple[str, str, str]]:
    """Name as acts take it, title, whose it is; one's own first."""
    body = None if visit.body is None else visit.body["siren"]
    listed = sorted(
        datasets or (),
        key=lambda entry: (entry.owner.siren != body, entry.owner.name),
    )
    return [
        (
            f"{entry.owner.slug}.{entry.name}",
            entry.titleFr if visit.language == "fr" else entry.titleEn,
            entry.owner.name,
        )
        for entry in listed
    ]


def _make_page(
    visit: Visit,
    data: KeysAnswer,
    values: Mapping[str, Any],
    errors: Errors,
    *,
    draft: Draft | None = None,
    is_too_weak: bool = False,
) -> Response:
    is_french = visit.language == "fr"
    return visit.page(
        "settings/key_make.html",
        status=_UNPROCESSABLE if errors else 200,
        draft=draft,
        values=filled(values),
        datasets=dataset_choices(data.datasets, visit),
        purposes=_purposes(data, visit),
        formats=_FORMATS,
        doors=[(each.code, each.fr if is_french else each.en) for each in KEY_DOORS],
        documents=[each.name for each in data.operations or ()],
        errors=errors,
        wrong=by_field(errors),
        is_too_weak=is_too_weak,
    )


def _values(form: Form) -> dict[str, Any]:
    lists = {name: list(form.all(name)) for name in _LISTS}
    return {"name": form.get("name", ""), **lists, "lastDay": form.get("lastDay", "")}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _purposes(data: KeysAnswer, visit: Visit) -> Mapping[str, str]:
    is_french = visit.language == "fr"
    return {
        entry.code: entry.labelFr if is_french else entry.labelEn for entry in data.purposes or ()
    }


async def _key_of(visit: Visit) -> Key | None:
    data = await KEYS.ask(visit)
    key_id = visit.request.path_params["key"]
    return next((entry for entry in data.keys or () if entry.id == key_id), None)


ROUTES = (
    Route("/settings/keys", keys),
    Route("/settings/keys/new", make, methods=["GET", "POST"]),
    Route("/settings/keys/{key}/rotate", rotate, methods=["GET", "POST"]),
    Route("/settings/keys/{key}/revoke", revoke, methods=["GET", "POST"]),
    Route("/settings/keys/{key}/confirm", confirm, methods=["GET", "POST"]),
)
