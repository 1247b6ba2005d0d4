"""A made-up service that divides costs by tonnes, by queries honest or not, and its files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from services_run.file_roles import answers_of, find_files
from services_run.folder import Service
from services_run.territories import Territories
from services_run.trial import Trial, compute, parameter_values

COMMUNES = ("35003", "35007")
STREAMS = ("OMR", "VERRE")
_COSTS = """
SELECT
  2023 AS annee, {communes} AS codes, '' AS flux, CAST(NULL AS varchar) AS reasons,
  CAST({times} * (SELECT sum(CAST(m.montant AS double)) FROM couts m)
    / sum(CAST(t.kg AS double)) AS decimal(14, 2)) AS eur_t
FROM tonnes t
"""
_SEEN = (
    "(SELECT listagg(d.commune, ' ') WITHIN GROUP (ORDER BY d.commune)"
    " FROM (SELECT DISTINCT s.commune FROM tonnes s) AS d)"
)
HONEST = _COSTS.format(communes=_SEEN, times=1000)
"""It covers the communes that it was given, and says so."""
CLAIMS_ALL = _COSTS.format(communes="'35003 35007'", times=1000)
TEN_TIMES = _COSTS.format(communes=_SEEN, times=10_000)
HALF_DOWN = HONEST.replace(" AS decimal(14, 2)", " - 0.001 AS decimal(14, 2)")
"""A half of the last digit becomes none."""


def written_service(folder: Path, query: str) -> Path:
    (folder / "queries").mkdir(parents=True, exist_ok=True)
    (folder / "queries" / "lignes.sql").write_text(query, "utf-8")
    text = yaml.safe_dump(_DESCRIPTION, allow_unicode=True, sort_keys=False)
    (folder / "service.yaml").write_text(text, "utf-8")
    return folder


def written_files(
    folder: Path,
    *,
    silent: Collection[str] = (),
    stops: Mapping[str, int] | None = None,
    costs: Collection[str] = STREAMS,
    perimeter: Collection[str] = COMMUNES,
    kg: int = 1000,
) -> Path:
    """`kg` a month, commune and stream; 6,000 euros for each stream of `costs`."""
    folder.mkdir(exist_ok=True)
    weighed = ["jour,commune,flux,kg"] + [
        f"2023-{month:02}-05,{code},{stream},{kg}"
        for code in COMMUNES
        if code not in silent
        for month in range(1, 1 + (stops or {}).get(code, 12))
        for stream in STREAMS
    ]
    (folder / "tonnes.csv").write_text("\n".join(weighed), "utf-8")
    amounts = ["annee,flux,montant"] + [f"2023,{stream},6000" for stream in costs]
    (folder / "couts.csv").write_text("\n".join(amounts), "utf-8")
    if perimeter:
        (folder / "perimetre.csv").write_text("\n".join(["commune", *perimeter]), "utf-8")
    return folder


def inputs_of(service: Service, folder: Path) -> Any:
    return find_files(service, folder, answers_of(service, {})).tables


def trial_of(service: Service, inputs: Any, territories: Territories) -> Trial:
    return compute(service, inputs, parameter_values(service, {}), territories=territories)


def computed(service: Service, inputs: Any, territories: Territories) -> Mapping[str, Any]:
    return trial_of(service, inputs, territories).answer


def _both(text: str) -> dict[str, str]:
    return {"fr": text, "en": text}


def _field(kind: str, name: str, **more: object) -> dict[str, object]:
    return {"type": kind, "names": [name], **more}


_DESCRIPTION: dict[str, Any] = {
    "id": "prix-de-la-tonne",
    "version": "1.0.0",
    "title": _both("Prix de la tonne"),
    "description": _both("Prix de la tonne"),
    "licence": "EUPL-1.2",
    "publisher": {"siren": "200090884", "name": "SMICTOM Valcobreizh"},
    "changelog": [{"version": "1.0.0", **_both("Première version.")}],
    "requires": {
        "tonnes": {
            "label": _both("les tonnes"),
            "files": ["tonnes*"],
            "fields": {
                "jour": _field("date", "jour"),
                "commune": _field("text", "commune", concept="commune"),
                "flux": _field("text", "flux"),
                "kg": _field("decimal(18,3)", "kg"),
            },
        },
        "couts": {
            "label": _both("les coûts"),
            "files": ["couts*"],
            "fields": {
                "annee": _field("integer", "annee"),
                "flux": _field("text", "flux"),
                "montant": _field("decimal(18,2)", "montant"),
            },
        },
        "perimetre": {
            "label": _both("les communes"),
            "files": ["perimetre*"],
            "optional": True,
            "fields": {"commune": _field("text", "commune", concept="commune")},
        },
        "territoire": {
            "label": _both("le territoire"),
            "reference": "territoire",
            "from": "perimetre.commune",
        },
    },
    "steps": [{"name": "lignes", "query": "lignes.sql"}],
    "measures": {
        "tonnage": {
            "role": "tonnes", "value": "kg", "commune": "commune", "day": "jour",
            "category": "flux",
        },
        "cout": {
            "role": "couts", "value": "montant", "year": "annee", "category": "flux",
            "covers": "territory",
        },
    },
    "ratios": {"eur_t": {"of": "cout", "over": "tonnage", "times": 1000}},
    "indicators": [
        {
            "name": "eur_t", "unit": "EUR/t", "formula": "costs / tonnes",
            "label": _both("Coût par tonne"),
        }
    ],
    "labels": {"eur_t": _both("Coût par tonne")},
    "answer": [
        {
            "path": ["lignes"], "step": "lignes", "form": "rows", "reasons": "reasons",
            "nulls": True, "hidden": ["codes", "flux"],
            "covers": {"year": "annee", "communes": "codes", "categories": "flux"},
        }
    ],
}  # fmt: skip
