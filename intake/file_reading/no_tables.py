"""Texts of which each program knows the form, and of which no line is a row of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from intake.file_reading.problems import FileKindUnknown

_SETTING = re.compile(r"\s*[\w .-]{1,60}\s*[=:]\s*\S.*")
_SECTION = re.compile(r"\s*\[[^\[\];|\t]{1,60}\]\s*")
_PAIR = re.compile(r"(?:^|[\s,;|])[A-Za-z_][\w.-]{0,40}=(?:\"[^\"]*\"|[^\s=,;|]+)")
_SQL = re.compile(
    r"\s*(?:insert\s+into|create\s+table|copy\s+\S+.*\bfrom\s+stdin)\b", re.IGNORECASE
)
_MAIL = re.compile(
    r"(?:from|received|return-path|delivered-to|message-id|subject|de|à|cc|objet|envoyé)\s*:",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\s*(?:- )?\s*[A-Za-z_][\w -]{0,60}:(?:\s|$)")
_LABEL = re.compile(r"\s*([^\W\d][^:;|\t]{0,40}?)\s*:(?=\s|$)")
_SYLK = re.compile(r"[BCFPEO](?:;[A-Z]|$)")
_GREETING = re.compile(
    r"\s*(?:bonjour|madame|monsieur|cher|chère|chers|messieurs)\b", re.IGNORECASE
)
_FAREWELL = re.compile(
    r"\b(?:cordialement|salutations|sentiments|respectueusement|considération)\b", re.IGNORECASE
)
_MARKS = (";", "\t", "|")
_BY_BEGINNING = 6
"""So many of the kinds, the first ones, are known by words of their own alone."""
_LOOKED_AT, _MOSTLY, _LEAST_FORMS = 200, 0.8, 3


def refuse_no_table(text: str, name: str) -> None:
    """Raises FileKindUnknown for a calendar, contacts, settings, a dump of SQL, a journal of pairs,
    a mail or a formatted text.
    """
    if "\0" in text:
        raise FileKindUnknown(file=name, seen_fr="des octets sans texte", seen_en="not text")
    lines = [line for line in text[: 1 << 16].splitlines() if line.strip()][:_LOOKED_AT]
    parted = sum(any(mark in line for mark in _MARKS) for line in lines)
    # A column of messages or of settings in a table is no letter and no journal.
    kinds = _KINDS if 2 * parted <= len(lines) else _KINDS[:_BY_BEGINNING]
    for is_such, seen_fr, seen_en in kinds:
        if lines and is_such(lines):
            raise FileKindUnknown(file=name, seen_fr=seen_fr, seen_en=seen_en)


def _begins(*words: str) -> Callable[[list[str]], bool]:
    return lambda lines: lines[0].strip().lower().startswith(words)


def _is_sylk(lines: list[str]) -> bool:
    """`ID;PWXL;N;E`, then records of one letter: `C;Y1;X1;K12`."""
    cells = sum(_SYLK.match(line) is not None for line in lines)
    return lines[0].startswith("ID;P") and 2 * cells >= len(lines)


def _is_sql(lines: list[str]) -> bool:
    return any(_SQL.match(line) for line in lines)


def _are_settings(lines: list[str]) -> bool:
    sections = sum(_SECTION.fullmatch(line) is not None for line in lines)
    settings = sum("=" in line and _SETTING.fullmatch(line) is not None for line in lines)
    is_begun = _SECTION.fullmatch(lines[0]) is not None
    return is_begun and settings > 0 and sections + settings >= _MOSTLY * len(lines)


def _are_pairs(lines: list[str]) -> bool:
    """`site=A1 temp=3,5`: a name stands before each value, on each line."""
    held = sum(len(_PAIR.findall(line)) > 1 for line in lines)
    return len(lines) > 1 and held >= _MOSTLY * len(lines)


def _are_fields(lines: list[str]) -> bool:
    """YAML: `- id: 1`, `  nom: Bruz`."""
    held = sum(_FIELD.match(line) is not None for line in lines)
    begun = sum(line.lstrip().startswith("- ") for line in lines)
    return begun > 1 and held >= _MOSTLY * len(lines)


def _is_latex(lines: list[str]) -> bool:
    return any(line.lstrip().startswith(("\\begin{", "\\documentclass")) for line in lines)


def _is_letter(lines: list[str]) -> bool:
    first = any(_GREETING.match(line) for line in lines)
    return first and any(_FAREWELL.search(line) for line in lines)


def _are_forms(lines: list[str]) -> bool:
    """`Nom : Durand`, `Index : 120`: the same labels again and again, a value behind each."""
    labels = Counter(match[1].lower() for line in lines if (match := _LABEL.match(line)))
    again = {label: count for label, count in labels.items() if count >= _LEAST_FORMS}
    held = sum(again.values())
    return len(again) > 1 and 2 * held > len(lines) and held >= _MOSTLY * labels.total()


def _is_mail(lines: list[str]) -> bool:
    return sum(_MAIL.match(line) is not None for line in lines[:12]) > 2


_KINDS: tuple[tuple[Callable[[list[str]], bool], str, str], ...] = (
    (_begins("begin:vcard"), "ce sont des contacts", "these are contacts"),
    (_begins("begin:vcalendar"), "c'est un agenda", "it is a calendar"),
    (_begins("{\\rtf"), "c'est un texte mis en forme", "it is a formatted text"),
    (_begins("%!ps"), "c'est une page à imprimer", "it is a page to be printed"),
    (
        _is_sylk,
        "c'est un classeur SYLK : ouvrez-le et enregistrez-le en .xlsx",
        "it is a SYLK workbook: open it and save it as .xlsx",
    ),
    (
        _is_sql,
        "ce sont des instructions SQL : exportez la table elle-même en .csv",
        "these are statements of SQL: export the table itself as .csv",
    ),
    (_are_settings, "ce sont des réglages d'un programme", "these are a program's settings"),
    (
        _are_pairs,
        "chaque ligne nomme ses valeurs : exportez-les en .csv",
        "each line names its values: export them as .csv",
    ),
    (_is_mail, "c'est un message", "it is a message"),
    (_is_letter, "c'est une lettre", "it is a letter"),
    (_is_latex, "c'est un texte mis en forme", "it is a formatted text"),
    (
        _are_fields,
        "chaque ligne nomme sa valeur : exportez les données en .csv",
        "each line names its value: export the data as .csv",
    ),
    (
        _are_forms,
        "ce sont des fiches d'un libellé par ligne : exportez-les avec une ligne par fiche",
        "these are forms of a label a line: export them with one row a form",
    ),
)
