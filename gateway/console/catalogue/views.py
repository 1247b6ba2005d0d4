"""From an answer of the catalogue to the cards, facets and sentences of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.day_words import day_in_words
from gateway.console.catalogue.address import PAGE_SIZE, CatalogueAddress
from gateway.console.catalogue.answers import (
    Catalogue,
    CatalogueEntry,
    CatalogueFacet,
    UnderstoodWord,
)
from gateway.console.shared.theme_icons import icon_of
from gateway.console.visit import Visit

_PIECES = re.compile(r"([^\W_]+)")
_VALUES_FIRST = 6
_OPENED = frozenset({"theme"})
"""The others open where one of their values is chosen: on a telephone the list is near the top."""
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class DataCard:
    """One dataset of the list. `title` and `description` in pieces, True where a piece was found.

    `address` carries the purpose for which what is received is read; `way`: how the visitor comes
    to read it; `reasons`: the parts of its declaration that hold the words, beside its title.
    """

    address: str
    title: Sequence[Piece]
    description: Sequence[Piece]
    owner: str
    theme: str
    icon: str
    way: str
    kind: str
    updated: str
    reasons: Sequence[str]
    notes: Sequence[str]


def cards_of(catalogue: Catalogue, received: Mapping[str, str], visit: Visit) -> list[DataCard]:
    """`received`: the address of each dataset that an agreement gives."""
    titles = {
        (facet.code, value.code): value.label.words(visit.language)
        for facet in catalogue.facets
        for value in facet.values
    }
    return [_card(entry, titles, received, visit) for entry in catalogue.entries]


def _card(
    entry: CatalogueEntry,
    titles: Mapping[tuple[str, str], str],
    received: Mapping[str, str],
    visit: Visit,
) -> DataCard:
    _ = visit.gettext
    dataset, english = entry.dataset, visit.language == "en"
    reasons = (reason.words.words(visit.language) for reason in entry.reasons)
    notes = [_("synthétiques")] if dataset.synthetic else []
    notes += [_("données personnelles")] if dataset.personalData else []
    title = (dataset.titleEn or dataset.titleFr) if english else dataset.titleFr
    description = (
        (dataset.descriptionEn or dataset.descriptionFr) if english else dataset.descriptionFr
    )
    return DataCard(
        address=received.get(dataset.id, f"/data/{dataset.id}"),
        title=pieces_of(title, entry.foundWords),
        description=pieces_of(description, entry.foundWords),
        owner=dataset.owner.name,
        theme=titles.get(("theme", entry.theme or ""), ""),
        icon=icon_of(entry.theme),
        way=titles.get(("access", entry.access), ""),
        kind="wait" if entry.access == "restricted" else "ok",
        updated=_updated(entry, visit),
        reasons=[each for each in dict.fromkeys(reasons) if each != _("titre")],
        notes=notes,
    )


def pieces_of(text: str, words: Sequence[str]) -> list[Piece]:
    """The text in order; True where a piece is one of the words."""
    lowered = frozenset(words)
    pieces = (piece for piece in _PIECES.split(text) if piece)
    return [(piece, piece.lower() in lowered) for piece in pieces]


def _updated(entry: CatalogueEntry, visit: Visit) -> str:
    _ = visit.gettext
    last, rhythm = entry.dataset.lastUpdate, entry.dataset.updateFrequencyLabel
    if last is not None:
        day = day_in_words(date.fromisoformat(last), visit.language)
        return _("Fichier du %(day)s") % {"day": day}
    if rhythm is not None:
        return rhythm.words(visit.language)
    return _("Lues à leur source")


@dataclass(frozen=True, slots=True)
class FacetChoices:
    """`first` values are in sight, the `others` behind « Voir les autres »."""

    code: str
    label: str
    is_open: bool
    first: Sequence[tuple[str, str, str, bool]]
    others: Sequence[tuple[str, str, str, bool]]


def facets_of(
    facets: Sequence[CatalogueFacet], address: CatalogueAddress, visit: Visit
) -> list[FacetChoices]:
    """The facets that can narrow the list. A value: its code, its words, its count, if chosen."""
    return [
        FacetChoices(
            facet.code,
            facet.label.words(visit.language),
            (facet.code in _OPENED and not address.words)
            or any(value.isChosen for value in facet.values),
            values[:_VALUES_FIRST],
            values[_VALUES_FIRST:],
        )
        for facet in facets
        if len(facet.values) > 1 or any(value.isChosen for value in facet.values)
        for values in [
            [
                (
                    value.code,
                    value.label.words(visit.language),
                    visit.number(value.count),
                    value.isChosen,
                )
                for value in sorted(facet.values, key=lambda value: not value.isChosen)
            ]
        ]
    ]


@dataclass(frozen=True, slots=True)
class Turning:
    """The page that is shown, of how many, and the addresses beside it ("" where there is none)."""

    page: int
    pages: int
    before: str
    after: str


def turning_of(total: int, address: CatalogueAddress) -> Turning:
    pages = max(1, -(-total // PAGE_SIZE))
    page = address.page
    return Turning(
        page,
        pages,
        address.turned_to(min(page - 1, pages)) if page > 1 else "",
        address.turned_to(page + 1) if page < pages else "",
    )


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that nothing holds, and the searches with a near word in its place."""

    typed: str
    near: Sequence[tuple[str, str]]


def corrections_of(understood: Sequence[UnderstoodWord]) -> list[tuple[str, str]]:
    """Each word that was read as another, and that other."""
    return [(word.typed, word.read) for word in understood if word.isCorrected]


def unknown_of(
    understood: Sequence[UnderstoodWord], address: CatalogueAddress
) -> list[UnknownWord]:
    return [
        UnknownWord(word.typed, [(near, address.searching(near)) for near in word.near])
        for word in understood
        if not word.isFound
    ]
