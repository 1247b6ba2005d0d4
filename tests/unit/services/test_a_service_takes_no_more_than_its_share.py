"""A published description and its queries are bounded: no few letters keep the gateway busy.

Covers federation.services.description, federation.services.running.
"""

from time import monotonic

import pyarrow as pa
import pytest

from federation.services.checking import load_service, load_texts
from federation.services.description import DEEPEST, LONGEST_TEXT, MOST_PARTS, read_description
from federation.services.problems import ServiceFailed, ServiceProblems, ServiceTookTooLong
from federation.services.running import run_steps
from federation.sql.problems import SqlLimit

_NINE_LEVELS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]\n" for at in range(1, 10)
)
_HEAD = """
id: lent
version: 1.0.0
title: {fr: Lent, en: Slow}
description: {fr: Lent., en: Slow.}
licence: EUPL-1.2
publisher: {siren: "200090884", name: SMICTOM Valcobreizh}
changelog: [{version: 1.0.0, fr: Début., en: Start.}]
requires: {lignes: {label: {fr: les lignes, en: rows}, files: ["*"], fields: {texte: {type: text}}}}
answer: [{path: [summary], step: premier, form: rows}]
"""
ROWS = {"lignes": pa.table({"texte": ["a" * 1_000] * 20})}
TYPES = {"lignes": {"texte": "varchar"}}


@pytest.mark.parametrize(
    "text",
    [
        _NINE_LEVELS,
        "a: &b x",
        "a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        "a: [" + "x," * MOST_PARTS + "]",
        f"a: {'x' * (LONGEST_TEXT + 1)}",
        "a: pr\u202eéfecture",
        'a: "\\u2028"',
        "a: !!python/object/apply:os.system [ls]",
        "x" * 300_000,
        "[" * 20_000,
    ],
)
def test_what_stands_for_more_than_it_says_is_refused_at_once(text):
    begun = monotonic()
    faults, tree = read_description(text)
    assert [place.partition(":")[0] for place, _, _ in faults] == ["service.yaml"]
    assert not tree
    assert monotonic() - begun < 1


def slow(steps, queries):
    texts = {f"{name}.sql": query for name, query in queries.items()}
    return load_texts(_HEAD + steps, texts, None)


def test_a_service_asks_for_a_hundred_rounds_at_most():
    steps = "steps: [{name: premier, query: un.sql}, {name: premier, query: deux.sql, rounds: 101}]"
    queries = {"un": "SELECT l.texte FROM lignes l", "deux": "SELECT p.texte FROM premier p"}
    with pytest.raises(ServiceProblems) as refused:
        slow(steps, queries)
    assert "1 à 100" in refused.value.problems[0].sentence("fr")


def test_a_text_that_each_step_lengthens_ends_the_run():
    names = [f"pas{at}" for at in range(3)]
    steps = "steps: [" + ", ".join(f"{{name: {n}, query: {n}.sql}}" for n in names)
    steps += ", {name: premier, query: premier.sql}]"
    before = ["lignes", *names]
    queries = {
        name: f"SELECT replace(s.texte, 'a', 'aaaaaaaaaaaaaaaaaaaa') AS texte FROM {source} s"
        for name, source in zip(names, before, strict=False)
    }
    queries["premier"] = "SELECT s.texte FROM pas2 s"
    with pytest.raises(ServiceFailed) as failed:
        run_steps(slow(steps, queries), ROWS, TYPES)
    assert "pas1" in failed.value.sentence("fr")


def test_a_text_that_one_query_doubles_again_and_again_is_refused():
    grown = "s.texte"
    for _ in range(5):
        grown = f"replace({grown}, 'a', 'aaaaaaaaaaaaaaaaaaaa')"
    service = slow(
        "steps: [{name: premier, query: un.sql}]",
        {"un": f"SELECT {grown} AS texte FROM lignes s"},
    )
    with pytest.raises(SqlLimit):
        run_steps(service, ROWS, TYPES)


def test_rounds_that_go_on_end_with_their_time():
    steps = "steps: [{name: premier, query: un.sql}, {name: premier, query: deux.sql, rounds: 100}]"
    many = "SELECT p.texte FROM premier p CROSS JOIN lignes a CROSS JOIN lignes b LIMIT 1000"
    service = slow(steps, {"un": "SELECT l.texte FROM lignes l", "deux": many})
    begun = monotonic()
    with pytest.raises(ServiceTookTooLong):
        run_steps(service, ROWS, TYPES, time_limit_s=0.05)
    assert monotonic() - begun < 5


def test_the_services_carried_are_within_all_of_it():
    from federation.services.checking import carried_services

    assert len([load_service(folder) for folder in carried_services()]) >= 5
