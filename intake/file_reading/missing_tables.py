"""Why no sheet of a file is read as a table, and what its owner can do."""

from __future__ import annotations

from collections.abc import Iterable

from intake.file_reading.problems import NoTableFound
from intake.file_reading.records_over_lines import RECORDS_OVER_LINES
from intake.file_reading.values import LeftSheet

_OVER_LINES = (
    (
        "chaque fiche y tient sur plusieurs lignes, dont chacune a ses propres colonnes ;"
        " recopiez chaque fiche sur une seule ligne, avec une colonne par titre, ou demandez un"
        " export d'une ligne par fiche"
    ),
    (
        "each record lies there over several lines, each of which has columns of its own; copy"
        " each record on one line, with one column a header, or ask for an export of one line a"
        " record"
    ),
)
_FORM = (
    (
        "c'est une fiche, avec un libellé et sa valeur par ligne ; recopiez les fiches dans un"
        " tableau, une ligne par fiche et une colonne par libellé"
    ),
    (
        "it is a form, with a label and its value a line; copy the forms into a table, one row a"
        " form and one column a label"
    ),
)
_WORDS = {RECORDS_OVER_LINES: _OVER_LINES, "form": _FORM}
_PLAIN = (
    "aucune feuille n'a de titres suivis de lignes",
    "no sheet has headers followed by rows",
)


def no_table(file: str, left: Iterable[LeftSheet]) -> NoTableFound:
    reasons = {sheet.why for sheet in left}
    why_fr, why_en = next((words for why, words in _WORDS.items() if why in reasons), _PLAIN)
    return NoTableFound(file=file, why_fr=why_fr, why_en=why_en)
