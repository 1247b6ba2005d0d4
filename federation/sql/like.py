"""LIKE on names of the catalog, in time linear in the name for each wildcard: no backtracking."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PATTERN = 200
_ANY = object()
_ONE = object()


@dataclass(frozen=True, slots=True)
class Like:
    """`pattern` as SQL writes it; `escape` is one character, or none."""

    pattern: str
    escape: str = ""

    def matches(self, name: str) -> bool:
        parts = self._parts()
        at = index = 0
        star, resume = -1, 0
        while at < len(name):
            part = parts[index] if index < len(parts) else None
            if part is _ANY:
                star, resume = index, at
                index += 1
            elif part is _ONE or part == name[at]:
                index += 1
                at += 1
            elif star >= 0:
                # The last % takes one letter more.
                index, resume = star + 1, resume + 1
                at = resume
            else:
                return False
        return all(part is _ANY for part in parts[index:])

    def _parts(self) -> list[object]:
        parts: list[object] = []
        letters = iter(self.pattern[:MAX_PATTERN])
        for letter in letters:
            if self.escape and letter == self.escape:
                parts.append(next(letters, letter))
            else:
                parts.append(_ANY if letter == "%" else _ONE if letter == "_" else letter)
        return parts
