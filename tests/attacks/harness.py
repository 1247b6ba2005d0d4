"""The attack itself: worlds in pairs, questions to both, and the first sign of a difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from catalog.cog import load_cog
from catalog.model.dataset import Dataset
from catalog.model.problem import OperatorProblem, Problem
from federation.logical import LogicalQuery
from federation.plan import Plan
from gateway.control.graphql_schema import CONTROL
from schema.problems import DocumentProblems
from schema.reading.reader import read_document
from schema.types.view import View
from tests.attacks.arena import Arena
from tests.attacks.documents import Listed, draw_document
from tests.attacks.pages import draw_walk, walk_both
from tests.attacks.reading import read_statement
from tests.attacks.sources import Pen
from tests.attacks.standing import ANSWERED, standing_questions
from tests.attacks.statements import OTHER_KEYS, Statement, draw_statement
from tests.attacks.terms import broken_terms
from tests.attacks.twins import hashing_beginnings, twins
from tests.attacks.worlds import SLUGS, World, draw_world

PER_WORLD = 100
_DOCUMENTS = 0.12
"""How many of the questions are GraphQL."""
_WALKS = 3
"""Lists of each world that are read to their end, page by page."""
_MOST_LEAKS = 5


@dataclass(frozen=True)
class Asked:
    """A statement, or a document with its slices; asked once with each of `variables`.

    `is_ordered`: its order is part of its answer.
    """

    text: str
    slices: tuple[LogicalQuery, ...]
    variables: tuple[Mapping[str, object], ...]
    reached: Iterable[str]
    is_ordered: bool


@dataclass
class Report:
    """What was asked, what came of it, and what the asking reached."""

    asked: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """By code, before anything ran."""
    ended: Counter[str] = field(default_factory=Counter)
    """What ran, by "rows", "no rows", or the code of its problem."""
    reached: Counter[str] = field(default_factory=Counter)
    """Constructs, in what ran."""
    differing: Counter[str] = field(default_factory=Counter)
    """Rows and cells that differ between the two worlds, by transform."""
    leaks: list[str] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return self.ended.total()

    def refuse(self, code: str) -> None:
        self.asked += 1
        self.refused[code] += 1

    def add(self, other: Report) -> None:
        self.asked += other.asked
        for name in ("refused", "ended", "reached", "differing"):
            getattr(self, name).update(getattr(other, name))
        self.leaks += other.leaks


@hashing_beginnings()
def attack_world(seed: int, questions: int = PER_WORLD) -> Report:
    """The world of that seed: each dataset whole, then random questions; always the same."""
    random = Random(seed)
    world = draw_world(random)
    pair = twins(random, world)
    report = Report(differing=Counter(pair.differing))
    arena, pen = Arena(pair), Pen(random, world)
    try:
        for dataset in pen.readable():
            before = report.ended["source_failed"]
            _answer(ask_everything(dataset, world), arena, report, seed)
            if report.ended["source_failed"] > before:
                report.leaks.append(f"world {seed}: {dataset.name} cannot be read whole")
        for text, must_be in standing_questions(pen):
            _ask_standing(text, must_be, arena, report, seed)
        while report.asked < questions and len(report.leaks) < _MOST_LEAKS:
            _ask(random, world, arena, report, seed)
        pages = Random(f"pages of {seed}")
        for _ in range(_WALKS if questions else 0):
            _walk(draw_walk(pages, world), arena, report, seed)
    finally:
        arena.close()
    return report


def _ask(random: Random, world: World, arena: Arena, report: Report, seed: int) -> None:
    is_document = random.random() < _DOCUMENTS
    try:
        asked = _document(random, world) if is_document else draw_sql(random, world)
    except Problem as problem:
        report.refuse(problem.code)
        return
    except DocumentProblems as problems:
        report.refuse(problems.problems[0].code)
        return
    _answer(asked, arena, report, seed)


def _walk(listed: Listed | None, arena: Arena, report: Report, seed: int) -> None:
    if listed is None:
        return
    try:
        walked = walk_both(listed, arena)
    except DocumentProblems as problems:
        report.refuse(problems.problems[0].code)
        return
    if not walked.reached:
        report.refuse(walked.ended)
        return
    report.asked += 1
    report.ended[walked.ended] += 1
    report.reached.update(walked.reached)
    if walked.leak is not None:
        report.leaks.append(f"world {seed}: {walked.leak}\n{listed.paged}")


def _answer(asked: Asked, arena: Arena, report: Report, seed: int) -> None:
    ended: list[str] = []
    for each in asked.slices:
        try:
            plan = arena.plan(each)
        except OperatorProblem as problem:
            # The guard's word, for one: a right compiler never has it said.
            report.leaks.append(f"world {seed}: {problem!r} {vars(problem)}\n{asked.text}")
            refused = problem.code
        except Problem as problem:
            refused = problem.code
        else:
            ended += [
                _judge(asked, plan, values, arena, report, seed) for values in asked.variables
            ]
    if not ended:
        report.refuse(refused)
        return
    # A document is one question, however many slices it has.
    kept = ended[-1:] if len(asked.slices) > 1 else ended
    report.asked += len(kept)
    report.ended.update(kept)
    report.reached.update(set(asked.reached))


def _ask_standing(text: str, must_be: str | None, arena: Arena, report: Report, seed: int) -> None:
    before, accepted = Counter(report.refused), report.accepted
    try:
        _answer(ask_sql(text, arena.pair.with_canaries), arena, report, seed)
    except Problem as problem:
        report.refuse(problem.code)
    if must_be == ANSWERED:
        if report.accepted == accepted:
            report.leaks.append(f"world {seed}: not answered\n{text}")
    elif must_be is not None and report.refused[must_be] == before[must_be]:
        report.leaks.append(f"world {seed}: not refused as {must_be}\n{text}")


def ask_everything(dataset: Dataset, world: World) -> Asked:
    return ask_sql(f"SELECT * FROM {SLUGS[dataset.owner]}.{dataset.name}", world)


def ask_sql(text: str, world: World) -> Asked:
    statement = Statement(text, (), (), is_ordered=False, reached=Counter(), parameters={})
    logical, variables = read_statement(statement, world)
    return Asked(text, (logical,), variables, ["star"], is_ordered=False)


def draw_sql(random: Random, world: World) -> Asked:
    drawn = draw_statement(random, world)
    logical, variables = read_statement(drawn, world)
    return Asked(drawn.sql, (logical,), variables, drawn.reached, is_ordered=drawn.is_ordered)


_WRITTEN = {
    "a part of a date": "datePart",
    "a percentile": "percentile(p:",
    "a window over periods": "window {",
    "aggregate of some rows": "aggregate(where",
    "first rows of groups": "rows(first",
    "in a territory": "inTerritory",
    "linked rows: every": "every:",
    "linked rows: none": "none:",
    "linked rows: some": "some:",
}


def _document(random: Random, world: World) -> Asked:
    text = draw_document(random, world)
    known = [key for key, each in world.decision.datasets.items() if each.discoverable]
    read = read_document(text, None, {}, View.of(world.snapshot, known), load_cog(), CONTROL)
    slices = tuple(read.slices.values())
    reached = ["document", *(f"slice {each.kind.value}" for each in slices)]
    reached += [name for name, written in _WRITTEN.items() if written in text]
    return Asked(text, slices, ({},), reached, is_ordered=False)


def _judge(
    asked: Asked,
    plan: Plan,
    values: Mapping[str, object],
    arena: Arena,
    report: Report,
    seed: int,
) -> str:
    with_canaries, without = arena.outcomes(plan, values, is_ordered=asked.is_ordered)
    canary = with_canaries.canary or without.canary
    broken = broken_terms(plan, len(with_canaries.rows), arena.pair.with_canaries)
    if OTHER_KEYS in asked.reached:
        broken = "hashes of other keys are compared"
    if broken is not None:
        report.leaks.append(f"world {seed}: {broken}\n{asked.text}")
    if with_canaries.differs_from(without) or canary is not None:
        report.leaks.append(
            f"world {seed}: {'the answers differ' if canary is None else canary}\n"
            f"{asked.text}\n{dict(values)}\n{plan.text}\n"
            f"{with_canaries.code} {with_canaries.rows[:4]}\n{without.code} {without.rows[:4]}"
        )
    return with_canaries.code or ("rows" if with_canaries.rows else "no rows")
