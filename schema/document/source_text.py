"""The text of a document, bounded before it is parsed, then parsed."""

from __future__ import annotations

import re

from graphql import DocumentNode, GraphQLSyntaxError, parse

from catalog.model.problem import Place
from schema.limits import DocumentLimits
from schema.problems import DocumentLimit, DocumentProblems, SyntaxProblem

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|#[^\n\r]*"
    r"|\.\.\."
    r"|[A-Za-z0-9_+.-]+"
    r"|[^\s,\ufeff]",
    re.DOTALL,
)
_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")
_FOUND = re.compile(r"(?:found|Unexpected|Invalid|Unterminated) ?(?P<found>.*?)\.?$", re.DOTALL)


def read_text(document: str, limits: DocumentLimits) -> DocumentNode:
    """The parsed document; raises DocumentProblems when it is too large or not well formed."""
    _check_size(document, limits)
    try:
        return parse(document, allow_empty_selection_sets=False)
    except GraphQLSyntaxError as error:
        raise DocumentProblems([_syntax_problem(error)]) from None
    except RecursionError:
        raise DocumentProblems([_too_nested(limits)]) from None


def _check_size(document: str, limits: DocumentLimits) -> None:
    if len(document) > limits.max_bytes or _bytes(document) > limits.max_bytes:
        raise DocumentProblems(
            [
                DocumentLimit(
                    what_fr="octets de texte", what_en="bytes of text", limit=limits.max_bytes
                )
            ]
        )
    tokens = nesting = 0
    for match in _TOKEN.finditer(document):
        token = match.group()
        if token[0] == "#":
            continue
        tokens += 1
        if token in _OPENING:
            nesting += 1
        elif token in _CLOSING:
            nesting -= 1
        if tokens > limits.max_tokens:
            raise DocumentProblems(
                [
                    DocumentLimit(
                        what_fr="mots et signes",
                        what_en="words and signs",
                        limit=limits.max_tokens,
                        place=_place(document, match.start()),
                    )
                ]
            )
        if nesting > limits.max_nesting:
            raise DocumentProblems([_too_nested(limits, _place(document, match.start()))])


def _bytes(document: str) -> int:
    return len(document.encode("utf-8", "surrogatepass"))


def _too_nested(limits: DocumentLimits, place: Place | None = None) -> DocumentLimit:
    return DocumentLimit(
        what_fr="accolades et parenthèses emboîtées",
        what_en="nested braces and parentheses",
        limit=limits.max_nesting,
        place=place,
    )


def _place(document: str, offset: int) -> Place:
    before = document[:offset]
    line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return Place(line=len(before.splitlines()) or 1, column=offset - line_start + 1)


def _syntax_problem(error: GraphQLSyntaxError) -> SyntaxProblem:
    location = error.locations[0] if error.locations else None
    place = Place(location.line, location.column) if location else None
    match = _FOUND.search(error.message)
    found = (match.group("found") if match else "").replace("'", "").strip()
    ends = found in {"", "<EOF>"}
    return SyntaxProblem(
        found="fin du texte" if ends else f"« {found[:60]} »",
        found_en="end of the text" if ends else f'"{found[:60]}"',
        place=place,
    )
