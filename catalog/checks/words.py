"""Faults of a source, in lines for the person who declares it; no line where there is no fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.checks.values import ColumnCheck, FileCheck, SourceCheck
from catalog.model.problem import Language

CORRECT_LINES: dict[Language, str] = {
    "fr": "Corrigez-les dans le fichier : telles quelles, elles ne sont dans aucune réponse.",
    "en": "Correct them in the file: as they are, they are in no answer.",
}
SAY_FORMAT: dict[Language, str] = {
    "fr": "Dites comment la source les écrit (text_format : date, decimal_mark, thousands, "
    "suffix, empty…). Si c'est déjà dit, ces cellules sont écrites autrement : corrigez-les à la "
    "source, ou déclarez « string ».",
    "en": "Say how the source writes them (text_format: date, decimal_mark, thousands, suffix, "
    "empty…). If that is said already, these cells are written otherwise: correct them at the "
    'source, or declare "string".',
}
DECLARE: dict[Language, str] = {
    "fr": "Déclarez plutôt « {proposal} ».",
    "en": 'Rather declare "{proposal}".',
}
MEND_CODES: dict[Language, str] = {
    "fr": "Corrigez-les à la source, ou ajoutez ces codes à code_list ; sur un standard, dites "
    "dans codes ce qu'ils y veulent dire : qui filtre par code ne trouve pas ces lignes.",
    "en": "Correct them at the source, or add these codes to code_list; of a standard, say "
    "in codes what they mean in it: whoever filters by code does not find these rows.",
}
MEND_KEY: dict[Language, str] = {
    "fr": "Ôtez les lignes en trop, ou ajoutez à primary_key la colonne qui les distingue.",
    "en": "Take out the rows too many, or add to primary_key the column that tells them apart.",
}
"""The next thing to do, also for the terminal, which has a check by its fields."""


def check_lines(check: SourceCheck, language: Language) -> Iterator[str]:
    """Lines on the faults, those that stop readings first, each with the next thing to do."""
    for stop in check.stops:
        yield f"{stop.sentence(language)} → {stop.next_step(language)}"
    for file in check.files:
        if file.left_out:
            yield _left_out(file, language)
    for column in check.columns:
        if column.unreadable:
            yield _unreadable(column, language)
        if column.outside:
            yield _outside(column, language)
    if check.duplicates:
        examples = ", ".join(check.duplicate_examples)
        said = (
            f"clé primaire, valeurs qui désignent plusieurs lignes : {check.duplicates}"
            if language == "fr"
            else f"primary key, values that name several rows: {check.duplicates}"
        )
        yield f"{said} ({examples}). → {MEND_KEY[language]}"
    if check.is_partial:
        yield (
            f"seules les {check.rows} premières lignes ont été lues"
            if language == "fr"
            else f"only the first {check.rows} rows were read"
        )


def _left_out(file: FileCheck, language: Language) -> str:
    lines = ", ".join(map(str, file.lines)) + ("…" if file.left_out > len(file.lines) else "")
    said = (
        f"{file.name}, lignes qui n'ont pas autant de cellules que l'en-tête et ne sont pas lues : "
        f"{file.left_out} (ligne {lines})"
        if language == "fr"
        else f"{file.name}, lines that have not as many cells as the header and are not read: "
        f"{file.left_out} (line {lines})"
    )
    return f"{said}. → {CORRECT_LINES[language]}"


def _unreadable(column: ColumnCheck, language: Language) -> str:
    word = "ligne" if language == "fr" else "line"
    examples = ", ".join(
        f"« {each.text} »" if each.line is None else f"« {each.text} » ({word} {each.line})"
        for each in column.examples
    )
    percent = column.percent(column.unreadable)
    said = (
        f"{column.column} : {percent} % illisible comme {column.type} : {examples}"
        if language == "fr"
        else f"{column.column}: {percent}% unreadable as {column.type}: {examples}"
    )
    return f"{said}. → {say_format(column.proposal, language)}"


def say_format(proposal: str | None, language: Language) -> str:
    if proposal is None:
        return SAY_FORMAT[language]
    return DECLARE[language].format(proposal=proposal)


def _outside(column: ColumnCheck, language: Language) -> str:
    examples = outside_words(
        [(each.text, each.line, each.did_you_mean) for each in column.outside_examples], language
    )
    said = (
        f"{column.column} : valeurs hors de code_list : {column.outside} ({examples})"
        if language == "fr"
        else f"{column.column}: values outside code_list: {column.outside} ({examples})"
    )
    return f"{said}. → {MEND_CODES[language]}"


def outside_words(
    examples: Iterable[tuple[str, int | None, str | None]], language: Language
) -> str:
    """Text, line, and the code that was meant."""
    line_word = "ligne" if language == "fr" else "line"
    told = []
    for text, line, meant in examples:
        place = "" if line is None else f", {line_word} {line}"
        hint = "" if meant is None else f" → {meant} ?" if language == "fr" else f" → {meant}?"
        told.append(f"« {text} »{place}{hint}")
    return " ; ".join(told)
