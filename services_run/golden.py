"""A service's golden files: the inputs that it keeps must give the outputs that it keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from services_run.folder import Service
from services_run.trial import try_service

INPUTS, OUTPUT = "golden/inputs", "golden/output.json"
PARAMETERS = "golden/parameters.json"
"""Texts by parameter, for a service that has one without a default."""
_JSON = msgspec.json.Encoder(decimal_format="number")
Difference = tuple[str, str, str]
"""The place in the answer, the expected value, the value that came out."""


def golden_differences(service: Service) -> list[Difference]:
    """Empty where all agree, and where the folder keeps no golden files."""
    inputs, output = service.folder / INPUTS, service.folder / OUTPUT
    if not inputs.is_dir() or not output.is_file():
        return []
    trial = try_service(service, inputs, {}, golden_parameters(service))
    computed = _plain(_JSON.encode(trial.answer))
    expected = _plain(output.read_bytes())
    return list(_differences(expected, computed, ""))


def golden_parameters(service: Service) -> dict[str, str]:
    file = service.folder / PARAMETERS
    given: dict[str, str] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return given


def _plain(document: bytes) -> Any:
    return json.loads(document, parse_float=Decimal, parse_int=Decimal)


def _differences(expected: Any, computed: Any, place: str) -> Iterator[Difference]:
    if isinstance(expected, dict) and isinstance(computed, dict):
        for key in sorted(expected.keys() | computed.keys()):
            yield from _differences(
                expected.get(key), computed.get(key), f"{place}.{key}".lstrip(".")
            )
    elif (
        isinstance(expected, list) and isinstance(computed, list) and len(expected) == len(computed)
    ):
        for at, pair in enumerate(zip(expected, computed, strict=True)):
            yield from _differences(*pair, f"{place}[{at}]")
    elif expected != computed:
        yield place, _short(expected), _short(computed)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
