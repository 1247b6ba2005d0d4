"""The few figures of the home page: those of the last frozen report, as it says them itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.console.today.answers import HEADLINE, Figure
from gateway.console.visit import Visit
from papers.headline import HeadlineFigure, covered, headline_figures, report_year
from papers.report_sheet import is_report

_MOST_READ = 4


@dataclass(frozen=True, slots=True)
class Headline:
    """At most four figures of one frozen report, its year and the communes and months covered."""

    address: str
    title: str
    year: int | None
    covers: str
    figures: Sequence[HeadlineFigure]


async def headline_of(figures: Iterable[Figure], visit: Visit) -> Headline | None:
    """Of the newest frozen report; None where no report is frozen. Nothing is computed for it."""
    newest = sorted(figures, key=lambda figure: figure.at, reverse=True)
    for figure in newest[:_MOST_READ]:
        answer, _ = await HEADLINE.ask_in_part(visit, digest=figure.digest)
        if answer.figure is None:
            continue
        content: Mapping[str, Any] = json.loads(answer.figure.content)
        if is_report(content) and (figures_of := headline_figures(content, visit.language)):
            return Headline(
                f"/figures/{figure.digest}",
                figure.title.words(visit.language),
                report_year(content),
                _covers(content, visit),
                figures_of,
            )
    return None


def _covers(content: Mapping[str, Any], visit: Visit) -> str:
    """« 52 communes sur 52, 12 mois sur 12 », as the report counted them."""
    _, counts, parts = visit.gettext, covered(content), []
    if communes := counts.get("communes"):
        parts.append(_("%(n)s communes sur %(of)s", n=communes[0], of=communes[1]))
    if months := counts.get("months"):
        parts.append(_("%(n)s mois sur %(of)s", n=months[0], of=months[1]))
    return ", ".join(parts)
