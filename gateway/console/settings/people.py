"""`/settings/people`: who has which role, who came without one; roles and purposes changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.settings.documents import (
    CHANGE_ROLES,
    PEOPLE,
    PEOPLE_AND_KEYS,
    REMOVE_PERSON,
)
from gateway.console.settings.errors import Errors, errors_of
from gateway.console.shared.words import Gettext, role_words
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE, _NOT_THERE = 422, 404
ROLES = ("agent", "steward", "approver", "dpo")


def role_choices(_: Gettext) -> list[tuple[str, str, str]]:
    """Each role, its name and what who has it may do."""
    may = {
        "agent": _("consulter, pour les finalités qui lui sont attribuées"),
        "steward": _("préparer : données, conventions, rôles, clés"),
        "approver": _("signer, suspendre, mettre fin, donner un mandat"),
        "dpo": _("veiller, suspendre, passer outre la garde"),
    }
    return [(role, role_words(role, _), may[role]) for role in ROLES]


def address_of(person: Mapping[str, Any], what: str = "change") -> str:
    query = {"issuer": person["issuer"], "agent": person["agent"]}
    return f"/settings/people/{what}?{urlencode(query)}"


@page_for_signed_in
async def people(visit: Visit) -> Response:
    """For those who prepare, sign or watch; arrivals are the stewards' alone."""
    data, problems = await visit.ask_in_part(PEOPLE)
    listed = data.get("people") or ()
    return visit.page(
        "settings/people.html",
        may_look=data.get("people") is not None,
        may_change="steward" in visit.roles,
        people=[person for person in listed if person["kind"] == "person"],
        arrivals=data.get("arrivals") or (),
        purposes=data.get("purposes") or (),
        role_words=lambda role: role_words(role, visit.gettext),
        name_of=name_of,
        address_of=address_of,
        problems=problems if data.get("people") is None else (),
    )


@page_for_signed_in
async def change(visit: Visit) -> Response:
    """The roles and purposes of one person. A change is tried whole before any of it is done."""
    data, _problems = await visit.ask_in_part(PEOPLE)
    query = visit.request.query_params
    person = _person(data, query.get("issuer"), query.get("agent"))
    if person is None:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return _form_page(visit, data, person, person["roles"], person["purposes"], [])
    form = await visit.form()
    roles, purposes = set(form.all("roles")), set(form.all("purposes"))
    before = set(person["roles"]) & set(ROLES)
    given, taken = sorted(roles - before), sorted(before - roles)
    assigns = purposes != set(person["purposes"])
    values = {
        "agent": person["agent"],
        "issuer": person["issuer"],
        "given": given,
        "taken": taken,
        "purposes": sorted(purposes),
        "gives": bool(given),
        "takes": bool(taken),
        "assigns": assigns,
    }
    if given or taken or assigns:
        try:
            # Somebody who came without a role is known once a role is given.
            await visit.ask(
                CHANGE_ROLES, **{**values, "assigns": assigns and not is_new(person)}, dryRun=True
            )
            await visit.ask(CHANGE_ROLES, **values, dryRun=False)
        except Refused as refused:
            errors = errors_of(refused, {"roles", "purposes"})
            return _form_page(
                visit, data, person, sorted(roles), sorted(purposes), errors, refused.is_too_weak
            )
    return visit.see_other("/settings/people", done="changed")


@page_for_signed_in
async def remove(visit: Visit) -> Response:
    """All roles and purposes of one person end; first what ends with them is told."""
    data, _problems = await visit.ask_in_part(PEOPLE_AND_KEYS)
    query = visit.request.query_params
    person = _person(data, query.get("issuer"), query.get("agent"))
    if person is None or not person["roles"]:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        values = {
            "agent": person["agent"],
            "issuer": person["issuer"],
            "roles": person["roles"],
            "purposes": bool(person["purposes"]),
        }
        try:
            await visit.ask(REMOVE_PERSON, **values, dryRun=True)
            await visit.ask(REMOVE_PERSON, **values, dryRun=False)
            return visit.see_other("/settings/people", done="removed")
        except Refused as refused:
            errors, is_too_weak = errors_of(refused, set()), refused.is_too_weak
    return visit.page(
        "settings/person_remove.html",
        status=_UNPROCESSABLE if errors else 200,
        name=name_of(person),
        address=address_of(person, "remove"),
        keys=[
            key["name"]
            for key in data.get("keys") or ()
            if key["madeBy"] == person["agent"] and not key["revokedAt"]
        ],
        errors=errors,
        is_too_weak=is_too_weak,
    )


def is_new(person: Mapping[str, Any]) -> bool:
    return "firstAt" in person


def name_of(person: Mapping[str, Any]) -> str:
    """As their colleagues know them."""
    name: str = person["name"] or person["email"] or person["agent"]
    return name


def _person(
    data: Mapping[str, Any], issuer: str | None, agent: str | None
) -> Mapping[str, Any] | None:
    """Of one's own body; who came without a role has none yet."""
    listed = [
        *(entry for entry in data.get("people") or () if entry["kind"] == "person"),
        *({**entry, "roles": [], "purposes": []} for entry in data.get("arrivals") or ()),
    ]
    chosen = (entry for entry in listed if (entry["issuer"], entry["agent"]) == (issuer, agent))
    return next(chosen, None)


def _form_page(
    visit: Visit,
    data: Mapping[str, Any],
    person: Mapping[str, Any],
    roles: list[str],
    purposes: list[str],
    errors: Errors,
    is_too_weak: bool = False,  # noqa: FBT001, FBT002 - told by the refusal
) -> Response:
    return visit.page(
        "settings/person.html",
        status=_UNPROCESSABLE if errors else 200,
        person=person,
        name=name_of(person),
        address=address_of(person),
        choices=role_choices(visit.gettext),
        roles=roles,
        chosen_purposes=purposes,
        purposes=data.get("purposes") or (),
        errors=errors,
        is_too_weak=is_too_weak,
    )


ROUTES = (
    Route("/settings/people", people),
    Route("/settings/people/change", change, methods=["GET", "POST"]),
    Route("/settings/people/remove", remove, methods=["GET", "POST"]),
)
