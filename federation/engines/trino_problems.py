"""Problems of Trino itself, told to who looks after it or after a storage."""

from __future__ import annotations

from catalog.model.problem import OperatorProblem, SourceProblem


class TrinoNotAnswering(OperatorProblem):
    """`role` is whose statement it was; `cause` Trino's or the network's name of a failure."""

    code = "trino_not_answering"
    fr = "Trino ne répond pas au compte {role_fr} ({cause})."
    en = "Trino does not answer the account {role_en} ({cause})."
    next_fr = (
        "Vérifiez que Trino tourne, son adresse (INTERCO_TRINO_URL), son autorité"
        " (INTERCO_TRINO_CA_FILE), la clé des jetons (INTERCO_TRINO_SIGNING_KEY_FILE) et l'heure"
        " des machines."
    )
    next_en = (
        "Check that Trino runs, its address (INTERCO_TRINO_URL), its authority"
        " (INTERCO_TRINO_CA_FILE), the key of tokens (INTERCO_TRINO_SIGNING_KEY_FILE) and the"
        " machines' time."
    )


class TrinoCannotReachStorage(SourceProblem):
    """`cause` is Trino's name of what failed there, never its words."""

    code = "trino_cannot_reach_storage"
    fr = (
        "La passerelle atteint ce stockage, mais Trino, qui exécute les requêtes, ne l'atteint pas"
        " ({cause})."
    )
    en = (
        "The gateway reaches this storage, but Trino, which runs the queries, does not reach it"
        " ({cause})."
    )
    next_fr = (
        "Demandez à l'exploitant d'ouvrir le réseau de chaque nœud de Trino vers ce stockage, et"
        " de faire connaître le certificat du stockage à leur Java ; puis recommencez."
    )
    next_en = (
        "Ask the operator to open the network from each node of Trino to this storage, and to make"
        " the storage's certificate known to their Java; then try again."
    )
