"""The program of the child process that typesets a sheet: a job as JSON in, a PDF out.

Alone, without the gateway's environment or secrets, under limits that it gives itself. The
template imports nothing and reads no file; the sheet, the code and the attachment come as values.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from papers.visible import visible

Form = Literal["pdf", "png"]
MEMORY = 2 << 30
CPU_S = 30
NOT_PRINTED = 70
TEMPLATES = Path(__file__).with_name("templates")
_NOWHERE = "/nonexistent"
_ENVIRONMENT = {
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "RAYON_NUM_THREADS": "1",
}
_BLANKS = "\n\t"
_LAST_OF_OUR_ALPHABETS = 0x052F
_PUNCTUATION = frozenset("‐‑‒–—―\u2018\u2019‚“”„†‡•…‰‹›€№™−≤≥≠×\u00a0\u202f\u200b")
_REPLACED = "?"
_BREAK = "\u200b"
_PIECE = 20
_LONG_WORD = re.compile(r"(?<!\S)(?!https?:)(?![0-9a-f]{64}(?!\S))\S{41,}")


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It writes to a pipe alone: no file, of whatever size.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def prepare() -> None:
    """Once, before any child is forked: nothing leads to the network, and one thread suffices."""
    for name, value in _ENVIRONMENT.items():
        os.putenv(name, value)
    import_module("typst")


def main() -> int:
    limit()
    job = json.load(sys.stdin.buffer)
    try:
        printed = typeset(job)
    except (RuntimeError, MemoryError):
        return NOT_PRINTED
    sys.stdout.buffer.write(printed)
    sys.stdout.buffer.flush()
    return 0


def typeset(job: dict[str, Any], form: Form = "pdf") -> Any:
    """`job`: sheet (as `papers.sheet` has it), code (SVG), content (canonical JSON), at (its
    instant, in seconds); of a board, template, sheet (as `papers.board_sheet` has it), drawings
    (SVG, one a tile, empty without any), at. Raises typst.TypstError, a RuntimeError.
    """
    import typst

    sheet = each_text(job["sheet"], lambda text: breakable(visible(text)))
    drawings = each_text(job.get("drawings", []), visible)
    try:
        return _typeset({**job, "sheet": sheet, "drawings": drawings}, form)
    except typst.TypstError:
        # PDF/UA has no glyph that stands for none: what our fonts lack is in the attachment.
        sheet, drawings = each_text(sheet, printable), each_text(drawings, printable)
        return _typeset({**job, "sheet": sheet, "drawings": drawings}, form)


def _typeset(job: dict[str, Any], form: Form) -> Any:
    import typst

    # Its stubs know no template that is given as bytes.
    make_compiler: Any = typst.Compiler
    compiler = make_compiler(
        (TEMPLATES / f"{job.get('template', 'sheet')}.typ").read_bytes(),
        root=TEMPLATES,
        ignore_system_fonts=True,
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
        sys_inputs={
            "sheet": json.dumps(job["sheet"], ensure_ascii=False),
            "code": job.get("code", ""),
            "content": job.get("content", ""),
            "drawings": json.dumps(job["drawings"], ensure_ascii=False),
        },
    )
    if form != "pdf":
        return compiler.compile(format=form, ppi=110)
    return compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(job["at"]))


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same sheet, each of its texts changed; keys and numbers stay."""
    match value:
        case str():
            return change(value)
        case list():
            return [each_text(inner, change) for inner in value]
        case dict():
            return {key: each_text(inner, change) for key, inner in value.items()}
        case _:
            return value


def breakable(text: str) -> str:
    """A word that is longer than a column may be broken; digests and addresses stay whole."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    return [word[start : start + _PIECE] for start in range(0, len(word), _PIECE)]


def printable(text: str) -> str:
    """With a question mark for each character that our fonts may lack."""
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    number = ord(character)
    if character in _BLANKS or character in _PUNCTUATION:
        return character
    is_ours = character.isprintable() and number <= _LAST_OF_OUR_ALPHABETS
    # Combining marks may find no letter to stand on.
    return character if is_ours and not 0x0300 <= number <= 0x036F else _REPLACED
