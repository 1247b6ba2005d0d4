"""Problems of pages that are read backward."""

from __future__ import annotations

from schema.problems import DocumentProblem


class PagesOneWay(DocumentProblem):
    code = "pages_one_way"
    fr = "« {argument} » et « {other} » ne vont pas ensemble."
    en = '"{argument}" and "{other}" do not go together.'
    next_fr = (
        "Avancez avec « first » et « after », ou reculez avec « last » et « before » : une demande "
        "va dans un seul sens."
    )
    next_en = (
        'Go forward with "first" and "after", or back with "last" and "before": a request goes one '
        "way."
    )


class LastNeedsClearKey(DocumentProblem):
    code = "last_needs_clear_key"
    fr = (
        "La clé de « {dataset} » vous est donnée sous pseudonyme : ses pages ne se lisent que vers "
        "l'avant."
    )
    en = 'The key of "{dataset}" is given to you as a pseudonym: its pages are read forward only.'
    next_fr = "Retournez « orderBy », et avancez avec « first » et « after »."
    next_en = 'Turn "orderBy" round, and go forward with "first" and "after".'
