"""The pages of an entity set: streamed, each decided and recorded anew, joined by their tokens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from catalog.model.problem import Problem
from gateway.http.addressed import Incoming
from gateway.http.odata.answers import odata_headers, write_refusal
from gateway.http.odata.forms import context_of, json_form
from gateway.http.odata.navigations import Related, read_expand
from gateway.http.odata.options import Options, page_size
from gateway.http.odata.rows_json import RowsJson
from gateway.http.sql import Asked as RowsQuestion
from gateway.http.walk_answer import WalkAnswer, is_anonymous
from gateway.reading.walks.kept_rows import counted
from gateway.reading.walks.page_order import total_order
from gateway.reading.walks.page_rows import PageEnd
from gateway.reading.walks.page_statement import PageQuestion
from gateway.reading.walks.readable import Readable, readable_body
from gateway.reading.walks.terms import Condition
from gateway.reading.walks.walk_tokens import WalkTokens, new_walk


class PageAnswer(WalkAnswer):
    """One page of the set that is named first in the address."""

    def __init__(self, incoming: Incoming) -> None:
        super().__init__(incoming.request, partial(_read_page, self, incoming), incoming.id)
        self.has_preferred_size = False

    @override
    def refusal(self, problem: Problem) -> Response:
        return write_refusal(
            problem, self.language, self.id, is_anonymous=is_anonymous(self.request)
        )

    @override
    def headed(self, response: Response) -> Response:
        response.headers.update(odata_headers(response.status_code, self.id, self.language))
        if self.has_preferred_size and self.end is not None:
            rows = self.end.question.size
            response.headers["Preference-Applied"] = f"odata.maxpagesize={rows}"
        return response


async def _read_page(
    answer: PageAnswer, incoming: Incoming, request: Request, request_id: str, max_bytes: int
) -> RowsQuestion:
    del request_id, max_bytes
    form = json_form(incoming)
    options = Options.of(incoming.pairs)
    reading = incoming.reading()
    body = await readable_body(incoming.slug, reading, incoming.ports, is_counted=False)
    readable = await body.readable(incoming.parts[0])
    size, prefers = page_size(request.headers.get("prefer"))
    question = page_question(options, readable, size)
    visible, places = len(question.columns), {}
    related = Related(read_expand(options.values.get("$expand", ""), readable), body, readable)
    if related.navigations:
        beside = [each for each in related.columns if each not in question.columns]
        question = replace(question, columns=(*question.columns, *beside))
        places = {each.id: question.columns.index(each) for each in related.columns}
    tokens = WalkTokens.of(body, readable, options.question)
    # Where nothing is given any more, the law says so; no token is looked at.
    walk = new_walk(options.number("$top"))
    if options.token is not None and readable.columns:
        walk = tokens.open(options.token, len(question.order))
    count = None
    if options.wants_count:
        count = await counted(question.count(walk, reading), incoming.ports)
    end = answer.end = PageEnd(question, walk)
    answer.has_preferred_size = prefers
    name = str(readable.dataset.name)

    def next_link() -> str | None:
        place = end.next
        return None if place is None else incoming.link(name, options.link(tokens.seal(place)))

    context = f"{context_of(incoming)}#{name}{selected_context(options)}"
    encoder = RowsJson(context, visible, form, count, next_link, related, places)
    return question.page(walk, reading), encoder, f"{name}.json"


def page_question(
    options: Options, readable: Readable, size: int, conditions: tuple[Condition, ...] = ()
) -> PageQuestion:
    """Without `$select`, all that is given; of what is not given at all, what the law refuses."""
    columns = options.selected(readable) or readable.columns or readable.dataset.columns
    question = PageQuestion(
        readable=readable,
        columns=tuple(columns),
        order=(),
        size=size,
        conditions=(*conditions, *options.conditions(readable)),
        skip=options.number("$skip") or 0,
    )
    return replace(question, order=total_order(options.order(readable), readable, columns))


def selected_context(options: Options) -> str:
    """`(a,b)` for what was selected; never an empty pair of brackets, which breaks clients."""
    names = [each.strip() for each in options.values.get("$select", "*").split(",")]
    return "" if "*" in names or not names else f"({','.join(dict.fromkeys(names))})"
