"""Problems of what is asked to be changed."""

from __future__ import annotations

from schema.problems import DocumentProblem


class RowsAreNotWritten(DocumentProblem):
    code = "rows_are_not_written"
    fr = "« {field} » : aucune ligne ne s'écrit par GraphQL."
    en = '"{field}": no row is written by GraphQL.'
    next_fr = (
        "Les lignes viennent d'un fichier déposé (déposez-en un nouveau pour les corriger) ou se "
        "lisent chez leur détenteur, qui les change dans sa propre base."
    )
    next_en = (
        "Rows come from a deposited file (deposit a new one to correct them), or are read at their "
        "owner's, who changes them in its own database."
    )
