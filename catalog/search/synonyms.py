"""The words of French administrations that mean the same, and the themes under which they stand.

They stand in `synonyms.txt`, which a person edits: they are public, and the same for every reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.caches import remembered
from catalog.search.stems import stem
from catalog.search.words import surface_words, words_of

Phrase = tuple[str, ...]
_FILE: Final = Path(__file__).with_name("synonyms.txt")
_EQUAL, _NEAR = 0.8, 0.4


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`meanings`: of each phrase of stems, the others, each with its weight (0.8 where they mean
    the same, 0.4 where they are near). `themes`: the themes under which a phrase stands.
    """

    meanings: Mapping[Phrase, Mapping[Phrase, float]]
    themes: Mapping[Phrase, tuple[str, ...]]
    all_themes: tuple[Theme, ...]
    longest: int
    spellings: Mapping[str, str]
    """Of each stem, a word as the file writes it, without accents."""

    def is_near(self, weight: float) -> bool:
        """True where a phrase of this weight is near what was typed, and does not mean the same."""
        return weight < _EQUAL


@remembered(maxsize=1)
def synonyms() -> Synonyms:
    return read_synonyms(_FILE.read_text("utf-8"))


def read_synonyms(text: str) -> Synonyms:
    """Raises ValueError for a line outside a theme: it names the line."""
    meanings: dict[Phrase, dict[Phrase, float]] = {}
    themes: dict[Phrase, tuple[str, ...]] = {}
    headings: list[Theme] = []
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("["):
            headings.append(_theme(entry))
            continue
        if not headings:
            message = f"synonyms.txt, line {number}: a group stands under a theme ([code] title)"
            raise ValueError(message)
        equals, _, near = entry.partition("~")
        group, beside = _phrases(equals), _phrases(near)
        for phrase in group:
            others = meanings.setdefault(phrase, {})
            for other in beside:
                others.setdefault(other, _NEAR)
            others.update({other: _EQUAL for other in group if other != phrase})
            earlier = themes.get(phrase, ())
            themes[phrase] = (
                earlier if headings[-1].code in earlier else (*earlier, headings[-1].code)
            )
    longest = max((len(phrase) for phrase in meanings), default=1)
    return Synonyms(meanings, themes, tuple(headings), longest, _spellings(text))


def _theme(heading: str) -> Theme:
    code, _, titles = heading[1:].partition("]")
    french, _, english = titles.partition("/")
    return Theme(code.strip(), french.strip(), english.strip())


def _phrases(entries: str) -> list[Phrase]:
    read = (tuple(words_of(entry)) for entry in entries.split(","))
    return list(dict.fromkeys(phrase for phrase in read if phrase))


def _spellings(text: str) -> dict[str, str]:
    lines = (line for line in text.splitlines() if not line.startswith(("#", "[")))
    return {stem(word): word for line in lines for word in surface_words(line)}
