"""`/settings/people`: who has which role, who came without one; roles and purposes changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.settings.answers import (
    CHANGE_ROLES,
    PEOPLE,
    PEOPLE_AND_KEYS,
    REMOVE_PERSON,
    Arrival,
    PeopleAnswer,
    Person,
    PersonOfNotified,
)
from gateway.console.settings.errors import Errors, errors_of
from gateway.console.shared.words import Gettext, role_sentences, role_words
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE, _NOT_THERE = 422, 404
ROLES = ("agent", "steward", "approver", "dpo")


def role_choices(_: Gettext) -> list[tuple[str, str, str]]:
    """Each role, its name and what who has it may do."""
    may = {
        "agent": _("consulter, pour les finalités qui lui sont attribuées"),
        "steward": _("préparer : données, conventions, rôles, clés"),
        "approver": _("signer, suspendre, mettre fin, donner un mandat"),
        "dpo": _("veiller, suspendre, passer outre le contrôle d'anonymat"),
    }
    return [(role, role_words(role, _), may[role]) for role in ROLES]


def address_of(person: Person | Arrival, what: str = "change") -> str:
    query = {"issuer": person.issuer, "agent": person.agent}
    return f"/settings/people/{what}?{urlencode(query)}"


@page_for_signed_in
async def people(visit: Visit) -> Response:
    """For those who prepare, sign or watch; arrivals are the stewards' alone."""
    data, problems = await PEOPLE.ask_in_part(visit)
    listed = data.people or ()
    return visit.page(
        "settings/people.html",
        may_look=data.people is not None,
        may_change="steward" in visit.roles,
        people=[person for person in listed if person.kind == "person"],
        arrivals=data.arrivals or (),
        purposes=data.purposes or (),
        role_sentences=role_sentences(visit.gettext)[: len(ROLES)],
        role_words=lambda role: role_words(role, visit.gettext),
        name_of=name_of,
        address_of=address_of,
        problems=problems if data.people is None else (),
    )


@page_for_signed_in
async def change(visit: Visit) -> Response:
    """The roles and purposes of one person. A change is tried whole before any of it is done."""
    data, _problems = await PEOPLE.ask_in_part(visit)
    query = visit.request.query_params
    person = _person(data.people, data.arrivals, query.get("issuer"), query.get("agent"))
    if person is None:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return _form_page(visit, data, person, _roles_of(person), _purposes_of(person), [])
    form = await visit.form()
    roles, purposes = set(form.all("roles")), set(form.all("purposes"))
    before = set(_roles_of(person)) & set(ROLES)
    given, taken = sorted(roles - before), sorted(before - roles)
    assigns = purposes != set(_purposes_of(person))
    values = {
        "agent": person.agent,
        "issuer": person.issuer,
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
            tried = {**values, "assigns": assigns and not isinstance(person, Arrival)}
            await CHANGE_ROLES.ask(visit, **tried, dryRun=True)
            await CHANGE_ROLES.ask(visit, **values, dryRun=False)
        except Refused as refused:
            errors = errors_of(refused, {"roles", "purposes"})
            return _form_page(
                visit, data, person, sorted(roles), sorted(purposes), errors, refused.is_too_weak
            )
    return visit.see_other("/settings/people", done="changed")


@page_for_signed_in
async def remove(visit: Visit) -> Response:
    """All roles and purposes of one person end; first what ends with them is told."""
    data, _problems = await PEOPLE_AND_KEYS.ask_in_part(visit)
    query = visit.request.query_params
    person = _person(data.people, (), query.get("issuer"), query.get("agent"))
    if not isinstance(person, Person) or not person.roles:
        return visit.page("settings/nobody.html", status=_NOT_THERE)
    errors: Errors = []
    is_too_weak = False
    if visit.request.method == "POST":
        values = {
            "agent": person.agent,
            "issuer": person.issuer,
            "roles": person.roles,
            "purposes": bool(person.purposes),
        }
        try:
            await REMOVE_PERSON.ask(visit, **values, dryRun=True)
            await REMOVE_PERSON.ask(visit, **values, dryRun=False)
            return visit.see_other("/settings/people", done="removed")
        except Refused as refused:
            errors, is_too_weak = errors_of(refused, set()), refused.is_too_weak
    return visit.page(
        "settings/person_remove.html",
        status=_UNPROCESSABLE if errors else 200,
        name=name_of(person),
        address=address_of(person, "remove"),
        keys=[
            key.name for key in data.keys or () if key.madeBy == person.agent and not key.revokedAt
        ],
        errors=errors,
        is_too_weak=is_too_weak,
    )


def name_of(person: Person | PersonOfNotified | Arrival) -> str:
    """As their colleagues know them."""
    return person.name or person.email or person.agent


def _roles_of(person: Person | Arrival) -> list[str]:
    """None yet of who came without a role."""
    return [] if isinstance(person, Arrival) else person.roles


def _purposes_of(person: Person | Arrival) -> list[str]:
    return [] if isinstance(person, Arrival) else person.purposes


def _person(
    people: Sequence[Person] | None,
    arrivals: Sequence[Arrival] | None,
    issuer: str | None,
    agent: str | None,
) -> Person | Arrival | None:
    """Of one's own body."""
    listed: list[Person | Arrival] = [
        *(entry for entry in people or () if entry.kind == "person"),
        *(arrivals or ()),
    ]
    chosen = (entry for entry in listed if (entry.issuer, entry.agent) == (issuer, agent))
    return next(chosen, None)


def _form_page(
    visit: Visit,
    data: PeopleAnswer,
    person: Person | Arrival,
    roles: Collection[str],
    purposes: Collection[str],
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
        purposes=data.purposes or (),
        errors=errors,
        is_too_weak=is_too_weak,
    )


ROUTES = (
    Route("/settings/people", people),
    Route("/settings/people/change", change, methods=["GET", "POST"]),
    Route("/settings/people/remove", remove, methods=["GET", "POST"]),
)
