"""Problems of linked rows in a selection."""

from __future__ import annotations

from schema.problems import DocumentProblem


class LinkedRowsOfGroup(DocumentProblem):
    code = "linked_rows_of_group"
    fr = "« {field} » : les lignes que montre un groupe (rows) n'ont pas de lignes liées."
    en = '"{field}": the rows that a group shows (rows) have no linked rows.'
    next_fr = "Demandez ces lignes sous « nodes », avec un « where » sur la clé du groupe."
    next_en = 'Ask for these rows under "nodes", with a "where" on the key of the group.'


class TooManyLinkedRows(DocumentProblem):
    code = "too_many_linked_rows"
    fr = "« {field} » : « first » vaut {first} ; chaque ligne en montre de 1 à {limit}."
    en = '"{field}": "first" is {first}; each row shows 1 to {limit} of them.'
    next_fr = (
        "Pour plus de lignes, lisez le jeu de données lié lui-même, avec un « where » sur la "
        "colonne qui les lie."
    )
    next_en = (
        'For more rows, read the linked dataset itself, with a "where" on the column that links '
        "them."
    )
