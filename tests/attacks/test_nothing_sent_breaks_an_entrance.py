"""Both entrances are given what nobody would write: each time an answer, or a problem that is told.

No crash, no hang, no problem of ours. About a minute of work in all: `EXAMPLES` of each kind, each
of which must end within `MOST_S` of processor time.

Covers federation.sql.names, schema.reading.reader, gateway.control.graphql_schema,
schema.types.view, federation.sql_reader.
"""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.cog import load_cog
from catalog.model.problem import CallerProblem, DeniedProblem
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import CatalogStatement, read_sql
from gateway.control.graphql_schema import CONTROL
from schema.problems import DocumentProblems
from schema.reading.reader import read_document
from schema.types.view import View
from tests.attacks.arena import Arena
from tests.attacks.corpus import attacks, standing_world
from tests.attacks.documents import draw_document
from tests.attacks.twins import twins
from tests.tiers import examples
from tests.within import within

EXAMPLES = 400
MOST_S = 3.0
WORLD = standing_world()
KNOWN = [key for key, each in WORLD.decision.datasets.items() if each.discoverable]
NAMES = SqlNames.of(WORLD.snapshot, KNOWN)
VIEW = View.of(WORLD.snapshot, KNOWN)
STATEMENTS = [each.statement for each in attacks()]
DOCUMENTS = [draw_document(Random(number), WORLD) for number in range(60)]
WORDS = sorted({word for each in STATEMENTS for word in each.split()})
PIECES = sorted({word for each in DOCUMENTS for word in each.split()})
fuzzing = settings(
    max_examples=examples(EXAMPLES),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
letters = st.text(st.characters(codec="utf-8"), max_size=60)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | letters
anything = st.recursive(
    leaves, lambda below: st.lists(below, max_size=3) | st.dictionaries(letters, below, max_size=3)
)


@st.composite
def soup(draw, words):
    return " ".join(draw(st.lists(st.sampled_from(words), min_size=1, max_size=25)))


@st.composite
def damaged(draw, texts):
    """One of them, with a few places taken out, doubled, or filled with something else."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 8)))
        part = draw(st.sampled_from(["", text[start:end] * 2, "(", ")", "'", '"', " , ", "*"]))
        text = text[:start] + draw(st.sampled_from([part, part, draw(letters)])) + text[end:]
    return text


@pytest.fixture(scope="module")
def arena():
    opened = Arena(twins(Random(1), WORLD))
    yield opened
    opened.close()


def ask(text, given_, arena):
    def asked():
        try:
            parameters = read_parameters(given_)
            read = read_sql(text, parameters, NAMES)
            if not isinstance(read, CatalogStatement):
                arena.plan(read)
        except (CallerProblem, DeniedProblem):
            return

    within(MOST_S, asked)


def test_any_text_as_sql(arena):
    @fuzzing
    @given(letters)
    def check(text):
        ask(text, [], arena)

    check()


def test_any_words_of_sql(arena):
    @fuzzing
    @given(soup(WORDS))
    def check(text):
        ask(text, [], arena)

    check()


def test_damaged_statements(arena):
    @fuzzing
    @given(damaged(STATEMENTS))
    def check(text):
        ask(text, [], arena)

    check()


def test_any_parameters(arena):
    @fuzzing
    @given(st.lists(anything, max_size=3))
    def check(parameters):
        marks = " OR ".join(["id = ?"] * len(parameters)) or "TRUE"
        ask(f"SELECT id FROM val.collectes WHERE {marks}", parameters, arena)

    check()


def read(text, variables=None):
    def asked():
        try:
            read_document(text, None, variables, VIEW, load_cog(), CONTROL)
        except DocumentProblems as found:
            return found.problems
        return ()

    told = within(MOST_S, asked)
    assert all(isinstance(each, CallerProblem | DeniedProblem) for each in told)


@fuzzing
@given(letters)
def test_any_text_as_a_document(text):
    read(text)


@fuzzing
@given(soup(PIECES))
def test_any_words_of_documents(text):
    read(text)


@fuzzing
@given(damaged(DOCUMENTS))
def test_damaged_documents(text):
    read(text)


@fuzzing
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), anything, max_size=3))
def test_any_variables(variables):
    document = (
        "query($a: String, $b: Int, $c: [Date!]) { val { collectes(where: { AND: "
        "[{ id: { eq: $a } }, { nombre: { gt: $b } }, { jour: { in: $c } }] }) { nodes { id } } } }"
    )
    # What the route accepts is JSON.
    read(document, json.loads(json.dumps(variables, default=str)))
