"""The words of purposes, formats and states of links, as pages of questions say them."""

from __future__ import annotations

from gateway.console.questions.answers import QuestionsAnswer
from gateway.console.visit import Visit


def purpose_words(data: QuestionsAnswer, visit: Visit) -> dict[str, str]:
    """By their codes."""
    is_french = visit.language == "fr"
    return {each.code: each.labelFr if is_french else each.labelEn for each in data.purposes or ()}


def format_words(visit: Visit) -> list[tuple[str, str]]:
    """Formats of a link, with whom each is for."""
    _ = visit.gettext
    return [
        ("xlsx", _("Un tableur (classeur XLSX)")),
        ("csv-excel-fr", _("Excel en français (CSV)")),
        ("csv", _("Un autre logiciel (CSV)")),
        ("parquet", _("Un logiciel d'analyse (Parquet)")),
        ("geojson", _("Un logiciel de cartes (GeoJSON)")),
        ("json", _("Un programme (JSON)")),
    ]


def state_words(visit: Visit) -> dict[str, tuple[str, str]]:
    """Of a link, by its code: the kind of its mark, and its words."""
    _ = visit.gettext
    return {
        "open": ("ok", _("s'ouvre")),
        "awaits_consent": ("wait", _("attend l'accord du propriétaire des données")),
        "revoked": ("stop", _("révoqué")),
        "ended": ("off", _("terminé")),
        "maker_left": ("stop", _("la personne qui l'a fait n'a plus de rôle")),
        "question_changed": ("stop", _("sa question a changé")),
    }
