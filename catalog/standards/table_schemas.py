"""The Table Schemas that the project carries, whole: what a person reads of a standard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

PREFIX = "interco-"


@cache
def table_schemas() -> Mapping[str, Mapping[str, Any]]:
    """By name (`interco-collecte-dechets`)."""
    files = sorted(Path(__file__).parent.glob("*.json"))
    read = [json.loads(file.read_text("utf-8")) for file in files]
    return {schema["name"]: schema for schema in read}


def table_schema(name: str) -> Mapping[str, Any] | None:
    """By its name, with or without what all of ours begin with, `_` for `-`."""
    spelt = name.strip().lower().replace("_", "-")
    return table_schemas().get(spelt) or table_schemas().get(PREFIX + spelt)
