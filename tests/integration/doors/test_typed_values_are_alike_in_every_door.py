"""Generated questions of generated readers: each client reads the typed values of GraphQL, or its
refusal.

Covers federation.results.formats.csv_text, federation.results.formats.parquet,
gateway.reading.query.workbook_format, gateway.reading.query.geojson_format,
gateway.http.odata.rows_json, gateway.http.ogc.features_json, gateway.postgresql.encoders.
"""

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.dataset import ScalarType
from catalog.model.saved_operation import SavedOperation
from catalog.model.transform import Transform
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors import typed_rows
from tests.integration.doors.conftest import opened
from tests.integration.doors.matrix import NOT_COMPARED
from tests.integration.doors.typed_clients import (
    CLIENTS,
    UNLIKE,
    by_graphql,
    differs,
    expected_in,
)
from tests.integration.doors.typed_files import Clients
from tests.integration.doors.typed_questions import TypedQuestion, draw_questions
from tests.integration.doors.typed_rows import GIVEN, READERS, TYPES

QUESTIONS, SEED = 500, 34
DAILY_ONE_IN = 33
LIMITED = TypedQuestion("few rows", ("id", "rang"), rows=5)
"""Just as many rows as its agreement gives to one statement."""


@dataclass
class Report:
    """`compared` by door: questions with rows, and refused ones; `seen`: kinds of cells, by the
    questions that showed them; `differing`: what a person reads to mend it.
    """

    asked: int = 0
    with_rows: int = 0
    refused: Counter = field(default_factory=Counter)
    compared: dict = field(default_factory=lambda: defaultdict(Counter))
    seen: Counter = field(default_factory=Counter)
    differing: list = field(default_factory=list)


@pytest.fixture(scope="module")
def asked(share_of) -> list[TypedQuestion]:
    return [LIMITED, *share_of(draw_questions(SEED, QUESTIONS), DAILY_ONE_IN)]


@pytest.fixture(scope="module")
async def clients(tmp_path_factory, asked):
    state = DemoState(tmp_path_factory.mktemp("typed") / "state")
    await make_demo(state)
    rows = typed_rows.draw_rows(random.Random(SEED))
    typed_rows.write_rows(rows, state.data / typed_rows.SLUG / f"{typed_rows.DATASET}.parquet")
    async with opened(state) as (http, services):
        catalog = services.acts.catalog
        snapshot = await catalog.current()
        like = next(each for each in snapshot.agreements if each.citation == "conv-2025-0001@1")
        put = (typed_rows.dataset(), *typed_rows.agreements(like), *saved(snapshot, asked))
        put += tuple(
            replace(agent, purposes=agent.purposes | {purpose})
            for agent, purpose in assigned(snapshot).items()
        )
        record = ActRecord(datetime(2026, 12, 1, tzinfo=UTC), None, "test", None, "test")
        await catalog.write(snapshot.version, Changes(put=put), record)
        snapshot = await catalog.current()
        tokens = {}

        def token(agent):
            if agent not in tokens:
                tokens[agent] = state.token(find_agent(snapshot, agent))
            return tokens[agent]

        made = Clients(http, token)
        yield made
        await made.close()


def assigned(snapshot) -> dict:
    """Readers with the purpose of what they are given, which not all of them have in the demo."""
    return {
        find_agent(snapshot, agent): purpose
        for agent, purpose in READERS.values()
        if purpose in {each.purpose for each in GIVEN} and not agent.endswith("valcobreizh")
    }


def saved(snapshot, questions) -> list[SavedOperation]:
    """Each question as the body of its reader has saved it."""
    found = {}
    for each in questions:
        agent = READERS[each.reader][0]
        if agent is not None:
            body = find_agent(snapshot, agent).organisation
            steward = f"steward@{agent.partition('@')[2]}"
            day = datetime(2026, 12, 1, tzinfo=UTC)
            found[body, each.name] = SavedOperation(body, each.name, "sql", each.sql, steward, day)
    return list(found.values())


@pytest.fixture(scope="module")
async def report(clients, asked) -> Report:
    total = Report()
    for question in asked:
        told = await by_graphql(clients, question)
        total.asked += 1
        if isinstance(told, str):
            total.refused[told] += 1
            told = UNLIKE.get(told, told)
        else:
            total.with_rows += bool(told)
            total.seen.update(kinds_of(question, told))
        for door, client in CLIENTS.items():
            await compare(clients, question, told, door, client, total)
    return total


async def compare(clients, question, told, door, client, total):
    try:
        async with asyncio.timeout(20):
            answer = await client(clients, question)
    except (AssertionError, LookupError, ValueError, TypeError, TimeoutError) as unread:
        total.differing.append(f"{door} is not read, {unread!r}: {question}")
        return
    if answer == NOT_COMPARED:
        total.compared[door]["not compared"] += 1
        return
    if isinstance(answer, str) or isinstance(told, str):
        total.compared[door]["refused"] += 1
        answer = UNLIKE.get(answer, answer) if isinstance(answer, str) else answer
        if answer != told:
            total.differing.append(f"{door}: {shown(told)}, and not {shown(answer)}: {question}")
        return
    total.compared[door]["rows" if told else "no rows"] += 1
    expected = expected_in(door, question, told)
    if door == "ogc" and not question.is_by_key:
        expected, answer = sorted(expected, key=repr), sorted(answer, key=repr)
    if len(answer) != len(expected):
        total.differing.append(f"{door}: {len(expected)} rows, and not {len(answer)}: {question}")
        return
    for row, other in zip(expected, answer, strict=True):
        for name, one, cell in zip(question.columns, row, other, strict=True):
            if differs(one, cell):
                total.differing.append(f"{door}, {name}: {one!r}, and not {cell!r}: {question}")
                return


def shown(told):
    return told if isinstance(told, str) else f"{len(told)} rows"


def kinds_of(question: TypedQuestion, rows) -> set[str]:
    """What these rows hold, so that it is known what was compared."""
    cells = [(name, cell) for row in rows for name, cell in zip(question.columns, row, strict=True)]
    kinds = {TYPES[name].scalar.value for name, cell in cells if cell is not None}
    kinds |= {"absent" for _, cell in cells if cell is None}
    kinds |= {"38 digits" for _, cell in cells if typed_rows.is_long(cell)}
    kinds |= {"the hour that comes twice" for _, cell in cells if typed_rows.is_twice(cell)}
    for name in question.columns if rows else ():
        kinds |= {each.value for each in typed_rows.masked_of(question.reader, name)}
    return kinds


def test_a_client_of_each_door_reads_what_graphql_says(report):
    assert report.differing == [], "\n".join(report.differing[:20])


def test_most_questions_have_a_row_so_that_alike_means_something(report):
    assert report.with_rows >= 0.6 * report.asked


@pytest.mark.whole
def test_each_door_gave_rows_and_refusals(report):
    for door, compared in report.compared.items():
        assert compared["rows"] >= 0.3 * report.asked, (door, compared)
        assert compared["refused"] > 0, door


@pytest.mark.whole
def test_every_kind_of_cell_was_read(report):
    kinds = [each.value for each in ScalarType] + ["absent", "38 digits"]
    kinds += [each.value for each in _MASKS] + ["the hour that comes twice"]
    assert [kind for kind in kinds if report.seen[kind] < 10] == []


_MASKS = {each for given in GIVEN for each in given.masked.values()} - {Transform.CLEAR}
