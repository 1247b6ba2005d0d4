"""The descriptions of a column in the types, in French then in English."""

from __future__ import annotations

from catalog.model.dataset import Column


def describe(column: Column, *given: str) -> str:
    """Label, unit and codes, and what is `given`."""
    unit = f" ({column.unit})" if column.unit else ""
    codes = ", ".join(column.code_list)
    french = [f"{column.label_fr}{unit}.", column.description_fr, codes and f"Codes : {codes}."]
    english = [f"{column.label_en}{unit}.", column.description_en, codes and f"Codes: {codes}."]
    for text, said in zip((french, english), given, strict=False):
        text.append(said)
    return both(" ".join(filter(None, french)), " ".join(filter(None, english)))


def both(french: str, english: str) -> str:
    return f"{french}\n\n{english}" if english and english != french else french
