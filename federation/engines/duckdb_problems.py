"""Problems of the embedded engine itself."""

from __future__ import annotations

from catalog.model.problem import OperatorProblem


class EngineDiskFull(OperatorProblem):
    """Ours, where the embedded engine puts down what does not fit in memory: no source's fault."""

    code = "engine_disk_full"
    retry_after_s = 30
    fr = "La passerelle n'a pas la place de préparer cette réponse : rien n'est donné."
    en = "The gateway has no room to prepare this answer: nothing is given."
    next_fr = (
        "Demandez moins de lignes, ou recommencez plus tard ; si cela dure, transmettez la"
        " référence à l'exploitant : le disque des fichiers temporaires est plein."
    )
    next_en = (
        "Ask for fewer rows, or try again later; if it lasts, give the reference to the operator:"
        " the disk of temporary files is full."
    )
