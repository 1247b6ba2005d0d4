"""Covers catalog.declaration.yaml_tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.declaration.yaml_tree import MAX_BYTES, Entries, Items, Text, read_tree


def plain(node):
    match node:
        case Text():
            return node.text
        case Items():
            return [plain(each) for each in node.nodes]
        case Entries():
            return {key: plain(each) for key, each in node.nodes.items()}


def read(text):
    node, problems = read_tree(text.encode(), "o.yaml")
    return plain(node), problems


def refusal(text):
    """Code and place of the only problem."""
    _, problems = read_tree(text if isinstance(text, bytes) else text.encode(), "o.yaml")
    (problem,) = problems
    assert problem.place.file == "o.yaml"
    return problem.code, problem.place.line, problem.place.column


def test_nothing_is_guessed():
    text = "a: 01004\nb: NO\nc: 12:30:00\nd: 2025-01-01\ne: 1e3\nf: ~\ng: 0x1F\nh: '5432'\n"
    value, problems = read(text)
    assert not problems
    assert value == {
        "a": "01004",
        "b": "NO",
        "c": "12:30:00",
        "d": "2025-01-01",
        "e": "1e3",
        "f": "~",
        "g": "0x1F",
        "h": "5432",
    }


def test_lists_and_mappings_nest_and_keep_their_places():
    node, problems = read_tree(b"a:\n  - {b: 1}\n  - c\n", "o.yaml")
    assert not problems
    assert plain(node) == {"a": [{"b": "1"}, "c"]}
    item = node.nodes["a"].nodes[0]
    assert (item.places["b"].line, item.places["b"].column) == (2, 6)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nend: 2\nend: 3\n", "duplicate_key", 3, 1),
        ("a: {b: 1, b: 2}\n", "duplicate_key", 1, 11),
        ("a: &x 1\n", "refused_yaml", 1, 4),
        ("a: !!int 1\n", "refused_yaml", 1, 4),
        ("a: !secret 1\n", "refused_yaml", 1, 4),
        ("a: 1\n---\nb: 2\n", "refused_yaml", 2, 1),
        ("? [a]\n: 1\n", "refused_yaml", 1, 3),
        ("a: ${HOME}\n", "unsafe_text", 1, 4),
        ('a: "\\x07"\n', "unsafe_text", 1, 4),
        ('a: "abc\\u202edef"\n', "unsafe_text", 1, 4),
        ("a: [1\nb: 2\n", "unreadable_declaration", 2, 2),
        ("a:\tb: 1\n", "unreadable_declaration", 1, 5),
        (b"a: 1\nb: caf\xe9\n", "unreadable_declaration", 2, 1),
        (b"a: 1\nb: \x00\n", "unreadable_declaration", 2, 1),
        ("[" * 20, "unreadable_declaration", 1, 13),
        ("[" * 5000, "unreadable_declaration", 1, 1001),
        ("a: " + "x" * MAX_BYTES, "unreadable_declaration", 1, 1),
    ],
)
def test_what_could_be_misread_is_refused_at_its_place(text, code, line, column):
    assert refusal(text) == (code, line, column)


def test_an_alias_is_refused_with_its_anchor():
    _, problems = read("a: &x {b: 1}\nc: *x\n")
    assert [(each.code, each.place.line) for each in problems] == [
        ("refused_yaml", 1),
        ("refused_yaml", 2),
    ]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_problems(content):
    node, problems = read_tree(content, "o.yaml")
    assert node is None or isinstance(node, (Text, Items, Entries))
    for problem in problems:
        assert problem.place.line >= 1
        assert problem.sentence("fr")


@given(st.text("ab:-[]{}#&*!|>'\"%@`?, \n\t", max_size=60))
def test_any_text_of_yaml_signs_is_a_tree_or_problems(text):
    _, problems = read_tree(text.encode(), "o.yaml")
    assert all(problem.place for problem in problems)
