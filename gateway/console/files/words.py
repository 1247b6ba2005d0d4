"""Words for a reading's codes, for the person who dropped the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gateway.console.files.cell_choices import cell_choice_words

Gettext = Callable[..., str]
UNREAD_SHOWN: Final = 20


def reason_words(reason: str, _: Gettext) -> str:
    """Why a row is no data."""
    return {
        "title": _("Titre ou texte au-dessus du tableau"),
        "units": _("Ligne d'unités, sous les titres"),
        "repeated_header": _("Titres répétés au milieu du tableau"),
        "group": _("Intertitre : il vaut pour les lignes en dessous"),
        "subtotal": _("Sous-total : ses lignes sont déjà comptées"),
        "total": _("Total : ses lignes sont déjà comptées"),
        "average": _("Moyenne : calculée à partir des lignes"),
        "carried_forward": _("Report d'une page à l'autre"),
        "page": _("Numéro de page"),
        "note": _("Note ou commentaire"),
        "footer": _("Texte sous le tableau"),
        "continued": _("Suite d'un texte : elle est jointe à la ligne au-dessus"),
        "cancelled": _("Ligne barrée, qui ne compte pas"),
        "example": _("Exemple du modèle : ce n'est pas une donnée"),
        "blank": _("Ligne vide ou simple trait"),
    }.get(reason, reason)


def left_words(why: str, _: Gettext) -> str:
    """Why a sheet is left aside."""
    return {
        "empty": _("elle est vide"),
        "notes": _("elle n'a pas de tableau"),
        "copy": _("c'est une copie des mêmes lignes"),
        "pivot table of the data": _("c'est un tableau croisé des mêmes données"),
        "hidden": _("elle est masquée"),
        "another table": _("c'est un autre tableau"),
        "form": _("c'est une fiche, pas un tableau"),
        "sum of the others": _("elle additionne les autres feuilles"),
        "records over lines": _("chacune de ses fiches tient sur plusieurs lignes"),
        "explanations": _("elle explique le modèle"),
        "example": _("elle montre l'exemple du modèle"),
    }.get(why, why)


def unread_words(why: str, _: Gettext) -> str:
    """Why a cell comes out empty."""
    return {
        "error_cell": _("formule en erreur"),
        "not_a_number": _("ce n'est pas un nombre"),
        "not_a_date": _("ce n'est pas une date"),
        "not_a_time": _("ce n'est pas une heure"),
        "not_a_boolean": _("ni oui, ni non"),
        "damaged_code": _("code abîmé par le tableur"),
        "other_unit": _("dans une autre unité"),
        "no_unit": _("sans unité, à côté d'autres unités"),
        "another_name": _("le code et le nom ne vont pas ensemble"),
        "field_too_many": _("une case de trop sur la ligne"),
        "field_missing": _("une case de moins sur la ligne"),
        "beyond_the_header": _("colonne sans titre"),
        "formula_without_value": _("formule dont le fichier ne donne pas le résultat"),
    }.get(why, _("ne se lit pas"))


def cause_words(cause: str, _: Gettext) -> str:
    """The words for the nature of a cell in a commune column."""
    return {
        "current": _("Communes d'aujourd'hui"),
        "old": _("Anciens codes, placés dans la commune d'aujourd'hui"),
        "several": _("Plusieurs codes dans une même case"),
        "decimal_suffix": _("Codes écrits comme 35308.0, remis en forme"),
        "zero_lost": _("Codes dont le zéro de tête manquait, remis en forme"),
        "postal_code": _("Codes postaux : ils ne disent pas la commune à eux seuls"),
        "postal_code_false_friend": _(
            "Codes postaux qui sont aussi le code d'une commune lointaine"
        ),
        "name": _("Communes reconnues à leur nom"),
        "name_variant": _("Communes reconnues à leur nom, écrit autrement"),
        "unknown": _("Communes non reconnues"),
        "empty": _("Cases vides"),
    }.get(cause, cause)


def choice_words(code: str, choice: str, _: Gettext) -> str:
    """An answer to the question of a reading; units and sheets are their own words."""
    return {
        ("date_order", "dmy"): _("Le jour d'abord : 03/04 est le 3 avril"),
        ("date_order", "mdy"): _("Le mois d'abord : 03/04 est le 4 mars"),
        ("thousands_mark", "thousands"): _(
            "Les milliers : 1.234 vaut mille deux cent trente-quatre"
        ),
        ("thousands_mark", "decimals"): _("Les décimales : 1.234 vaut un peu plus de un"),
        ("no_header", "data"): _("Oui : le fichier n'a pas de ligne de titres"),
        ("no_header", "header"): _("Non : cette ligne donne les titres des colonnes"),
        ("unknown_commune", "yes"): _("Oui, ce sont des communes"),
        ("unknown_commune", "no"): _("Non, c'est autre chose"),
        ("struck_rows", "aside"): _("Oui : elles sont annulées"),
        ("struck_rows", "data"): _("Non : les compter"),
        ("sum_rows", "aside"): _("Les laisser de côté : elles sont déjà comptées"),
        ("sum_rows", "data"): _("Les compter : ce sont des données"),
        ("part_rows", "aside"): _("Les laisser de côté : elles sont déjà comptées"),
        ("part_rows", "data"): _("Les compter : ce sont des données"),
        ("sum_sheet", "aside"): _("La laisser de côté : elle reprend les autres"),
        ("sum_sheet", "data"): _("L'ajouter : elle a ses propres lignes"),
        ("fill_down", "repeat"): _("Oui : la valeur vaut pour tout le bloc"),
        ("fill_down", "empty"): _("Non : ces cases sont vides"),
        ("after_total", "data"): _("Oui : ce sont des données"),
        ("after_total", "aside"): _("Non : elles commentent le total"),
        ("encoding", "utf-8"): _("Comme un fichier d'aujourd'hui (UTF-8)"),
        ("encoding", "cp1252"): _("Comme un fichier de Windows"),
        ("encoding", "iso8859-15"): _("Comme un fichier de Linux ancien"),
        ("encoding", "cp850"): _("Comme un fichier de DOS"),
        ("encoding", "mac_roman"): _("Comme un fichier de Mac ancien"),
    }.get((code, choice)) or cell_choice_words(code, choice, _)


def frequency_words(_: Gettext) -> list[tuple[str, str]]:
    """The frequencies of new rows, as a list to choose from: value, words."""
    return [
        ("daily", _("chaque jour")),
        ("weekly", _("chaque semaine")),
        ("monthly", _("chaque mois")),
        ("quarterly", _("chaque trimestre")),
        ("semiannual", _("deux fois par an")),
        ("annual", _("chaque année")),
        ("irregular", _("sans rythme régulier")),
        ("never", _("une seule fois : elles ne changeront plus")),
        ("continuous", _("en continu")),
    ]


def listing_words(_: Gettext) -> list[tuple[str, str, str]]:
    """The choices of who may know that the data exist: value, words, explanation."""
    return [
        (
            "parties",
            _("Ceux avec qui nous signons une convention"),
            _(
                "Personne d'autre ne les voit dans la recherche : personne ne pourra vous les "
                "demander, c'est vous qui les proposerez."
            ),
        ),
        (
            "organisations",
            _("Les organismes de la plateforme"),
            _("Ils peuvent les trouver et en demander l'accès ; ils n'en lisent aucune ligne."),
        ),
        ("public", _("Tout le monde"), _("Le titre et les colonnes, jamais les lignes.")),
    ]


def mode_words(mode: str, _: Gettext) -> str:
    return {
        "replace": _("tout remplacé"),
        "append": _("lignes ajoutées"),
        "update": _("mis à jour par la clé"),
    }.get(mode.lower(), mode)
