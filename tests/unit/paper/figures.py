"""A figure's canonical content to print, as a freezing would have made it."""

import hashlib
import json
from datetime import datetime

from catalog.canonical_json import write_canonical
from papers.figure_sheet import figure_sheet
from papers.printing_job import job_of

ROWS = [["OMR", 16005720], ["EMBALLAGES_PAPIERS", 6615740], ["VERRE", 4963440]]
FLUX = {"name": "flux", "label": {"fr": "Flux", "en": "Stream"}, "unit": None, "type": "varchar"}
KG = {"name": "kg", "label": {"fr": "Tonnage", "en": "Weight"}, "unit": "kg", "type": "bigint"}
HOSTILE = (
    '#panic("x")',
    "$x^2$ *b* _i_ `r` <label> @ref // comment /* other",
    '#import "@preview/cetz:0.3.0"',
    '"}]; #read("/etc/passwd")',
    "#image(sys.inputs.code)",
    "😀 漢字 \u202e\ue000\ufffe",
    "\x00\x07\x1b[31m",
    "=SUM(A1)",
    "https://exemple.fr",
    "<script>alert(1)</script>",
    "x" * 300,
)


def table(columns=(FLUX, KG), rows=ROWS):
    return {"tables": {"answer": {"columns": list(columns), "rows": rows}}, "figures": []}


def content(**changed):
    return {
        "format": "interco.figure/1",
        "body": {"siren": "253503000", "name": "SMICTOM Valcobreizh"},
        "indicator": "tonnage_par_flux",
        "year": 2025,
        "title": {"fr": "Tonnages collectés par flux", "en": "Tonnages by stream"},
        "version": 2,
        "replaces": "a" * 64,
        "what_changed": "Le verre de décembre manquait.",
        "deliberation": "2026-06-12/41",
        "query": {
            "language": "sql",
            "text": "SELECT flux, sum(tonnage_kg) AS kg FROM collectes GROUP BY flux",
            "parameters": ["VERRE"],
            "purpose": "rpqs_dechets",
        },
        "service": None,
        "answer": table(),
        "scope": {
            "communes": {"covered": ["35003"] * 46, "missing": ["35326"], "population": 31234},
            "partial": True,
        },
        "sources": [
            {
                "dataset": "epci__collectes",
                "title": {"fr": "Collectes", "en": "Collections"},
                "owner": {"siren": "243500667", "name": "CC Val d'Ille-Aubigné"},
                "version": 1,
                "agreement": "conv-2026-0017@2",
                "agreement_sha256": "b" * 64,
                "agreement_ends": "2027-12-31",
                "onward_sharing": "none",
            }
        ],
        "receipt": "x.y.z",
        "frozen_at": "2026-11-25T12:00:00Z",
        **changed,
    }


def sheet_of(figure, language="fr", **wanted):
    text = write_canonical(figure)
    digest = hashlib.sha256(text).hexdigest()
    address = f"https://interco.example/verify/{digest}"
    return figure_sheet(figure, digest, address, language, **wanted)


def job(figure, language="fr", **wanted):
    text = write_canonical(figure).decode()
    at = datetime.fromisoformat(figure["frozen_at"])
    return json.loads(json.dumps(job_of(sheet_of(figure, language, **wanted), text, at)))
