"""Examples of personal data that show its form and nobody: `06 •• •• •• 11`, `M•••• D•••••`."""

from __future__ import annotations

import re

_DOT = "•"
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d")
_LONGEST = 60


def masked(kind: str, text: str) -> str:
    """One value of a personal column; what is short is hidden whole."""
    plain = " ".join(text.split())[:_LONGEST]
    match kind:
        case "email":
            return _email(plain)
        case "phone" | "nir" | "bank_account" | "pseudonym":
            return _figures(plain)
        case "plate":
            return _all_but(plain, 1, 1)
        case "birth_date" | "income":
            return _FIGURE.sub(_DOT, plain)
        case "health" | "free_text":
            return _DOT * 3 if kind == "health" else f"{_DOT * 3} ({len(text)})"
    return _WORD.sub(lambda word: _word(word[0]), plain)


def masked_examples(kind: str, texts: list[str], most: int = 3) -> tuple[str, ...]:
    examples = dict.fromkeys(masked(kind, text) for text in texts[: most * 10] if text.strip())
    return tuple(list(examples)[:most])


def _word(word: str) -> str:
    if word.isdecimal() or len(word) < 3:
        return _DOT * len(word)
    return word[0] + _DOT * (len(word) - 1)


def _email(text: str) -> str:
    before, at, host = text.partition("@")
    if not at:
        return _all_but(text, 1, 0)
    end = host.rpartition(".")[2]
    return f"{before[:1]}{_DOT * 3}@{_DOT * 3}.{end}"


def _figures(text: str) -> str:
    """The first two and the last two figures of eight or more; letters are hidden."""
    signs = [at for at, sign in enumerate(text) if sign.isalnum()]
    shown = {*signs[:2], *signs[-2:]} if len(signs) >= 8 else set(signs[:1])
    return "".join(
        sign if at in shown or not sign.isalnum() else _DOT for at, sign in enumerate(text)
    )


def _all_but(text: str, first: int, last: int) -> str:
    signs = [at for at, sign in enumerate(text) if sign.isalnum()]
    shown = {*signs[:first], *signs[len(signs) - last :]} if len(signs) > first + last else set()
    return "".join(
        sign if at in shown or not sign.isalnum() else _DOT for at, sign in enumerate(text)
    )
