"""The answers to questions about cells: units, dates, codes, figures that say nothing."""

from __future__ import annotations

from collections.abc import Callable

from gateway.console.files.unit_words import unit_words

Gettext = Callable[..., str]
_OF_UNITS = frozenset({"mixed_units", "bare_unit"})


def cell_choice_words(code: str, choice: str, _: Gettext) -> str:
    """Units are their own words, as people write them; so is what is no choice of these."""
    if code in _OF_UNITS:
        return unit_words(choice)
    return {
        ("code_or_name", "name"): _("Le nom est juste"),
        ("code_or_name", "code"): _("Le code est juste"),
        ("turned_dates", "turned"): _("Oui : remettre le jour et le mois à leur place"),
        ("turned_dates", "as_stored"): _("Non : garder ces dates telles quelles"),
        ("number_as_date", "range"): _("Oui : remettre les tranches"),
        ("number_as_date", "as_stored"): _("Non : garder ces dates telles quelles"),
        ("cell_unit", "own"): _("Suivre la case"),
        ("cell_unit", "header"): _("Suivre le titre"),
        ("few_units", "own"): _("Non : ces cases seulement"),
        ("few_units", "header"): _("Oui : toute la colonne"),
        ("percent_scale", "fraction"): _("Oui : 0,35 vaut 35 %"),
        ("percent_scale", "percent"): _("Non : 0,35 vaut 0,35 %"),
        ("sentinel", "nothing"): _("Oui : laisser ces cases vides"),
        ("sentinel", "value"): _("Non : c'est une vraie valeur"),
        ("magnitude", "rescale"): _("Oui : mille fois trop, à corriger"),
        ("magnitude", "as_written"): _("Non : la valeur est juste"),
        ("two_readings", "string"): _("Un texte ou un code, tel qu'il est écrit"),
        ("two_readings", "number"): _("Un nombre"),
        ("two_readings", "date"): _("Une date"),
        ("two_readings", "boolean"): _("Oui ou non"),
        ("column_type", "string"): _("texte"),
        ("column_type", "number"): _("nombre"),
        ("column_type", "date"): _("date"),
        ("column_type", "boolean"): _("oui ou non"),
    }.get((code, choice), choice)
