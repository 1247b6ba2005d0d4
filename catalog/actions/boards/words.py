"""The refusals of a board's words, each beside the argument at fault."""

from __future__ import annotations

from catalog.actions.boards.problems import BoardRefused
from catalog.actions.facts import Findings
from catalog.actions.problems import Path
from catalog.actions.texts import refuse_unsafe_texts


def refuse(findings: Findings, path: str | Path, fr: str, en: str) -> None:
    place = (path,) if isinstance(path, str) else path
    findings.add(BoardRefused(why_fr=fr, why_en=en), *place)


def refuse_long(title: str, path: str | Path, longest: int, findings: Findings) -> None:
    """A title, of a board or of a tile."""
    refuse_unsafe_texts((title,), findings)
    if not 1 <= len(title.strip()) <= longest:
        refuse(
            findings,
            path,
            f"un titre a de 1 à {longest} caractères",
            f"a title has 1 to {longest} characters",
        )
