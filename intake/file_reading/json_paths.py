"""Values of a JSON document by paths: `prix.t`, `period[0]`, `coefficient[collector_code]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+)\]|\[([A-Za-z_]\w*)\]")


def follow(value: Any, path: str, row: Mapping[str, Any]) -> Any:
    """None where the path leads nowhere; `[name]` looks up by a value of `row`."""
    for step in _STEP.finditer(path):
        name, index, key = step.groups()
        if index is not None:
            value = (
                value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
            )
        else:
            wanted = name if name is not None else row.get(key)
            value = value.get(wanted) if isinstance(value, dict) else None
        if value is None:
            return None
    return value


def first_of(document: Any, row: dict[str, Any], path: str | list[str]) -> Any:
    """Of several paths the first that leads to a value; `$` begins at the document, any other at
    the row.
    """
    for one in [path] if isinstance(path, str) else path:
        is_whole = one.startswith("$")
        value = follow(document if is_whole else row, one.removeprefix("$"), row)
        if value is not None and not isinstance(value, dict | list):
            return value
    return None
