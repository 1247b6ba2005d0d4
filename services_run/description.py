"""The description of a service, as whoever publishes it sent it: YAML of bounded size and depth,
where nothing stands for anything else.

An alias is a few characters that stand for a whole part: ten levels of ten are ten thousand
million values.
"""

from __future__ import annotations

from typing import Any

import yaml

from catalog.actions.texts import unsafe_text
from catalog.giving_way import give_way
from services_run.folder import DESCRIPTION

MOST_CHARACTERS = 200_000
MOST_PARTS = 20_000
DEEPEST = 12
LONGEST_TEXT = 4_000
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Fault = tuple[str, str, str]
"""The place in the folder, the sentence in French, the sentence in English."""


def read_description(text: str) -> tuple[list[Fault], dict[str, Any]]:
    """The faults and, where there are none, the keys with their values."""
    if len(text) > MOST_CHARACTERS:
        return [_fault(1, "elle est trop longue", "it is too long")], {}
    try:
        fault = _fault_of_form(text)
        tree = None if fault else yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        return [_fault(line, "ce n'est pas du YAML", "this is no YAML")], {}
    if fault is not None:
        return [fault], {}
    if not isinstance(tree, dict):
        return [(DESCRIPTION, "il faut une suite de clés", "a list of keys is needed")], {}
    return [], tree


def _fault_of_form(text: str) -> Fault | None:
    """The first part that is refused, by its events alone: no value is made of it."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        give_way()
        line = event.start_mark.line + 1 if event.start_mark else 1
        if number > MOST_PARTS:
            return _fault(line, "elle a trop de parties", "it has too many parts")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            fr, en = "un alias ou une ancre n'est pas admis", "an alias or an anchor is not taken"
            return _fault(line, fr, en)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            return _fault(line, "elle est trop imbriquée", "it is nested too deeply")
        if isinstance(event, yaml.ScalarEvent):
            fault = _fault_of_text(event.value, line)
            if fault is not None:
                return fault
    return None


def _fault_of_text(value: str, line: int) -> Fault | None:
    if len(value) > LONGEST_TEXT:
        return _fault(line, "un texte est trop long", "a text is too long")
    unsafe = unsafe_text(value, multiline=True)
    if unsafe is not None:
        fr, en = "un texte a un caractère refusé", "a text has a character that is refused"
        return _fault(line, fr, en)
    return None


def _fault(line: int, fr: str, en: str) -> Fault:
    return f"{DESCRIPTION}:{line}", fr, en
