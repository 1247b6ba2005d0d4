"""One visit of a page: who came, in which language, and the only way to ask for anything.

A page is a client of the platform's own GraphQL, in the same process: what it shows and does goes
through the same reader, law, decision and audit as `/graphql`. It looks nowhere else.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response

from catalog.model.problem import Language, Problem
from catalog.model.subject import Strength
from gateway.base.error_reporting import report_unexpected
from gateway.console.drafts.places import draft_place
from gateway.console.hints import on_a_page
from gateway.console.host_look import find_host_body
from gateway.console.message_subjects import count_subjects
from gateway.console.once import SentBefore, claim, settle
from gateway.console.page import (
    ACTING_COOKIE,
    HOME,
    here,
    inside,
    language_of,
    page,
    problem_page,
    redirection,
    sign_in_first,
)
from gateway.console.principals import deposits_alone, principals_of
from gateway.console.rendering import printed, translations, write_number
from gateway.control.execute import answer_document
from gateway.files.deposits.service import DepositService
from gateway.http.forms import Form, read_form
from gateway.http.rest.caller import depositor
from gateway.http.sent_file import SentFile, read_sent_file
from gateway.http.session_guard import signed_in_of
from gateway.reading.query.request import GraphqlRequest, read_address
from gateway.services import Services

_log = structlog.get_logger()
Endpoint = Callable[[Request], Awaitable[Response]]
PageOf = Callable[["Visit"], Awaitable[Response]]
DRAFT_FIELD = "_draft"
"""The name of the form's draft, which the page's script adds when it is sent."""
_SEE_OTHER, _NOT_FOUND = 303, 404
_WEAK = "sign_in_too_weak"
_ME = """
query Shell {
  me {
    agent kind roles purposes
    organisation { siren slug name kind look { shownName notice logoType version } }
  }
  mandates { inForce actions principal { siren slug name kind } mandatary { siren } }
  inbox(unread: true) { kind about }
}
"""
_NOBODY = """
query Shell { me { agent kind roles purposes organisation { siren slug name kind } } }
"""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """In the reader's language. `path`: the argument at fault, where one is."""

    code: str
    sentence: str
    next_step: str
    path: tuple[str, ...] = ()


