"""A connection to one gateway, for one reader and one purpose."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from interco_client.answers import Answer, answer_of
from interco_client.patience import Patience
from interco_client.problems import Mistake, NotFound, Problem, Unreachable, of_response
from interco_client.rows import Rows

KEY_VARIABLE = "INTERCO_KEY"
_ARROW = "application/vnd.apache.arrow.stream"
_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
_PAGE_INFO = "Add pageInfo { hasNextPage endCursor }."
_EXPLAINED = """{ requestId at agent organisation { name } purpose status rows durationMs
  datasets { dataset { name owner { name } } allowed columnsRead
    branches { agreement title rows { fr en } columns { name transform } }
    denials { code words { fr en } next { fr en } } }
  statements { path engine sql whole } }"""
_EXPLAIN = f"""query ($document: String!, $variables: String) {{
  explain(document: $document, variables: $variables) {_EXPLAINED} }}"""
_EXPLAIN_REQUEST = f"query ($id: ID!) {{ explainRequest(id: $id) {_EXPLAINED} }}"


def connect(
    url: str,
    key: str | None = None,
    *,
    purpose: str | None = None,
    language: str = "en",
    patience: Patience | None = None,
    transport: httpx.BaseTransport | None = None,
) -> Client:
    """Nothing is sent yet. `key`: a machine's key or an access token; else the variable
    INTERCO_KEY; without either, open data alone. `purpose`: a code that holds for every question,
    where a key has several. `language`: of the sentences, "fr" or "en".

    Raises Mistake for an address that holds a key or a password, or that would send the key in
    clear to another machine.
    """
    said = key if key is not None else os.environ.get(KEY_VARIABLE)
    _check_address(url, has_key=said is not None)
    headers = {"Accept-Language": language, "User-Agent": "interco-client/0.1.0"}
    if said:
        headers["Authorization"] = f"Bearer {said.strip()}"
    if purpose is not None:
        headers["Interco-Purpose"] = purpose
    http = httpx.Client(
        base_url=url, headers=headers, timeout=_TIMEOUT, transport=transport, follow_redirects=False
    )
    return Client(url, http, patience or Patience())


@dataclass(frozen=True, slots=True)
class Client:
    """Made by `connect`; a `with` closes its connections. Several threads may share it."""

    url: str
    _http: httpx.Client = field(repr=False)
    _patience: Patience = field(repr=False)

    def sql(
        self, statement: str, parameters: Sequence[object] = (), *, purpose: str | None = None
    ) -> Rows:
        """Rows of a statement, one parameter for each `?`. What is refused raises here; the rows
        are read when they are asked of the answer.
        """
        return self._rows({"query": statement}, parameters, purpose)

    def question(
        self, name: str, parameters: Sequence[object] = (), *, purpose: str | None = None
    ) -> Rows:
        """Rows of a statement that the reader's body has saved under that name; without
        parameters, its own defaults hold.
        """
        return self._rows({"documentId": name}, parameters, purpose)

    def graphql(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        purpose: str | None = None,
    ) -> Answer:
        """What is refused whole raises; what is refused in part stands in `problems`. A mutation
        is sent once, unless the gateway says that it did nothing (429).
        """
        body = {"query": document, "variables": dict(variables or {})}
        content = httpx.Request("POST", "/", json=body).content

        def send() -> Answer:
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            response = self._send("/graphql", content, headers | _purpose(purpose))
            return answer_of(response.read(), response.headers)

        return self._patience.ask(send, reads=not _may_act(document))

    def pages(
        self,
        document: str,
        at: str,
        variables: Mapping[str, Any] | None = None,
        *,
        cursor: str = "after",
        purpose: str | None = None,
    ) -> Iterator[Answer]:
        """The pages of the list `at` ("valDIlleAubigne.collectes"), one after the other. The
        document gives the variable `cursor` to the list's `after`, and selects
        `pageInfo { hasNextPage endCursor }` of it. Raises the list's Problem where a page has one.
        """
        said = dict(variables or {})
        while True:
            answer = self.graphql(document, said, purpose=purpose)
            page = answer.at(at)
            yield answer
            if "pageInfo" not in page:
                message = f"The document selects no pageInfo of {at}."
                raise Mistake("no_page_info", message, next_step=_PAGE_INFO)
            if not page["pageInfo"]["hasNextPage"]:
                return
            said[cursor] = page["pageInfo"]["endCursor"]

    def explain(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        purpose: str | None = None,
    ) -> Mapping[str, Any]:
        """What a document in GraphQL would read, of whom, under which agreement and by which
        statements, without running it. For tokens: a key reads no such field.
        """
        said = {"document": document, "variables": json.dumps(dict(variables or {}))}
        return dict(self.graphql(_EXPLAIN, said, purpose=purpose).at("explain"))

    def explain_request(self, request_id: str) -> Mapping[str, Any]:
        """The same of a request that was answered, in SQL or GraphQL: `rows.request_id`."""
        found = self.graphql(_EXPLAIN_REQUEST, {"id": request_id}).data["explainRequest"]
        if found is None:
            message = f"No request {request_id} is known to this reader."
            raise NotFound("nothing_to_explain", message)
        return dict(found)

    def proof_keys(self) -> Mapping[str, Any]:
        """The gateway's public keys, a JWK set: keep them, and receipts are checked offline."""

        def get() -> Mapping[str, Any]:
            return dict(self._send("/v1/proof/keys", None, {}).json())

        return self._patience.ask(get, reads=True)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _rows(
        self, document: Mapping[str, str], parameters: Sequence[object], purpose: str | None
    ) -> Rows:
        body: dict[str, object] = dict(document)
        if parameters:
            body["parameters"] = [_parameter(each) for each in parameters]
        content = httpx.Request("POST", "/", json=body).content
        headers = {"Content-Type": "application/json", "Accept": _ARROW} | _purpose(purpose)
        return self._patience.ask(
            lambda: Rows(self._send("/v1/sql", content, headers, stream=True)), reads=True
        )

    def _send(
        self,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        *,
        stream: bool = False,
    ) -> httpx.Response:
        """A response of status 200. Raises its problem otherwise, Unreachable without one."""
        method = "GET" if content is None else "POST"
        request = self._http.build_request(method, path, content=content, headers=dict(headers))
        try:
            response = self._http.send(request, stream=stream)
            if response.status_code == 200:
                return response
            raise _problem_of(response)
        except httpx.TransportError as error:
            message = f"{urlsplit(self.url).netloc} does not answer: {type(error).__name__}."
            raise Unreachable("unreachable", message, next_step=str(error)) from error


