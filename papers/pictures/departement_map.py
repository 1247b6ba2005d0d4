"""Maps of more communes than a page can draw: their départements, coloured by their communes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import partial
from statistics import median

from catalog.cog.departements import departement_names, departement_of
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
from papers.pictures.outlines import outlines
from papers.pictures.picture import Picture
from papers.pictures.reader import Reader
from papers.pictures.shades import shaded
from papers.pictures.table import Column, Table


def share_map(
    reader: Reader,
    title: str,
    contours: Contours,
    statuses: Mapping[str, str | None],
    key: str,
    label: str,
    sentence: str,
) -> Picture:
    """The share of each département's communes that have the status `key`, which `label` names.

    `statuses` by commune code.
    """
    communes = Counter(map(departement_of, statuses))
    of_key = Counter(departement_of(code) for code, status in statuses.items() if status == key)
    shares: dict[str, float | None] = {
        name: 100 * of_key[name] / communes[name] for name in communes
    }
    words = reader.gettext("La carte montre, par département, la part des communes « %(label)s ».")
    in_words = f"{sentence} {words % {'label': label}}"
    columns = (Column(label, "%", numeric=True), Column(label, numeric=True))
    counts = {name: float(of_key[name]) for name in communes}
    return _drawn(reader, title, contours, shares, "%", in_words, columns, communes, counts)


def median_map(
    reader: Reader,
    title: str,
    contours: Contours,
    values: Mapping[str, float | None],
    unit: str,
    sentence: str,
) -> Picture:
    """The median of the values of each département's communes, `values` being by commune code."""
    by_departement: dict[str, list[float]] = defaultdict(list)
    for code, value in values.items():
        if value is not None:
            by_departement[departement_of(code)].append(value)
    communes = Counter(map(departement_of, values))
    medians = {
        name: median(by_departement[name]) if name in by_departement else None for name in communes
    }
    words = reader.gettext("La carte montre, par département, la médiane de ses communes.")
    columns = (
        Column(reader.gettext("Médiane"), unit, numeric=True),
        Column(reader.gettext("Communes avec une donnée"), numeric=True),
    )
    counts = {name: float(len(by_departement[name])) for name in communes}
    in_words = f"{sentence} {words}"
    return _drawn(reader, title, contours, medians, unit, in_words, columns, communes, counts)


def _drawn(
    reader: Reader,
    title: str,
    contours: Contours,
    values: Mapping[str, float | None],
    unit: str,
    sentence: str,
    columns: tuple[Column, Column],
    communes: Mapping[str, int],
    counts: Mapping[str, float],
) -> Picture:
    names = departement_names()
    tinted = shaded(reader, values, unit, partial(_count_of, reader))
    ranked = by_name(values, names)
    areas = tuple(
        Area(name, titled(reader, name, names, tinted.labels[name]), tinted.inks[name])
        for name in ranked
    )
    table = Table(
        title,
        (
            Column(reader.gettext("Département")),
            Column(reader.gettext("Code")),
            *columns,
            Column(reader.gettext("Communes"), numeric=True),
        ),
        tuple(
            (named(name, names), name, values[name], counts[name], float(communes[name]))
            for name in ranked
        ),
    )
    fitted = outlines(contours, frozenset(values), of_departements=True)
    return Picture(
        reader,
        title,
        sentence,
        table,
        "map",
        draw=partial(draw, areas, fitted) if fitted.paths else None,
        legend=tinted.legend,
        notes=without_contour(reader, ranked, fitted, names),
        source=source_of(reader, contours),
    )


def _count_of(reader: Reader, count: int) -> str:
    words = reader.ngettext("%(count)s département", "%(count)s départements", count)
    return words % {"count": reader.number(count)}
