"""A reading told to the clerk who drops the file, in French or English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Language
from intake.file_reading.values import Column, FileReading, Part, Reason

_REASONS: dict[Reason, tuple[str, str, str, str]] = {
    Reason.TITLE: ("ligne de titre", "lignes de titre", "title row", "title rows"),
    Reason.UNITS: ("ligne d'unités", "lignes d'unités", "row of units", "rows of units"),
    Reason.REPEATED_HEADER: (
        "ligne de titres répétée",
        "lignes de titres répétées",
        "repeated header",
        "repeated headers",
    ),
    Reason.GROUP: ("ligne de groupe", "lignes de groupe", "group row", "group rows"),
    Reason.SUBTOTAL: ("sous-total", "sous-totaux", "subtotal", "subtotals"),
    Reason.TOTAL: ("ligne de total", "lignes de total", "total row", "total rows"),
    Reason.AVERAGE: ("ligne de moyenne", "lignes de moyenne", "average row", "average rows"),
    Reason.CARRIED_FORWARD: ("report", "reports", "row carried over", "rows carried over"),
    Reason.PAGE: ("numéro de page", "numéros de page", "page number", "page numbers"),
    Reason.NOTE: ("note", "notes", "note", "notes"),
    Reason.CONTINUED: ("suite de texte", "suites de texte", "rest of a text", "rests of texts"),
    Reason.FOOTER: ("pied de page", "pieds de page", "footer", "footers"),
    Reason.CANCELLED: ("ligne barrée", "lignes barrées", "crossed-out row", "crossed-out rows"),
    Reason.EXAMPLE: ("ligne d'exemple", "lignes d'exemple", "example row", "example rows"),
}  # fmt: skip
TYPES = {
    "string": ("texte", "text"),
    "integer": ("nombre entier", "whole number"),
    "decimal": ("nombre", "number"),
    "boolean": ("oui ou non", "yes or no"),
    "date": ("date", "date"),
    "time": ("heure", "time"),
    "timestamp": ("date et heure", "date and time"),
    "timestamp_tz": ("date et heure", "date and time"),
    "json": ("structure JSON", "JSON structure"),
}
_LEFT = {
    "empty": ("vide", "empty"),
    "notes": ("sans tableau", "no table"),
    "pivot table of the data": ("tableau croisé des mêmes données", "pivot table of the same data"),
    "hidden": ("masquée", "hidden"),
    "another table": ("un autre tableau", "another table"),
    "copy": ("une copie des mêmes lignes", "a copy of the same rows"),
    "form": ("une fiche, pas un tableau", "a form, no table"),
    "sum of the others": ("la somme des autres", "the sum of the others"),
    "records over lines": (
        "chaque fiche y tient sur plusieurs lignes",
        "each record lies over several lines",
    ),
    "explanations": ("les explications du modèle", "the explanations of the model"),
    "example": ("l'exemple du modèle", "the example of the model"),
}


def sentences(reading: FileReading, language: Language) -> list[str]:
    """Lines that tell the rows read, the rows left aside and why, then the questions if any."""
    at = 0 if language == "fr" else 1
    lines = [_of_part(part, reading, language) for part in reading.parts]
    lines += [
        _other_sheet(left.name, _LEFT[left.why][at], language) for left in reading.other_sheets
    ]
    lines += [f"  {_of_column(column, language)}" for column in reading.columns]
    if reading.is_checked:
        lines.append(
            "Une seconde lecture donne les mêmes lignes et les mêmes sommes."
            if language == "fr"
            else "A second reading gives the same rows and the same sums."
        )
    lines += [note.fr if language == "fr" else note.en for note in reading.notes]
    lines += [
        f"? {question.fr if language == 'fr' else question.en}" for question in reading.questions
    ]
    return lines


def number_in_words(number: float, language: Language) -> str:
    """`1 204,5` in French, with no-break spaces; `1,204.5` in English."""
    text = f"{number:,}" if isinstance(number, int) else f"{number:,.6f}".rstrip("0").rstrip(".")
    if language == "en":
        return text
    return text.replace(",", "\u202f").replace(".", ",")


def _of_part(part: Part, reading: FileReading, language: Language) -> str:
    count = number_in_words(part.kept.count, language)
    rows = _listed(part.header_rows, language)
    # Each record of JSON names its own values.
    is_json = reading.container in {"jsonl", "geojson"}
    if language == "fr":
        place = f"Feuille « {part.sheet} »" if part.sheet else f"Fichier « {reading.file} »"
        facts = [f"{count} {'ligne lue' if part.kept.count == 1 else 'lignes lues'}"]
        if part.header_rows or not is_json:
            facts.append(f"titres en {rows}" if part.header_rows else "aucune ligne de titres")
        facts += _marks(reading.columns, language)
        return f"{place} : {', '.join([*facts, *_ignored(part, language)])}."
    place = f'Sheet "{part.sheet}"' if part.sheet else f'File "{reading.file}"'
    facts = [f"{count} {'row' if part.kept.count == 1 else 'rows'} read"]
    if part.header_rows or not is_json:
        facts.append(f"headers in {rows}" if part.header_rows else "no row of headers")
    facts += _marks(reading.columns, language)
    return f"{place}: {', '.join([*facts, *_ignored(part, language)])}."


def _listed(rows: Sequence[int], language: Language) -> str:
    """« ligne 4 », « lignes 3 et 4 »."""
    singular, plural, last = (
        ("ligne", "lignes", " et ") if language == "fr" else ("row", "rows", " and ")
    )
    if len(rows) < 2:
        return f"{singular} {''.join(map(str, rows))}"
    return f"{plural} {', '.join(map(str, rows[:-1]))}{last}{rows[-1]}"


def _marks(columns: Sequence[Column], language: Language) -> Iterable[str]:
    marks = {column.format["decimal"] for column in columns if "decimal" in column.format}
    if marks == {","}:
        yield "virgule décimale" if language == "fr" else "decimal comma"
    elif marks == {"."}:
        yield "point décimal" if language == "fr" else "decimal point"


def left_aside(parts: Sequence[Part]) -> Bilingual:
    """« 2 lignes de titre, 1 ligne de total »; empty rows come last."""
    counts = Counter(row.reason for part in parts for row in part.ignored)
    fr, en = [], []
    for reason, (one, many, one_en, many_en) in _REASONS.items():
        if count := counts[reason]:
            fr.append(f"{count} {one if count == 1 else many}")
            en.append(f"{count} {one_en if count == 1 else many_en}")
    if blank := sum(len(part.blank) for part in parts):
        fr.append(f"{blank} ligne{'s' if blank > 1 else ''} vide{'s' if blank > 1 else ''}")
        en.append(f"{blank} empty row{'s' if blank > 1 else ''}")
    return Bilingual(", ".join(fr), ", ".join(en))


def _ignored(part: Part, language: Language) -> Iterable[str]:
    counts = Counter(row.reason for row in part.ignored)
    for reason, (one, many, one_en, many_en) in _REASONS.items():
        count = counts[reason]
        if not count:
            continue
        if language == "en":
            yield f"{one_en} ignored" if count == 1 else f"{count} {many_en} ignored"
        elif reason in {Reason.SUBTOTAL, Reason.PAGE, Reason.FOOTER, Reason.CARRIED_FORWARD}:
            yield f"{one} ignoré" if count == 1 else f"{count} {many} ignorés"
        else:
            yield f"{one} ignorée" if count == 1 else f"{count} {many} ignorées"


def _other_sheet(name: str, why: str, language: Language) -> str:
    if language == "fr":
        return f"Feuille « {name} » laissée de côté : {why}."
    return f'Sheet "{name}" left aside: {why}.'


def _of_column(column: Column, language: Language) -> str:
    at = 0 if language == "fr" else 1
    facts = [TYPES[column.type][at]]
    if column.unit:
        facts.append(column.unit)
    if column.sum is not None:
        total = number_in_words(column.sum, language)
        facts.append(f"somme {total}" if language == "fr" else f"sum {total}")
    elif isinstance(column.min, str):
        facts.append(f"{column.min} – {column.max}")
    facts.append(f"{number_in_words(column.filled, language)} {('remplies', 'filled')[at]}")
    colon = " : " if language == "fr" else ": "
    return f"{column.name}{colon}{', '.join(facts)}"
