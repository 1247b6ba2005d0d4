"""Rules of hosting: the countries that may be said, and the demands that can be met."""

from __future__ import annotations

from catalog.actions.columns import suggestion
from catalog.actions.facts import Findings
from catalog.actions.problems import HostingRefused
from catalog.model.hosting import AREAS, COUNTRIES, HostingDemand

_MOST = 50
_FRENCH_AREAS = {"UE": "EU", "EEE": "EEA"}


def check_demand(demand: HostingDemand | None, findings: Findings, *path: str) -> None:
    """Finds a demand that could never be met or demands nothing: it is somebody's mistake."""
    if demand is None:
        return
    if not (demand.countries or demand.secnumcloud or demand.operated_by):
        why = "elle ne demande rien", "it demands nothing"
        findings.add(HostingRefused(why_fr=why[0], why_en=why[1]), *path)
    if max(len(demand.countries), len(demand.operated_by)) > _MOST:
        why = f"{_MOST} noms au plus", f"{_MOST} names at most"
        findings.add(HostingRefused(why_fr=why[0], why_en=why[1]), *path)
    for country in demand.countries:
        if country not in COUNTRIES and country not in AREAS:
            findings.add(_unknown_country(country), *path, "countries")
    if any(each.strip() != each or not each for each in demand.operated_by):
        why = "un exploitant est sans nom", "an operator has no name"
        findings.add(HostingRefused(why_fr=why[0], why_en=why[1]), *path, "operated_by")


def is_country(text: str) -> bool:
    return text in COUNTRIES


def _unknown_country(text: str) -> HostingRefused:
    known = sorted(AREAS)
    meant = _FRENCH_AREAS.get(text) or suggestion(text.upper(), [*known, *sorted(COUNTRIES)])
    return HostingRefused(
        why_fr=f"« {text[:20]} » n'est ni un pays en deux lettres (FR), ni {' ou '.join(known)}",
        why_en=f'"{text[:20]}" is no country of two letters (FR), nor {" or ".join(known)}',
        did_you_mean=meant,
    )
