"""The gateway's problems as exceptions: what was wrong, where, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_INCOMPLETE = re.compile(r"(?:RÉPONSE INCOMPLÈTE|INCOMPLETE ANSWER): (\S+) (.*) \(([^()\s]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is in what was sent: lines and columns from 1."""

    line: int | None
    column: int | None
    path: Sequence[str | int] = ()


class Problem(Exception):  # noqa: N818 - the gateway's own word for it
    """What the gateway said. `code` is stable; the sentences are French or English.

    `status`: of HTTP; of an error within a GraphQL answer, 200. `retry_after_s`: None where
    nothing was said. `request_id`: by which `./interco explain` and the gateway's logs know it.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        next_step: str = "",
        status: int = 200,
        place: Place | None = None,
        suggestion: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        super().__init__(f"{sentence} {next_step}".strip() + f" [{code}]")
        self.code = code
        self.sentence = sentence
        self.next_step = next_step
        self.status = status
        self.place = place
        self.suggestion = suggestion
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.problems = tuple(problems)


class Mistake(Problem):
    """What was sent cannot be answered as it is (400, 406, 413, 422 …)."""


class NotSignedIn(Problem):
    """No key or token, or one that opens nothing (401)."""


class Denied(Problem):
    """The law, an agreement or the key's scope does not allow it (403)."""


class NotFound(Problem):
    """There is no such thing for this reader (404, 410)."""


class TooMany(Problem):
    """A rate, a quota or a number of places is used up (429)."""


class Unavailable(Problem):
    """A source or the gateway cannot answer now (5xx)."""


class Unreachable(Problem):
    """No answer came from that address at all."""


class Incomplete(Problem):
    """An answer ended before its last row. What came before must not be taken for the whole."""


def of_response(status: int, body: object, headers: Mapping[str, str]) -> Problem:
    """The problem of a response whose body is RFC 9457's, or nothing that the gateway writes."""
    retry = _seconds(headers.get("retry-after"))
    if not isinstance(body, Mapping) or "code" not in body:
        sentence = f"The answer has the status {status} and is no problem of Interco's."
        return _kind(status)("no_problem", sentence, status=status, retry_after_s=retry)
    return _of_document(body, status, headers.get("interco-request-id"), retry)


def of_graphql(error: Mapping[str, Any], request_id: str | None) -> Problem:
    """The problem of one member of `errors`."""
    extensions = error.get("extensions") or {}
    locations: Sequence[Mapping[str, int]] = error.get("locations") or ({},)
    place = Place(
        locations[0].get("line"), locations[0].get("column"), tuple(error.get("path") or ())
    )
    return Problem(
        str(extensions.get("code", "no_code")),
        str(error.get("message", "")),
        next_step=str(extensions.get("next", "")),
        place=place,
        suggestion=extensions.get("suggestion"),
        request_id=request_id,
    )


def of_broken_stream(tail: bytes, request_id: str | None) -> Incomplete:
    """The reason that the gateway wrote after the last row, where it still could."""
    found = _INCOMPLETE.search(tail.decode("utf-8", "replace"))
    if found is None:
        sentence = "The answer ended before its last row, and nothing says why."
        return Incomplete("incomplete_answer", sentence, request_id=request_id)
    code, sentence, said_id = found.groups()
    return Incomplete(code, sentence, request_id=said_id or request_id)


def _of_document(
    body: Mapping[str, Any], status: int, request_id: str | None, retry: float | None
) -> Problem:
    place = body.get("place")
    parts = [
        _of_document(each, int(each.get("status", status)), request_id, None)
        for each in body.get("problems", ())
    ]
    return _kind(status)(
        str(body["code"]),
        str(body.get("title", "")),
        next_step=str(body.get("detail", "")),
        status=status,
        place=None if place is None else Place(place.get("line"), place.get("column")),
        suggestion=body.get("suggestion"),
        request_id=request_id,
        retry_after_s=retry,
        problems=parts,
    )


def _kind(status: int) -> type[Problem]:
    match status:
        case 401:
            return NotSignedIn
        case 403:
            return Denied
        case 404 | 410:
            return NotFound
        case 429:
            return TooMany
        case _ if status >= 500:
            return Unavailable
    return Mistake


def _seconds(text: str | None) -> float | None:
    """The gateway writes seconds; a date, which a proxy may write, is not read."""
    return float(text) if text is not None and text.strip().isdecimal() else None
