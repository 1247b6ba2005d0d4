"""Problems of a form's refused act, beside the fields at fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from gateway.console.visit import Refused

Errors = list[dict[str, str | None]]


def errors_of(refused: Refused, fields: Collection[str]) -> Errors:
    """For `error_summary`. A field of the form is named as the argument: `act.reference`.

    What is about no field of the form stands without a link.
    """
    return [
        {
            "id": next((step for step in reversed(problem.path) if step in fields), None),
            "text": problem.sentence,
            "next": problem.next_step,
        }
        for problem in refused.problems
    ]


def by_field(errors: Errors) -> Mapping[str, str]:
    """The first sentence about each field; an empty one for the others."""
    sentences = defaultdict(str)
    for error in reversed(errors):
        if error["id"] is not None:
            sentences[error["id"]] = str(error["text"])
    return sentences


def filled(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of a form, empty where nothing was given."""
    return defaultdict(str, values)