def _problem_of(response: httpx.Response) -> Problem:
    response.read()
    response.close()
    try:
        body = response.json()
    except ValueError:
        body = None
    return of_response(response.status_code, body, response.headers)


def _check_address(url: str, *, has_key: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Mistake("bad_address", f"{parts.scheme or 'This'} is no address of a gateway.")
    if parts.username or parts.password or "interco_1" in url:
        message = "A key does not stand in an address, where logs keep it."
        raise Mistake("key_in_address", message, next_step=f"Set {KEY_VARIABLE}, or say key=….")
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if has_key and parts.scheme == "http" and not is_here:
        message = "A key is sent over https alone."
        raise Mistake("key_in_clear", message, next_step="Write the address with https://.")


def _purpose(purpose: str | None) -> dict[str, str]:
    return {} if purpose is None else {"Interco-Purpose": purpose}


def _may_act(document: str) -> bool:
    return "mutation" in document


def _parameter(value: object) -> object:
    """As the gateway reads it; what JSON has no type for is a text beside its type."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return {"type": _decimal_type(value), "value": f"{value:f}"}
        case datetime() if value.tzinfo is not None:
            instant = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
            return {"type": "timestamp with time zone", "value": instant}
        case datetime():
            return {"type": "timestamp", "value": value.isoformat()}
        case date():
            return {"type": "date", "value": value.isoformat()}
        case time():
            return {"type": "time", "value": value.isoformat()}
    raise TypeError(f"A parameter is no {type(value).__name__}.")


def _decimal_type(value: Decimal) -> str:
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise TypeError("A parameter is a finite number.")
    scale = max(-exponent, 0)
    return f"decimal({max(len(digits) + max(exponent, 0), scale, 1)}, {scale})"
