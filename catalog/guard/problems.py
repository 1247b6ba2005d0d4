"""Problems of a person who answers to the guard."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class GuardNotOverridable(CallerProblem):
    code = "guard_not_overridable"
    status = 409
    fr = "Personne ne peut passer outre pour {agreement} : un pseudonyme y côtoierait sa valeur en clair, sous une clé commune ({columns})."
    en = "Nobody can override this for {agreement}: a pseudonym would stand beside its clear value, under a shared key ({columns})."
    next_fr = (
        "Proposez une nouvelle version sans ces colonnes, ou qui donne la clé sous pseudonyme."
    )
    next_en = (
        "Propose a new version without these columns, or one that gives the key as a pseudonym."
    )
