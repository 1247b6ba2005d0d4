"""Questions of a reader, and notes on matters settled in the open, in the words a clerk reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.file_reading import layout_words
from intake.file_reading.answers import choices_of
from intake.file_reading.cell_doubts import CELL_NOTES, CELL_QUESTIONS
from intake.file_reading.values import Note, Question, ShownRow

MOST_ASKED = 3
LONE_CELLS = "lone_cells"
_OPEN_NOTES = frozenset(
    {
        "total_differs",
        "repeated_number",
        LONE_CELLS,
        "cut_short",
        "figures_over_header",
        "words_among_figures",
        "no_coordinates",
        "grouped_coordinates",
        "names_repeated",
    }
)
"""Told and not asked, since the file itself must be mended: until then it is not checked."""
MOST_ROWS = 3

_WORDS: Mapping[str, tuple[str, str]] = {
    **layout_words.QUESTIONS,
    "date_order": (
        (
            "Dans « {column} », des dates se lisent de deux façons "
            "({examples}) : qui vient d'abord, le jour ou le mois ?"
        ),
        (
            'In "{column}", some dates read two ways ({examples}): which of day and month '
            'comes first?'
        ),
    ),
    "mixed_units": (
        "« {column} » mélange des unités ({examples}) : dans laquelle faut-il tout compter ?",
        '"{column}" mixes units ({examples}): in which one should everything be counted?',
    ),
    **CELL_QUESTIONS,
    "thousands_mark": (
        (
            "Dans « {column} », {examples} se lit de deux façons : le signe y sépare-t-il les "
            "milliers ou les décimales ?"
        ),
        'In "{column}", {examples} reads two ways: does the mark part thousands or decimals?',
    ),
    "sheet": (
        "Le classeur a plusieurs tableaux ({examples}) : lequel faut-il déposer ?",
        "The workbook has several tables ({examples}): which one is to be deposited?",
    ),
    "no_header": (
        "La première ligne est-elle une ligne de données ({examples}), sans titres au-dessus ?",
        "Is the first row a row of data ({examples}), without headers above?",
    ),
    "unknown_commune": (
        (
            "Dans « {column} », une bonne part des communes n'est pas reconnue ({examples}) : "
            "est-ce bien une colonne de communes ?"
        ),
        'In "{column}", many communes are not recognised ({examples}): is it a column of communes?',
    ),
}  # fmt: skip
"""In the order in which they matter: three are asked, the others are told as notes."""

KINDS = {
    "name": "noms de personnes",
    "email": "adresses électroniques",
    "phone": "numéros de téléphone",
    "nir": "numéros de sécurité sociale",
    "plate": "plaques d'immatriculation",
    "address": "adresses de personnes",
    "birth_date": "dates de naissance",
    "pseudonym": "numéros qui désignent une personne",
    "free_text": "personnes nommées dans un texte libre",
    "bank_account": "comptes bancaires",
    "health": "informations de santé",
    "income": "ressources d'un foyer",
}
"""In French, what a personal column holds."""

_NOTES: Mapping[str, tuple[str, str]] = {
    **layout_words.NOTES,
    **CELL_NOTES,
    "date_order_french": (
        "« {column} » : lu jour puis mois ({examples}).",
        '"{column}": read day first, then month ({examples}).',
    ),
    "century": (
        "« {column} » : années sur deux chiffres, lues de 1950 à 2049 ({examples}).",
        '"{column}": years of two figures, read as 1950 to 2049 ({examples}).',
    ),
    "month_text": (
        "« {column} » : mois en toutes lettres ({examples}).",
        '"{column}": months in words ({examples}).',
    ),
    "serial_days": (
        "« {column} » : nombres lus comme des dates de tableur ({examples}).",
        '"{column}": numbers read as a spreadsheet\'s days ({examples}).',
    ),
    "code_repair": (
        "« {column} » : codes remis en forme ({examples}).",
        '"{column}": codes put right ({examples}).',
    ),
    "percentage": (
        "« {column} » : affiché en pourcentage, enregistré comme une fraction (0,5 pour 50 %).",
        '"{column}": shown as a percentage, stored as a fraction (0.5 for 50 %).',
    ),
    "negative_amounts": (
        "« {column} » : un montant entre parenthèses est négatif.",
        '"{column}": an amount in brackets is less than zero.',
    ),
    "mixed_decimal_marks": (
        "« {column} » : la virgule et le point y marquent tous deux les décimales.",
        '"{column}": both comma and dot mark decimals there.',
    ),
    "empty_means_no": (
        "« {column} » : une case vide vaut « non ».",
        '"{column}": an empty cell means "no".',
    ),
    "personal_data": (
        "« {column} » : données personnelles ({examples_fr}).",
        '"{column}": personal data ({examples}).',
    ),
    "hidden_rows": (
        "{examples} lignes masquées par un filtre sont lues comme les autres.",
        "{examples} rows hidden by a filter are read like the others.",
    ),
    "hidden_columns": (
        "« {column} » est une colonne masquée : elle est lue comme les autres.",
        '"{column}" is a hidden column: it is read like the others.',
    ),
    "merged_cells": (
        "« {column} » : chaque case fusionnée vaut pour toutes les lignes qu'elle couvre.",
        '"{column}": each merged cell stands for all the rows that it covers.',
    ),
    "group_label": (
        (
            "Des lignes de titre coupent le tableau ({examples}) : elles valent pour les lignes "
            "en dessous."
        ),
        "Rows of titles cut the table ({examples}): they stand for the rows below.",
    ),
    "side_table": (
        "Un autre tableau se trouve à droite (colonnes {examples}) : il n'est pas lu.",
        "Another table stands to the right (columns {examples}): it is not read.",
    ),
    "wide_form": (
        "{examples} : le tableau reste tel quel, et peut être mis en long.",
        "{examples}: the table stays as it is, and may be made long.",
    ),
    "old_commune_code": (
        "« {column} » : anciens codes placés dans la commune d'aujourd'hui ({examples}).",
        '"{column}": old codes placed in the commune of today ({examples}).',
    ),
    "postal_code": (
        "« {column} » : des codes postaux parmi les codes de commune ({examples}).",
        '"{column}": postal codes among the commune codes ({examples}).',
    ),
    "commune_by_name": (
        "« {column} » : communes reconnues à leur nom.",
        '"{column}": communes recognised by their names.',
    ),
    "unknown_places": (
        "« {column} » : communes non reconnues ({examples}).",
        '"{column}": communes that are not recognised ({examples}).',
    ),
    "duplicate_key": (
        (
            "« {column} » distingue les lignes, mais {examples} reprennent une valeur déjà vue : "
            "comptées deux fois ?"
        ),
        '"{column}" tells rows apart, but {examples} bear a value seen before: counted twice?',
    ),
    "extension": (
        "Le nom du fichier annonce une autre sorte de fichier que son contenu ({examples}).",
        "The file's name promises another kind of file than its content ({examples}).",
    ),
    "macros": (
        "Le classeur contient des macros : elles ne sont jamais lancées.",
        "The workbook holds macros: they are never run.",
    ),
    "external_links": (
        (
            "Le classeur renvoie à d'autres fichiers : ils ne sont jamais ouverts, les dernières "
            "valeurs enregistrées sont lues."
        ),
        (
            "The workbook refers to other files: they are never opened, the values last saved "
            "are read."
        ),
    ),
    "sheets_together": (
        "Des feuilles aux mêmes titres sont lues ensemble ({examples}).",
        "Sheets with the same headers are read together ({examples}).",
    ),
    "not_reconciled": (
        (
            "Une seconde lecture du fichier ne donne pas les mêmes lignes ou sommes ({examples}) "
            ": vérifiez avant de confirmer."
        ),
        (
            "A second reading of the file does not give the same rows or sums ({examples}): "
            "check before confirming."
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """A code of either table, the column if it is about one, and examples."""

    code: str
    column: str | None = None
    examples: tuple[str, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    choices: tuple[str, ...] = ()
    """The answers to choose from, where they are not those of the code."""


def is_open(doubt: Doubt) -> bool:
    """A question, or figures that the file itself contradicts."""
    return doubt.code in _WORDS or doubt.code in _OPEN_NOTES


def settle(doubts: Iterable[Doubt]) -> tuple[list[Question], list[Note]]:
    """The three questions that matter most; everything else as notes."""
    listed = list(doubts)
    order = list(_WORDS)
    asking = sorted(
        (doubt for doubt in listed if doubt.code in _WORDS),
        key=lambda doubt: order.index(doubt.code),
    )
    questions = [_question(doubt) for doubt in asking[:MOST_ASKED]]
    notes = [_note(doubt, _WORDS[doubt.code]) for doubt in asking[MOST_ASKED:]]
    notes += [_note(doubt, _NOTES[doubt.code]) for doubt in listed if doubt.code in _NOTES]
    return questions, notes


def _filled(sentence: str, doubt: Doubt) -> str:
    kinds = ", ".join(KINDS.get(example, example) for example in doubt.examples)
    examples = (
        ", ".join(example.replace("_", " ") for example in doubt.examples)
        if (doubt.code == "personal_data")
        else ", ".join(doubt.examples)
    )
    first, rest = doubt.examples[0] if doubt.examples else "", ", ".join(doubt.examples[1:])
    return sentence.format(
        column=doubt.column or "", examples=examples, examples_fr=kinds, first=first, rest=rest
    )


def _question(doubt: Doubt) -> Question:
    fr, en = _WORDS[doubt.code]
    return Question(
        doubt.code, doubt.column, _filled(fr, doubt), _filled(en, doubt), doubt.examples,
        doubt.choices or choices_of(doubt.code, doubt.examples), doubt.rows[:MOST_ROWS],
    )  # fmt: skip


def _note(doubt: Doubt, words: tuple[str, str]) -> Note:
    return Note(doubt.code, doubt.column, _filled(words[0], doubt), _filled(words[1], doubt))
