"""A figure as the law wants it published, and what it was computed from: the raw value, the
variables that were used, those that are missing, those that count as none.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services_run.folder import Service
from services_run.plain_values import plain


def published(indicator: Mapping[str, Any], value: Any) -> Any:
    """The value with the indicator's `decimals`, half away from zero; as it is without any."""
    decimals = indicator.get("decimals")
    if decimals is None or not isinstance(value, Decimal | int) or isinstance(value, bool):
        return value
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def origin_of(
    service: Service, indicator: Mapping[str, Any], row: Mapping[str, Any]
) -> dict[str, Any]:
    """`raw` and `variables` of a figure, where its service declares them. A variable that the
    formula can do without counts as none where it is empty: it is assumed, and told.
    """
    origin: dict[str, Any] = {}
    if "raw" in indicator:
        origin["raw"] = plain(row.get(indicator["raw"]))
    needs, optional = indicator.get("needs", ()), indicator.get("optional", ())
    if needs or optional:
        has_value = row[indicator["name"]] is not None
        origin["variables"] = {
            "used": [
                _variable(service, name, row) for name in (*needs, *optional) if _is_in(name, row)
            ],
            "missing": [_variable(service, name, row) for name in needs if not _is_in(name, row)],
            "assumed": [
                _variable(service, name, row)
                for name in optional
                if has_value and not _is_in(name, row)
            ],
        }
    return origin


def _is_in(name: str, row: Mapping[str, Any]) -> bool:
    return row.get(name) is not None


def _variable(service: Service, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    label = service.labels.get(name)
    return {
        "name": name,
        "fr": name if label is None else label.text.fr,
        "en": name if label is None else label.text.en,
        "unit": None if label is None else label.unit,
        "value": plain(row.get(name)),
    }
