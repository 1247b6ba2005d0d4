"""The sentence under a picture: of which communes and months there are rows, and which lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from gateway.console.data.expected_communes import ExpectedCommunes
from gateway.console.rendering import translations
from gateway.console.visit import Visit

_NAMED: Final = 3


def covers_in_words(
    months: Sequence[int], communes: Mapping[str, str], expected: ExpectedCommunes, visit: Visit
) -> str:
    """« Couvre 18 communes sur 19 (manque Feins), 34 mois sur 34. »"""
    _ = visit.gettext
    parts = []
    if expected.of:
        words = _(
            "%(found)s communes sur %(expected)s",
            found=visit.number(expected.of - len(expected.missing) - len(expected.withheld)),
            expected=visit.number(expected.of),
        )
        absent = []
        if expected.missing:
            absent.append(_("manque %(names)s", names=_listed(expected.missing)))
        if expected.withheld:
            absent.append(_("pas données : %(names)s", names=_listed(expected.withheld)))
        elsewhere = len(communes) - expected.of + len(expected.missing) + len(expected.withheld)
        if elsewhere:
            absent.append(_("%(count)s hors du territoire", count=visit.number(elsewhere)))
        parts.append(f"{words} ({' ; '.join(absent)})" if absent else words)
    elif communes:
        ngettext = translations(visit.language).ngettext
        words = ngettext("%(count)s commune", "%(count)s communes", len(communes))
        parts.append(words % {"count": visit.number(len(communes))})
    if months:
        whole = months[-1] - months[0] + 1
        words = _(
            "%(found)s mois sur %(expected)s",
            found=visit.number(len(months)),
            expected=visit.number(whole),
        )
        parts.append(words)
    return _("Couvre %(parts)s.", parts=", ".join(parts)) if parts else ""


def _listed(names: Mapping[str, str]) -> str:
    return ", ".join(list(names.values())[:_NAMED]) + (", …" if len(names) > _NAMED else "")
