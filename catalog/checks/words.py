"""What is wrong in a source, in lines for whoever declares it: nothing where nothing is."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.checks.values import ColumnCheck, FileCheck, SourceCheck
from catalog.model.problem import Language


def check_lines(check: SourceCheck, language: Language) -> Iterator[str]:
    """What stops readings first, each with what to do next."""
    for stop in check.stops:
        yield f"{stop.sentence(language)} → {stop.next_step(language)}"
    for file in check.files:
        if file.left_out:
            yield _left_out(file, language)
    for column in check.columns:
        if column.unreadable:
            yield _unreadable(column, language)
    if check.duplicates:
        examples = ", ".join(check.duplicate_examples)
        yield (
            f"clé primaire : {check.duplicates} valeurs désignent plusieurs lignes ({examples})"
            if language == "fr"
            else f"primary key: {check.duplicates} values name several rows ({examples})"
        )
    if check.is_partial:
        yield (
            f"seules les {check.rows} premières lignes ont été lues"
            if language == "fr"
            else f"only the first {check.rows} rows were read"
        )


def _left_out(file: FileCheck, language: Language) -> str:
    lines = ", ".join(map(str, file.lines)) + ("…" if file.left_out > len(file.lines) else "")
    return (
        f"{file.name} : {file.left_out} lignes n'ont pas autant de cellules que l'en-tête et ne "
        f"sont pas lues (lignes {lines})"
        if language == "fr"
        else f"{file.name}: {file.left_out} lines have not as many cells as the header and are not "
        f"read (lines {lines})"
    )


def _unreadable(column: ColumnCheck, language: Language) -> str:
    word = "ligne" if language == "fr" else "line"
    examples = ", ".join(
        f"« {each.text} »" if each.line is None else f"« {each.text} » ({word} {each.line})"
        for each in column.examples
    )
    percent = column.percent(column.unreadable)
    return (
        f"{column.column} : {percent} % illisible comme {column.type} : {examples}"
        if language == "fr"
        else f"{column.column}: {percent}% unreadable as {column.type}: {examples}"
    )