class Refused(Exception):  # noqa: N818 - told to a person, like a Problem
    """The problems that a document met: nothing of it is shown."""

    def __init__(self, problems: Sequence[ShownProblem], status: int) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)
        self.status = status

    @property
    def is_too_weak(self) -> bool:
        """True where a problem is that the sign-in is too weak: a second factor may do."""
        return any(problem.code == _WEAK for problem in self.problems)

    def has(self, code: str) -> bool:
        return any(problem.code == code for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Draft(Form):
    """The fields of a form as they were kept, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """`body` is the public body that the visitor acts for; None for nobody and for the platform.

    `employer` is their own where they act for another under a mandate, whose SIREN is then
    `on_behalf_of`; `principals` are the bodies that gave theirs one; `deposits_alone`: the mandate
    is for leaving files and nothing else. `unread`: things told of in the inbox that wait.
    """

    request: Request
    services: Services
    language: Language
    agent: str | None
    person: str | None
    body: Mapping[str, Any] | None
    roles: frozenset[str]
    purposes: tuple[str, ...]
    proves: frozenset[Strength]
    unread: int = 0
    ends_at: str | None = None
    idle_ends_at: str | None = None
    employer: Mapping[str, Any] | None = None
    on_behalf_of: str | None = None
    principals: tuple[Mapping[str, Any], ...] = ()
    deposits_alone: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.agent is not None

    @property
    def may_approve(self) -> bool:
        return Strength.APPROVE in self.proves

    async def ask(
        self, document: str, /, *, purpose: str | None = None, **variables: Any
    ) -> Mapping[str, Any]:
        """The `data` of a document. Raises Refused when anything of it met a problem."""
        data, refused = await self._answered(document, purpose, variables)
        if refused is not None:
            raise refused
        return data

    async def ask_in_part(
        self, document: str, /, *, purpose: str | None = None, **variables: Any
    ) -> tuple[Mapping[str, Any], tuple[ShownProblem, ...]]:
        """The same where a part may fail alone: `data` with nulls, and the problems beside it."""
        data, refused = await self._answered(document, purpose, variables)
        if refused is not None and not data:
            raise refused
        return data, () if refused is None else refused.problems

    async def _answered(
        self, document: str, purpose: str | None, variables: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], Refused | None]:
        return await _answered(
            self.request,
            self.services,
            document,
            self.language,
            purpose,
            variables,
            on_behalf_of=self.on_behalf_of,
        )

    async def form(self) -> Form:
        """The fields that a form of ours sent. Raises RequestNotAsDescribed, DocumentTooLarge."""
        form = await read_form(self.request)
        self.request.state.draft = form.get(DRAFT_FIELD)
        return form

    async def once(self, form: Form) -> None:
        """Before what must not be made twice: goes on for the first sending of the form alone.

        Raises SentBefore, which the page answers as it answered the first.
        """
        await claim(self.request, self.services, form)

    async def draft(self, name: str) -> Draft | None:
        """The draft begun by the visitor in the form of this `data-draft`; None for nothing.

        Sending the form forgets it, once the page answers with another.
        """
        place, drafts = draft_place(self.request, name), self.services.drafts
        if place is None or drafts is None:
            return None
        kept = await drafts.read(place, self.services.query.clock())
        return None if kept is None else Draft(kept.values, name, kept.at)

    async def deposits(self) -> DepositService:
        """Files of the visitor's, which no document of GraphQL carries: through the service of
        the REST door, as the same subject.

        Raises BadToken for nobody.
        """
        caller = await depositor(self.request, None, self.on_behalf_of)
        services = self.services
        return DepositService(caller.subject, services.acts, services.deposits, services.query)

    async def file(self, field: str) -> SentFile:
        """The sent parts of a form with a file, to be read once. Raises RequestNotAsDescribed."""
        return await read_sent_file(self.request, field)

    @property
    def receipts(self) -> tuple[str, ...]:
        """One for each document that read rows in this visit."""
        return getattr(self.request.state, "receipts", ())

    def gettext(self, message: str, /, **values: Any) -> str:
        """A sentence of a page's Python, from its French; `%(name)s` stands for a value."""
        sentence = translations(self.language).gettext(message)
        return sentence % values if values else sentence

    def number(self, value: float | str | None, decimals: int | None = None) -> str:
        return write_number(value, self.language, decimals)

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        return page(template, self.request, status=status, **{"visit": self, **values})

    def part(self, template: str, **values: Any) -> Response:
        """A part of a page, for htmx to put in its place."""
        return page(template, self.request, visit=self, **values)

    def see_other(self, address: str, done: str | None = None) -> Response:
        """After a change: a page, which words what was `done` and may be loaded again."""
        if done is not None:
            address += f"{'&' if '?' in address else '?'}done={done}"
        return redirection(inside(address), self.request)


async def visit_of(request: Request) -> Visit:
    """Raises Refused where even who asks cannot be told."""
    services: Services = request.app.state.services
    language, signed_in = language_of(request), signed_in_of(request)
    document = _NOBODY if signed_in is None else _ME
    data, refused = await _answered(request, services, document, language, None, {})
    if refused is not None and not data:
        raise refused
    me = data.get("me") or {}
    own, principals = me.get("organisation"), principals_of(data)
    chosen = request.cookies.get(ACTING_COOKIE)
    principal = next((body for body in principals if body["siren"] == chosen), None)
    return Visit(
        request=request,
        services=services,
        language=language,
        agent=me.get("agent"),
        person=None if signed_in is None else signed_in.session.person or me.get("agent"),
        body=own if principal is None else principal,
        roles=frozenset(me.get("roles") or ()),
        purposes=tuple(me.get("purposes") or ()),
        proves=frozenset() if signed_in is None else signed_in.claims.proves,
        unread=count_subjects(data.get("inbox") or []),
        ends_at=None if signed_in is None else signed_in.session.ends_at.isoformat(),
        idle_ends_at=None
        if signed_in is None
        else services.sign_in.sessions.idle_end(signed_in.session).isoformat(),
        employer=None if principal is None else own,
        on_behalf_of=None if principal is None else principal["siren"],
        principals=principals,
        deposits_alone=principal is not None and deposits_alone(data, principal),
    )


def page_for_all(endpoint: PageOf) -> Endpoint:
    """A page that anybody may open."""

    async def answer(request: Request) -> Response:
        return await _shown(request, endpoint)

    return told_as_page(answer)


def page_for_signed_in(endpoint: PageOf) -> Endpoint:
    """A page that asks whoever is not signed in to sign in first, then comes back."""

    async def answer(request: Request) -> Response:
        if signed_in_of(request) is None:
            return sign_in_first(request)
        return await _shown(request, endpoint)

    return told_as_page(answer)


def told_as_page(endpoint: Endpoint) -> Endpoint:
    """A Problem becomes a page in the reader's language."""

    async def answer(request: Request) -> Response:
        try:
            await find_host_body(request, _answered)
            return await endpoint(request)
        except Problem as problem:
            _log.info("page_refused", address=request.url.path, code=problem.code)
            again = here(request) if request.method == "GET" else HOME
            return problem_page(problem, request, inside(request.query_params.get("next"), again))
        except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a person
            reference = uuid.uuid4().hex
            return problem_page(report_unexpected(bug, reference), request, reference=reference)

    return answer


async def _shown(request: Request, endpoint: PageOf) -> Response:
    visit, answer, is_first = None, None, True
    services: Services = request.app.state.services
    try:
        visit = await visit_of(request)
        answer = await endpoint(visit)
        await _forget_sent_draft(visit, answer)
    except SentBefore as before:
        assert visit is not None
        is_first, answer = False, _sent_before(visit, before)
    except Refused as refused:
        codes = [problem.code for problem in refused.problems]
        _log.info("page_refused", address=request.url.path, codes=codes)
        is_nowhere = request.path_params and "unknown_dataset" in codes
        answer = page(
            "shared/refused.html",
            request,
            status=_NOT_FOUND if is_nowhere else refused.status,
            visit=visit,
            problems=refused.problems,
            is_too_weak=refused.is_too_weak,
        )
    finally:
        await settle(request, services, answer, is_first=is_first)
    return answer


def _sent_before(visit: Visit, before: SentBefore) -> Response:
    if before.answer is not None:
        return before.answer
    if before.address:
        return visit.see_other(before.address)
    above = visit.request.url.path.rpartition("/")[0] or "/"
    is_known = before.address is not None
    return visit.page("shared/sent_before.html", following=above, is_known=is_known)


async def _forget_sent_draft(visit: Visit, answer: Response) -> None:
    """A form that was sent and done needs no draft any more; one that was refused keeps it."""
    name = getattr(visit.request.state, "draft", None)
    drafts = visit.services.drafts
    if name is None or drafts is None or answer.status_code != _SEE_OTHER:
        return
    place = draft_place(visit.request, name)
    if place is not None:
        await drafts.forget(place)


async def _answered(
    request: Request,
    services: Services,
    document: str,
    language: Language,
    purpose: str | None,
    variables: Mapping[str, Any],
    *,
    on_behalf_of: str | None = None,
) -> tuple[Mapping[str, Any], Refused | None]:
    signed_in = signed_in_of(request)
    sent = GraphqlRequest(
        id=uuid.uuid4().hex,
        document=document,
        variables=variables,
        session=None if signed_in is None else signed_in.claims,
        purpose=purpose,
        on_behalf_of=on_behalf_of,
        language=language,
        safe=request.method in {"GET", "HEAD"},
        address=read_address(None if request.client is None else request.client.host),
    )
    answer = await answer_document(sent, services)
    if answer.receipt is not None:
        request.state.receipts = (*getattr(request.state, "receipts", ()), answer.receipt)
    body = orjson.loads(answer.body)
    problems = [_shown_problem(error, language) for error in body.get("errors") or ()]
    status = 422 if answer.status in {200, 400} else answer.status
    return body.get("data") or {}, Refused(problems, status) if problems else None


def _shown_problem(error: Mapping[str, Any], language: Language) -> ShownProblem:
    more = error.get("extensions") or {}
    path = more.get("path") or ()
    return ShownProblem(
        code=more.get("code", ""),
        sentence=printed(error["message"], language),
        next_step=printed(on_a_page(more.get("next") or ""), language),
        path=tuple(map(str, path)) if isinstance(path, list) else (str(path),),
    )
