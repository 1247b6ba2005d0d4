"""The values that fill the `?` of a saved question: named by who asks it, or its defaults."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.actions.operations.problems import QuestionValueRefused
from catalog.model.saved_operation import SavedOperation

_SHOWN = 60


def values_of(saved: SavedOperation, values: Mapping[str, str]) -> tuple[object, ...]:
    """One for each `?`, in their order, typed. Raises QuestionValueRefused for a name that is none
    of them, and for one that is not said and has no default.
    """
    names = {each.name for each in saved.parameters}
    other = next((name for name in values if name not in names), None)
    if other is not None:
        raise _refused(saved, other, "n'est pas de celles qu'elle attend", "is none of its own")
    filled = []
    for parameter in saved.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            raise _refused(saved, parameter.name, "manque", "is missing")
        filled.append({"type": parameter.type, "value": value})
    return tuple(filled)


def _refused(saved: SavedOperation, name: str, fr: str, en: str) -> QuestionValueRefused:
    return QuestionValueRefused(
        name=name[:_SHOWN],
        question=saved.name,
        why_fr=fr,
        why_en=en,
        known=", ".join(each.name for each in saved.parameters) or "—",
    )
