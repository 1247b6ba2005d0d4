"""Each change as a sentence to the steward, French and English."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.drift.values import Change, ChangeKind
from catalog.model.bilingual import Bilingual

_NEVER: Mapping[ChangeKind, Bilingual] = {
    ChangeKind.OBJECT_VANISHED: Bilingual(
        "« {before} » n'est pas à la source, ou le compte ne peut pas le lire.",
        '"{before}" is not at the source, or the account may not read it.',
    ),
    ChangeKind.COLUMN_VANISHED: Bilingual(
        "La source n'a pas de colonne « {column} ».",
        'The source has no column "{column}".',
    ),
    ChangeKind.TYPE_CHANGED: Bilingual(
        "La colonne « {column} » est déclarée {before}, et à la source c'est {after}.",
        'The column "{column}" is declared {before}, and at the source it is {after}.',
    ),
    ChangeKind.TYPE_WIDENED: Bilingual(
        "La colonne « {column} » est déclarée {before}, et la source contient davantage : {after}.",
        'The column "{column}" is declared {before}, and the source holds more: {after}.',
    ),
}
"""The words for a source that was never seen as declared."""
_WORDS: Mapping[ChangeKind, Bilingual] = {
    ChangeKind.OBJECT_VANISHED: Bilingual(
        "« {before} » n'est plus à la source, ou le compte ne peut plus le lire.",
        '"{before}" is not at the source any more, or the account may not read it any more.',
    ),
    ChangeKind.COLUMN_VANISHED: Bilingual(
        "La colonne « {column} » a disparu de la source.",
        'The column "{column}" has vanished from the source.',
    ),
    ChangeKind.COLUMN_MOVED: Bilingual(
        "La colonne « {column} » n'est plus à sa place dans le fichier, qui est lu par position.",
        'The column "{column}" is no longer in its place in the file, which is read by position.',
    ),
    ChangeKind.COLUMN_ADDED: Bilingual(
        "La source a une nouvelle colonne « {column} » ({after}).",
        'The source has a new column "{column}" ({after}).',
    ),
    ChangeKind.TYPE_CHANGED: Bilingual(
        "La colonne « {column} » a changé de type : {before}, maintenant {after}.",
        'The column "{column}" has another type: {before}, now {after}.',
    ),
    ChangeKind.TYPE_NARROWED: Bilingual(
        "La colonne « {column} » contient moins qu'avant : {before}, maintenant {after}.",
        'The column "{column}" holds less than before: {before}, now {after}.',
    ),
    ChangeKind.TYPE_WIDENED: Bilingual(
        "La colonne « {column} » contient davantage qu'avant : {before}, maintenant {after}.",
        'The column "{column}" holds more than before: {before}, now {after}.',
    ),
    ChangeKind.NULLS_ALLOWED: Bilingual(
        "La colonne « {column} » peut maintenant être vide.",
        'The column "{column}" may now be null.',
    ),
    ChangeKind.NULLS_REFUSED: Bilingual(
        "La colonne « {column} » ne peut plus être vide.",
        'The column "{column}" may not be null any more.',
    ),
    ChangeKind.KEY_CHANGED: Bilingual(
        "La clé primaire de la source a changé : ({before}), maintenant ({after}).",
        "The primary key of the source has changed: ({before}), now ({after}).",
    ),
}


def sentences(change: Change) -> Bilingual:
    """French, English."""
    facts = {"column": change.column, "before": change.before, "after": change.after}
    never = None if change.was_seen else _NEVER.get(change.kind)
    fr, en = never or _WORDS[change.kind]
    return Bilingual(fr.format(**facts), en.format(**facts))
