"""The act that proposes a list, as the page asks it: dry, then to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from gateway.console.requests.documents import PROPOSE
from gateway.console.requests.typed import Typed, answer_day_of
from gateway.console.typed_answers import Sentence
from gateway.console.visit import Refused, Visit

LINES_IN_A_PART: Final = 500
"""As many lines as one act takes."""
_EMPTY: Final = "empty_scope"


class Problem(msgspec.Struct, frozen=True, rename="camel"):
    code: str
    path: list[str]
    sentence: Sentence
    next_step: Sentence

    @property
    def gives_no_row(self) -> bool:
        return self.code == _EMPTY


class _Cited(msgspec.Struct, frozen=True):
    citation: str


class Cover(msgspec.Struct, frozen=True):
    """The agreement that gives all of a line already. `end`: its last day, ISO."""

    citation: str
    state: str
    end: str


class _Body(msgspec.Struct, frozen=True):
    siren: str


class ProposedLine(msgspec.Struct, frozen=True, rename="camel"):
    """`text`: what would be given, where a text could be written; of a dry run alone."""

    state: str
    agreement: _Cited | None
    cover: Cover | None
    problems: list[Problem]
    sentences: list[Sentence]
    missing: list[Sentence]
    without_signatory: list[_Body]
    text: Mapping[str, Any] | None = None


class _Proposed(msgspec.Struct, frozen=True):
    lines: list[ProposedLine]


class _Answer(msgspec.Struct, frozen=True):
    proposed: _Proposed


async def propose(
    lines: Sequence[Mapping[str, Any]], typed: Typed, visit: Visit, *, dry_run: bool
) -> list[ProposedLine]:
    """The outcome of each line, in their order. A refusal of the whole is told of each; raises
    Refused where a stronger sign-in is needed.
    """
    outcomes: list[ProposedLine] = []
    for begin in range(0, len(lines), LINES_IN_A_PART):
        part = lines[begin : begin + LINES_IN_A_PART]
        try:
            data = await visit.ask(
                PROPOSE, lines=part, answerBy=answer_day_of(typed), dryRun=dry_run
            )
        except Refused as refused:
            if refused.is_too_weak:
                raise
            outcomes += [_refused(refused)] * len(part)
        else:
            outcomes += msgspec.convert(data, _Answer).proposed.lines
    return outcomes


def _refused(refused: Refused) -> ProposedLine:
    problems = {
        (each.code, each.sentence): Problem(
            each.code,
            [],
            Sentence(each.sentence, each.sentence),
            Sentence(each.next_step, each.next_step),
        )
        for each in refused.problems
    }
    return ProposedLine("REFUSED", None, None, [*problems.values()], [], [], [])
