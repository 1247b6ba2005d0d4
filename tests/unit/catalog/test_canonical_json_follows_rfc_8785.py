"""Covers catalog.canonical_json, catalog.actions.agreement_text."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from catalog.actions.agreement_text import signed_hash
from catalog.canonical_json import digest_of, write_canonical
from tests.unit.guard.world import agreement

documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)


def test_keys_are_sorted_as_utf_16():
    """RFC 8785, section 3.2.3."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = write_canonical(dict.fromkeys(keys, 0)).decode()
    order = list(json.loads(written))
    assert order == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_strings_are_escaped_as_little_as_possible():
    """RFC 8785, section 3.2.2.2: the example of the section."""
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f"
    assert write_canonical(text).decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_there_is_no_blank_and_a_list_keeps_its_order():
    assert write_canonical({"b": [3, 1, True, None], "a": {}}) == b'{"a":{},"b":[3,1,true,null]}'


@given(documents)
def test_the_bytes_are_those_of_the_reference_implementation(document):
    assert write_canonical(document) == rfc8785.dumps(document)


@given(documents)
def test_writing_what_was_read_gives_the_same_bytes(document):
    written = write_canonical(document)
    assert json.loads(written) == document
    assert write_canonical(json.loads(written)) == written


@pytest.mark.parametrize("value", [1.5, 1.0, {1, 2}, b"ab", object()])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        write_canonical({"a": value})


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_what_another_reader_would_change_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        write_canonical([value])


def test_the_digest_is_that_of_the_bytes():
    expected = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert digest_of({}) == expected


@pytest.mark.parametrize(
    ("signed", "hashed"),
    [
        (agreement(1), "e073c6c0c0c981e41c10d2971302581511c0f9efe6e63b6b2d5ff4ededa59593"),
        (
            agreement(2, version=3),
            "5b75a184a47720f9a5f7a1cadadcd9a73c181fb3c9d36ee3cf8916950c07c6cc",
        ),
    ],
    ids=["a first version", "a third version"],
)
def test_what_was_signed_before_keeps_its_hash(signed, hashed):
    """Written down when agreements were first signed: a change here breaks every signature."""
    assert signed_hash(signed) == hashed


def test_a_key_that_is_no_text_is_refused():
    with pytest.raises(ValueError, match="key"):
        write_canonical({1: "a"})
