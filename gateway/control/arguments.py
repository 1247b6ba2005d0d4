"""The place of a finding in GraphQL's words: `columns.tonnage_kg`, `personalData.retention`."""

from __future__ import annotations

from catalog.actions.problems import Path
from catalog.model.identifiers import graphql_name

_NAMED = frozenset({"columns", "purposes", "datasets", "communes"})
"""The words after which a name follows that the writer gave: it is kept as it is."""
_FLAT = "terms"
"""Its keys stand beside the others in the input."""


def write_argument(path: Path) -> str | None:
    """None for what is about the whole."""
    words: list[str] = []
    for index, each in enumerate(path):
        if index == 0 and each == _FLAT:
            continue
        given = index > 0 and path[index - 1] in _NAMED
        words.append(str(each) if given or isinstance(each, int) else graphql_name(each))
    return ".".join(words) or None
