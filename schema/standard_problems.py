"""Problems of requests that cannot be asked of the rows of several bodies together."""

from __future__ import annotations

from schema.problems import DocumentProblem


class StandardReadForward(DocumentProblem):
    code = "standard_read_forward"
    fr = (
        "La clé de « {dataset} » ne vous est pas donnée telle quelle : avec ses lignes, les pages "
        "du standard ne se lisent que vers l'avant."
    )
    en = (
        'The key of "{dataset}" is not given to you as it is: with its rows, the pages of the '
        "standard are read forward only."
    )
    next_fr = "Retournez « orderBy », et avancez avec « first » et « after »."
    next_en = 'Turn "orderBy" round, and go forward with "first" and "after".'
