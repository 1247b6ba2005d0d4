"""Bodies that give on the left, bodies that receive on the right, a band for what goes between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import INK, SOFT_INK, Ink, Tone
from papers.pictures.picture import Drawing, LegendLine, Picture, Width
from papers.pictures.reader import Reader
from papers.pictures.table import Column, Table

_ROW, _LETTER = 30, 8.2
"""Of text of 13 units: the mean width of a letter, bold and with a little to spare."""
_WIDE, _NARROW = 720, 300
_MOST_ROWS = 24
"""Bodies on a side; more stand in the table."""
_TONES = (Tone.GOOD, Tone.WAITING, Tone.MISSING)


@dataclass(frozen=True, slots=True)
class Exchange:
    """The agreements by which `giver` gives to `receiver`: in force, prepared, and stopped or to be
    mended. `address` lists them.
    """

    giver: str
    receiver: str
    in_force: int
    prepared: int
    stopped: int
    address: str

    @property
    def count(self) -> int:
        return self.in_force + self.prepared + self.stopped

    @property
    def tone(self) -> Tone:
        """Of the agreements, the tone that asks for somebody first."""
        if self.stopped:
            return Tone.MISSING
        return Tone.GOOD if self.in_force else Tone.WAITING


def exchange_picture(
    reader: Reader, title: str, exchanges: Sequence[Exchange], ours: str | None = None
) -> Picture:
    """`ours` is the name of the reader's own body among the others, which stands first."""
    _ = reader.gettext
    ranked = sorted(exchanges, key=lambda each: (-each.count, each.giver, each.receiver))
    columns = (
        Column(_("Donne")),
        Column(_("Reçoit")),
        Column(_("En vigueur"), numeric=True),
        Column(_("En préparation"), numeric=True),
        Column(_("Arrêtées"), numeric=True),
    )
    rows = tuple(
        (each.giver, each.receiver, each.in_force, each.prepared, each.stopped) for each in ranked
    )
    drawn = _that_fit(ranked)
    words = {
        Tone.GOOD: _("en vigueur"),
        Tone.WAITING: _("en préparation"),
        Tone.MISSING: _("arrêtée ou à réparer"),
    }
    notes: tuple[str, ...] = ()
    if len(drawn) < len(ranked):
        note = _("Le dessin montre les %(count)s échanges les plus nombreux ; le tableau, tous.")
        notes = (note % {"count": reader.number(len(drawn))},)
    tones = {each.tone for each in drawn}
    return Picture(
        reader,
        title,
        _sentence(reader, ranked, ours),
        Table(title, columns, rows),
        "chart",
        draw=partial(_draw, drawn, ours) if drawn else None,
        legend=tuple(LegendLine(tone.ink, words[tone]) for tone in _TONES if tone in tones),
        notes=notes,
        figures=_linked(title, columns, ranked, reader),
        is_table_open=True,
    )


def _that_fit(ranked: Sequence[Exchange]) -> list[Exchange]:
    """The first of them, until a side is full."""
    givers: set[str] = set()
    receivers: set[str] = set()
    fitting = []
    for exchange in ranked:
        if max(len(givers | {exchange.giver}), len(receivers | {exchange.receiver})) <= _MOST_ROWS:
            givers.add(exchange.giver)
            receivers.add(exchange.receiver)
            fitting.append(exchange)
    return fitting


def _sentence(reader: Reader, exchanges: Sequence[Exchange], ours: str | None) -> str:
    if not exchanges:
        return reader.gettext("Rien n'est partagé pour l'instant.")
    bodies = {name for each in exchanges for name in (each.giver, each.receiver)} - {ours}
    words = reader.ngettext("%(count)s organisme", "%(count)s organismes", len(bodies))
    with_whom = words % {"count": reader.number(len(bodies))}
    count = sum(each.count for each in exchanges)
    words = reader.ngettext("%(count)s convention", "%(count)s conventions", count)
    return f"{words % {'count': reader.number(count)}}, {with_whom}."


def _linked(
    title: str, columns: Sequence[Column], ranked: Sequence[Exchange], reader: Reader
) -> Drawn:
    """The table, each line leading to the agreements that it counts."""
    head = (
        element("th", column.header, scope="col", class_=column.alignment) for column in columns
    )
    lines = (
        element(
            "tr",
            element("th", element("a", each.giver, href=each.address), scope="row"),
            element("td", each.receiver),
            *(
                element("td", reader.number(count), class_="number")
                for count in (each.in_force, each.prepared, each.stopped)
            ),
        )
        for each in ranked
    )
    return element(
        "table",
        element("caption", title),
        element("thead", element("tr", *head)),
        element("tbody", *lines),
        class_="picture-table",
    )


def _draw(exchanges: Sequence[Exchange], ours: str | None, of: str, width: Width) -> Drawing:
    wide = _WIDE if width == "wide" else _NARROW
    # Names have a third of the width on each side.
    room = wide * 0.36
    givers = _placed(Counter(_counted(exchanges, "giver")), ours)
    receivers = _placed(Counter(_counted(exchanges, "receiver")), ours)
    height = _ROW * max(len(givers), len(receivers))
    bands = (_band(each, givers, receivers, room, wide, of) for each in exchanges)
    names = (
        *(_name(name, room - 10, top, "end", room, ours) for name, top in givers.items()),
        *(_name(name, wide - room + 10, top, None, room, ours) for name, top in receivers.items()),
    )
    inks: tuple[Ink, ...] = tuple(dict.fromkeys(each.tone.ink for each in exchanges))
    content = element("g", joined(bands), joined(names), font_size=13)
    return Drawing(wide, height, content, inks)


def _counted(exchanges: Sequence[Exchange], side: str) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for exchange in exchanges:
        counts[getattr(exchange, side)] += exchange.count
    return counts


def _placed(counts: Mapping[str, int], ours: str | None) -> dict[str, float]:
    """The middle of each name's row: ours first, then by what it has most of."""
    ranked = sorted(counts, key=lambda name: (name != ours, -counts[name], name))
    return {name: _ROW * (place + 0.5) for place, name in enumerate(ranked)}


def _band(
    exchange: Exchange,
    givers: Mapping[str, float],
    receivers: Mapping[str, float],
    room: float,
    wide: float,
    of: str,
) -> Drawn:
    """From giver to receiver; its thickness grows with the number of agreements, up to a row."""
    half = min(3 + exchange.count, _ROW * 0.5) / 2
    left, right, middle = room, wide - room, wide / 2
    top, end = givers[exchange.giver], receivers[exchange.receiver]
    path = (
        f"M{left:.1f} {top - half:.1f}C{middle:.1f} {top - half:.1f} {middle:.1f} {end - half:.1f} "
        f"{right:.1f} {end - half:.1f}V{end + half:.1f}C{middle:.1f} {end + half:.1f} "
        f"{middle:.1f} {top + half:.1f} {left:.1f} {top + half:.1f}Z"
    )
    ink = exchange.tone.ink
    words = f"{exchange.giver} → {exchange.receiver} : {exchange.count}"
    return element(
        "path",
        element("title", words),
        d=path,
        fill=ink.paint(of),
        stroke=ink.edge,
        stroke_width=0.75,
        class_=ink.name,
    )


def _name(
    name: str, x: float, middle: float, anchor: str | None, room: float, ours: str | None
) -> Drawn:
    most = int((room - 10) / _LETTER)
    label = name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
    return element(
        "text",
        label,
        x=x,
        y=middle + 4,
        text_anchor=anchor,
        fill=INK if name == ours else SOFT_INK,
        font_weight="bold" if name == ours else None,
    )
