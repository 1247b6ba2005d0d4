"""Bodies and figures made up, and what one who knows much may still learn of a comparison."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median
from typing import Any

from services_run.folder import Service
from services_run.trial import try_service

OWN = "Nous"
QUARTERS = {
    1: ("quartile_1", "arrondi_1"),
    2: ("mediane", "arrondi_mediane"),
    3: ("quartile_3", "arrondi_3"),
}
Figures = dict[str, dict[str, Decimal]]
"""By body, then indicator."""


def make_figures(seed: int, *, bodies: int, indicators: int) -> Figures:
    """Our own body and so many others; each indicator of its own magnitude and spread."""
    chance = random.Random(seed)
    names = [OWN, *(f"Voisin {at}" for at in range(bodies))]
    figures: Figures = {name: {} for name in names}
    for at in range(indicators):
        middle, spread = 10 ** chance.uniform(0.5, 4), chance.uniform(0.01, 0.4)
        for name in names:
            value = middle * math.exp(chance.gauss(0, spread))
            figures[name][f"I{at}"] = Decimal(f"{value:.3f}")
    return figures


def compared(
    service: Service,
    folder: Path,
    figures: Figures,
    *,
    without_consent: Iterable[str] = (),
    parameters: Mapping[str, str] | None = None,
) -> dict[str, dict[str, Any]]:
    """What the service tells our body, by indicator."""
    folder.mkdir(exist_ok=True)
    refused = set(without_consent)
    bodies = ["Organisme;Nature;Population;Accord"]
    bodies += [f"{name};CC;20000;{'non' if name in refused else 'oui'}" for name in figures]
    rows = ["Organisme;Indicateur;Année;Valeur"]
    rows += [
        f"{name};{indicator};2024;{value}"
        for name, own in figures.items() for indicator, value in own.items()
    ]  # fmt: skip
    (folder / "organismes.csv").write_text("\n".join(bodies), "utf-8")
    (folder / "valeurs.csv").write_text("\n".join(rows), "utf-8")
    trial = try_service(service, folder, {}, {"organisme": OWN, **(parameters or {})})
    return {row["indicateur"]: row for row in trial.answer["comparisons"]}


def quartile(values: Iterable[Decimal], quarter: int) -> Decimal:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[-(-quarter * len(ordered) // 4) - 1]


def leaks(told: Mapping[str, Mapping[str, Any]], figures: Figures) -> list[str]:
    """Where what is told could not be told without one of the others, or is the figure of one; and
    gaps that are to anything but the median told, in its steps, or have the wrong sign.
    """
    others = {name: own for name, own in figures.items() if name != OWN}
    leaked = signs_and_gaps(told, figures)
    for indicator, row in told.items():
        for quarter, (value, step) in QUARTERS.items():
            if row[value] is None:
                continue
            if row[value] in {own[indicator] for own in others.values()}:
                leaked.append(f"{indicator}: {value} is the figure of one")
            for gone in others:
                left = [own[indicator] for name, own in others.items() if name != gone]
                if _rounded(quartile(left, quarter), row[step]) != row[value]:
                    leaked.append(f"{indicator}: {value} depends on {gone} alone")
    return leaked


def signs_and_gaps(told: Mapping[str, Mapping[str, Any]], figures: Figures) -> list[str]:
    """Gaps that are not what the median told and its step give, and signs that are wrong."""
    wrong = []
    for indicator, row in told.items():
        others = [own[indicator] for name, own in figures.items() if name != OWN]
        own, middle, step = row["valeur"], row["mediane"], row["arrondi_mediane"]
        if middle is None:
            continue
        is_within = abs(own - middle) * 2 <= step
        if row["ecart"] != (None if is_within else _rounded(own - middle, step)):
            wrong.append(f"{indicator}: the gap {row['ecart']} is not in steps of {step}")
        exact = {quartile(others, 2), median(others)}
        if row["ecart"] is not None and any((own > one) != (row["ecart"] > 0) for one in exact):
            wrong.append(f"{indicator}: the gap {row['ecart']} has the wrong sign")
    return wrong


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step
