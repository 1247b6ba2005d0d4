"""Problems of requests that cannot be asked of the rows of several bodies together."""

from __future__ import annotations

from schema.problems import DocumentProblem


class StandardHasNoCursor(DocumentProblem):
    code = "standard_has_no_cursor"
    fr = (
        "Les lignes de « {dataset} » n'ont pas de clé commune, et leurs détenteurs peuvent changer "
        "d'une page à l'autre : « after » n'y est pas possible."
    )
    en = (
        'The rows of "{dataset}" have no key in common, and their owners may change between two '
        'pages: "after" is not possible with it.'
    )
    next_fr = (
        "Demandez période par période (« where », avec « gte » et « lt » sur la date) ; dans "
        "chacune, avancez avec « offset », jusqu'à {limit}, toujours dans le même ordre."
    )
    next_en = (
        'Ask period by period ("where", with "gte" and "lt" on the date); in each, go on with '
        '"offset", up to {limit}, always in the same order.'
    )
