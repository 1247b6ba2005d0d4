"""Why a column cannot be registered, in both languages."""

from __future__ import annotations

from federation.storages.protocol import FoundColumn, FoundObject

SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods")

_REASONS = {
    "type": (
        (
            "Le type « {type} » n'a pas d'équivalent commun à tous les moteurs : "
            "exposez la colonne par une vue, en texte ou en nombre."
        ),
        (
            'The type "{type}" has no equivalent on every engine: '
            "expose the column through a view, as text or as a number."
        ),
    ),
    "nested": (
        "Le type « {type} » contient plusieurs valeurs : une colonne n'en contient qu'une.",
        'The type "{type}" holds several values: a column holds one.',
    ),
    "binary": (
        "Le type « {type} » contient des octets, que personne ne peut lire dans une réponse.",
        'The type "{type}" holds bytes, which nobody can read in an answer.',
    ),
    "geometry": (
        "Le type « {type} » est une géométrie : cette version ne la lit pas encore.",
        'The type "{type}" is a geometry: this version does not read it yet.',
    ),
    "unbounded_decimal": (
        (
            "Le type « {type} » n'a pas de précision déclarée, ou plus de 38 chiffres : "
            "exposez la colonne par une vue, en numeric(12, 2) par exemple."
        ),
        (
            'The type "{type}" declares no precision, or more than 38 digits: '
            "expose the column through a view, as numeric(12, 2) for instance."
        ),
    ),
    "header": (
        (
            "Le nom de cette colonne est vide, répété ou illisible : corrigez l'en-tête du "
            "fichier, ou dites à quelle ligne il est (csv: header_row)."
        ),
        (
            "The name of this column is empty, repeated or unreadable: correct the header of "
            "the file, or say on which line it is (csv: header_row)."
        ),
    ),
}
_UNREADABLE = {
    "spreadsheet": (
        (
            "Un classeur n'est pas encore lu là où il est : exportez la feuille en CSV "
            "(« CSV UTF-8 » dans Excel) à côté de lui."
        ),
        (
            "A workbook is not yet read where it is: export its sheet as CSV "
            '("CSV UTF-8" in Excel) beside it.'
        ),
    ),
    "disguised": (
        (
            "Ce n'est pas du texte, malgré son nom : c'est peut-être un classeur. "
            "Exportez la feuille en CSV."
        ),
        "It is no text, whatever its name: it may be a workbook. Export its sheet as CSV.",
    ),
    "utf-16": (
        "Le fichier est en UTF-16, et rien n'en sera lu : enregistrez-le en CSV UTF-8.",
        "The file is UTF-16, and nothing of it will be read: save it as CSV in UTF-8.",
    ),
    "name": (
        "Aucun jeu ne peut porter ce nom de fichier : renommez-le, sans * ? # % : ni crochet.",
        "No dataset can bear that file's name: rename it, without * ? # % : or brackets.",
    ),
    "broken": (
        "Le fichier ne se lit pas comme du CSV : ses guillemets sont peut-être mal fermés.",
        "The file cannot be read as CSV: its quotes may not be closed.",
    ),
}
SEEN = {
    "empty": ("rien dans les lignes regardées", "nothing in the lines that were looked at"),
    "odd": ("« {cell} » ne s'écrit pas ainsi : vide", '"{cell}" is written otherwise: empty'),
}
"""The reasons to look at a column before it is declared as it is proposed."""


def not_readable(name: str, reason: str) -> FoundObject:
    """A file that nothing can be declared of; `reason` is one of the closed list above."""
    fr, en = _UNREADABLE[reason]
    return FoundObject(name, None, (), reason_fr=fr, reason_en=en)


def unsupported(
    name: str, source_type: str, reason: str, *, nullable: bool = True, comment: str | None = None
) -> FoundColumn:
    """A column without a type; `reason` is one of the closed list above."""
    fr, en = (sentence.format(type=source_type) for sentence in _REASONS[reason])
    return FoundColumn(
        source_name=name,
        source_type=source_type,
        type=None,
        nullable=nullable,
        comment=comment,
        reason_fr=fr,
        reason_en=en,
    )
