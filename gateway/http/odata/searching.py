"""`$search` as a condition: words that stand in some text of the row, accents and case aside."""

from __future__ import annotations

import re

from catalog.fold import fold
from catalog.model.dataset import ScalarType
from gateway.http.odata.problems import OdataOption
from gateway.reading.walks.problems import ConditionTooLong
from gateway.reading.walks.readable import Readable
from gateway.reading.walks.terms import (
    Always,
    Call,
    Condition,
    Every,
    Negated,
    Property,
    Some,
    Value,
    ValueKind,
)

_WORDS = re.compile(r'\s*(?:"(?P<phrase>[^"]{1,200})"|(?P<word>[^\s"()]{1,200})|(?P<sign>[()]))')
_MOST_WORDS = 20


def read_search(text: str, readable: Readable) -> Condition:
    """Words beside each other are all wanted; `OR` between them, `NOT` before one.

    Raises OdataOption, ConditionTooLong.
    """
    texts = [each for each in readable.columns if each.type.scalar is ScalarType.STRING]
    alternatives: list[list[Condition]] = [[]]
    is_negated, at, words = False, 0, 0
    stripped = text.rstrip()
    while at < len(stripped):
        match = _WORDS.match(stripped, at)
        if match is None or match["sign"]:
            raise _refused()
        at = match.end()
        word = match["word"]
        if word == "AND":
            continue
        if word == "OR":
            alternatives.append([])
            continue
        if word == "NOT":
            is_negated = not is_negated
            continue
        words += 1
        if words > _MOST_WORDS:
            raise ConditionTooLong(limit=_MOST_WORDS, what_fr="mots", what_en="words")
        word_value = Value(ValueKind.TEXT, match["phrase"] or word)
        somewhere = _in_some_text([str(each.name) for each in texts], word_value)
        alternatives[-1].append(Negated(somewhere) if is_negated else somewhere)
        is_negated = False
    if is_negated or not all(alternatives):
        raise _refused()
    return Some(tuple(Every(tuple(each)) for each in alternatives))


def _in_some_text(names: list[str], word_value: Value) -> Condition:
    if not names:
        return Always(is_true=False)
    # Folded once a row: it takes longer than all that is looked for in it.
    joined = Call("joined", tuple(map(Property, names)), "$search")
    texts = Call("fold", (joined,), "$search")
    return Call("contains", (texts, Value(ValueKind.TEXT, fold(word_value.text))), "$search")


def _refused() -> OdataOption:
    return OdataOption(
        option="$search",
        reason_fr="des mots sont attendus, ou des phrases entre guillemets, et AND, OR, NOT",
        reason_en="words are expected, or phrases between quotes, and AND, OR, NOT",
    )
