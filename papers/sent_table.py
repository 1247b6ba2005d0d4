"""The table of a frozen figure that a contractor may be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_EARLIER = {"table": "disputes"}
"""Of figures that were frozen before services declared theirs."""


def is_to_be_sent(content: Mapping[str, Any]) -> bool:
    """True where the figure has the table that its service sends to contractors."""
    answer: Mapping[str, Any] = content["answer"]
    sending = answer.get("report", {}).get("sending", _EARLIER)
    return sending["table"] in answer["tables"]
