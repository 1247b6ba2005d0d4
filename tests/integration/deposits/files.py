"""Small files as a town's software exports them, made by the tests."""

from __future__ import annotations

HEADERS = ("N° de pesée", "Jour", "Commune", "Poids net (kg)", "Chauffeur")
WEIGHINGS = [
    ("P-001", "05/01/2026", "35308", "1 250,5", "Anne Le Goff"),
    ("P-002", "12/01/2026", "35308", "980", "Yves Morvan"),
    ("P-003", "19/01/2026", "35236", "1 100", "Anne Le Goff"),
]


def csv_file(rows=WEIGHINGS, headers=HEADERS):
    lines = [";".join(headers), *(";".join(row) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")
