"""Communes coloured by a state or by a rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from unicodedata import combining, normalize

from catalog.contours.values import Contours
from papers.pictures.fifths import fifths
from papers.pictures.markup import Drawn, element, joined
from papers.pictures.outlines import WIDTH, Outlines, outlines
from papers.pictures.palette import NO_DATA, SHADES, Ink, Tone
from papers.pictures.picture import Drawing, LegendLine, Picture, Width
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.table import Column, Table

NAMED_AT_MOST = 5
COMMAND = "./interco reference load-contours"


@dataclass(frozen=True, slots=True)
class StatusClass:
    """`label` is how the legend names the state: « reçue », « manque »; `of_many` how a sentence
    says it of several, where that is otherwise: « reçues », « manquent ».
    """

    key: str
    label: str
    tone: Tone
    of_many: str = ""

    def of(self, count: int) -> str:
        return self.of_many if count > 1 and self.of_many else self.label


@dataclass(frozen=True, slots=True)
class _Area:
    """A commune as it is drawn."""

    code: str
    title: str
    ink: Ink


def status_map(
    reader: Reader,
    title: str,
    contours: Contours | None,
    statuses: Mapping[str, str | None],
    classes: Sequence[StatusClass],
    names: Mapping[str, str],
    sentence: str | None = None,
) -> Picture:
    """`statuses` by commune code: the key of a class, or None for no data. All of them are drawn
    that have a contour; the others are named.
    """
    by_key = {state.key: state for state in classes}
    none = reader.gettext("sans donnée")
    members: dict[str | None, list[str]] = {key: [] for key in (*by_key, None)}
    for code in _by_name(statuses, names):
        members[statuses[code]].append(code)
    areas, legend, rows = [], [], []
    for key, codes in members.items():
        if not codes:
            continue
        label, ink = (none, NO_DATA) if key is None else (by_key[key].label, by_key[key].tone.ink)
        words = reader.gettext("%(label)s : %(communes)s")
        communes = reader.count_of_communes(len(codes))
        legend.append(LegendLine(ink, words % {"label": label, "communes": communes}))
        areas += [_Area(code, _titled(reader, code, names, label), ink) for code in codes]
        rows += [(_named(code, names), code, label) for code in codes]
    columns = (
        Column(reader.gettext("Commune")),
        Column(reader.gettext("Code")),
        Column(reader.gettext("État")),
    )
    in_words = sentence or _status_sentence(reader, members, by_key, none)
    table = Table(title, columns, tuple(rows))
    return _map(reader, title, in_words, contours, areas, tuple(legend), table, names)


def rate_map(
    reader: Reader,
    title: str,
    contours: Contours | None,
    values: Mapping[str, float | None],
    unit: str,
    names: Mapping[str, str],
    sentence: str | None = None,
) -> Picture:
    """`values` by commune code, in `unit`; None is no data. Five classes of as many communes."""
    known = {code: value for code, value in values.items() if value is not None}
    bounds = fifths(known.values())
    decimals = decimals_of(known.values())
    legend = []
    for rank in range(len(bounds.bounds)):
        inside = [value for value in known.values() if bounds.class_of(value) == rank]
        ink = SHADES[bounds.shade_of(bounds.bounds[rank])]
        legend.append(LegendLine(ink, _range_in_words(reader, inside, unit, decimals)))
    missing = len(values) - len(known)
    if missing:
        words = reader.gettext("sans donnée : %(communes)s")
        communes = reader.count_of_communes(missing)
        legend.append(LegendLine(NO_DATA, words % {"communes": communes}))
    areas, rows = [], []
    for code in _by_name(values, names):
        value = values[code]
        ink = NO_DATA if value is None else SHADES[bounds.shade_of(value)]
        none = reader.gettext("sans donnée")
        label = none if value is None else reader.quantity(value, unit, decimals)
        areas.append(_Area(code, _titled(reader, code, names, label), ink))
        rows.append((_named(code, names), code, value))
    columns = (
        Column(reader.gettext("Commune")),
        Column(reader.gettext("Code")),
        Column(reader.gettext("Valeur"), unit, numeric=True),
    )
    in_words = sentence or _rate_sentence(reader, known, unit, names)
    table = Table(title, columns, tuple(rows))
    return _map(reader, title, in_words, contours, areas, tuple(legend), table, names)


def _map(
    reader: Reader,
    title: str,
    sentence: str,
    contours: Contours | None,
    areas: list[_Area],
    legend: tuple[LegendLine, ...],
    table: Table,
    names: Mapping[str, str],
) -> Picture:
    if contours is None:
        notes: tuple[str, ...] = (_without_map(reader),)
        return Picture(reader, title, sentence, table, "map", notes=notes)
    fitted = outlines(contours, frozenset(area.code for area in areas))
    notes = _without_contour(reader, [area.code for area in areas], fitted, names)
    return Picture(
        reader,
        title,
        sentence,
        table,
        "map",
        draw=partial(_draw, tuple(areas), fitted) if fitted.paths else None,
        legend=legend,
        notes=notes,
        source=reader.gettext("Contours : %(source)s") % {"source": contours.attribution},
    )


def _without_map(reader: Reader) -> str:
    """The sentence in place of a map. The command that brings the map is told to the operator
    alone: nobody else could use it.
    """
    if not reader.is_operator:
        return reader.gettext(
            "La carte n'est pas disponible sur cette installation : votre exploitant peut "
            "l'ajouter."
        )
    words = reader.gettext(
        "La carte n'est pas dessinée : les contours des communes ne sont pas installés. "
        "La commande « %(command)s » les apporte."
    )
    return words % {"command": COMMAND}


def _draw(areas: Sequence[_Area], fitted: Outlines, of: str, _width: Width) -> Drawing:
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
    return Drawing(WIDTH, fitted.height, content, tuple(by_ink))


def _without_contour(
    reader: Reader, codes: Sequence[str], fitted: Outlines, names: Mapping[str, str]
) -> tuple[str, ...]:
    undrawn = [code for code in codes if code not in fitted.paths]
    if not undrawn:
        return ()
    listed = [f"{_named(code, names)} ({code})" for code in undrawn[:NAMED_AT_MOST]]
    if len(undrawn) > NAMED_AT_MOST:
        listed.append("…")
    words = reader.ngettext(
        "%(count)s commune n'a pas de contour et manque sur la carte : %(names)s.",
        "%(count)s communes n'ont pas de contour et manquent sur la carte : %(names)s.",
        len(undrawn),
    )
    return (words % {"count": reader.number(len(undrawn)), "names": ", ".join(listed)},)


def _status_sentence(
    reader: Reader,
    members: Mapping[str | None, Sequence[str]],
    by_key: Mapping[str, StatusClass],
    none: str,
) -> str:
    total = sum(map(len, members.values()))
    if not total:
        return reader.gettext("Aucune commune à montrer.")
    parts = [
        f"{reader.number(len(codes))} {none if key is None else by_key[key].of(len(codes))}"
        for key, codes in members.items()
        if codes
    ]
    words = reader.gettext("%(communes)s : %(parts)s.")
    communes = reader.count_of_communes(total)
    return words % {"communes": communes, "parts": ", ".join(parts)}


def _rate_sentence(
    reader: Reader, known: Mapping[str, float], unit: str, names: Mapping[str, str]
) -> str:
    if not known:
        return reader.gettext("Aucune commune n'a de donnée.")
    low, high = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    decimals = decimals_of(known.values())
    if known[low] == known[high]:
        words = reader.gettext("%(value)s dans chaque commune qui a une donnée.")
        return words % {"value": reader.quantity(known[low], unit, decimals)}
    words = reader.gettext(
        "De %(low)s (%(low_name)s) à %(high)s (%(high_name)s) ; la moitié des communes sont à "
        "%(middle)s ou plus."
    )
    return words % {
        "low": reader.quantity(known[low], unit, decimals),
        "low_name": _named(low, names),
        "high": reader.quantity(known[high], unit, decimals),
        "high_name": _named(high, names),
        "middle": reader.quantity(median(known.values()), unit, decimals),
    }


def _range_in_words(reader: Reader, inside: Sequence[float], unit: str, decimals: int) -> str:
    communes = reader.count_of_communes(len(inside))
    low, high = min(inside), max(inside)
    if low == high:
        words = reader.gettext("%(value)s : %(communes)s")
        return words % {"value": reader.quantity(low, unit, decimals), "communes": communes}
    words = reader.gettext("de %(low)s à %(high)s : %(communes)s")
    values = {
        "low": reader.number(low, decimals),
        "high": reader.quantity(high, unit, decimals),
    }
    return words % {**values, "communes": communes}


def _titled(reader: Reader, code: str, names: Mapping[str, str], label: str) -> str:
    words = reader.gettext("%(name)s (%(code)s) : %(label)s")
    return words % {"name": _named(code, names), "code": code, "label": label}


def _named(code: str, names: Mapping[str, str]) -> str:
    return names.get(code, code)


def _by_name(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """As a French dictionary does: Épiniac before Ercé."""

    def rank(code: str) -> tuple[str, str]:
        plain = "".join(
            sign for sign in normalize("NFD", _named(code, names)) if not combining(sign)
        )
        return plain.casefold(), code

    return sorted(codes, key=rank)
