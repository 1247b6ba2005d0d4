"""Communes coloured by a state or by a rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

from catalog.contours.carried import MOST_COMMUNES
from catalog.contours.values import Contours
from papers.pictures.areas import (
    Area,
    by_name,
    draw,
    named,
    source_of,
    titled,
    without_contour,
)
from papers.pictures.departement_map import median_map, share_map
from papers.pictures.outlines import outlines
from papers.pictures.palette import NO_DATA, Tone
from papers.pictures.picture import LegendLine, Picture
from papers.pictures.reader import Reader, decimals_of
from papers.pictures.shades import shaded
from papers.pictures.table import Column, Table

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
    that have a contour; the others are named. More than a map holds are drawn by département, by
    their share of the first class.
    """
    by_key = {state.key: state for state in classes}
    none = reader.gettext("sans donnée")
    members: dict[str | None, list[str]] = {key: [] for key in (*by_key, None)}
    for code in by_name(statuses, names):
        members[statuses[code]].append(code)
    in_words = sentence or _status_sentence(reader, members, by_key, none)
    if contours is not None and len(statuses) > MOST_COMMUNES:
        first = classes[0]
        label = first.of(len(members[first.key]))
        return share_map(reader, title, contours, statuses, first.key, label, in_words)
    areas, legend, rows = [], [], []
    for key, codes in members.items():
        if not codes:
            continue
        label, ink = (none, NO_DATA) if key is None else (by_key[key].label, by_key[key].tone.ink)
        words = reader.gettext("%(label)s : %(communes)s")
        communes = reader.count_of_communes(len(codes))
        legend.append(LegendLine(ink, words % {"label": label, "communes": communes}))
        areas += [Area(code, titled(reader, code, names, label), ink) for code in codes]
        rows += [(named(code, names), code, label) for code in codes]
    columns = (
        Column(reader.gettext("Commune")),
        Column(reader.gettext("Code")),
        Column(reader.gettext("État")),
    )
    table = Table(title, columns, tuple(rows))
    picture = _map(reader, title, in_words, contours, areas, tuple(legend), table, names)
    return replace(picture, is_told_by_legend=sentence is None)


def rate_map(
    reader: Reader,
    title: str,
    contours: Contours | None,
    values: Mapping[str, float | None],
    unit: str,
    names: Mapping[str, str],
    sentence: str | None = None,
) -> Picture:
    """`values` by commune code, in `unit`; None is no data. Five classes of as many communes.
    More than a map holds are drawn by département, by the median of their communes.
    """
    known = {code: value for code, value in values.items() if value is not None}
    in_words = sentence or _rate_sentence(reader, known, unit, names)
    if contours is not None and len(values) > MOST_COMMUNES:
        return median_map(reader, title, contours, values, unit, in_words)
    tinted = shaded(reader, values, unit, reader.count_of_communes)
    areas, rows = [], []
    for code in by_name(values, names):
        label = tinted.labels[code]
        areas.append(Area(code, titled(reader, code, names, label), tinted.inks[code]))
        rows.append((named(code, names), code, values[code]))
    columns = (
        Column(reader.gettext("Commune")),
        Column(reader.gettext("Code")),
        Column(reader.gettext("Valeur"), unit, numeric=True),
    )
    table = Table(title, columns, tuple(rows))
    return _map(reader, title, in_words, contours, areas, tinted.legend, table, names)


def _map(
    reader: Reader,
    title: str,
    sentence: str,
    contours: Contours | None,
    areas: list[Area],
    legend: tuple[LegendLine, ...],
    table: Table,
    names: Mapping[str, str],
) -> Picture:
    if contours is None:
        notes: tuple[str, ...] = (_without_map(reader),)
        return Picture(reader, title, sentence, table, "map", notes=notes)
    fitted = outlines(contours, frozenset(area.code for area in areas))
    notes = without_contour(reader, [area.code for area in areas], fitted, names)
    return Picture(
        reader,
        title,
        sentence,
        table,
        "map",
        draw=partial(draw, tuple(areas), fitted) if fitted.paths else None,
        legend=legend,
        notes=notes,
        source=source_of(reader, contours),
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
        "low_name": named(low, names),
        "high": reader.quantity(known[high], unit, decimals),
        "high_name": named(high, names),
        "middle": reader.quantity(median(known.values()), unit, decimals),
    }
