"""Communes or départements as they are drawn: their paths by ink, the frames of those overseas, the
source of their outlines and those that have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from catalog.cog.departements import departement_names, departement_of
from catalog.contours.values import Contours
from papers.pictures.markup import Drawn, element, joined
from papers.pictures.outlines import WIDTH, Inset, Outlines
from papers.pictures.palette import INK, SOFT_INK, Ink
from papers.pictures.picture import Drawing, Width
from papers.pictures.reader import Reader

NAMED_AT_MOST = 5
_OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    title: str
    ink: Ink


def draw(areas: Sequence[Area], fitted: Outlines, of: str, _width: Width) -> Drawing:
    by_ink: dict[Ink, list[Drawn]] = {}
    for area in areas:
        if (path := fitted.paths.get(area.code)) is not None:
            drawn = element("path", element("title", area.title), d=path)
            by_ink.setdefault(area.ink, []).append(drawn)
    groups = (
        element("g", *paths, fill=ink.paint(of), stroke=ink.edge, class_=ink.name)
        for ink, paths in by_ink.items()
    )
    content = element(
        "g",
        joined(groups),
        stroke_width=1.2,
        stroke_linejoin="round",
        fill_rule="evenodd",
        class_="communes",
    )
    frames = joined(map(_frame, fitted.insets))
    return Drawing(WIDTH, fitted.height, joined((content, frames)), tuple(by_ink))


def _frame(inset: Inset) -> Drawn:
    name = departement_names().get(inset.departement, inset.departement)
    return joined(
        (
            element(
                "rect",
                x=inset.left,
                y=inset.top,
                width=inset.side,
                height=inset.side,
                fill="none",
                stroke=SOFT_INK,
            ),
            element(
                "text",
                name,
                x=inset.left + inset.side / 2,
                y=inset.top + inset.side + 24,
                fill=INK,
                font_size=24,
                text_anchor="middle",
            ),
        )
    )


def source_of(reader: Reader, contours: Contours) -> str:
    """Whom the outlines come from, after their year where it is known."""
    source = reader.gettext("Contours : %(source)s") % {"source": contours.attribution}
    if contours.year is None:
        return source
    words = reader.gettext("Tracés %(year)s.")
    return f"{words % {'year': contours.year}} {source}"


def without_contour(
    reader: Reader, codes: Iterable[str], fitted: Outlines, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Sentences about the communes that are not drawn: collectivities overseas by their name, the
    first of the others by theirs.
    """
    undrawn = [code for code in codes if code not in fitted.paths]
    drawn = {departement_of(code) for code in fitted.paths}
    lands = {departement_of(code) for code in undrawn if code.startswith(_OVERSEAS)} - drawn
    others = [code for code in undrawn if departement_of(code) not in lands]
    notes = []
    if lands:
        words = reader.ngettext(
            "Les tracés n'ont pas cette collectivité d'outre-mer, qui manque sur la carte : "
            "%(names)s.",
            "Les tracés n'ont pas ces collectivités d'outre-mer, qui manquent sur la carte : "
            "%(names)s.",
            len(lands),
        )
        listed = [departement_names().get(land, land) for land in sorted(lands)]
        notes.append(words % {"names": ", ".join(listed)})
    if others:
        listed = [f"{named(code, names)} ({code})" for code in others[:NAMED_AT_MOST]]
        if len(others) > NAMED_AT_MOST:
            listed.append("…")
        words = reader.ngettext(
            "%(count)s commune n'a pas de contour et manque sur la carte : %(names)s.",
            "%(count)s communes n'ont pas de contour et manquent sur la carte : %(names)s.",
            len(others),
        )
        values = {"count": reader.number(len(others)), "names": ", ".join(listed)}
        notes.append(words % values)
    return tuple(notes)


def titled(reader: Reader, code: str, names: Mapping[str, str], label: str) -> str:
    words = reader.gettext("%(name)s (%(code)s) : %(label)s")
    return words % {"name": named(code, names), "code": code, "label": label}


def named(code: str, names: Mapping[str, str]) -> str:
    return names.get(code, code)


def by_name(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """As a French dictionary does: Épiniac before Ercé."""

    def rank(code: str) -> tuple[str, str]:
        plain = "".join(
            sign for sign in normalize("NFD", named(code, names)) if not combining(sign)
        )
        return plain.casefold(), code

    return sorted(codes, key=rank)
